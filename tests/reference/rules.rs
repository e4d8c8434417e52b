//! Rulesets at random, as TOML text.

use std::collections::BTreeMap;

use beian::fields::{FactRef, Scope};
use proptest::prelude::*;
use proptest::sample::select;

/// The scopes that rules are generated for.
const SCOPES: [Scope; 4] = [Scope::Order, Scope::Person, Scope::Service, Scope::Domain];

/// What is the same in all rules: every type of parameter, some without a default.
const PARAMS: &str = r#"
params.n = { type = "count", default = 2, zh = "数", en = "number" }
params.days = { type = "days", default = { personal = 30, unit = 90, government = 150 }, zh = "天", en = "days" }
params.months = { type = "months", zh = "月", en = "months" }
params.flag = { type = "bool", default = true, zh = "是", en = "flag" }
params.on = { type = "date", default = 2027-01-01, zh = "日", en = "day" }
params.mode = { type = { one_of = ["strict", "letter", "free"] }, default = "letter", zh = "法", en = "mode" }
params.some = { type = { some_of = "service.content" }, default = ["blog"], zh = "容", en = "content" }
params.words = { type = "words", default = ["张", "公司"], zh = "词", en = "words" }
"#;

/// Tests by type; `~` stands for other facts of the type, filled in where there are.
const INTS: &[&str] = &[
    ".at_least = 3",
    ".at_most = 2",
    ".above = 1",
    ".below = 3",
    " = 2",
    ".is_not = 2",
    ".at_least = \"$n\"",
    ".at_most = \"$n\"",
    " = { at_least = 1, below = 4 }",
    " = { at_most = 2, or_none = true }",
    ".is_none = true",
    ".is_none = false",
    ".below = \"$months\"",
];
const DAYS_LEFT: &[&str] = &[
    ".at_least = 90",
    ".below = 90",
    ".at_least = \"$days\"",
    " = { at_least = \"$days\", or_none = true }",
    " = 10",
    ".is_not = 10",
    ".is_none = false",
];
const BOOLS: &[&str] = &[
    " = true",
    " = false",
    " = \"$flag\"",
    ".is = true",
    ".is_not = true",
    ".is_not = false",
    " = { is = true, or_none = true }",
    ".is_not = \"$flag\"",
    ".is_none = true",
];
const DATES: &[&str] = &[
    ".at_least = 2026-12-05",
    ".below = \"$on\"",
    ".above = \"2027-01-01\"",
    ".is_none = true",
    " = 2026-12-01",
    ".is_not = 2026-12-01",
    ".at_most = { fact = \"order.as_of\" }",
];
const NAMES: &[&str] = &[
    " = \"张三\"",
    " = [\"张三\", \"示例公司\"]",
    ".is_not = \"张三\"",
    ".not_in = [\"示例公司\", \"Example\"]",
    ".contains_any = [\"公司\", \"三\"]",
    ".contains_any = \"@suffixes\"",
    ".contains_any = { words = [\"公司\", \"三\"], not_in = \"subject.name\" }",
    ".ends_with_any = { words = \"$words\", not_in = \"principal.name\" }",
    ".starts_with_any = \"张\"",
    ".starts_with_any = \"$words\"",
    ".ends_with_any = [\"@suffixes\", \"e\"]",
    ".equals_any = \"example\"",
    ".min_han = 3",
    ".max_han = 2",
    ".min_chars = 3",
    ".max_chars = \"$n\"",
    ".only = \"han\"",
    ".only = \"latin\"",
    ".only = \"han-latin\"",
    ".matches = \".*公司\"",
    ".matches = \"^张\"",
    " = { min_han = 2, max_chars = 3 }",
    ".is_none = true",
    " = { only = \"han\", or_none = true }",
];
const PHONES: &[&str] = &[
    " = \"13800000001\"",
    ".is_not = \"138 0000 0001\"",
    ".is_none = true",
    ".not_in = [\"13900000002\"]",
    " = { is = \"13900000002\", or_none = true }",
    ".starts_with_any = \"138\"",
];
const SETS: &[&str] = &[
    ".has = \"news\"",
    ".has_any = [\"news\", \"games\"]",
    ".has_all = [\"news\", \"games\"]",
    ".only = [\"news\"]",
    ".is_empty = true",
    ".is_empty = false",
];
const CONTENTS: &[&str] = &[
    ".has = \"blog\"",
    ".has_any = \"$some\"",
    ".only = \"$some\"",
    ".has_all = [\"blog\", \"news\"]",
    ".only = [\"blog\", \"news\"]",
    ".is_empty = false",
];
const LISTS: &[&str] = &[
    ".has = \"1.1.1.1\"",
    ".has_any = [\"2.2.2.2\", \"3.3.3.3\"]",
    ".is_empty = true",
];
const PROVINCES: &[&str] = &[
    " = \"140000\"",
    ".is_not = \"shanxi\"",
    " = [\"上海\", \"北京\"]",
    ".is_none = true",
];
const SUBJECTS: &[&str] = &[
    " = \"unit\"",
    " = \"personal\"",
    ".is_not = \"enterprise\"",
    " = [\"personal\", \"government\"]",
    ".not_in = [\"unit\"]",
];
const TYPES: &[&str] = &[
    " = \"id-card\"",
    ".not_in = [\"id-card\", \"passport\"]",
    ".is_not = \"passport\"",
    ".is_none = true",
];

/// The facts of a person that any person's name leads to.
const PERSON: &[(&str, &[&str])] = &[
    ("name", NAMES),
    ("mobile", PHONES),
    ("emergency_phone", PHONES),
    (
        "emergency_phone",
        &[
            ".differs_from = \"%.mobile\"",
            ".same_as = \"%.mobile\"",
            " = { differs_from = \"%.mobile\", is_none = false }",
        ],
    ),
    (
        "mobile_state",
        &[" = \"ok\"", ".is_not = \"malformed\"", ".is_none = true"],
    ),
    ("student", BOOLS),
    ("social_security_months", INTS),
    (
        "social_security_months",
        &[".at_least = { fact = \"access.months\" }"],
    ),
    ("certificate.type", TYPES),
    ("certificate.province", PROVINCES),
    ("certificate.days_left", DAYS_LEFT),
    ("certificate.months_left", INTS),
    (
        "certificate.number_state",
        &[" = \"ok\"", ".not_in = [\"malformed\"]"],
    ),
    ("certificate.valid_until", DATES),
    ("is_local", BOOLS),
    ("origin", &[" = \"mainland\"", ".is_not = \"foreign\""]),
    ("age", &[".at_least = 18", ".below = 18", ".is_none = true"]),
    ("has_residence_permit", &[" = true", ".is_not = \"$flag\""]),
];

/// Other facts by the scope that they need.
const OTHER: &[(Scope, &str, &[&str])] = &[
    (Scope::Order, "subject.kind", SUBJECTS),
    (Scope::Order, "subject.name", NAMES),
    (
        Scope::Order,
        "subject.name",
        &[
            ".same_as = \"principal.name\"",
            ".differs_from = \"legal_representative.name\"",
        ],
    ),
    (Scope::Order, "subject.has_seal", BOOLS),
    (Scope::Order, "subject.certificate.days_left", DAYS_LEFT),
    (Scope::Order, "subject.certificate.valid_until", DATES),
    (Scope::Order, "subject.on_record.domains", INTS),
    (Scope::Order, "access.months", INTS),
    (Scope::Order, "access.mainland", BOOLS),
    (
        Scope::Order,
        "access.mainland",
        &[".same_as = \"subject.has_seal\""],
    ),
    (Scope::Order, "access.ips", LISTS),
    (
        Scope::Order,
        "filing.provider",
        &[" = \"aliyun\"", ".is_not = \"aliyun\""],
    ),
    (Scope::Order, "filing.province", PROVINCES),
    (Scope::Order, "order.services", INTS),
    (Scope::Order, "order.new_services", INTS),
    (Scope::Order, "order.new_domains", INTS),
    (
        Scope::Order,
        "order.new_domains",
        &[
            ".same_as = \"order.new_services\"",
            ".above = { fact = \"order.services\" }",
            ".differs_from = \"order.services\"",
        ],
    ),
    (Scope::Order, "order.domains_after", INTS),
    (
        Scope::Order,
        "order.domains_after",
        &[".at_most = { fact = \"access.months\" }"],
    ),
    (Scope::Order, "order.services_after", INTS),
    (Scope::Order, "order.distinct_phones", INTS),
    (Scope::Order, "principal.is_legal_representative", BOOLS),
    (
        Scope::Person,
        "person.role",
        &[
            " = \"principal\"",
            ".not_in = [\"principal\", \"legal-representative\"]",
        ],
    ),
    (
        Scope::Person,
        "person.mobile",
        &[
            ".same_as = \"principal.emergency_phone\"",
            ".differs_from = \"principal.mobile\"",
        ],
    ),
    (
        Scope::Service,
        "service.kind",
        &[" = \"website\"", ".is_not = \"website\""],
    ),
    (Scope::Service, "service.name", NAMES),
    (
        Scope::Service,
        "service.name",
        &[".same_as = \"subject.name\""],
    ),
    (Scope::Service, "service.content", CONTENTS),
    (Scope::Service, "service.involves", SETS),
    (Scope::Service, "service.resolved", BOOLS),
    (Scope::Service, "service.domain_count", INTS),
    (
        Scope::Domain,
        "domain.name",
        &[
            " = \"example.cn\"",
            ".ends_with_any = \".cn\"",
            ".matches = \"[a-z]+[.]com\"",
        ],
    ),
    (Scope::Domain, "domain.registrar", NAMES),
    (
        Scope::Domain,
        "domain.registrant.name",
        &[
            ".same_as = \"subject.name\"",
            ".differs_from = \"service.principal.name\"",
            ".min_han = 3",
        ],
    ),
    (Scope::Domain, "domain.registered", DATES),
    (
        Scope::Domain,
        "domain.expires",
        &[
            ".at_least = { fact = \"domain.registered\" }",
            ".below = { fact = \"order.as_of\" }",
            ".differs_from = \"domain.registered\"",
            ".at_least = \"$on\"",
        ],
    ),
    (Scope::Domain, "domain.days_to_expiry", DAYS_LEFT),
    (Scope::Domain, "domain.months_to_expiry", INTS),
    (Scope::Domain, "domain.verified", BOOLS),
    (Scope::Domain, "domain.new", BOOLS),
];

/// What is counted.
const COUNTED: &[&str] = &[
    "of = [\"principal.mobile\", \"principal.emergency_phone\"]",
    "of = [\"any_person.mobile\", \"any_person.emergency_phone\"]",
    "of = [\"any_service.name\"]",
    "of = [\"any_domain.registrant.name\", \"subject.name\"]",
    "of = [\"any_service.resolved\"]",
    "of = [\"any_person.certificate.type\"]",
    "of = [\"any_service.principal.name\"]",
];

/// An entry of a condition: the path that it begins with, and all of it.
type Entry = (String, String);

fn entry(path: &str, suffix: &str) -> Entry {
    (path.to_owned(), format!("{path}{suffix}"))
}

/// All tests of facts that a scope sees.
fn tests(scope: Scope) -> Vec<Entry> {
    let mut all = Vec::new();
    for (needs, path, suffixes) in OTHER {
        if scope.sees(*needs) {
            all.extend(suffixes.iter().map(|suffix| entry(path, suffix)));
        }
    }
    let prefixes: &[&str] = match scope {
        Scope::Order => &["principal", "legal_representative"],
        Scope::Person => &["person", "principal"],
        _ => &["service.principal"],
    };
    for prefix in prefixes {
        for (key, suffixes) in PERSON {
            let path = format!("{prefix}.{key}");
            all.extend(
                suffixes
                    .iter()
                    .map(|suffix| entry(&path, &suffix.replace('%', prefix))),
            );
        }
    }
    all
}

/// Tests of facts, one fact as likely as another.
fn test(scope: Scope, params: bool) -> BoxedStrategy<Entry> {
    let mut by_path: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in tests(scope) {
        if !params && entry.1.contains('$') {
            continue;
        }
        by_path.entry(entry.0.clone()).or_default().push(entry);
    }
    let paths: Vec<Vec<Entry>> = by_path.into_values().collect();
    select(paths).prop_flat_map(select).boxed()
}

/// Tests of facts that a rule of a scope sees and one inside a quantifier does not.
fn outside(rule: Scope, inner: Scope, params: bool) -> Option<BoxedStrategy<Entry>> {
    let tests: Vec<Entry> = tests(rule)
        .into_iter()
        .filter(|(path, text)| {
            let needs = FactRef::of_path(path).unwrap().mount.needs();
            !inner.sees(needs) && (params || !text.contains('$'))
        })
        .collect();
    (!tests.is_empty()).then(|| select(tests).boxed())
}

fn param_test() -> BoxedStrategy<Entry> {
    let tests = [
        "mode = \"letter\"",
        "mode = [\"strict\", \"letter\"]",
        "mode.is_not = \"strict\"",
        "flag = true",
        "n.at_least = 2",
        "some.has = \"blog\"",
        "some.only = [\"blog\", \"news\"]",
        "months.above = 2",
        "on.below = 2027-06-01",
        "days.at_least = 90",
    ];
    select(tests.to_vec())
        .prop_map(|test| ("param".to_owned(), format!("param.{test}")))
        .boxed()
}

/// Entries that may stand in one table; of two that would be one key, the second is left out.
fn table(entries: Vec<Entry>) -> String {
    let mut kept: Vec<Entry> = Vec::new();
    for (path, text) in entries {
        let clashes = kept.iter().any(|(own, _)| {
            let within = |a: &str, b: &str| a == b || a.starts_with(&format!("{b}."));
            within(own, &path) || within(&path, own)
        });
        if !clashes {
            kept.push((path, text));
        }
    }
    let texts: Vec<String> = kept.into_iter().map(|(_, text)| text).collect();
    format!("{{ {} }}", texts.join(", "))
}

/// A comparison of a count.
fn compared(params: bool) -> impl Strategy<Value = &'static str> {
    let all = [
        "at_least = 2",
        "at_most = 1",
        "at_most = \"$n\"",
        "is = 1",
        "is_not = 1",
        "above = 0",
        "below = 3",
    ];
    let kept = all.into_iter().filter(|one| params || !one.contains('$'));
    select(kept.collect::<Vec<_>>())
}

/// Conditions by scope, each level built from the one below; with parameters of the rule or without.
pub fn conditions(depth: usize, params: bool) -> BTreeMap<Scope, BoxedStrategy<String>> {
    let of = |scope: Scope| (scope, conditions_of(scope, depth, params));
    SCOPES.into_iter().map(of).collect()
}

/// Conditions of a rule of a scope.
fn conditions_of(rule: Scope, depth: usize, params: bool) -> BoxedStrategy<String> {
    let mut level: BTreeMap<Scope, BoxedStrategy<Entry>> = BTreeMap::new();
    for scope in SCOPES {
        level.insert(
            scope,
            match params {
                true => prop_oneof![9 => test(scope, true), 1 => param_test()].boxed(),
                false => test(scope, false),
            },
        );
    }
    let flat = level.clone();
    for _ in 0..depth {
        let mut next = BTreeMap::new();
        for scope in SCOPES {
            let own = level[&scope].clone();
            let simple = flat[&scope].clone();
            let tables = prop::collection::vec(prop_oneof![simple.clone(), own.clone()], 1..3)
                .prop_map(table)
                .boxed();
            let several = prop::collection::vec(tables.clone(), 1..4);
            let mut kinds: Vec<(u32, BoxedStrategy<Entry>)> = vec![
                (3, simple),
                (
                    2,
                    several
                        .clone()
                        .prop_map(|parts| {
                            ("any".to_owned(), format!("any = [{}]", parts.join(", ")))
                        })
                        .boxed(),
                ),
                (
                    1,
                    several
                        .prop_map(|parts| {
                            ("all".to_owned(), format!("all = [{}]", parts.join(", ")))
                        })
                        .boxed(),
                ),
                (
                    1,
                    tables
                        .clone()
                        .prop_map(|part| ("not".to_owned(), format!("not = {part}")))
                        .boxed(),
                ),
                (
                    1,
                    (select(COUNTED.to_vec()), compared(params))
                        .prop_map(|(of, compared)| {
                            (
                                "count_distinct".to_owned(),
                                format!("count_distinct = {{ {of}, {compared} }}"),
                            )
                        })
                        .boxed(),
                ),
                (
                    1,
                    select(COUNTED.to_vec())
                        .prop_map(|of| {
                            (
                                "all_same".to_owned(),
                                format!("all_same = {}", of.trim_start_matches("of = ")),
                            )
                        })
                        .boxed(),
                ),
            ];
            for inner in [Scope::Person, Scope::Service, Scope::Domain] {
                let name = inner.name();
                // What lies outside may be read inside.
                let part = match outside(rule, inner, params) {
                    Some(outside) => prop_oneof![4 => level[&inner].clone(), 1 => outside].boxed(),
                    None => level[&inner].clone(),
                };
                let inside = prop::collection::vec(part, 1..3).prop_map(table).boxed();
                let words = select(vec!["any", "every", "no"]);
                kinds.push((
                    1,
                    (words, inside.clone())
                        .prop_map(move |(word, inside)| {
                            let key = format!("{word}_{name}");
                            (key.clone(), format!("{key} = {inside}"))
                        })
                        .boxed(),
                ));
                kinds.push((
                    1,
                    (prop::option::of(inside), compared(params))
                        .prop_map(move |(inside, compared)| {
                            let inside = inside
                                .map_or(String::new(), |inside| format!("where = {inside}, "));
                            (
                                "count".to_owned(),
                                format!("count = {{ of = \"{name}\", {inside}{compared} }}"),
                            )
                        })
                        .boxed(),
                ));
            }
            next.insert(scope, prop::strategy::Union::new_weighted(kinds).boxed());
        }
        level = next;
    }
    prop::collection::vec(level[&rule].clone(), 1..3)
        .prop_map(table)
        .boxed()
}

/// Where findings of a scope may be reported.
fn at(scope: Scope) -> BoxedStrategy<&'static str> {
    select(match scope {
        Scope::Order => vec!["subject.name", "access.months"],
        Scope::Person => vec!["person.mobile", "person.age"],
        Scope::Service => vec!["service.name", "subject.name"],
        _ => vec!["domain.expires", "domain.name"],
    })
    .boxed()
}

fn maybe<S: Strategy<Value = String> + 'static>(share: f64, line: S) -> BoxedStrategy<String> {
    prop::option::weighted(share, line)
        .prop_map(Option::unwrap_or_default)
        .boxed()
}

fn filings() -> BoxedStrategy<String> {
    let written = [
        "[\"all\"]",
        "[\"new\", \"access\"]",
        "{ all = \"error\", access = \"warning\" }",
        "{ new = \"warning\", first = \"error\", changes = \"notice\" }",
        "{ all = \"error\" }",
    ];
    select(written.to_vec())
        .prop_map(|filings| format!("filings = {filings}\n"))
        .boxed()
}

fn subjects() -> BoxedStrategy<String> {
    let written = [
        "[\"unit\"]",
        "[\"personal\"]",
        "[\"enterprise\"]",
        "[\"personal\", \"government\"]",
    ];
    select(written.to_vec())
        .prop_map(|subjects| format!("subjects = {subjects}\n"))
        .boxed()
}

fn days() -> BoxedStrategy<String> {
    let written = [
        "from = 2026-11-21",
        "until = 2026-11-21",
        "from = 2026-11-22",
        "until = 2026-11-20",
        "from = 2020-01-01",
    ];
    select(written.to_vec())
        .prop_map(|days| format!("{days}\n"))
        .boxed()
}

/// Conditions of sets: some are within others.
fn set_when(scope: Scope) -> BoxedStrategy<String> {
    let mut written = vec![
        "{ subject.has_seal = true }",
        "{ subject.has_seal = true, access.mainland = true }",
        "{ subject.has_seal = false }",
        "{ subject.kind = [\"enterprise\", \"government\"] }",
        "{ subject.kind = [\"enterprise\"] }",
        "{ access.months.at_least = 3 }",
        "{ filing.provider = \"aliyun\" }",
    ];
    match scope {
        Scope::Person => written.extend([
            "{ person.role = \"principal\" }",
            "{ person.student = true }",
        ]),
        Scope::Service => written.extend([
            "{ service.kind = \"website\" }",
            "{ service.resolved = true }",
        ]),
        Scope::Domain => {
            written.extend(["{ domain.verified = true }", "{ service.resolved = true }"])
        }
        _ => {}
    }
    select(written)
        .prop_map(|when| format!("when = {when}\n"))
        .boxed()
}

fn set(scope: Scope, id: &'static str) -> BoxedStrategy<String> {
    let values = [
        "n = 1\n",
        "n = 3\n",
        "days = 10\n",
        "days = 200\nn = 4\n",
        "months = 2\n",
        "flag = false\n",
        "mode = \"free\"\n",
        "mode = \"strict\"\n",
        "some = [\"news\", \"blog\"]\n",
        "words = [\"@suffixes\"]\n",
        "on = 2026-12-05\n",
    ];
    let caps = ["severity = \"warning\"\n", "severity = \"notice\"\n"];
    (
        prop::option::weighted(0.9, select(values.to_vec())),
        prop::option::weighted(0.25, select(caps.to_vec())),
        maybe(0.7, set_when(scope)),
        maybe(0.2, subjects()),
        maybe(0.15, Just("filings = [\"new\"]\n".to_owned())),
        maybe(0.1, days()),
    )
        .prop_map(move |(values, cap, when, subjects, filings, days)| {
            let values = match (values, cap) {
                (None, None) => "n = 1\n",
                (values, _) => values.unwrap_or_default(),
            };
            let cap = cap.unwrap_or_default();
            format!("[[set]]\nrule = \"{id}\"\n{values}{cap}{when}{subjects}{filings}{days}facts = [\"x\"]\n")
        })
        .boxed()
}

/// A rule with what two layers change of it: the texts for either layer.
#[derive(Clone, Default)]
pub struct Layers {
    pub first: String,
    pub second: String,
}

impl std::fmt::Debug for Layers {
    /// The texts without what is the same in all.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let own = |text: &str| text.replace(PARAMS, "\n").replace(&frame().first, "");
        write!(
            out,
            "\n---\n{}--- second\n{}---",
            own(&self.first),
            own(&self.second)
        )
    }
}

impl Layers {
    pub fn join(mut self, other: &Layers) -> Layers {
        self.first.push_str(&other.first);
        self.second.push_str(&other.second);
        self
    }
}

/// A rule called `id`.
pub fn rule(id: &'static str, depth: usize) -> BoxedStrategy<Layers> {
    let conditions = conditions(depth, true);
    let whens = self::conditions(1, true);
    let excepts = self::conditions(1, false);
    select(SCOPES.to_vec())
        .prop_flat_map(move |scope| {
            let condition = conditions[&scope].clone();
            let when = whens[&scope].clone();
            let except_when = excepts[&scope].clone();
            let shorts = select(vec!["error", "warning", "notice"]);
            let short = (shorts, select(vec!["if", "unless"]), condition.clone())
                .prop_map(|(severity, word, condition)| (format!("{severity}_{word}"), condition));
            let waiver = select(vec![
                "{ document = \"letter\" }", "{ document = \"letter\", when.param.mode = \"letter\" }",
                "{ document = \"proof\", when.param.months.above = 1 }",
                "{ document = \"proof\", when.subject.has_seal = true }",
            ]);
            let branch = (select(vec!["error", "warning", "notice"]), select(vec!["if", "unless"]), condition.clone(),
                prop::option::weighted(0.3, at(scope)), prop::option::weighted(0.3, waiver.clone()))
                .prop_map(|(severity, word, condition, at, waiver)| {
                    let at = at.map_or(String::new(), |at| format!("at = \"{at}\"\n"));
                    let waiver = waiver.map_or(String::new(), |waiver| format!("waived_by = {waiver}\n"));
                    format!("[[rule.branch]]\nseverity = \"{severity}\"\n{word} = {condition}\n{at}{waiver}")
                });
            let require = (prop::option::of(condition.clone()), select(vec!["letter", "proof", "card"]))
                .prop_map(|(when, document)| {
                    let when = when.map_or(String::new(), |when| format!("when = {when}\n"));
                    format!("[[rule.require]]\ndocument = \"{document}\"\n{when}facts = [\"x\"]\n")
                });
            let of_branch = maybe(0.4, Just("branch = \"b0\"\n".to_owned()));
            let except = (select(vec![0, 1]), except_when, maybe(0.2, subjects()), of_branch)
                .prop_map(move |(layer, when, subjects, branch)| {
                    (layer, format!("[[except]]\nrule = \"{id}\"\n{branch}when = {when}\n{subjects}facts = [\"x\"]\n"))
                });
            let head = (at(scope), filings(), maybe(0.25, subjects()), maybe(0.1, days()),
                maybe(0.4, when.prop_map(|when| format!("when = {when}\n"))));
            let body = (prop::collection::btree_map(select(vec![0, 1, 2]), short, 0..3),
                prop::collection::vec(branch, 0..3), prop::option::weighted(0.3, waiver),
                prop::collection::vec(require, 0..2));
            let changes = (prop::collection::vec((select(vec![0, 1]), set(scope, id)), 0..3),
                prop::collection::vec(except, 0..2));
            (head, body, changes).prop_map(move |(head, body, changes)| {
                write(id, scope, head, body, changes)
            })
        })
        .boxed()
}

type Head = (&'static str, String, String, String, String);
type Body = (
    BTreeMap<i32, (String, String)>,
    Vec<String>,
    Option<&'static str>,
    Vec<String>,
);
type Changes = (Vec<(i32, String)>, Vec<(i32, String)>);

fn write(id: &str, scope: Scope, head: Head, body: Body, changes: Changes) -> Layers {
    let (at, filings, subjects, days, when) = head;
    let (shorts, mut branches, waiver, requires) = body;
    let mut text = format!(
        "[[rule]]\nid = \"{id}\"\ntitle = {{ zh = \"规\", en = \"rule\" }}\neach = \"{}\"\nat = \"{at}\"\nmessage = {{ zh = \"说\", en = \"said\" }}\nfacts = [\"x\"]\n",
        scope.name()
    );
    text.push_str(&(filings + &subjects + &days + &when));
    text.push_str(PARAMS);
    let shorts: BTreeMap<String, String> = shorts.into_values().collect();
    for (word, condition) in &shorts {
        text.push_str(&format!("{word} = {condition}\n"));
    }
    if let (1, Some(waiver)) = (shorts.len(), waiver) {
        text.push_str(&format!("waived_by = {waiver}\n"));
    }
    if shorts.is_empty() && branches.is_empty() {
        branches.push(
            "[[rule.branch]]\nseverity = \"error\"\nunless = { subject.has_seal = true }\n"
                .to_owned(),
        );
    }
    for (index, branch) in branches.iter().enumerate() {
        let head = "[[rule.branch]]\n";
        text.push_str(&branch.replace(head, &format!("{head}id = \"b{index}\"\n")));
    }
    text.extend(requires);
    let mut layers = Layers {
        first: text,
        second: String::new(),
    };
    for (layer, mut change) in changes.0.into_iter().chain(changes.1) {
        if branches.is_empty() {
            change = change.replace("branch = \"b0\"\n", "");
        }
        match layer {
            0 => layers.first.push_str(&change),
            _ => layers.second.push_str(&change),
        }
    }
    layers
}

/// What every ruleset of these tests has besides its rules.
pub fn frame() -> Layers {
    let mut first =
        String::from("[[list]]\nid = \"suffixes\"\nwords = [\"公司\", \"le\"]\nfacts = [\"x\"]\n");
    for (id, of) in [
        ("letter", ""),
        ("proof", "of = \"principal\"\n"),
        ("card", "of = \"subject\"\n"),
    ] {
        first.push_str(&format!(
            "[[document]]\nid = \"{id}\"\nname = {{ zh = \"材\", en = \"paper\" }}\n{of}facts = [\"x\"]\n"
        ));
    }
    Layers {
        first,
        second: String::new(),
    }
}

/// Requirements outside rules.
pub fn require(depth: usize) -> BoxedStrategy<Layers> {
    let conditions = conditions(depth, false);
    select(SCOPES.to_vec())
        .prop_flat_map(move |scope| {
            let head = (select(vec!["letter", "proof", "card"]), select(vec![0, 1]));
            let when = maybe(0.8, conditions[&scope].clone().prop_map(|when| format!("when = {when}\n")));
            (head, when, maybe(0.3, subjects()), maybe(0.1, days())).prop_map(
                move |((document, layer), when, subjects, days)| {
                    let text = format!(
                        "[[require]]\ndocument = \"{document}\"\neach = \"{}\"\n{when}{subjects}{days}facts = [\"x\"]\n",
                        scope.name()
                    );
                    match layer {
                        0 => Layers { first: text, second: String::new() },
                        _ => Layers { first: String::new(), second: text },
                    }
                },
            )
        })
        .boxed()
}
