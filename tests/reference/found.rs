//! What the second evaluator and the invariants found, each as the smallest case.

use beian::draft::{Draft, Overrides, read_parsed};
use beian::evaluate::{Evaluation, Need, Verdict};
use beian::ruleset::{Severity, build};
use beian::source::{SourceFile, parse_toml};

use crate::rules::{Layers, frame};
use crate::world::World;

/// A ruleset of one rule, with what follows it; `own` is written inside the rule.
fn world(own: &str, after: &str) -> World {
    let rule = format!(
        "[[rule]]\nid = \"r\"\ntitle = {{ zh = \"规\", en = \"rule\" }}\nfacts = [\"x\"]\n\
         filings = [\"all\"]\nat = \"subject.name\"\nmessage = {{ zh = \"说\", en = \"said\" }}\n\
         {own}\n{after}"
    );
    let layers = frame().join(&Layers {
        first: rule,
        second: String::new(),
    });
    World::load(&layers).unwrap()
}

fn draft(text: &str) -> Draft<'static> {
    let text = format!("format = 1\nfiling.province = \"140000\"\n{text}");
    let source = SourceFile::new("草稿.toml", text.as_str());
    let parsed = parse_toml(&source);
    assert_eq!(parsed.problems, [], "{text}");
    let reading = read_parsed(&parsed, &Overrides::default());
    assert_eq!(reading.faults, [], "{text}");
    crate::embedded::owned(&reading.draft)
}

/// What comes out at the one place of a rule for the order.
fn outcome(evaluation: &Evaluation) -> (Option<Severity>, Option<Severity>) {
    (
        evaluation.failures.first().map(|own| own.severity),
        evaluation.open.first().map(|own| own.severity),
    )
}

const FAILS: (Option<Severity>, Option<Severity>) = (Some(Severity::Error), None);
const OPEN: (Option<Severity>, Option<Severity>) = (None, Some(Severity::Error));
const PASSES: (Option<Severity>, Option<Severity>) = (None, None);

fn check(own: &str, text: &str) -> (Option<Severity>, Option<Severity>) {
    outcome(&world(own, "").evaluate(&draft(text)))
}

fn needs(evaluation: &Evaluation) -> Vec<String> {
    let needs = evaluation.open.iter().flat_map(|open| &open.needs);
    needs.map(ToString::to_string).collect()
}

const MODE: &str = "params.mode = { type = { one_of = [\"a\", \"b\"] }, default = \"a\", zh = \"法\", en = \"mode\" }\n";
const FLAG: &str =
    "params.flag = { type = \"bool\", default = true, zh = \"是\", en = \"flag\" }\n";

#[test]
fn a_rules_when_may_turn_on_a_parameter() {
    let rule = |mode: &str| {
        format!("{MODE}when.param.mode = \"{mode}\"\nerror_if.subject.has_seal = true")
    };
    let text = "filing.kind = \"first\"\nsubject = { kind = \"enterprise\", has_seal = true }";
    assert_eq!(check(&rule("a"), text), FAILS);
    assert_eq!(check(&rule("b"), text), PASSES);
}

#[test]
fn who_is_said_to_be_none_is_no_person() {
    let rule = "error_if.any_person.subject.has_seal = true";
    let text = "filing.kind = \"first\"\nlegal_representative = \"none\"\nsubject = { kind = \"enterprise\", has_seal = true }";
    assert_eq!(check(rule, text), PASSES);
}

#[test]
fn is_not_of_a_boolean_takes_a_parameter_and_passes_none() {
    let rule = format!("{FLAG}error_unless.access.mainland.is_not = \"$flag\"");
    let with = |access: &str| format!("filing.kind = \"first\"\naccess = {access}");
    assert_eq!(check(&rule, &with("{ mainland = true }")), FAILS);
    assert_eq!(check(&rule, &with("{ mainland = false }")), PASSES);
    assert_eq!(check(&rule, &with("\"none\"")), PASSES);
    assert_eq!(check(&rule, &with("{ months = 1 }")), OPEN);
}

#[test]
fn a_parameter_where_none_may_stand_is_told() {
    for test in [
        "subject.name.only = \"$flag\"",
        "subject.has_seal.known = \"$flag\"",
        "filing.province = \"$flag\"",
        "service.involves.is_empty = \"$flag\"",
    ] {
        let text = format!(
            "[[rule]]\nid = \"r\"\ntitle = {{ zh = \"规\", en = \"rule\" }}\nfacts = [\"x\"]\neach = \"service\"\n\
             filings = [\"all\"]\nat = \"subject.name\"\nmessage = {{ zh = \"说\", en = \"said\" }}\n{FLAG}error_if.{test}\nwarning_if.subject.has_seal = \"$flag\"\n"
        );
        let source = SourceFile::new("r.toml", text);
        let parsed = parse_toml(&source);
        let file = beian::ruleset::LayerFile {
            source,
            parsed,
            layer: 0,
        };
        assert!(!build(vec![file]).1.is_empty(), "{test} passes in silence");
    }
}

#[test]
fn what_no_certificate_tells_is_asked_for_or_none() {
    let rule = "error_unless.principal.age.at_least = 18";
    let with = |principal: &str| {
        format!("filing.kind = \"first\"\nsubject.kind = \"enterprise\"\nprincipal = {principal}")
    };
    let world = world(rule, "");
    let asked = world.evaluate(&draft(&with("{ certificate = \"none\" }")));
    assert_eq!(outcome(&asked), OPEN);
    assert_eq!(needs(&asked), ["principal.birth_date"]);
    let nothing = draft(&with("{ certificate = \"none\", birth_date = \"none\" }"));
    assert_eq!(outcome(&world.evaluate(&nothing)), FAILS);
    // A unit's certificate of a person is another rule's to report.
    let wrong = draft(
        "filing.kind = \"first\"\nsubject = { kind = \"personal\", certificate = { type = \"business-license\" } }\nprincipal = { birth_date = \"none\" }",
    );
    let evaluation = world.evaluate(&wrong);
    assert_eq!((outcome(&evaluation), needs(&evaluation)), (OPEN, vec![]));
    assert_eq!(evaluation.verdict(), Verdict::Ready);
}

#[test]
fn phones_that_are_not_known_may_be_none() {
    let rule = "error_if.order.distinct_phones.at_least = 1";
    let text = "filing.kind = \"first\"\nprincipal = { name = \"张示例\" }";
    assert_eq!(check(rule, text), OPEN);
}

#[test]
fn counts_between_bounds_are_compared() {
    let rule = "error_if.order.new_domains.same_as = \"order.services\"";
    let evaluation = world(rule, "").evaluate(&draft("filing.kind = \"first\""));
    assert_eq!(outcome(&evaluation), OPEN);
    assert_eq!(needs(&evaluation), ["services"]);
    // At most one domain is new, and there are three services.
    let rule = "error_if.order.new_domains.at_least = { fact = \"order.services\" }";
    let text = "filing.kind = \"change\"\nservices = [{ domains = [{ name = \"a.cn\" }] }, { domains = [] }, { domains = [] }]";
    assert_eq!(check(rule, text), PASSES);
}

#[test]
fn what_is_not_known_differs_from_none() {
    let with = "filing.kind = \"first\"\nprincipal.emergency_phone = \"none\"";
    let differs = "error_unless.principal.mobile.differs_from = \"principal.emergency_phone\"";
    assert_eq!(check(differs, with), PASSES);
    let same = "error_unless.principal.mobile.same_as = \"principal.emergency_phone\"";
    assert_eq!(check(same, with), FAILS);
}

#[test]
fn documents_are_listed_as_every_value_would_have_them() {
    let papers = |first: &str| {
        format!(
            "params.papers = {{ type = \"documents\", default = [[\"{first}\"]], zh = \"材\", en = \"papers\" }}\n\
             error_if.subject.has_seal = false\n[[rule.require]]\ndocuments = \"$papers\"\nfacts = [\"x\"]"
        )
    };
    let set = "[[set]]\nrule = \"r\"\nwhen.access.mainland = true\npapers = [[\"letter\"]]\nfacts = [\"x\"]";
    let draft =
        draft("filing.kind = \"first\"\nsubject = { kind = \"enterprise\", has_seal = true }");
    let listed = |first: &str| -> Vec<(String, Need)> {
        let world = world(&papers(first), set);
        let papers = world.papers(&world.evaluate(&draft));
        papers.into_iter().map(|(id, _, need)| (id, need)).collect()
    };
    // Whether the set holds is not known, and makes no difference.
    assert_eq!(listed("letter"), [("letter".to_owned(), Need::Certain)]);
    // It does here: either is perhaps needed.
    assert_eq!(
        listed("card"),
        [
            ("letter".to_owned(), Need::Open),
            ("card".to_owned(), Need::Open)
        ]
    );
}

#[test]
fn a_document_is_not_needed_instead_of_a_branch_that_is_excepted() {
    let rule = "[[rule.branch]]\nid = \"seal\"\nseverity = \"error\"\nif.subject.has_seal = false\nwaived_by.document = \"letter\"";
    let except =
        "[[except]]\nrule = \"r\"\nbranch = \"seal\"\nwhen.access.mainland = true\nfacts = [\"x\"]";
    let world = world(rule, except);
    let papers = |mainland: bool| {
        let text = format!(
            "filing.kind = \"first\"\nsubject.has_seal = false\naccess.mainland = {mainland}"
        );
        world.papers(&world.evaluate(&draft(&text))).len()
    };
    assert_eq!((papers(false), papers(true)), (1, 0));
}

#[test]
fn where_something_graver_is_open_nothing_is_said_yet() {
    let rule = "warning_if.subject.has_seal = false\nerror_if.access.mainland = false";
    let text = "filing.kind = \"first\"\nsubject.has_seal = false";
    assert_eq!(check(rule, text), OPEN);
    let known = format!("{text}\naccess.mainland = true");
    assert_eq!(check(rule, &known), (Some(Severity::Warning), None));
}

/// Ten kinds of subject, each with a value of its own: more than there are conditional sets.
#[test]
fn an_unknown_subject_is_tried_as_every_kind() {
    let kinds = [
        "personal",
        "enterprise",
        "individual-business",
        "government",
        "institution",
        "social-organization",
        "foundation",
        "private-non-enterprise",
        "law-firm",
        "military",
        "other-unit",
    ];
    let defaults: Vec<String> = kinds
        .iter()
        .enumerate()
        .map(|(index, kind)| format!("{kind} = {}", index + 2))
        .collect();
    let rule = format!(
        "params.n = {{ type = \"months\", default = {{ {} }}, zh = \"数\", en = \"number\" }}\n\
         error_unless.access.months.at_least = \"$n\"",
        defaults.join(", ")
    );
    let with = |months: u32| format!("filing.kind = \"first\"\naccess.months = {months}");
    assert_eq!(check(&rule, &with(1)), FAILS);
    assert_eq!(check(&rule, &with(5)), OPEN);
    assert_eq!(check(&rule, &with(12)), PASSES);
    let open = world(&rule, "").evaluate(&draft(&with(5)));
    assert_eq!(needs(&open), ["subject.kind"]);
}
