//! `beian which`.

use crate::{beian, json, out};

/// The answer and the kind of filing that options lead to.
fn which(options: &str) -> (String, Option<String>) {
    let mut args = vec!["which", "--format", "json"];
    args.extend(options.split_whitespace());
    let value = json(&args);
    assert!(!value["facts"].as_array().unwrap().is_empty(), "{options}");
    (
        value["answer"].as_str().unwrap().to_owned(),
        value["filing"].as_str().map(str::to_owned),
    )
}

#[test]
fn each_situation_has_its_answer() {
    let here = "--mainland-server yes";
    for (options, answer, filing) in [
        ("--mainland-server no", "abroad", None),
        ("--mainland-server no --service-kind app", "abroad", None),
        ("--service-kind mini-program", "mini-program", None),
        (
            "--subject-on-record no --domain-on-record no HERE",
            "first",
            Some("first"),
        ),
        (
            "--subject-on-record no --domain-on-record yes HERE",
            "held-by-another",
            None,
        ),
        (
            "--subject-on-record yes --domain-on-record yes HERE",
            "access",
            Some("access"),
        ),
        (
            "--subject-on-record yes --domain-on-record no --services-on-record 2 --with-this-provider yes HERE",
            "add-service",
            Some("add-service"),
        ),
        (
            "--subject-on-record yes --domain-on-record no --services-on-record 1 --with-this-provider no HERE",
            "add-service-elsewhere",
            Some("add-service-elsewhere"),
        ),
        (
            "--changing subject",
            "change-subject",
            Some("change-subject"),
        ),
        (
            "--changing service",
            "change-service",
            Some("change-service"),
        ),
        ("--changing access", "change-access", Some("change-access")),
        ("--changing owner", "change-owner", Some("transfer-subject")),
        (
            "--changing owner --service-kind app",
            "change-owner-of-app",
            None,
        ),
        ("--stopping service", "stop-service", Some("cancel-service")),
        ("--stopping access", "stop-access", Some("cancel-access")),
        (
            "--stopping subject --services-on-record 3",
            "stop-subject",
            Some("cancel-subject"),
        ),
        (
            "--stopping subject --services-on-record 0",
            "stop-empty-subject",
            None,
        ),
    ] {
        let options = options.replace("HERE", here);
        let (own, kind) = which(&options);
        assert_eq!(
            (own.as_str(), kind.as_deref()),
            (answer, filing),
            "{options}"
        );
    }
}

#[test]
fn an_empty_subject_depends_on_the_province() {
    let empty = "--mainland-server yes --subject-on-record yes --domain-on-record no --services-on-record 0";
    let answer = |more: &str| which(&format!("{empty} {more}"));
    let (own, kind) = answer("--province 广东");
    assert_eq!((own.as_str(), kind), ("empty-subject-first", None));
    let (own, kind) = answer("--province 山西 --with-this-provider yes");
    assert_eq!(
        (own.as_str(), kind.as_deref()),
        ("empty-subject-adds", Some("add-service"))
    );
    let (own, kind) = answer("--province shanghai --with-this-provider no");
    assert_eq!(own, "empty-subject-adds-elsewhere");
    assert_eq!(kind.as_deref(), Some("add-service-elsewhere"));
    // The province's own source is named first.
    let text = out(&[
        "which",
        "--mainland-server",
        "yes",
        "--subject-on-record",
        "yes",
        "--domain-on-record",
        "no",
        "--services-on-record",
        "0",
        "--province",
        "山西",
        "--with-this-provider",
        "yes",
    ]);
    assert!(text.contains("（140000-16）"), "{text}");
}

#[test]
fn without_a_terminal_the_missing_options_are_named() {
    let run = beian(&["which"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("--mainland-server yes|no"), "{}", run.err);
    let run = beian(&[
        "--lang",
        "en",
        "which",
        "--mainland-server",
        "yes",
        "--subject-on-record",
        "yes",
        "--domain-on-record",
        "no",
        "--services-on-record",
        "0",
    ]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("--province NAME"), "{}", run.err);
    let run = beian(&["which", "--changing", "subject", "--stopping", "subject"]);
    assert_eq!(run.status, 2);
}

#[test]
fn the_answer_in_words() {
    let text = out(&["which", "--mainland-server", "no"]);
    assert!(text.starts_with("不需要备案\n"), "{text}");
    let text = out(&["--lang", "en", "which", "--changing", "access"]);
    assert!(
        text.starts_with("Change of the access  filing.kind = \"change-access\"\n"),
        "{text}"
    );
}
