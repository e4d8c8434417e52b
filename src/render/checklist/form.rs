//! What a document must look like, in a few words.

use crate::explain::signature;
use crate::fields::choices::MEDIA;
use crate::report::FormReport;
use crate::text::{Lang, Text};

/// What is asked of the paper and of the file.
pub(in crate::render) fn form_words(form: &FormReport, lang: Lang) -> String {
    let parts: Vec<String> = [paper(form, lang), file(form, lang)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(match lang {
        Lang::Zh => "，",
        Lang::En => ", ",
    })
}

/// What is asked of the paper itself: 「原件彩照，两面，盖章」.
pub(in crate::render) fn paper(form: &FormReport, lang: Lang) -> String {
    let mut words: Vec<Text> = Vec::new();
    match (form.original, form.colour) {
        (Some(true), Some(true)) => {
            words.push(Text::fixed("原件彩照", "colour picture of the original"))
        }
        (Some(true), _) => words.push(Text::fixed("原件", "original")),
        (Some(false), _) => words.push(Text::fixed("可用复印件", "a copy will do")),
        (None, Some(true)) => words.push(Text::fixed("彩色", "in colour")),
        (None, _) => {}
    }
    match form.sides {
        Some(2) => words.push(Text::fixed("两面", "both sides")),
        Some(sides) if sides > 2 => {
            words.push(Text::new(format!("{sides} 面"), format!("{sides} sides")));
        }
        _ => {}
    }
    if let Some(media) = &form.media {
        let labels: Vec<&str> = media.iter().map(|id| medium(id, lang)).collect();
        words.push(same(labels.join(match lang {
            Lang::Zh => "或",
            Lang::En => " or ",
        })));
    }
    if let Some(signature) = signature(form.signed, form.signed_by.as_deref()) {
        words.push(signature);
    }
    for (asked, text) in [
        (form.stamped, Text::fixed("盖章", "stamped")),
        (
            form.fingerprint,
            Text::fixed("按手印", "with a fingerprint"),
        ),
    ] {
        if asked == Some(true) {
            words.push(text);
        }
    }
    if let Some(days) = form.signed_within_days {
        words.push(Text::new(
            format!("{days} 天内签署"),
            format!("signed within {days} days"),
        ));
    }
    if let Some(days) = form.signed_within_working_days {
        words.push(Text::new(
            format!("{days} 个工作日内签署"),
            format!("signed within {days} working days"),
        ));
    }
    if let Some(months) = form.signed_within_months {
        words.push(Text::new(
            format!("{months} 个月内签署"),
            format!("signed within {months} months"),
        ));
    }
    join(&words, lang)
}

/// What is asked of the file: 「jpg/png，200 KB–4 MB」; how the picture is made belongs to the paper.
pub(in crate::render) fn file(form: &FormReport, lang: Lang) -> String {
    let mut words: Vec<Text> = Vec::new();
    if let Some(formats) = &form.formats {
        words.push(same(formats.join("/")));
    }
    match (form.min_bytes, form.max_bytes) {
        (Some(least), Some(most)) => words.push(same(format!("{}–{}", size(least), size(most)))),
        (None, Some(most)) => words.push(same(format!("≤{}", size(most)))),
        (Some(least), None) => words.push(same(format!("≥{}", size(least)))),
        (None, None) => {}
    }
    join(&words, lang)
}

fn medium(id: &str, lang: Lang) -> &str {
    MEDIA
        .iter()
        .find(|choice| choice.id == id)
        .map_or(id, |choice| choice.label.get(lang))
}

fn same(text: String) -> Text {
    Text::new(text.clone(), text)
}

fn join(words: &[Text], lang: Lang) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.get(lang)).collect();
    words.join(match lang {
        Lang::Zh => "，",
        Lang::En => ", ",
    })
}

/// Bytes in the largest unit that they are whole of.
fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 2] = [(1024 * 1024, "MB"), (1024, "KB")];
    for (unit, name) in UNITS {
        if bytes >= unit && bytes.checked_rem(unit) == Some(0) {
            return format!("{} {name}", bytes.checked_div(unit).unwrap_or(0));
        }
    }
    format!("{bytes} B")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_in_words() {
        let form = FormReport {
            original: Some(true),
            colour: Some(true),
            sides: Some(2),
            stamped: Some(true),
            signed_within_months: Some(3),
            formats: Some(vec!["jpg".to_owned(), "png".to_owned()]),
            min_bytes: Some(200 * 1024),
            max_bytes: Some(4 * 1024 * 1024),
            ..FormReport::default()
        };
        assert_eq!(paper(&form, Lang::Zh), "原件彩照，两面，盖章，3 个月内签署");
        assert_eq!(file(&form, Lang::Zh), "jpg/png，200 KB–4 MB");
        assert_eq!(file(&form, Lang::En), "jpg/png, 200 KB–4 MB");
        assert_eq!(paper(&FormReport::default(), Lang::En), "");
    }

    #[test]
    fn who_signs() {
        let form = FormReport {
            signed: Some(true),
            signed_by: Some(vec!["legal-representative".to_owned(), "person".to_owned()]),
            ..FormReport::default()
        };
        assert_eq!(paper(&form, Lang::Zh), "法定代表人和本人签字");
        assert_eq!(
            paper(&form, Lang::En),
            "signed by the legal representative and the person"
        );
    }
}
