use super::*;

fn parsed(text: &str) -> Parsed {
    parse_toml(&SourceFile::new("t.toml", text))
}

#[test]
fn entries_are_in_source_order_with_spans() {
    let text = "z = 1\n[b.c]\ny = \"山\"\n[[a]]\nx.w = 2026-01-02\n[[a]]\n";
    let parsed = parsed(text);
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let cut = |span: crate::source::Span| &text[span.range()];
    let keys: Vec<_> = parsed.root.entries.iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, ["z", "b", "a"]);
    let b = parsed.root.entry("b").unwrap();
    assert_eq!(cut(b.node.span), "b");
    let c = b.node.as_table().unwrap().entry("c").unwrap();
    assert_eq!((cut(c.key_span), cut(c.node.span)), ("c", "[b.c]"));
    let items = parsed.root.get("a").unwrap().as_array().unwrap();
    assert_eq!(
        items.iter().map(|i| i.span.start).collect::<Vec<_>>(),
        [22, 45]
    );
    assert_eq!(cut(items[1].span), "[[a]]");
    let x = items[0].as_table().unwrap().get("x").unwrap();
    assert_eq!(cut(x.span), "x");
}
