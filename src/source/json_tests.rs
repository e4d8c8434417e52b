use super::*;

fn told(text: &str) -> Vec<String> {
    let file = SourceFile::new("t.json", text);
    let tell = |problem: Problem| {
        let (line, column) = file.line_column(problem.span.start);
        format!("{line}:{column} {}", problem.message.zh)
    };
    parse_json(&file).problems.into_iter().map(tell).collect()
}

fn advice(text: &str) -> String {
    let parsed = parse_json(&SourceFile::new("t.json", text));
    let help = parsed.problems.into_iter().find_map(|problem| problem.help);
    help.unwrap_or_default().zh.into_owned()
}

#[test]
fn an_object_is_pointed_at_by_its_key() {
    let text = "{\"山𠮷\": {\"b\": [ {\"c\": null} ]}, \"d\": -0}";
    let parsed = parse_json(&SourceFile::new("t.json", text));
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let cut = |span: Span| text.get(span.range()).unwrap();
    assert_eq!(cut(parsed.root_span), "{");
    let outer = parsed.root.entry("山𠮷").unwrap();
    assert_eq!(cut(outer.node.span), "\"山𠮷\"");
    let list = outer.node.as_table().unwrap().get("b").unwrap();
    assert_eq!(cut(list.span), "[ {\"c\": null} ]");
    assert_eq!(cut(list.as_array().unwrap()[0].span), "{");
    assert_eq!(parsed.root.get("d").unwrap().as_int(), Some(0));
}

#[test]
fn columns_count_characters() {
    assert_eq!(told("{\"山𠮷\": 1, \"山𠮷\": 2}"), ["1:11 键 山𠮷 重复了"]);
    assert_eq!(
        told("{\"𠮷𠮷\": x}"),
        ["1:8 这里应该是一个值；字符串要加双引号"]
    );
}

#[test]
fn what_strict_json_does_not_have_is_refused() {
    for (text, message) in [
        ("{\"a\": 1,}", "1:8 最后一项后面不能有逗号"),
        ("{\"a\": 1 // c\n}", "1:9 JSON 里不能写注释"),
        ("{'a': 1}", "1:2 字符串要用双引号"),
        ("{a: 1}", "1:2 键要加双引号"),
        ("{\"a\": 01}", "1:8 这里缺少逗号"),
        ("{\"a\": .5}", "1:7 这个数的写法不对"),
        ("{\"a\": NaN}", "1:7 这里应该是一个值；字符串要加双引号"),
        ("{\"a\": \"\\x41\"}", "1:8 反斜杠后面的转义写法不对"),
        ("{\"a\": \"\\ud800\"}", "1:8 反斜杠后面的转义写法不对"),
        ("{\"a\":\u{3000}1}", "1:6 JSON 里不能有这种空白"),
        (
            "{\"a\": \"x\ny\"}",
            "1:9 字符串里有换行或控制字符，可能是引号没有闭合",
        ),
        ("{} {}", "1:4 最外层的值结束以后还有内容"),
        ("[1]", "1:1 最外层应该是一个对象 { … }"),
    ] {
        assert_eq!(told(text), [message], "{text}");
    }
}

#[test]
fn what_is_not_closed_is_told_at_its_opener() {
    assert_eq!(told("{\"a\": \"x\n"), ["1:7 引号没有闭合"]);
    assert_eq!(told("\n{\"a\": 1\n"), ["2:1 花括号没有闭合，缺少 }"]);
    assert_eq!(told("{\"a\": [1\n"), ["1:7 方括号没有闭合，缺少 ]"]);
    assert_eq!(
        told("{\"a\": [1}"),
        ["1:9 这里不该有 }：前面的 [ 还没有闭合"]
    );
    assert_eq!(told("{\"a\": }"), ["1:7 冒号后面没有值"]);
}

#[test]
fn slips_of_an_input_method_are_named() {
    assert_eq!(
        advice("{\"a\": “x”}"),
        "这里用了全角引号 “，JSON 要用半角的 \""
    );
    assert_eq!(advice("{\"a\"：1}"), "这里用了全角的 ：，JSON 要用半角的 :");
    assert_eq!(
        advice("{\"a\": 1，\"b\": 2}"),
        "这里用了全角的 ，，JSON 要用半角的 ,"
    );
    assert!(advice("{\"a\":\u{a0}1}").contains("不换行空格（U+00A0）"));
    assert!(advice("{\"a\": True}").contains("小写"));
}

#[test]
fn numbers_are_whole_if_they_look_so() {
    let text = "{\"a\": 9223372036854775807, \"b\": 1.0, \"c\": 1e2, \"d\": 9223372036854775808, \"e\": 1e999}";
    let parsed = parse_json(&SourceFile::new("t", text));
    let value = |key| &parsed.root.get(key).unwrap().value;
    assert_eq!(value("a"), &Value::Integer(i64::MAX));
    assert_eq!(value("b"), &Value::Float(1.0));
    assert_eq!(value("c"), &Value::Float(100.0));
    assert_eq!((value("d"), value("e")), (&Value::Null, &Value::Null));
    assert_eq!(parsed.problems.len(), 2);
}

#[test]
fn a_second_key_is_left_out_and_told_each_time() {
    let text = "{\"a\": 1,\n\"a\": 2,\n\"a\": 3}";
    let parsed = parse_json(&SourceFile::new("t", text));
    assert_eq!(parsed.root.get("a").unwrap().as_int(), Some(1));
    assert_eq!(told(text), ["2:1 键 a 重复了", "3:1 键 a 重复了"]);
    assert_eq!(advice(text), "第一次在第 1 行；两处只能留一处");
}

#[test]
fn nesting_is_refused_before_it_is_read() {
    let text = format!("{{\"a\": {}1{}}}", "[".repeat(1000), "]".repeat(1000));
    assert!(told(&text)[0].contains("64 层"));
    assert!(parse_json(&SourceFile::new("t", text)).incomplete);
}
