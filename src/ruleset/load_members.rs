//! What the members of a parameter's own list are called.

use super::keys::Keys;
use super::parse_condition::Reach;
use super::value::ParamKind;
use crate::fields::nearest;
use crate::text::Text;

/// `labels = { required = { zh, en }, … }`: what the members of a parameter's own list are called;
/// all of them or none.
pub(super) fn read_members(keys: &Keys<'_>, kind: &ParamKind, reach: Reach<'_>) -> Vec<Text> {
    let Some(node) = keys.node("labels") else {
        return Vec::new();
    };
    let ids = match kind {
        ParamKind::OneOf(ids) | ParamKind::SomeOf(ids) => ids.as_slice(),
        _ => &[],
    };
    let Some(table) = node.as_table() else {
        reach.faults.add(
            node.span,
            Text::fixed("这里要写一张表", "a table is expected here"),
        );
        return Vec::new();
    };
    for entry in &table.entries {
        if !ids.contains(&entry.key) {
            let help = nearest(&entry.key, ids.iter().map(String::as_str)).map(|near| {
                Text::new(
                    format!("是不是 {near}？"),
                    format!("did you mean `{near}`?"),
                )
            });
            reach.faults.add_with_help(
                entry.key_span,
                Text::new(
                    format!("{} 不在这个参数自己的列表里", entry.key),
                    format!("`{}` is not in the parameter's own list", entry.key),
                ),
                help,
            );
        }
    }
    ids.iter()
        .map(|id| match table.get(id) {
            Some(label) => {
                let label = Keys::of(label, reach.faults);
                label.map_or_else(Text::default, |label| {
                    let text = label.read_text_pair();
                    label.finish();
                    text
                })
            }
            None => {
                reach.faults.add(
                    node.span,
                    Text::new(
                        format!("labels 里缺 {id}：要么每个值都有名称，要么都没有"),
                        format!("`labels` lacks `{id}`: every value has a label, or none has"),
                    ),
                );
                Text::default()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::report::Names;
    use crate::ruleset::{LayerFile, Ruleset, build};
    use crate::source::{SourceFile, parse_toml};
    use crate::text::Lang;

    fn built(labels: &str) -> (Ruleset, Vec<String>) {
        let text = format!(
            r#"
            [[rule]]
            id = "r"
            title = {{ zh = "规则", en = "rule" }}
            filings = ["new"]
            at = "subject.remark"
            params.mode = {{ type = {{ one_of = ["all", "some"] }}, default = "some"{labels}, zh = "怎么办", en = "what" }}
            params.look_in = {{ type = {{ some_of = ["subject.name", "other"] }}, default = ["subject.name", "other"], zh = "哪里", en = "where" }}
            error_if = {{ param.mode = "all", param.look_in.has = "other" }}
            message = {{ zh = "错", en = "wrong" }}
            facts = ["f"]
            "#
        );
        let source = SourceFile::new("t", text);
        let parsed = parse_toml(&source);
        let (ruleset, faults) = build(vec![LayerFile {
            source,
            parsed,
            layer: 0,
        }]);
        let told = faults
            .iter()
            .map(|fault| fault.problem.message.zh.to_string());
        (ruleset, told.collect())
    }

    fn members(ruleset: &Ruleset, param: usize, lang: Lang) -> Vec<String> {
        let names = Names { ruleset, lang };
        names.members(&ruleset.rules[0].params[param])
    }

    #[test]
    fn members_go_by_their_labels_fields_by_theirs_others_by_their_ids() {
        let (ruleset, faults) = built(
            ", labels = { some = { zh = \"有的\", en = \"a few\" }, all = { zh = \"全部\", en = \"all of it\" } }",
        );
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(members(&ruleset, 0, Lang::Zh), ["全部", "有的"]);
        assert_eq!(members(&ruleset, 0, Lang::En), ["all of it", "a few"]);
        assert_eq!(members(&ruleset, 1, Lang::Zh), ["主办单位名称", "other"]);
        let (ruleset, faults) = built("");
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(members(&ruleset, 0, Lang::Zh), ["all", "some"]);
    }

    #[test]
    fn all_have_a_label_or_none_and_no_other() {
        let (_, faults) = built(", labels = { all = { zh = \"全部\", en = \"all\" } }");
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].contains("labels 里缺 some"), "{faults:?}");
        let (_, faults) = built(
            ", labels = { all = { zh = \"全\", en = \"all\" }, some = { zh = \"有\" }, none = { zh = \"无\", en = \"none\" } }",
        );
        let told = faults.join("\n");
        assert!(told.contains("none 不在这个参数自己的列表里"), "{told}");
        assert!(told.contains("en"), "{told}");
        let (_, faults) = built(", labels = \"all\"");
        assert_eq!(faults, ["这里要写一张表"]);
    }
}
