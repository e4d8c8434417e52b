//! What is said of what cannot be read.

use beian::draft::{Fault, FaultKind, Overrides, Slot, read_parsed};
use beian::fields::{OrderField, PersonField};
use beian::source::{SourceFile, parse_toml};

use super::{json_tree, read_toml, toml_tree};

const HEAD: &str = "format = 1\nfiling = { kind = \"first\", province = \"140000\" }\n";

fn faults(text: &str) -> Vec<Fault> {
    read_toml(&format!("{HEAD}{text}")).faults
}

/// The only fault of a text, in English: its path, its message and its help.
fn only(text: &str) -> (String, String, String) {
    let faults = faults(text);
    let [fault] = faults.as_slice() else {
        panic!("{text}: {faults:#?}")
    };
    let help = fault.help.clone().unwrap_or_default();
    (
        fault.path.clone(),
        fault.message.en.to_string(),
        help.en.to_string(),
    )
}

#[test]
fn a_misspelt_key_names_the_nearest() {
    assert_eq!(
        only("[subject]\nnmae = \"张示例\""),
        (
            "subject.nmae".into(),
            "there is no key subject.nmae".into(),
            "did you mean subject.name?".into()
        )
    );
    for (text, path, help) in [
        (
            "[[services]]\ndomain = []",
            "services[0].domain",
            "did you mean services[0].domains?",
        ),
        ("[principle]\nx = 1", "principle", "did you mean principal?"),
        (
            "mobile = \"1\"",
            "mobile",
            "did you mean principal.mobile, legal_representative.mobile, services[].principal.mobile?",
        ),
        (
            "[[services]]\nexpires = 2028-01-01",
            "services[0].expires",
            "did you mean services[0].domains[].expires?",
        ),
        (
            "[principal]\nnumber = \"1\"",
            "principal.number",
            "did you mean principal.certificate.number?",
        ),
        (
            "[principal.certificate]\nmobile = \"1\"",
            "principal.certificate.mobile",
            "did you mean principal.mobile?",
        ),
        (
            "[legal_representative]\nis_legal_representative = true",
            "legal_representative.is_legal_representative",
            "did you mean principal.is_legal_representative?",
        ),
        (
            "[[services]]\n[services.principal]\nis_legal_representative = true",
            "services[0].principal.is_legal_representative",
            "did you mean principal.is_legal_representative?",
        ),
        ("\"a b\" = 1", "\"a b\"", ""),
        (
            "[previous.filing]\nkind = \"first\"",
            "previous.filing.kind",
            "did you mean previous.subject.kind, previous.services[].kind, previous.services[].pre_approvals[].kind?",
        ),
        (
            "[previous.meta]\nid = 1",
            "previous.meta",
            "did you mean meta?",
        ),
        ("[[alouette]]\nrule = \"x\"", "alouette", ""),
        (
            "[subject]\n\"has-seal\" = true",
            "subject.has-seal",
            "did you mean subject.has_seal?",
        ),
    ] {
        let (found_path, _, found_help) = only(text);
        assert_eq!(
            (found_path.as_str(), found_help.as_str()),
            (path, help),
            "{text}"
        );
    }
}

#[test]
fn a_wrong_type_is_told_without_its_value() {
    for (text, message, help) in [
        (
            "[principal]\nmobile = 13800000001",
            "principal.mobile must be a string, not a whole number",
            "put it in quotes",
        ),
        (
            "[principal]\nstudent = \"no\"",
            "principal.student must be true or false, not a string",
            "write true or false, without quotes",
        ),
        (
            "[access]\nmonths = \"12\"",
            "access.months must be a whole number, not a string",
            "leave the quotes out",
        ),
        (
            "[access]\nmonths = 1.5",
            "access.months must be a whole number, not a number that is not whole",
            "",
        ),
        (
            "[access]\nips = \"203.0.113.10\"",
            "access.ips must be a list of strings, not a string",
            "write a list",
        ),
        (
            "[access]\nips = [1]",
            "access.ips[0] must be a string, not a whole number",
            "",
        ),
        (
            "[principal]\nname = [\"张示例\"]",
            "principal.name must be a string, not a list",
            "",
        ),
        (
            "[principal]\nbirth_date = 1990-03-07T00:00:00",
            "principal.birth_date must be a date such as 2026-11-21, not a date with a time",
            "without the time",
        ),
        (
            "[principal]\nmobile_province = 140000",
            "principal.mobile_province must be a province",
            "put it in quotes",
        ),
        (
            "subject = 5",
            "subject must be a table, not a whole number",
            "write { kind = … }",
        ),
        (
            "principal = \"张示例\"",
            "principal must be a table, not a string",
            "write { name = … }",
        ),
        (
            "[[access]]\nmonths = 1",
            "access must be a table, or \"none\", not a list",
            "no list",
        ),
        (
            "[services]\nname = \"x\"",
            "services must be a list, not a table",
            "[[ ]]",
        ),
        (
            "services = [\"example.cn\"]",
            "services[0] must be a table, not a string",
            "write { kind = … }",
        ),
        ("meta = 3", "meta must be a table, not a whole number", ""),
        (
            "previous = true",
            "previous must be a table, not a boolean",
            "",
        ),
    ] {
        let (_, found, found_help) = only(text);
        assert!(found.starts_with(message), "{found}");
        assert!(found_help.contains(help), "{text}: {found_help}");
        let all = format!("{found}{found_help}");
        for value in ["13800000001", "张示例", "1990", "203.0"] {
            assert!(!all.contains(value), "{all}");
        }
    }
}

#[test]
fn an_unknown_id_names_the_likeliest() {
    for (value, help) in [
        ("enterprize", "did you mean \"enterprise\"?"),
        ("企业", "did you mean \"enterprise\"?"),
        ("个体户", "choose one of personal enterprise"),
        ("个体", "did you mean \"individual-business\"?"),
        ("Law Firm", "did you mean \"law-firm\"?"),
        ("xyz", "choose one of personal enterprise"),
        ("", "choose one of personal enterprise"),
    ] {
        let (path, message, found) = only(&format!("[subject]\nkind = \"{value}\""));
        assert_eq!(path, "subject.kind");
        assert_eq!(message, "subject.kind is not one of the known values");
        assert!(found.starts_with(help), "{value}: {found}");
    }
    let (path, _, help) = only("[[services]]\ncontent = [\"blog\", \"blogs\"]");
    assert_eq!(
        (path.as_str(), help.as_str()),
        ("services[0].content[1]", "did you mean \"blog\"?")
    );
    let (path, ..) = only("[[services]]\npre_approvals = [\"新闻\"]");
    assert_eq!(path, "services[0].pre_approvals[0]");
}

#[test]
fn a_day_must_exist() {
    let (_, message, _) = only("[principal]\nbirth_date = \"2026-02-30\"");
    assert_eq!(
        message,
        "principal.birth_date is a date that the calendar does not have"
    );
    for day in [
        "2026-2-3",
        "2026/02/03",
        "20260203",
        "+026-02-03",
        "２０２６-02-03",
        "long-term",
    ] {
        let (_, message, _) = only(&format!("[principal]\nbirth_date = \"{day}\""));
        assert!(message.contains("must be a date such as"), "{message}");
    }
    let (_, _, help) = only("[principal.certificate]\nvalid_until = \"长期有效\"");
    assert_eq!(help, "write \"long-term\"");
}

#[test]
fn what_is_required_is_asked_for() {
    let missing = |text: &str, given: &Overrides| -> Vec<String> {
        let faults = read_parsed(&toml_tree(text), given).faults;
        assert!(faults.iter().all(|fault| fault.kind == FaultKind::Missing));
        faults.into_iter().map(|fault| fault.path).collect()
    };
    let none = Overrides::default();
    assert_eq!(
        missing("", &none),
        ["format", "filing.kind", "filing.province"]
    );
    let given = Overrides {
        province: Some(310_000),
        filing: Some(3),
        provider: Some(1),
        ..Overrides::default()
    };
    assert_eq!(missing("format = 1", &given), [""; 0]);
    let text = format!("{HEAD}[[attachments]]\nheld = true\n[[services]]\npre_approvals = [{{}}]");
    assert_eq!(
        missing(&text, &none),
        [
            "attachments[0].document",
            "services[0].pre_approvals[0].kind"
        ]
    );
    let reading = read_toml("format = 1\n[filing]\nprovince = \"310000\"");
    assert_eq!(reading.faults[0].message.zh, "缺少 filing.kind（备案类型）");
}

#[test]
fn the_command_line_replaces_the_draft() {
    let given = Overrides {
        province: Some(310_000),
        filing: Some(3),
        provider: Some(1),
        ..Overrides::default()
    };
    let order = read_parsed(&toml_tree(HEAD), &given).draft.order;
    assert_eq!(
        order.slot(OrderField::FilingProvince as usize),
        &Slot::Division(310_000)
    );
    assert_eq!(order.slot(OrderField::FilingKind as usize), &Slot::Code(3));
    assert_eq!(
        order.slot(OrderField::FilingProvider as usize),
        &Slot::Code(1)
    );
}

#[test]
fn none_is_refused_where_it_means_nothing() {
    for (text, path, help) in [
        (
            "[subject]\nname = \"none\"",
            "subject.name",
            "leave the key out",
        ),
        (
            "[subject]\nhas_seal = \"none\"",
            "subject.has_seal",
            "write false",
        ),
        ("[access]\nips = \"none\"", "access.ips", "write []"),
        ("principal = \"none\"", "principal", "leave the table out"),
        ("subject = \"none\"", "subject", "leave the table out"),
        ("previous = \"none\"", "previous", "leave the table out"),
        ("services = \"none\"", "services", "write []"),
        (
            "[[services]]\ndomains = \"none\"",
            "services[0].domains",
            "write []",
        ),
    ] {
        let (found, message, found_help) = only(text);
        assert_eq!(found, path);
        assert!(
            message.contains("\"none\"") || message.contains("must be a list"),
            "{message}"
        );
        assert!(found_help.contains(help), "{found_help}");
    }
}

#[test]
fn numbers_have_bounds() {
    for (number, words) in [
        ("-1", "cannot be below zero"),
        ("1000001", "is too large a number"),
        ("9223372036854775807", "is too large a number"),
    ] {
        let (path, message, _) = only(&format!("[subject.on_record]\ndomains = {number}"));
        assert_eq!(path, "subject.on_record.domains");
        assert!(message.ends_with(words), "{message}");
    }
}

#[test]
fn a_division_must_be_known() {
    let (_, message, help) = only("[principal]\nmobile_province = \"shanxy\"");
    assert_eq!(
        message,
        "the value of principal.mobile_province is not a province"
    );
    assert!(help.starts_with("did you mean"), "{help}");
    for city in ["14010", "990100", "14010x", "太原"] {
        let (_, message, _) = only(&format!("[subject.address]\ncity = \"{city}\""));
        assert!(
            message.contains("must be a six-digit division code"),
            "{message}"
        );
    }
}

#[test]
fn the_format_is_1() {
    for (value, words) in [("2", "another version"), ("\"1\"", "must be the number 1")] {
        let text =
            format!("format = {value}\nfiling = {{ kind = \"first\", province = \"140000\" }}");
        let faults = read_toml(&text).faults;
        assert_eq!(faults.len(), 1);
        assert!(faults[0].message.en.contains(words), "{:?}", faults[0]);
    }
}

#[test]
fn null_says_nothing() {
    let tree = json_tree(
        r#"{"format":1,"filing":{"kind":"first","province":"140000"},"principal":{"mobile":null},"services":null,"access":{"ips":[null]},"meta":null}"#,
    );
    let faults = read_parsed(&tree, &Overrides::default()).faults;
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(
        paths,
        ["principal.mobile", "services", "access.ips[0]", "meta"]
    );
    for fault in faults {
        assert_eq!(fault.kind, FaultKind::Null);
        assert!(fault.help.unwrap().en.starts_with("leave the key out"));
    }
}

#[test]
fn all_faults_are_told_and_the_rest_is_read() {
    let reading = read_toml(
        "[filing]\nkind = \"frist\"\nprovince = \"310000\"\n[principal]\nmobile = 1\nname = \"张示例\"\nemial = \"x\"\n\
         [[services]]\n[[services.domains]]\nexpires = \"2026-02-30\"\n",
    );
    let paths: Vec<_> = reading
        .faults
        .iter()
        .map(|fault| fault.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "format",
            "filing.kind",
            "principal.mobile",
            "principal.emial",
            "services[0].domains[0].expires"
        ]
    );
    let principal = reading.draft.principal.unwrap();
    assert_eq!(
        principal.slot(PersonField::Mobile as usize),
        &Slot::Unreadable
    );
    assert_eq!(principal.slot(PersonField::Email as usize), &Slot::Unknown);
    assert!(principal.text(PersonField::Name as usize).is_some());
}

#[test]
fn a_syntax_error_is_not_told_again() {
    let text = format!("{HEAD}[principal]\nmobile = 138 0000 0001\nname = \"张示例\"\n");
    let parsed = parse_toml(&SourceFile::new("草稿.toml", text));
    assert!(!parsed.problems.is_empty());
    let reading = read_parsed(&parsed, &Overrides::default());
    assert_eq!(reading.faults, []);
}
