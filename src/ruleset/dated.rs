//! A ruleset as it is in force on one day.

use chrono::NaiveDate;

use super::model::{Period, Ruleset};

impl Ruleset {
    /// The rules in force on a day: what does not hold then is left out, and since when and until
    /// when the rest holds is forgotten.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Self {
        let holds = |period: &mut Period| {
            let holds = period.contains(day);
            *period = Period::default();
            holds
        };
        self.rules.retain_mut(|rule| holds(&mut rule.period));
        for rule in &mut self.rules {
            rule.sets.retain_mut(|set| holds(&mut set.selection.period));
            rule.exceptions
                .retain_mut(|exception| holds(&mut exception.selection.period));
            rule.requires
                .retain_mut(|require| holds(&mut require.selection.period));
        }
        self.requires
            .retain_mut(|require| holds(&mut require.selection.period));
        self.forms
            .retain_mut(|change| holds(&mut change.selection.period));
        self.guidance
            .retain_mut(|guidance| holds(&mut guidance.selection.period));
        self.which.retain_mut(|row| holds(&mut row.period));
        self.site.retain_mut(|row| holds(&mut row.period));
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::ruleset::{LayerFile, Ruleset, build};
    use crate::source::{SourceFile, parse_toml};

    fn ruleset() -> Ruleset {
        let text = r#"
            [[document]]
            id = "d"
            name = { zh = "材料", en = "document" }
            facts = ["f"]
            [[require]]
            document = "d"
            from = 2020-01-01
            until = 2020-12-31
            facts = ["f"]
            [[guidance]]
            topic = "t"
            from = 2020-06-01
            text = { zh = "说明", en = "note" }
            facts = ["f"]
        "#;
        let source = SourceFile::new("t", text);
        let parsed = parse_toml(&source);
        let (ruleset, faults) = build(vec![LayerFile {
            source,
            parsed,
            layer: 0,
        }]);
        assert_eq!(faults, []);
        ruleset
    }

    #[test]
    fn only_what_holds_on_the_day_is_left() {
        let on = |day: &str| ruleset().on(day.parse().unwrap());
        let counts = |ruleset: &Ruleset| (ruleset.requires.len(), ruleset.guidance.len());
        assert_eq!(counts(&on("2019-12-31")), (0, 0));
        assert_eq!(counts(&on("2020-01-01")), (1, 0));
        assert_eq!(counts(&on("2020-06-01")), (1, 1));
        assert_eq!(counts(&on("2020-12-31")), (1, 1));
        assert_eq!(counts(&on("2021-01-01")), (0, 1));
        // What is left holds without a day.
        let left = on("2020-06-01").on("1999-01-01".parse().unwrap());
        assert_eq!(counts(&left), (1, 1));
    }
}
