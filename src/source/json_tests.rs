use super::*;

#[test]
fn an_object_is_pointed_at_by_its_key() {
    let text = "{\"山𠮷\": {\"b\": [ {\"c\": null} ]}, \"d\": -0}";
    let parsed = parse_json(&SourceFile::new("t.json", text));
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let cut = |span: Span| &text[span.range()];
    let outer = parsed.root.entry("山𠮷").unwrap();
    assert_eq!(cut(outer.node.span), "\"山𠮷\"");
    let list = outer.node.as_table().unwrap().get("b").unwrap();
    assert_eq!(cut(list.span), "[ {\"c\": null} ]");
    assert_eq!(cut(list.as_array().unwrap()[0].span), "{");
    assert_eq!(parsed.root.get("d").unwrap().as_int(), Some(0));
}
