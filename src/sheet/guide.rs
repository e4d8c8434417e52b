//! How to fill in a sheet, in words.

use super::column::{Column, What};
use super::write::Head;
use crate::fields::{Choices, Field, Kind, Need, TextRole};
use crate::text::{Lang, Text};

/// The sheet that explains: headings and sentences.
pub(super) fn guide() -> Vec<(bool, Text)> {
    let mut lines = Vec::new();
    let mut say = |heading: bool, zh: &'static str, en: &'static str| {
        lines.push((heading, Text::fixed(zh, en)));
    };
    say(true, "一行一个域名", "One row a domain");
    say(
        false,
        "每份备案是一份草稿，在“草稿”一列写它的编号（自己定，如客户简称）。同一份草稿的几行要挨在一起，各行写同样的编号。",
        "Each filing is a draft; its id (of your own choice) stands in the draft column. The rows of a draft stand together and repeat the id.",
    );
    say(
        false,
        "主体、负责人等内容在第一行填一次即可，下面几行可以重复，也可以空着，也可以合并单元格。",
        "What is said of the subject and its persons stands in the first row; below it may be repeated, left empty or merged.",
    );
    say(
        false,
        "一份草稿有几个网站或 App 时，换一个服务名称就是另一个服务；名称相同的用“服务序号”区分（见“全部列”）。",
        "Another service name is another service; services of the same name are told apart by their number (see the sheet of columns).",
    );
    say(true, "空着、无、不知道", "Empty, none, unknown");
    say(
        false,
        "还不知道就空着（不要写“无”）：检查结果会列出要补什么。确实没有就写“无”，如没有应急电话、没有居住证、不涉及前置审批。",
        "Leave a cell empty while it is not known; the result lists what to ask. Write 无 (or none) if there is none.",
    );
    say(true, "号码和日期", "Numbers and dates");
    say(
        false,
        "证件号码、电话等列已设成文本格式。从别处粘贴时选“只粘贴值”：被表格软件当成数字的 18 位号码会丢掉最后几位，这样的单元格会报错，不会拿来用。",
        "Columns of numbers are formatted as text. Paste values only: of an 18-digit number taken for a number the last digits are lost; such a cell is an error and never used.",
    );
    say(
        false,
        "日期写 2026-11-21、2026/11/21、2026年11月21日 都可以；长期有效写“长期”。",
        "Dates may be written 2026-11-21, 2026/11/21 or 2026年11月21日; write 长期 (or long-term) where there is no end.",
    );
    say(true, "选项", "Choices");
    say(
        false,
        "有下拉的列从下拉里选；可以多选的（服务内容等）用“、”隔开。所有选项在“选项”一页。",
        "Choose from the lists; where several may be chosen, put 、 between them. All choices are on the sheet 选项.",
    );
    say(
        false,
        "列可以删、可以换顺序，也可以从“全部列”里添列名；不认识的列不会读，检查时会提示。",
        "Columns may be deleted, moved or added from the sheet of columns; unknown ones are not read, and are told.",
    );
    say(
        false,
        "“示例”那一行不会读，可以删掉。深色的列名是必填项。",
        "The example row is not read and may be deleted. Headers in a darker colour are required.",
    );
    say(true, "检查", "Checking");
    say(
        false,
        "beian batch 备案.xlsx -o 结果.xlsx",
        "beian batch filing.xlsx -o result.xlsx",
    );
    lines
}

/// The note on a header.
pub(super) fn filled_in(head: &Head<'_>, lang: Lang) -> String {
    match head {
        Head::Draft => Text::fixed(
            "草稿编号，自己定。同一份备案的几行写同样的编号，挨在一起。",
            "The draft's id, of your own choice. Rows of one filing repeat it and stand together.",
        )
        .get(lang)
        .to_owned(),
        Head::Meta(_) => Text::fixed("自用内容", "your own").get(lang).to_owned(),
        Head::Column(_) => head
            .column()
            .map(|column| how(column, lang))
            .unwrap_or_default(),
    }
}

/// How a column is filled in.
pub(super) fn how(column: &Column, lang: Lang) -> String {
    let text = match column.what {
        What::Field(field) => return field_how(field, lang),
        What::Presence(Need::Loose) => Text::fixed(
            "没有就写“无”；有就写“有”，或直接填它的各项",
            "“none” if there is none; else “yes”, or fill in its parts",
        ),
        What::Presence(_) => Text::fixed("一般不用填", "rarely needed"),
        What::Number => Text::fixed(
            "第几个，从 1 数起；一个也没有写“无”。名称不同时不用填",
            "which one, from 1; “none” if there are none. Not needed where names differ",
        ),
        What::Format => Text::fixed("不用填", "not needed"),
        What::Meta => Text::fixed(
            "自己要留的内容，写成 TOML 表；一般不用填",
            "what is your own, as a TOML table; rarely needed",
        ),
    };
    text.get(lang).to_owned()
}

fn field_how(field: &Field, lang: Lang) -> String {
    let mut parts = vec![field.ask.get(lang).to_owned()];
    let kind = match field.kind {
        Kind::Bool => Text::fixed("是 或 否", "是 (yes) or 否 (no)"),
        Kind::Int(_) => Text::fixed("整数", "a whole number"),
        Kind::Day => Text::fixed("日期，如 2026-11-21", "a date such as 2026-11-21"),
        Kind::DayOrLongTerm => {
            Text::fixed("日期，如 2026-11-21，或 长期", "a date, or 长期 (no end)")
        }
        Kind::Province => Text::fixed("省份，如 山西", "a province such as 山西"),
        Kind::City => Text::fixed(
            "市名，如 太原，或六位行政区划代码，如 140100",
            "a city such as 太原, or a six-digit division code such as 140100",
        ),
        Kind::Enum(choices) => one_of(choices, "选一个：", "one of: "),
        Kind::Set(choices) => one_of(
            choices,
            "可选几个，用“、”隔开：",
            "any of, with 、 between: ",
        ),
        Kind::Texts(_) => Text::fixed("几个用“、”隔开", "several with 、 between"),
        Kind::Text(TextRole::Number | TextRole::Phone) => Text::fixed(
            "按原样填写，单元格用文本格式",
            "as it is, the cell formatted as text",
        ),
        _ => Text::default(),
    };
    parts.push(kind.get(lang).to_owned());
    let need = match (field.need, field.kind) {
        (Need::Required, _) => Text::fixed("必填", "required"),
        (_, Kind::Set(_) | Kind::Texts(_)) | (Need::Loose, _) => Text::fixed(
            "没有就写“无”，不知道就空着",
            "无 if there is none, empty while unknown",
        ),
        (Need::Firm, _) => Text::fixed("不知道就空着", "empty while unknown"),
    };
    parts.push(need.get(lang).to_owned());
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn one_of(choices: Choices, zh: &str, en: &str) -> Text {
    let labels: Vec<&str> = choices
        .iter()
        .map(|choice| choice.label.zh.as_ref())
        .collect();
    let ids: Vec<&str> = choices.iter().map(|choice| choice.id).collect();
    Text::new(
        format!("{zh}{}", labels.join("、")),
        format!("{en}{}", ids.join(", ")),
    )
}
