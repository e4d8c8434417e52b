#![allow(clippy::arithmetic_side_effects, reason = "days of tests are small")]

use proptest::prelude::*;

use super::*;
use crate::draft::{Overrides, Reading, read_parsed};
use crate::fields::choices::{FILING_KINDS, PROVIDERS};
use crate::ruleset::{Choice, Library};
use crate::source::{Format, SourceFile, parse};

const DRAFTS: [&str; 2] = [
    include_str!("../../examples/enterprise-ready.toml"),
    include_str!("../../examples/personal-incomplete.toml"),
];

fn day(offset: i64) -> NaiveDate {
    let start = NaiveDate::from_ymd_opt(2026, 9, 18).unwrap();
    start + chrono::TimeDelta::days(offset)
}

/// An example with other days, all told from the day of submission.
#[derive(Debug, Clone)]
struct Sketch {
    draft: usize,
    province: u32,
    provider: u8,
    filing: u8,
    as_of: i64,
    expires: i64,
    verified: i64,
    transferred: Option<i64>,
    card: i64,
    licence: Option<i64>,
    permit: i64,
    approval: i64,
    signed: i64,
    born: i64,
}

fn sketches() -> impl Strategy<Value = Sketch> {
    let provinces = [110_000, 140_000, 310_000, 440_000, 500_000, 510_000];
    let filings = u8::try_from(FILING_KINDS.len()).unwrap();
    let providers = u8::try_from(PROVIDERS.len()).unwrap();
    let places = (
        0..DRAFTS.len(),
        proptest::sample::select(provinces.to_vec()),
        0..providers,
        // Half of them first filings: most of what the day decides is of these.
        prop_oneof![Just(0), 0..filings],
    );
    let days = (
        -300..400i64,
        -60..440i64,
        -30..30i64,
        proptest::option::of(-30..30i64),
        -60..440i64,
        proptest::option::of(-60..440i64),
        -60..440i64,
        -60..440i64,
    );
    let past = (-120..20i64, -30_000..-4_000i64);
    (places, days, past).prop_map(|(places, days, past)| Sketch {
        draft: places.0,
        province: places.1,
        provider: places.2,
        filing: places.3,
        as_of: days.0,
        expires: days.1,
        verified: days.2,
        transferred: days.3,
        card: days.4,
        licence: days.5,
        permit: days.6,
        approval: days.7,
        signed: past.0,
        born: past.1,
    })
}

impl Sketch {
    fn at(&self, offset: i64) -> NaiveDate {
        day(self.as_of + offset)
    }

    fn reading(&self) -> Reading {
        let mut text = DRAFTS[self.draft].to_owned();
        let mut put = |old: &str, new: String| text = text.replace(old, &new);
        put(
            "expires = 2030-03-01",
            format!("expires = {}", self.at(self.expires)),
        );
        let transferred = self.transferred.map_or(String::new(), |own| {
            format!("\ntransferred_on = {}", self.at(own))
        });
        let verified = self.at(self.verified);
        put(
            "verified_on = 2024-03-05",
            format!("verified_on = {verified}{transferred}"),
        );
        put(
            "expires = 2028-04-01",
            format!(
                "expires = {}\nverified = true\nverified_on = {verified}",
                self.at(self.expires)
            ),
        );
        put("2035-06-30", self.at(self.card).to_string());
        put("2033-05-01", self.at(self.card).to_string());
        put("2028-01-31", self.at(self.permit).to_string());
        if let Some(licence) = self.licence {
            put("\"long-term\"", self.at(licence).to_string());
        }
        put(
            "involves = []",
            format!(
                "involves = [\"news\"]\npre_approvals = [{{ kind = \"news\", number = \"1\", valid_until = {} }}]",
                self.at(self.approval)
            ),
        );
        let body = format!("140105{}001", day(self.born).format("%Y%m%d"));
        put("140105199003070012", with_check_digit(&body));
        let letters = [
            "principal-authorization",
            "commitment-letter",
            "business-license",
        ];
        for document in letters {
            let signed = self.at(self.signed);
            text.push_str(&format!(
                "\n[[attachments]]\ndocument = \"{document}\"\nof = \"subject\"\nheld = true\nsigned_on = {signed}\n"
            ));
        }
        let file = SourceFile::new("draft.toml", &text);
        read_parsed(
            &parse(&file, Format::Toml),
            &Overrides {
                province: Some(self.province),
                provider: Some(self.provider),
                filing: Some(self.filing),
                ..Overrides::default()
            },
        )
    }
}

fn with_check_digit(body: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = body.chars().zip(WEIGHTS);
    let sum: u32 = digits
        .map(|(c, weight)| c.to_digit(10).unwrap() * weight)
        .sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize).unwrap();
    format!("{body}{check}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Looking only where something can turn gives what looking at every day gives.
    #[test]
    fn no_turn_is_missed(sketch in sketches()) {
        let reading = sketch.reading();
        prop_assert_eq!(&reading.faults, &[]);
        let choice = Choice {
            province: Some(sketch.province),
            provider: Some(sketch.provider),
        };
        let (ruleset, _) = Library::embedded().ruleset(choice);
        let severities = Severities::new();
        let mut scan = Scan {
            ruleset: &ruleset,
            draft: &reading.draft,
            files: None,
            severities: &severities,
            calendar: &ruleset.calendar,
            // Every day of these is evaluated, which takes milliseconds each.
            around: (60, 240),
            every_day: false,
        };
        let quick = scan.outlook(sketch.at(0)).unwrap();
        scan.every_day = true;
        let slow = scan.outlook(sketch.at(0)).unwrap();
        prop_assert_eq!(quick, slow);
    }
}

/// That the property is of drafts in which something turns.
#[test]
fn examples_turn() {
    let sketch = Sketch {
        draft: 1,
        province: 310_000,
        provider: 2,
        filing: 0,
        as_of: 0,
        expires: 400,
        verified: -1,
        transferred: None,
        card: 600,
        licence: None,
        permit: 300,
        approval: 200,
        signed: -10,
        // Eighteen ninety-two days after the day asked for.
        born: -6482,
    };
    let reading = sketch.reading();
    let choice = Choice {
        province: Some(sketch.province),
        provider: Some(sketch.provider),
    };
    let (ruleset, _) = Library::embedded().ruleset(choice);
    let severities = Severities::new();
    let outlook = Outlook::new(&ruleset, &reading.draft, None, &severities, day(0)).unwrap();
    assert!(outlook.stretches.len() >= 8, "{}", outlook.stretches.len());
    let turned: BTreeSet<&str> = outlook
        .stretches
        .iter()
        .flat_map(|own| &own.marks)
        .filter(|mark| !outlook.always().contains(mark))
        .map(|mark| ruleset.rules[mark.rule].id.as_str())
        .collect();
    for rule in [
        "domain-validity",
        "domain-verified",
        "certificate-validity",
        "minimum-age",
    ] {
        assert!(turned.contains(rule), "{rule} of {turned:?}");
    }
    // The eighteenth birthday.
    let age = ruleset
        .rules
        .iter()
        .position(|rule| rule.id == "minimum-age");
    assert_eq!(outlook.passes(age.unwrap()), Some(day(92)));
}
