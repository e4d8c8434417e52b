//! Drafts compared with those before them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{batch, folder, text};

/// An ID number of a made-up person, with its check character.
fn id_number(person: usize) -> String {
    let body = format!("14010519900307{:03}", person % 1000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = body
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11];
    body + check
}

/// A unit's draft.
#[derive(Debug, Clone)]
struct Unit {
    subject: usize,
    person: usize,
    mobile: usize,
    email: usize,
    domain: usize,
    code: usize,
}

impl Unit {
    /// One that has nothing in common with others.
    const fn own(number: usize) -> Self {
        Self {
            subject: number,
            person: number,
            mobile: number,
            email: number,
            domain: number,
            code: number,
        }
    }

    fn line(&self) -> String {
        let draft = json!({
            "format": 1,
            "filing": { "kind": "first", "province": "山西", "provider": "aliyun" },
            "subject": { "kind": "enterprise", "name": format!("太原示例{}号有限公司", self.subject) },
            "principal": {
                "name": format!("张示例{}", self.person),
                "certificate": { "type": "id-card", "number": id_number(self.person) },
                "mobile": format!("138000{:05}", self.mobile),
                "email": format!("zhang{}@example.cn", self.email),
            },
            "access": { "product": "ecs", "service_codes": [format!("ba-example-{}", self.code)] },
            "services": [{ "kind": "website", "domains": [{ "name": format!("example-{}.cn", self.domain) }] }],
        });
        format!("{draft}\n")
    }
}

const RULES: [&str; 5] = [
    "mobile-used-elsewhere",
    "email-used-elsewhere",
    "principal-elsewhere",
    "domain-in-another-draft",
    "service-code-elsewhere",
];

/// What a record says of other drafts: rule and message.
fn hits(record: &Value) -> Vec<(&str, &str)> {
    let findings = record["findings"].as_array().unwrap().iter();
    let mut hits: Vec<(&str, &str)> = findings
        .map(|own| (text(own, "/rule"), text(own, "/message")))
        .filter(|(rule, _)| RULES.contains(rule))
        .collect();
    hits.sort_unstable();
    hits
}

fn run(input: &str, args: &[&str]) -> Vec<Value> {
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    batch(folder.path(), &[&["a.jsonl"], args].concat()).records()
}

#[test]
fn each_is_told_at_the_later_one() {
    let (first, second) = (Unit::own(1), Unit::own(2));
    let cases: [(&str, Unit, &str); 5] = [
        (
            "mobile-used-elsewhere",
            Unit {
                mobile: 1,
                ..second.clone()
            },
            "principal.mobile",
        ),
        (
            "email-used-elsewhere",
            Unit {
                email: 1,
                ..second.clone()
            },
            "principal.email",
        ),
        (
            "principal-elsewhere",
            Unit {
                person: 1,
                ..second.clone()
            },
            "principal.certificate.number",
        ),
        (
            "domain-in-another-draft",
            Unit {
                domain: 1,
                ..second.clone()
            },
            "services[0].domains[0].name",
        ),
        (
            "service-code-elsewhere",
            Unit {
                code: 1,
                ..second.clone()
            },
            "access.service_codes",
        ),
    ];
    for (rule, other, path) in cases {
        // One in between has nothing in common with either.
        let input = first.line() + &Unit::own(3).line() + &other.line();
        let records = run(&input, &["--across"]);
        assert_eq!(
            (hits(&records[0]), hits(&records[1])),
            (vec![], vec![]),
            "{rule}"
        );
        let told = hits(&records[2]);
        assert_eq!(told.len(), 1, "{rule}: {told:?}");
        assert_eq!(told[0].0, rule);
        assert!(told[0].1.contains("a.jsonl:1"), "{}", told[0].1);
        let finding = records[2]["findings"].as_array().unwrap().iter();
        let finding = finding
            .clone()
            .find(|own| text(own, "/rule") == rule)
            .unwrap();
        assert_eq!(text(finding, "/path"), path);
        assert_eq!(finding["line"], 3);
        let whole = records[2].to_string();
        for private in ["13800000001", "zhang1@", &id_number(1)] {
            assert!(!whole.contains(private), "{rule}: {whole}");
        }
        // Nothing is said where drafts are not compared.
        for record in run(&input, &[]) {
            assert_eq!(hits(&record), []);
        }
    }
}

#[test]
fn a_domain_is_one_in_whatever_form_it_is_written() {
    let unit = |number: usize, domain: &str| {
        let own = format!("example-{number}.cn");
        Unit::own(number).line().replace(&own, domain)
    };
    let forms = ["例子.cn", "XN--FSQU00A.cn", "例子。ＣＮ", "xn--fsqu00a.cn"];
    let lines = (1..)
        .zip(forms)
        .map(|(number, domain)| unit(number, domain));
    let records = run(&lines.collect::<String>(), &["--across"]);
    assert_eq!(hits(&records[0]), []);
    for (record, form) in records.iter().zip(forms).skip(1) {
        let told = hits(record);
        assert_eq!(told.len(), 1, "{form}: {told:?}");
        assert_eq!(told[0].0, "domain-in-another-draft");
    }
}

#[test]
fn one_person_may_have_one_number_in_many_drafts() {
    let one = Unit::own(1);
    // The subject's second website: all is the same but the domain and the code.
    let again = Unit {
        domain: 2,
        code: 2,
        ..one.clone()
    };
    let records = run(&(one.line() + &again.line()), &["--across"]);
    assert_eq!(hits(&records[1]), []);
}

#[test]
fn files_and_rows_are_compared_as_lines_are() {
    let (one, other) = (
        Unit::own(1),
        Unit {
            domain: 1,
            ..Unit::own(2)
        },
    );
    let folder = folder(&[
        ("b.jsonl", one.line().as_bytes()),
        ("d/x.json", other.line().as_bytes()),
        (
            "c.csv",
            "草稿,备案类型,备案省份,主体性质,公司名称,域名\n甲,首次备案,山西,企业,太原示例3号有限公司,example-1.cn\n"
                .as_bytes(),
        ),
    ]);
    for (inputs, places) in [
        (["b.jsonl", "d", "c.csv"], ["", "b.jsonl:1", "b.jsonl:1"]),
        (["c.csv", "d", "b.jsonl"], ["", "c.csv#2", "c.csv#2"]),
        (["d", "b.jsonl", "c.csv"], ["", "d/x.json", "d/x.json"]),
    ] {
        let records = batch(folder.path(), &[&inputs[..], &["--across"]].concat()).records();
        for (record, place) in records.iter().zip(places) {
            let hits = hits(record);
            match place {
                "" => assert_eq!(hits, []),
                place => {
                    assert_eq!(hits.len(), 1, "{hits:?}");
                    assert!(hits[0].1.contains(place), "{hits:?}");
                }
            }
        }
    }
}

#[test]
fn unreadable_records_are_no_hindrance() {
    let input = Unit::own(1).line()
        + "{\n\n"
        + &Unit {
            code: 1,
            ..Unit::own(2)
        }
        .line();
    let records = run(&input, &["--across", "-j", "2"]);
    assert_eq!(records.len(), 3);
    assert_eq!(text(&records[2], "/source"), "a.jsonl:4");
    assert!(hits(&records[2])[0].1.contains("a.jsonl:1"));
}

/// The place of the first earlier unit that is at odds with one.
fn first(units: &[Unit], index: usize, at_odds: impl Fn(&Unit, &Unit) -> bool) -> Option<usize> {
    let own = &units[index];
    units[..index].iter().position(|other| at_odds(own, other))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn it_tells_what_a_look_at_every_pair_tells(
        drawn in prop::collection::vec((0usize..5, 0usize..4, 0usize..6, 0usize..6, 0usize..8, 0usize..8), 1..40),
    ) {
        let units: Vec<Unit> = drawn
            .into_iter()
            .map(|(subject, person, mobile, email, domain, code)| Unit {
                subject, person, mobile, email, domain, code,
            })
            .collect();
        let input: String = units.iter().map(Unit::line).collect();
        let records = run(&input, &["--across", "-j", "2"]);
        for (index, record) in records.iter().enumerate() {
            let wanted = [
                first(&units, index, |own, other| own.mobile == other.mobile && own.person != other.person),
                first(&units, index, |own, other| own.email == other.email && own.person != other.person),
                first(&units, index, |own, other| own.person == other.person && own.subject != other.subject),
                first(&units, index, |own, other| own.domain == other.domain),
                first(&units, index, |own, other| own.code == other.code),
            ];
            let told = hits(record);
            for (rule, place) in RULES.iter().zip(wanted) {
                let said = told.iter().find(|(own, _)| own == rule);
                match (place, said) {
                    (None, None) => {}
                    (Some(place), Some((_, message))) => {
                        let place = format!("a.jsonl:{} ", place + 1);
                        prop_assert!(message.contains(&place), "{message} lacks {place}");
                    }
                    other => prop_assert!(false, "{rule} at {index}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn what_has_not_the_form_of_a_value_is_compared_with_nothing() {
    let mut input = String::new();
    for number in [1, 2] {
        let mut draft: Value = serde_json::from_str(&Unit::own(number).line()).unwrap();
        draft["principal"]["mobile"] = "123".into();
        draft["principal"]["email"] = "none@".into();
        draft["principal"]["certificate"]["number"] = "110101".into();
        input += &format!("{draft}\n");
    }
    for record in run(&input, &["--across"]) {
        for finding in record["findings"].as_array().unwrap() {
            let rule = text(finding, "/rule");
            assert!(!rule.ends_with("-elsewhere"), "{rule}");
        }
    }
}
