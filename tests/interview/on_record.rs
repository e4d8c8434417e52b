//! Changes and cancellations: of what is on record already.

use crate::answers::Answers;
use crate::pty::{FILE, Outcome, talk, text};

/// The interview of somebody who knows what they want, the province and the kind of subject, and
/// what is given; and the draft.
fn told(answers: Answers<'_>) -> (Outcome, String) {
    let folder = tempfile::tempdir().unwrap();
    let known = [
        ("在哪个省备案", "四川 sichuan"),
        ("什么性质", "企业"),
        ("问完了", "看检查结果和材料清单"),
        ("", "不知道"),
    ];
    let answers: Vec<(&str, &str)> = answers.iter().chain(&known).copied().collect();
    let talked = talk(folder.path(), &["new", FILE], &answers);
    (talked, text(folder.path()))
}

fn was_asked(talked: &Outcome, part: &str) -> bool {
    talked
        .questions
        .iter()
        .any(|question| question.contains(part))
}

#[test]
fn a_change_takes_for_granted_that_something_is_on_record() {
    for changed in ["主体信息", "网站或 App 信息"] {
        let choice = match changed {
            "主体信息" => "主体信息（名称、证件、负责人、地址）",
            _ => "网站或 App 信息（名称、内容、负责人、删域名）",
        };
        let (talked, draft) = told(&[
            ("要做什么", "修改已备案的信息"),
            ("要改什么", choice),
            // Before the answer of the filing's own province.
            ("现在备案的：在哪个省", "不知道"),
        ]);
        assert!(draft.contains("kind = \"change-s"), "{draft}");
        assert!(was_asked(&talked, "已备案的网站都能打开吗"));
        assert!(was_asked(&talked, "这次要办的是哪一种服务"));
        assert!(!was_asked(&talked, "名下已有备案吗"));
        assert!(!was_asked(&talked, "要备案的"));
        // What is on record may be unknown: it is asked once, and left open.
        let province = "现在备案的：在哪个省";
        let asked = talked.questions.iter().filter(|q| q.contains(province));
        assert_eq!(asked.count(), 1, "{}", talked.log);
        assert!(!draft.contains("[previous.filing]"), "{draft}");
    }
}

#[test]
fn who_does_not_know_how_many_services_there_are_cancels_the_subject_nevertheless() {
    let (talked, draft) = told(&[
        ("要做什么", "注销或取消"),
        ("要停什么", "整个主体和名下全部服务"),
    ]);
    assert!(draft.contains("kind = \"cancel-subject\""), "{draft}");
    assert!(!was_asked(&talked, "要办哪一种备案"));
    assert!(talked.log.contains("✓ 注销主体"), "{}", talked.log);
    assert!(!was_asked(&talked, "名下已备案几个"));
}

#[test]
fn a_number_of_services_is_asked_for_once() {
    let (talked, draft) = told(&[
        ("要做什么", "注销或取消"),
        ("要停什么", "整个主体和名下全部服务"),
        ("现有几个已备案的", "2"),
    ]);
    assert!(draft.contains("services = 2"), "{draft}");
    assert!(!was_asked(&talked, "名下已备案几个"));
}

#[test]
fn a_cancellation_of_a_service_asks_which() {
    let (talked, draft) = told(&[
        ("要做什么", "注销或取消"),
        ("要停什么", "其中一个网站或 App"),
        ("哪一种服务", "网站"),
        ("域名是什么", "example-tech.cn"),
        ("还有别的域名", "无"),
        ("还有别的网站或 App 要一起办吗", "没有了"),
    ]);
    assert!(was_asked(&talked, "域名是什么"), "{}", talked.log);
    assert!(draft.contains("example-tech.cn"), "{draft}");
    assert!(talked.log.contains("可以提交"), "{}", talked.log);
}
