//! Whole interviews, and the same broken off at every question and gone on with.

use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use crate::answers::{Answers, CITIES, ENTERPRISE, PERSON};
use crate::pty::{Conversation, FILE, Outcome, checked, talk, text};

/// How a conversation is broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Break {
    /// Killed while a question stands there.
    Kill,
    /// Ctrl-C at a question.
    Interrupt,
    /// Killed while an answer is being taken.
    Rush,
}

/// A whole interview: its draft checked again gives the same report.
fn whole(answers: Answers<'_>) -> (Outcome, String) {
    let folder = tempfile::tempdir().unwrap();
    let whole = talk(folder.path(), &["check"], answers);
    let draft = text(folder.path());
    let report = checked(folder.path());
    let printed = whole.log.replace('\r', "");
    assert!(printed.contains(report.trim()), "{printed}\n====\n{report}");
    assert!(!draft.contains("interview"), "{draft}");
    (whole, draft)
}

/// The interview of a person, which several tests look at.
pub static OF_PERSON: LazyLock<(Outcome, String)> = LazyLock::new(|| whole(PERSON));
/// That of an enterprise.
pub static OF_ENTERPRISE: LazyLock<(Outcome, String)> = LazyLock::new(|| whole(ENTERPRISE));

/// Breaks an interview off at every question, one after the other, and goes on each time: the same
/// questions, the same draft in between and at the end.
fn broken_everywhere(
    answers: Answers<'_>,
    (whole, draft): &(Outcome, String),
    how: impl Fn(usize) -> Break,
) {
    let folder = tempfile::tempdir().unwrap();
    let last = whole.questions.len() - 1;
    let mut at = 0;
    while at < last {
        let mut conversation = Conversation::begin(folder.path(), &["new", FILE]);
        let asked = conversation.next().unwrap();
        assert_eq!(asked, whole.questions[at], "gone on at {at}");
        assert_eq!(text(folder.path()), whole.drafts[at], "gone on at {at}");
        let how = how(at);
        conversation.reply(&asked, answers);
        if how == Break::Rush {
            std::thread::sleep(Duration::from_millis((at as u64 * 7) % 40));
            conversation.kill();
            // The answer is saved or it is not; there is nothing between.
            let saved = text(folder.path());
            if saved != whole.drafts[at + 1] {
                assert_eq!(saved, whole.drafts[at], "killed at {at}");
                answer_one(folder.path(), answers);
            }
            at += 1;
            continue;
        }
        assert_eq!(conversation.next().as_ref(), whole.questions.get(at + 1));
        at += 1;
        if how == Break::Kill {
            conversation.kill();
        } else {
            let log = conversation.interrupt();
            assert!(log.contains("接着填：beian new 备案草稿.toml"), "{log}");
        }
    }
    let rest = talk(folder.path(), &["new", FILE], answers);
    assert_eq!(rest.questions, whole.questions[last..]);
    assert_eq!(text(folder.path()), *draft);
    let left = std::fs::read_dir(folder.path()).unwrap();
    let left = left.filter(|entry| {
        // Who is killed while writing leaves the part that was written.
        let name = entry.as_ref().unwrap().file_name();
        !name.to_string_lossy().ends_with(".part")
    });
    assert_eq!(left.count(), 1);
}

/// Answers one question and is killed at the next.
fn answer_one(folder: &Path, answers: Answers<'_>) {
    let mut conversation = Conversation::begin(folder, &["new", FILE]);
    let asked = conversation.next().unwrap();
    conversation.reply(&asked, answers);
    conversation.next();
    conversation.kill();
}

/// Breaks an interview off before one question, in a folder of its own, and goes on to the end.
fn broken_once(answers: Answers<'_>, at: usize, whole: &Outcome, draft: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut conversation = Conversation::begin(folder.path(), &["new"]);
    for _ in 0..at {
        let asked = conversation.next().unwrap();
        conversation.reply(&asked, answers);
    }
    assert_eq!(conversation.next().as_ref(), whole.questions.get(at));
    conversation.kill();
    let rest = talk(folder.path(), &["new", FILE], answers);
    assert_eq!(rest.questions, whole.questions[at..], "broken off at {at}");
    assert_eq!(text(folder.path()), draft, "broken off at {at}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_person_from_elsewhere_in_shanghai() {
    broken_everywhere(PERSON, &OF_PERSON, |at| {
        if at % 2 == 0 {
            Break::Kill
        } else {
            Break::Interrupt
        }
    });
}

#[test]
fn an_enterprise_in_shanxi() {
    broken_everywhere(ENTERPRISE, &OF_ENTERPRISE, |at| match at % 3 {
        0 => Break::Rush,
        1 => Break::Interrupt,
        _ => Break::Kill,
    });
}

#[test]
fn only_what_is_needed_is_asked() {
    let (person, _) = &*OF_PERSON;
    let at = |part: &str| {
        let found = person
            .questions
            .iter()
            .position(|asked| asked.contains(part));
        found.unwrap_or_else(|| panic!("{part}: {:?}", person.questions))
    };
    assert_eq!(at("有上海居住证吗"), at("住址在哪个省") + 1);
    assert!(person.questions.len() <= 39, "{:?}", person.questions);
    // Numbers are shown where they are typed, and hidden in what is told of them.
    assert!(
        person.log.contains("主体：*****************2"),
        "{}",
        person.log
    );
    let (enterprise, _) = &*OF_ENTERPRISE;
    assert!(
        enterprise.questions.len() <= 42,
        "{:?}",
        enterprise.questions
    );
    assert!(enterprise.log.contains("可以提交"), "{}", enterprise.log);
}

#[test]
fn cities_are_chosen_by_name() {
    let answers: Vec<(&str, &str)> = CITIES.iter().chain(ENTERPRISE).copied().collect();
    let (talked, draft) = whole(&answers);
    let cities = talked
        .questions
        .iter()
        .filter(|asked| asked.contains("哪个市"));
    assert_eq!(cities.count(), 2, "{:?}", talked.questions);
    // The unit's code proposes a city of another province, so none; the address that of the licence.
    assert!(
        draft.contains("province = \"440000\"\ncity = \"440300\""),
        "{draft}"
    );
    assert_eq!(draft.matches("440300").count(), 2, "{draft}");
}

#[test]
#[ignore = "takes minutes: an interview for every question of two interviews"]
fn every_question_of_both() {
    for (answers, unbroken) in [(PERSON, &OF_PERSON), (ENTERPRISE, &OF_ENTERPRISE)] {
        let (whole, draft) = &**unbroken;
        let next = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        if at >= whole.questions.len() {
                            break;
                        }
                        broken_once(answers, at, whole, draft);
                    }
                });
            }
        });
        broken_everywhere(answers, unbroken, |_| Break::Rush);
    }
}
