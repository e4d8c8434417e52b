//! Footers as templates and people write them. All names and numbers are made up.

use beian::site::Expected;

use super::{judge, rules, told};

const BEIJING: u32 = 110_000;
const GUANGDONG: u32 = 440_000;
const JIANGSU: u32 = 320_000;
const SHANGHAI: u32 = 310_000;

fn page(foot: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>示例</title></head><body><h1>首页</h1><p>内容</p>{foot}</body></html>"
    )
}

fn told_of(province: u32, expected: &Expected, foot: &str) -> Vec<String> {
    told(&judge(
        page(foot).as_bytes(),
        expected,
        &rules(Some(province)),
    ))
}

#[test]
fn footers_that_are_right() {
    for (province, foot) in [
        (
            BEIJING,
            r#"<footer>© 2026 <a href="https://beian.miit.gov.cn">京ICP备12345678号-1</a></footer>"#,
        ),
        (
            BEIJING,
            r#"<div class="footer"><a href='http://beian.miit.gov.cn/' target=_blank>备案号：京ICP备12345678号-1</a></div>"#,
        ),
        (
            BEIJING,
            "<p><A HREF=\"//beian.miit.gov.cn/#/Integrated/index\" rel=nofollow><span>京ICP备</span><em>12345678</em>号-1</A></p>",
        ),
        (
            BEIJING,
            "<center>&copy2026 Example&nbsp;|&nbsp;<a href=https://beian.miit.gov.cn/>\r\n  京ICP备12345678号-1\r\n</a></center>",
        ),
        (
            BEIJING,
            "<table><tr><td>版权<td><a href=https://beian.miit.gov.cn>&#20140;ICP&#x5907;12345678&#21495;-1</a></table>",
        ),
        (
            BEIJING,
            r#"<a href="https://beian.miit.gov.cn/">京ICP备12345678号-1</a> 京ICP证000001号 增值电信业务经营许可证：京B2-20000001"#,
        ),
        (
            BEIJING,
            r#"<div><a href="https://beian.miit.gov.cn/">京ICP备12345678号-1</a><a href="https://www.beian.gov.cn/portal/registerSystemInfo?recordcode=11000002000001"><img src=b.png> 京公网安备 11000002000001号</a></div>"#,
        ),
        // Characters that take no room, visits counted on a click, a link opened by a script.
        (
            BEIJING,
            "<a href=https://beian.miit.gov.cn/>京ICP备\u{200b}1234&shy;56<wbr>78号-1\u{feff}</a>",
        ),
        (
            BEIJING,
            r#"<a href="https://beian.miit.gov.cn/" onclick="count('icp')">京ICP备12345678号-1</a>"#,
        ),
        (
            BEIJING,
            r#"<span onclick="window.open('https://beian.miit.gov.cn')">京ICP备12345678号-1</span>"#,
        ),
        (
            BEIJING,
            r#"<a href="https://beian.miit.gov.cn/">京ICP备12345678号-1</a><a href="https://beian.mps.gov.cn/"><svg><path d=""/></svg>京公网安备11000002000001号</a>"#,
        ),
        (
            GUANGDONG,
            r#"<a href="https://beian.miit.gov.cn/">粤ICP备2021000001号</a>"#,
        ),
        (
            GUANGDONG,
            r#"<a href="https://beian.miit.gov.cn/">粤B2-20090001-16</a>"#,
        ),
        (
            SHANGHAI,
            r#"<p>Copyright 2026 Example. All rights reserved.</p><a href="https://beian.miit.gov.cn/">沪ICP备2021000001号-3</a>"#,
        ),
    ] {
        assert_eq!(
            told_of(province, &Expected::default(), foot),
            Vec::<String>::new(),
            "{foot}"
        );
    }
}

#[test]
fn footers_that_are_wrong() {
    let number = |text: &str| format!(r#"<a href="https://beian.miit.gov.cn">{text}</a>"#);
    let cases = [
        (BEIJING, String::new(), "site-number"),
        (
            BEIJING,
            "<!-- 京ICP备12345678号-1 -->".to_owned(),
            "site-number",
        ),
        (
            BEIJING,
            "<img src=foot.png alt='京ICP备12345678号-1'>".to_owned(),
            "site-number",
        ),
        (
            BEIJING,
            "<noscript>京ICP备12345678号-1</noscript>".to_owned(),
            "site-number",
        ),
        (BEIJING, number("京ICP备1234567号-1"), "site-number-format"),
        (BEIJING, number("ICP备12345678号-1"), "site-number-format"),
        (
            BEIJING,
            number("京ICP备12345678号－1"),
            "site-number-format",
        ),
        (BEIJING, number("京ICP备12345678号"), "site-number-form"),
        (
            GUANGDONG,
            number("粤ICP备2021000001号-1"),
            "site-number-form",
        ),
        (BEIJING, "京ICP备12345678号-1".to_owned(), "site-link"),
        (
            BEIJING,
            r#"京ICP备12345678号-1 <a href="https://beian.miit.gov.cn">查询</a>"#.to_owned(),
            "site-link",
        ),
        (
            BEIJING,
            r#"<a href="http://www.miitbeian.gov.cn/">京ICP备12345678号-1</a>"#.to_owned(),
            "site-link",
        ),
        (
            BEIJING,
            r##"<a href="#">京ICP备12345678号-1</a>"##.to_owned(),
            "site-link",
        ),
        (
            BEIJING,
            r#"<a href="beian.miit.gov.cn">京ICP备12345678号-1</a>"#.to_owned(),
            "site-link",
        ),
        (SHANGHAI, number("沪ICP备2021000001号-1"), "site-copyright"),
        (
            BEIJING,
            number("京ICP备12345678号-1") + "<p>京公网安备1100000200000号<img src=b.png></p>",
            "site-police-number",
        ),
        (
            BEIJING,
            number("京ICP备12345678号-1") + "<p>京公网安备11000002000001号</p>",
            "site-police-image",
        ),
    ];
    for (province, foot, wanted) in cases {
        assert_eq!(
            told_of(province, &Expected::default(), &foot),
            [wanted],
            "{foot}"
        );
    }
}

#[test]
fn what_is_filled_in_elsewhere_is_unknown() {
    for foot in [
        "<footer>{{ site.icp }}</footer>",
        "<footer><?php echo $icp; ?></footer>",
        "<footer><%= icp %></footer>",
        "<!--#include virtual=\"/footer.shtml\" -->",
        "<div v-html=\"footer\"></div>",
        "<footer>京ICP备{{ number }}号-1</footer>",
        "<#include \"foot.ftl\"><p>© 2026</p>",
        "@include('layouts.foot')<p>© 2026</p>",
        "<iframe src=\"/foot.html\"></iframe><p>© 2026</p>",
        "<div id=foot></div><script>$('#foot').load('foot.html')</script><p>© 2026</p>",
        "<div class=page-footer><div></div></div><script src=site.js></script><p>© 2026</p>",
        "<meta http-equiv=refresh content='0; url=/zh/'>",
        "<app-footer></app-footer>",
        "<script>document.write('京ICP备12345678号-1')</script>",
    ] {
        assert_eq!(
            told_of(BEIJING, &Expected::default(), foot),
            ["site-number?"],
            "{foot}"
        );
    }
    let script =
        b"<!DOCTYPE html><html><body><div id=app></div><script src=a.js></script></body></html>";
    assert_eq!(
        told(&judge(script, &Expected::default(), &rules(None))),
        ["site-number?"]
    );
    let link = r##"<a href="{{ url }}">京ICP备12345678号-1</a>"##;
    assert_eq!(told_of(BEIJING, &Expected::default(), link), ["site-link?"]);
}

#[test]
fn a_draft_decides_which_number_is_right() {
    let own = Expected::new(
        Some(JIANGSU),
        Some("苏ICP备2021000001号"),
        std::iter::once("苏ICP备2021000001号-1".to_owned()),
        Some("南京示例（集团）有限公司"),
    );
    let number = |text: &str| format!(r#"<a href="https://beian.miit.gov.cn">{text}</a>"#);
    let right = number("苏ICP备2021000001号-1");
    let line = "<p>版权所有：南京示例(集团)有限公司</p>";
    for (foot, wanted) in [
        (format!("{line}{right}"), &[][..]),
        (
            format!("{line}{}{right}", number("京ICP备12345678号-1")),
            &[][..],
        ),
        (
            format!("{line}{}", number("京ICP备12345678号-1")),
            &["site-number-match"][..],
        ),
        (
            format!("{line}{}", number("苏ICP备2021000002号-1")),
            &["site-number-match"][..],
        ),
        (
            format!("{line}{}", number("苏ICP备2021000001号-2")),
            &["site-number-form"][..],
        ),
        (
            format!("<p>版权所有 别的公司</p>{right}"),
            &["site-copyright"][..],
        ),
        (right.clone(), &["site-copyright"][..]),
    ] {
        assert_eq!(told_of(JIANGSU, &own, &foot), wanted, "{foot}");
    }
}

#[test]
fn what_a_style_sheet_shows_is_unknown() {
    let foot = r#"<a href="https://beian.miit.gov.cn">京ICP备12345678号-1</a><a href="https://beian.mps.gov.cn"><i class="badge"></i>京公网安备11000002000001号</a>"#;
    assert_eq!(
        told_of(BEIJING, &Expected::default(), foot),
        ["site-police-image?"]
    );
    // A day in the foot of a template is no number.
    let day = "<footer>© {{ now.year }}</footer><p>末尾</p>";
    assert_eq!(told_of(BEIJING, &Expected::default(), day), ["site-number"]);
}

#[test]
fn numbers_of_others_are_told_once() {
    let own = Expected::new(
        Some(BEIJING),
        Some("京ICP备12345678号"),
        std::iter::empty(),
        None,
    );
    let foot = "<p>粤ICP备2021000001号-1</p>".repeat(50);
    assert_eq!(told_of(BEIJING, &own, &foot), ["site-number-match"]);
}

#[test]
fn places_point_at_the_number() {
    let text = page("<footer>&copy;&nbsp;2026\r\n京ICP备12345678号</footer>");
    let judged = judge(text.as_bytes(), &Expected::default(), &rules(Some(BEIJING)));
    let form = judged
        .faults
        .iter()
        .find(|fault| fault.check.id() == "site-number-form")
        .unwrap();
    let (start, end) = (form.span.0 as usize, form.span.1 as usize);
    assert_eq!(text.get(start..end), Some("京ICP备12345678号"));
}

#[test]
fn another_spelling_is_named_only_where_it_is_right() {
    let said = |foot: &str| {
        let judged = judge(
            page(foot).as_bytes(),
            &Expected::default(),
            &rules(Some(510_000)),
        );
        let own = judged.faults.into_iter();
        let mut own = own.filter(|fault| fault.check.id() == "site-number-format");
        own.next().unwrap().message.zh.into_owned()
    };
    assert!(said("川ICP备2021000001号-1").contains("应为“蜀”"));
    assert!(!said("川ICP备2021000001号-1").contains("应写"));
    assert!(said("蜀ICP备2021000001-1号").contains("应写 蜀ICP备2021000001号-1"));
}
