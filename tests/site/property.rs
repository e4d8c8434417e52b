//! Whatever the bytes are, a page is read without a panic, and every place lies in its text.

use beian::site::{Expected, Role, Seen, decode, read_page};
use proptest::prelude::*;

use super::{judge, rules};

/// Scraps of pages, put together at random.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "<a href=https://beian.miit.gov.cn>",
        "</a>",
        "<footer>",
        "</footer>",
        "<p>",
        "<br/>",
        "京ICP备12345678号",
        "-1",
        "粤ICP备2021000001号-1A",
        "京公网安备 11000002000001号",
        "&copy;",
        "&copy2026",
        "&nbsp",
        "&#x4eac;",
        "&",
        "&amp",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "{{",
        "}}",
        "<?php",
        "?>",
        "<%",
        "%>",
        "<td",
        " hidden",
        " style='display:none'",
        ">",
        "\r\n",
        "\r",
        "\u{0}",
        "版权所有",
        "備",
        "𠮷",
        "<img alt='京ICP备12345678号'>",
        "<svg><title>",
        "</body>",
        "\u{200b}",
        "&shy;",
        "<i class=x>",
        "</i>",
        "<div id=foot>",
        "</div>",
        "<iframe src=foot>",
        "<meta http-equiv=refresh content='0;url=x'>",
        "<span onclick=\"open('https://x')\">",
        "@include(",
        "${",
    ]);
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = judge(&bytes, &Expected::default(), &rules(None));
    }

    #[test]
    fn places_lie_in_the_text(text in scraps()) {
        let decoded = decode(text.as_bytes());
        let page = read_page(&decoded.text);
        let seen = Seen::new(&page);
        let judged = seen.judge(&decoded, &Expected::default(), &rules(None), Role::Home);
        let length = decoded.text.len() as u32;
        for fault in &judged.faults {
            prop_assert!(fault.span.0 <= length, "{:?}", fault);
        }
        for block in &page.blocks {
            for (at, _) in block.text.char_indices() {
                prop_assert!(block.at(at) < length, "{:?}", block);
            }
        }
    }
}
