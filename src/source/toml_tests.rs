use super::*;
use crate::source::node::{Node, Span, Table, Value};

fn parsed(text: &str) -> Parsed {
    parse_toml(&SourceFile::new("t.toml", text))
}

/// The tree in one line, an unreadable value as `?`.
fn shown(table: &Table) -> String {
    let entry = |e: &crate::source::Entry| format!("{}={}", e.key, shown_node(&e.node));
    let entries: Vec<_> = table.entries.iter().map(entry).collect();
    format!("{{{}}}", entries.join(" "))
}

fn shown_node(node: &Node) -> String {
    match &node.value {
        Value::Null => "?".into(),
        Value::Bool(flag) => flag.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::String(text) => format!("{text:?}"),
        Value::Date(date) => date.to_string(),
        Value::DateTime(text) => format!("<{text}>"),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(shown_node).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Table(table) => shown(table),
    }
}

/// Problems as `line:column message` and advice, in Chinese.
fn told(text: &str) -> Vec<(String, String)> {
    let file = SourceFile::new("t.toml", text);
    let tell = |problem: crate::source::Problem| {
        let (line, column) = file.line_column(problem.span.start);
        let help = problem.help.map(|help| help.zh.into_owned());
        let message = format!("{line}:{column} {}", problem.message.zh);
        (message, help.unwrap_or_default())
    };
    parse_toml(&file).problems.into_iter().map(tell).collect()
}

#[track_caller]
fn check(text: &str, tree: &str, problems: &[&str]) {
    let messages: Vec<_> = told(text).into_iter().map(|(message, _)| message).collect();
    assert_eq!(messages, problems, "{text}");
    assert_eq!(shown(&parsed(text).root), tree, "{text}");
}

#[track_caller]
fn check_advice(text: &str, part: &str) {
    let told = told(text);
    assert!(told.iter().any(|(_, help)| help.contains(part)), "{told:?}");
}

#[test]
fn entries_are_in_source_order_with_spans() {
    let text = "z = 1\n[b.c]\ny = \"山\"\n[[a]]\nx.w = 2026-01-02\n[[a]]\n";
    let parsed = parsed(text);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let cut = |span: Span| text.get(span.range()).unwrap();
    assert_eq!(
        shown(&parsed.root),
        r#"{z=1 b={c={y="山"}} a=[{x={w=2026-01-02}} {}]}"#
    );
    let b = parsed.root.entry("b").unwrap();
    assert_eq!(cut(b.node.span), "b");
    let c = b.node.as_table().unwrap().entry("c").unwrap();
    assert_eq!((cut(c.key_span), cut(c.node.span)), ("c", "[b.c]"));
    let items = parsed.root.get("a").unwrap().as_array().unwrap();
    let starts: Vec<_> = items.iter().map(|item| item.span.start).collect();
    assert_eq!(starts, [22, 45]);
    assert_eq!(cut(items[1].span), "[[a]]");
    let x = items[0].as_table().unwrap().get("x").unwrap();
    assert_eq!(cut(x.span), "x");
}

#[test]
fn inline_values_are_spanned_whole() {
    let text = "a = { b = [1, \"山\"], c.d = true }";
    let parsed = parsed(text);
    let cut = |span: Span| text.get(span.range()).unwrap();
    let a = parsed.root.get("a").unwrap();
    assert_eq!(cut(a.span), "{ b = [1, \"山\"], c.d = true }");
    let b = a.as_table().unwrap().get("b").unwrap();
    assert_eq!(cut(b.span), "[1, \"山\"]");
    assert_eq!(cut(b.as_array().unwrap()[1].span), "\"山\"");
    assert_eq!(cut(a.as_table().unwrap().get("c").unwrap().span), "c");
}

#[test]
fn every_kind_of_value_is_read() {
    check(
        "a = 0x1F\nb = 0o17\nc = 0b101\nd = 1_000\ne = -7\nf = -inf\ng = nan\nh = 1.5e3",
        "{a=31 b=15 c=5 d=1000 e=-7 f=-inf g=NaN h=1500.0}",
        &[],
    );
    check(
        "a = 2024-02-29\nb = 07:32:00\nc = 2026-01-02 03:04:05\nd = 2026-01-02T03:04:05.5+08:00",
        "{a=2024-02-29 b=<07:32:00> c=<2026-01-02 03:04:05> d=<2026-01-02T03:04:05.5+08:00>}",
        &[],
    );
    check(
        "a = \"\"\"\n一\n二\"\"\"\nb = 'C:\\x'",
        "{a=\"一\\n二\" b=\"C:\\\\x\"}",
        &[],
    );
    check("a = 1\r\nb = \"x\"\r\n", "{a=1 b=\"x\"}", &[]);
}

#[test]
fn dates_and_numbers_that_do_not_exist_are_problems() {
    check(
        "a = 2026-02-30\nb = 2026-13-01\nc = 2026-1-2\nd = 99999999999999999999\ne = 1e999\nf = 014\ng = 1",
        "{a=? b=? c=? d=? e=? f=? g=1}",
        &[
            "1:5 没有这一天：那个月只有 28 天",
            "2:5 没有这个月：月份是 01 到 12",
            "3:5 日期或时间的写法不对",
            "4:5 这个数太大，超出 64 位的范围；编号要写成字符串，加上引号",
            "5:5 这个数太大，超出 64 位的范围；编号要写成字符串，加上引号",
            "6:5 数字不能以 0 开头",
        ],
    );
    check_advice("a = 2026/1/2", "日期写成 2026-01-02");
    check_advice("a = 2026年1月2日", "日期写成 2026-01-02");
    check("a = 138-0000-1234", "{a=?}", &["1:5 字符串要加半角引号"]);
    check_advice(
        "a = 138-0000-1234",
        "编号（证件号、区划代码、电话）要加引号",
    );
}

#[test]
fn a_key_without_a_value_does_not_cost_the_rest() {
    check(
        "kind # x\nb = 2",
        "{kind=? b=2}",
        &["1:5 键的后面没有 = 和值"],
    );
    check("a.b\nc = 2", "{a={b=?} c=2}", &["1:4 键的后面没有 = 和值"]);
    check("a = \nb = 2", "{a=? b=2}", &["1:5 等号后面没有值"]);
    check("// 说明\nb = 2", "{b=2}", &["1:1 键的后面没有 = 和值"]);
    check_advice("// 说明\nb = 2", "注释用 #");
    check_advice("a = 1 // 说明\nb = 2", "注释用 #");
    check_advice("a:\n  - b\n", "TOML 的列表写成");
    check(
        "a = = 1\nb = 2",
        "{a=? b=2}",
        &["1:7 值的后面有多余的内容，一行只能写一个 键 = 值"],
    );
}

#[test]
fn yaml_and_full_width_signs_are_read_as_meant() {
    check(
        "[a]\nkind: \"first\"\nb = 2",
        "{a={kind=\"first\" b=2}}",
        &["2:5 键和值之间要用 ="],
    );
    check(
        "name ＝ \"x\"\nb = 2",
        "{name=\"x\" b=2}",
        &["1:6 键和值之间要用 ="],
    );
    check(
        "【filing】\nkind = \"x\"",
        "{filing={kind=\"x\"}}",
        &["1:1 表头要用半角的方括号"],
    );
    check(
        "\u{3000}a = 1\nb\u{a0}= 2",
        "{a=1 b=2}",
        &["1:1 键里有不能用的字符", "2:2 键里有不能用的字符"],
    );
    check_advice("kind: \"first\"", "TOML 用 = 连接键和值");
    check_advice("name：\"x\"", "全角的 ：");
    check(
        "a = { b = “x\", c = 1 }\nd = }",
        "{a={b=? c=1} d=?}",
        &[
            "1:11 字符串缺少开头的引号",
            "2:5 这里的右括号前面没有对应的左括号",
        ],
    );
    check_advice("name = “山西”", "这里用了全角引号 “，TOML 要用半角的 \"");
    check_advice("name = \"山西”", "全角引号 ”");
    check_advice("a = [\"x\"，\"y\"]", "全角的 ，");
    check_advice("\u{3000}a = 1", "全角空格（U+3000）");
    check_advice("a = { b: 1 }", "不用冒号");
}

#[test]
fn words_without_quotes_are_told_what_to_do() {
    check(
        "a = 山西，太原\nb = 是\nc = None\nd = True",
        "{a=? b=? c=? d=?}",
        &[
            "1:5 字符串要加半角引号",
            "2:5 字符串要加半角引号",
            "3:5 字符串要加半角引号",
            "4:5 真假值只能写小写的 true 或 false",
        ],
    );
    check_advice("a = 山西，太原", "半角的双引号");
    check_advice("a = 是", "是写成 true");
    check_advice("a = null", "TOML 没有 null");
    check_advice("a = 1,\nb = 2", "行尾不写逗号");
    check_advice("a = \"太原\"某某\"公司\"", "值里面的双引号");
    check_advice("a = \"C:\\Users\"", "双引号里的 \\ 要写成 \\\\");
    check_advice("名称 = 1", "键只用字母");
}

#[test]
fn what_is_not_closed_is_told_at_its_opener() {
    check(
        "[a\nb = 1\n[c]\nd = 2",
        "{a={b=1} c={d=2}}",
        &["1:3 表头没有闭合，缺少 ]"],
    );
    check("[[a]\nb = 1", "{a=[{b=1}]}", &["1:5 表头没有闭合，缺少 ]]"]);
    check(
        "a = [1, 2 # x\nb = 2\nc = 3",
        "{a=[1 2] b=2 c=3}",
        &["1:5 方括号没有闭合，缺少 ]"],
    );
    check(
        "a = [\"x\"\n[f]\ng = 1\nh = 2",
        "{a=[\"x\"] f={g=1 h=2}}",
        &["1:5 方括号没有闭合，缺少 ]"],
    );
    check(
        "a = { x = 1\nb = 2\n[c]\nd = 3",
        "{a={x=1} b=2 c={d=3}}",
        &["1:5 花括号没有闭合，缺少 }"],
    );
    check("a = \"x\nb = 2", "{a=? b=2}", &["1:7 引号没有闭合"]);
    check(
        "a = 1\nb = \"\"\"\nx\nc = 3",
        "{a=1 b=?}",
        &["2:5 引号没有闭合"],
    );
    assert!(parsed("b = '''\nx").incomplete);
    assert!(!parsed("b = 'x\nc = 1").incomplete);
}

#[test]
fn a_second_key_names_the_line_of_the_first() {
    let line = |text: &str| {
        let told = told(text);
        let [(message, help)] = told.as_slice() else {
            panic!("{told:?}");
        };
        assert!(message.contains("重复"), "{message}");
        help.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    assert_eq!(line("a = 1\n\na = 2"), "1");
    assert_eq!(line("\"a\" = 1\na = 2"), "1");
    assert_eq!(line("x = 1\n[t]\na = 1\nx = 1\nb.a = 1\nb.a = 2"), "5");
    assert_eq!(
        line("[s]\na = 1\n[t]\na = 1\n[u]\na = 1\n[t.v]\na = 1\na = 2"),
        "8"
    );
    assert_eq!(line("[[s]]\na = 1\n[[s]]\na = 1\na = 2"), "4");
    assert_eq!(line("[t]\n[x]\n[ t ] # again\n"), "1");
    assert_eq!(line("t = 1\n[t]\n"), "1");
    assert_eq!(line("a = 1\nb = { c = 1,\n a = 2, a = 3 }"), "3");
    let told = told("x = {}\n\nx.y = 2");
    assert_eq!(told[0].0, "3:1 这个键已经有值，不能再在它下面加内容");
    assert!(told[0].1.contains("第 1 行"), "{told:?}");
}

#[test]
fn every_mistake_of_a_text_is_told_in_one_run() {
    let text = "a: 1\nb = “x”\n[c\nd = 2026-02-30\ne = [1, 2\nf = 3\nf = 4\ng\nh = 5\n";
    let lines: Vec<_> = told(text)
        .into_iter()
        .map(|(m, _)| m.split(':').next().unwrap().to_owned())
        .collect();
    assert_eq!(lines, ["1", "2", "3", "4", "5", "7", "8"]);
    assert_eq!(
        shown(&parsed(text).root),
        "{a=1 b=? c={d=? e=[1 2] f=3 g=? h=5}}"
    );
}

#[test]
fn nesting_is_refused_before_it_is_read() {
    let parsed = parsed(&format!("a = {}1{}", "[".repeat(100), "]".repeat(100)));
    assert!(parsed.incomplete && parsed.root.entries.is_empty());
    assert!(parsed.problems[0].message.zh.contains("64 层"));
    let deep = format!("[{0}]\n{0} = 1", vec!["a"; 60].join("."));
    assert!(told(&deep)[0].0.contains("64 层"));
}

#[test]
fn a_byte_order_mark_and_odd_keys_are_harmless() {
    let file = SourceFile::new("t", "\u{feff}a = 1\na = 2");
    let problem = &parse_toml(&file).problems[0];
    assert_eq!(file.line_column(problem.span.start), (2, 1));
    // A bracket of three bytes read as one of one byte: no place may lie inside it.
    check("[[】#", "{}", &["1:4 表头没有闭合，缺少 ]]"]);
    check("= 1\nb = 2", "{b=2}", &["1:1 这里缺少键"]);
    let told = told("\"a\\u001b[31m\" = 1\n\"a\\u001b[31m\" = 2");
    assert!(!told[0].0.contains('\u{1b}'));
}
