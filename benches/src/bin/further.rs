//! Writes further rules to standard output, of shapes that the real ones have: what a rule instance
//! costs that comes of another rule, not of another domain that has to be read first. Laid over the
//! embedded ones (`beian batch --rules`) they hold of nearly every draft, and no two are the same.

use std::fmt::Write as _;

use clap::Parser;

/// Writes further rules.
#[derive(Parser)]
struct Args {
    /// How many.
    #[arg(long, default_value_t = 120)]
    count: u32,
}

/// What a rule is asked of, where it is reported, and what it says; `{n}` is another figure in every
/// rule, `{a}` and `{b}` are other characters.
const SHAPES: &[(&str, &str, &str)] = &[
    (
        "domain",
        "domain.expires",
        "error_if.domain.days_to_expiry.below = -{n}",
    ),
    (
        "domain",
        "domain.registrar",
        "when.domain.new = true\nwarning_if.domain.registrar.contains_any = [\"{a}{b}\", \"{b}{a}{a}\"]",
    ),
    (
        "domain",
        "domain.name",
        "error_if = { domain.name.contains_any = [\"{n}zx\", \"q{n}\"], domain.months_to_expiry.below = {n} }",
    ),
    (
        "domain",
        "domain.registrant.name",
        "when.service.kind = \"website\"\nwarning_if = { domain.registrant.name.differs_from = \"subject.name\", domain.registrant.role = \"subject\", domain.months_to_expiry.above = {n} }",
    ),
    (
        "person",
        "person.certificate.number",
        "warning_if = { person.age.below = 16, person.certificate.days_left.below = {n} }",
    ),
    (
        "person",
        "person.mobile",
        "when.person.origin = \"mainland\"\nwarning_if = { person.mobile.same_as = \"person.emergency_phone\", person.certificate.days_left.below = -{n} }",
    ),
    (
        "person",
        "person.name",
        "error_if.person.name.contains_any = [\"{a}{a}\", \"{b}{n}\"]",
    ),
    (
        "service",
        "service.name",
        "when.service.kind = [\"website\", \"app\"]\nerror_if.service.name.contains_any = [\"{a}{b}\", \"{a}站{b}\", \"{b}{n}\"]",
    ),
    (
        "service",
        "service.content",
        "warning_if = { service.content.has_any = [\"dating\", \"banking\"], service.name.min_chars = 3{n} }",
    ),
    (
        "order",
        "subject.name",
        "when.subject.kind = [\"enterprise\", \"individual-business\", \"personal\"]\nerror_if.subject.name.ends_with_any = [\"{a}{b}\", \"{n}\"]",
    ),
    (
        "order",
        "services",
        "error_unless.count = { of = \"domain\", where = { domain.new = true }, at_most = 9{n} }",
    ),
    (
        "order",
        "subject.certificate.valid_until",
        "warning_if = { subject.certificate.days_left.below = -{n}, subject.kind = [\"enterprise\", \"personal\"] }",
    ),
];

/// The first of the characters that words are made of.
const FIRST: u32 = 0x4e00;

fn main() -> std::fmt::Result {
    let args = Args::parse();
    let mut text = String::new();
    for (number, (each, at, says)) in (1..=args.count).zip(SHAPES.iter().cycle()) {
        let character = |step: u32| {
            let code = FIRST.saturating_add(number.wrapping_mul(step) % 20_000);
            char::from_u32(code).unwrap_or('一').to_string()
        };
        let says = says
            .replace("{n}", &number.to_string())
            .replace("{a}", &character(37))
            .replace("{b}", &character(101));
        writeln!(text, "[[rule]]\nid = \"further-{number}\"")?;
        writeln!(
            text,
            "title = {{ zh = \"第 {number} 条\", en = \"Number {number}\" }}"
        )?;
        if *each != "order" {
            writeln!(text, "each = \"{each}\"")?;
        }
        writeln!(text, "filings = [\"all\"]\nat = \"{at}\"\n{says}")?;
        writeln!(
            text,
            "message = {{ zh = \"第 {number} 条\", en = \"number {number}\" }}"
        )?;
        writeln!(text, "facts = [\"nat-domain-06\"]\n")?;
    }
    print!("{text}");
    Ok(())
}
