//! The plan of a draft as scripts read it: steps with their days, and the days on which it can be
//! submitted. Every text in it is masked already.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::closed;
use super::evidence::{Evidence, Remembered};
use super::mask::Masker;
use super::model::{DraftReport, ErrorReport, Finding, GuidanceReport, RulesetInfo, Tool};
use super::papers::owner_name;
use super::speech::Speech;
use crate::draft::{Node, Path};
use crate::evaluate::Verdict;
use crate::facts::{Element, Fact, Facts};
use crate::fields::choices::PERSON_ROLES;
use crate::fields::{FactItem, FactRef, Mount, PersonField, Scope};
use crate::identifiers::same_phone;
use crate::plan::{Edge, Moment, Outlook, Planned, Timeline, Window};
use crate::ruleset::{Actor, Phase, Ruleset, Severity, has_bit};
use crate::text::Lang;

/// The plan of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlanReport {
    /// The version of this format.
    #[schemars(schema_with = "closed::format")]
    pub format: u32,
    /// What wrote it.
    pub tool: Tool,
    /// The rules that were applied.
    pub ruleset: RulesetInfo,
    /// Where the draft was read from, as the user calls it.
    pub source: String,
    /// `meta.id`, as it is.
    pub id: Option<String>,
    /// The kind of filing.
    #[schemars(schema_with = "closed::filing")]
    pub filing: Option<&'static str>,
    /// The province's code.
    #[schemars(schema_with = "closed::province")]
    pub province: Option<String>,
    /// The hosting provider.
    #[schemars(schema_with = "closed::provider")]
    pub provider: Option<&'static str>,
    /// The kind of subject.
    #[schemars(schema_with = "closed::subject")]
    pub subject: Option<&'static str>,
    /// The verdict on the day of submission.
    #[serde(serialize_with = "verdict")]
    #[schemars(schema_with = "closed::verdict")]
    pub verdict: Verdict,
    /// The day asked for.
    #[schemars(schema_with = "closed::day_or_null")]
    pub as_of: Option<String>,
    /// When it can be submitted; absent where the draft is unreadable.
    pub submission: Option<SubmissionReport>,
    /// When it is through; absent where nobody says how long it takes.
    pub through: Option<MomentReport>,
    /// The steps, phase by phase, in the order of their days.
    pub steps: Vec<StepReport>,
    /// What is to be read before anything is done.
    pub warnings: Vec<String>,
    /// Years that the plan reaches into and whose notice of holidays is not known: their days of
    /// working are a guess.
    pub years_without_notice: Vec<i32>,
    /// Why the draft could not be read.
    pub errors: Vec<ErrorReport>,
    /// The language of the texts.
    #[serde(skip)]
    pub lang: Lang,
    /// What a calendar's entries are told apart by, besides the step.
    #[serde(skip)]
    pub key: String,
    /// The report on the day of submission.
    #[serde(skip)]
    pub draft: DraftReport,
}

/// On which days a filing can be submitted.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SubmissionReport {
    /// The day on which the plan has it submitted.
    #[schemars(schema_with = "closed::day")]
    pub planned: String,
    /// Whether a date keeps it from being submitted on the day asked for.
    pub is_kept_back: bool,
    /// Whether there is a day, from the one asked for, on which no date keeps it back.
    pub is_possible: bool,
    /// The first day on which it can be submitted, where that is later than the day asked for.
    pub first: Option<EdgeReport>,
    /// The last; absent where no day is, within `horizon`.
    pub last: Option<EdgeReport>,
    /// The first day on which no date gives rise even to a warning, where that is later than the
    /// day asked for.
    pub first_advised: Option<EdgeReport>,
    /// The last of these.
    pub last_advised: Option<EdgeReport>,
    /// The last day that was looked at.
    #[schemars(schema_with = "closed::day")]
    pub horizon: String,
    /// Days that are not filled in: with them there may be fewer days.
    pub missing: Vec<MissingReport>,
    /// Errors that no waiting mends, by their rules.
    pub other_errors: Vec<String>,
}

/// A day that is not filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MissingReport {
    /// The field.
    pub path: String,
    /// What it is called.
    pub label: String,
}

/// A first or last day and why.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EdgeReport {
    /// The day.
    #[schemars(schema_with = "closed::day")]
    pub day: String,
    /// The day beside it, on which the reasons hold.
    #[schemars(schema_with = "closed::day")]
    pub beyond: String,
    /// Why; empty where the day comes from a date of birth.
    pub reasons: Vec<ReasonReport>,
}

/// A rule that fails beside a first or last day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReasonReport {
    /// The rule.
    pub rule: String,
    /// The field.
    pub path: String,
    /// What it says on that day.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The evidence.
    pub facts: Vec<String>,
}

/// A day that is known between two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MomentReport {
    /// At the earliest.
    #[schemars(schema_with = "closed::day")]
    pub earliest: String,
    /// At the latest; absent where nobody says.
    #[schemars(schema_with = "closed::day_or_null")]
    pub latest: Option<String>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepReport {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// `prepare`, `review` or `after`.
    #[schemars(schema_with = "closed::phase")]
    pub phase: &'static str,
    /// Who does it.
    #[schemars(schema_with = "closed::actor")]
    pub who: &'static str,
    /// The same in words.
    pub who_name: String,
    /// What is done.
    pub text: String,
    /// When it begins.
    pub begins: MomentReport,
    /// When it ends; of a time limit, when that ends.
    pub ends: MomentReport,
    /// How long it takes.
    pub takes: Option<TakesReport>,
    /// The steps that it comes after.
    pub after: Vec<String>,
    /// The mobiles that get a code, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeReport>,
    /// Whether it depends on something unknown that there is this step.
    pub is_perhaps: bool,
    /// Whether it waits for a rule that has nothing more to say.
    pub is_done: bool,
    /// Whether its days reach into a year whose notice of holidays is not known.
    pub is_guessed: bool,
    /// The evidence.
    pub facts: Vec<String>,
    /// Where the evidence was read, newest first.
    pub sources: Vec<String>,
    /// The days themselves, for those who draw.
    #[serde(skip)]
    #[schemars(skip)]
    pub days: (Moment, Moment),
}

/// How long a step takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TakesReport {
    /// `working_days`, `days` or `hours`.
    #[schemars(schema_with = "closed::unit")]
    pub unit: &'static str,
    /// At least.
    pub least: u32,
    /// At most.
    pub most: u32,
    /// Whether it is a time limit.
    pub is_limit: bool,
}

/// A mobile that gets a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CodeReport {
    /// The number, masked; absent where it is not known.
    pub mobile: Option<String>,
    /// Whose it is.
    pub of: Vec<String>,
}

/// What a plan is made of.
pub struct Planning<'a> {
    /// The rules.
    pub ruleset: &'a Ruleset,
    /// The draft on the day of submission that the plan has.
    pub facts: &'a Facts<'a>,
    /// The days on which it can be submitted.
    pub outlook: &'a Outlook,
    /// The steps.
    pub timeline: &'a Timeline<'a>,
    /// Where sources are looked up.
    pub evidence: &'a dyn Evidence,
    /// The report of the draft on a day.
    pub on: &'a dyn Fn(NaiveDate) -> DraftReport,
    /// How private values are shown.
    pub masker: Masker,
    /// What the calendar's entries are told apart by.
    pub key: String,
}

impl PlanReport {
    /// A plan without steps: of a draft that cannot be read.
    pub fn unplanned(draft: DraftReport, ruleset: RulesetInfo) -> Self {
        Self {
            format: 1,
            tool: Tool {
                name: "beian",
                version: env!("CARGO_PKG_VERSION"),
            },
            ruleset,
            source: draft.source.clone(),
            id: draft.id.clone(),
            filing: draft.filing,
            province: draft.province.clone(),
            provider: draft.provider,
            subject: draft.subject,
            verdict: draft.verdict,
            as_of: draft.as_of.clone(),
            submission: None,
            through: None,
            steps: Vec::new(),
            warnings: Vec::new(),
            years_without_notice: Vec::new(),
            errors: draft.errors.clone(),
            lang: draft.lang,
            key: String::new(),
            draft,
        }
    }

    /// The plan of a draft.
    pub fn new(planning: &Planning<'_>, ruleset: RulesetInfo) -> Self {
        let draft = (planning.on)(planning.timeline.submit);
        let lang = draft.lang;
        let evidence = Remembered::new(planning.evidence);
        let is_warning = |own: &&GuidanceReport| own.severity == Severity::Warning;
        let warnings = draft.guidance.iter().filter(is_warning);
        let warnings = warnings.map(|own| own.text.clone()).collect();
        let steps = planning.timeline.steps.iter();
        let steps = steps
            .map(|step| planning.step(step, &evidence, lang))
            .collect();
        Self {
            as_of: Some(planning.outlook.as_of.to_string()),
            submission: Some(planning.submission(&draft)),
            through: planning.timeline.through().map(moment),
            steps,
            warnings,
            years_without_notice: planning.timeline.unknown_years(),
            key: planning.key.clone(),
            ..Self::unplanned(draft, ruleset)
        }
    }
}

impl Planning<'_> {
    fn submission(&self, draft: &DraftReport) -> SubmissionReport {
        let outlook = self.outlook;
        let Window {
            is_open,
            first,
            last,
            exists,
        } = &outlook.possible;
        let edge = |edge: &Option<Edge>| edge.as_ref().map(|edge| self.edge(edge));
        let mut other_errors: Vec<String> = outlook
            .standing
            .iter()
            .filter_map(|mark| Some(self.ruleset.rules.get(mark.rule)?.id.clone()))
            .collect();
        other_errors.dedup();
        let is_possible = *is_open || first.is_some();
        // Where no day is possible, none is advised either; what both have in common is said once.
        let advised = &outlook.advised;
        let differs = |own: &Option<Edge>, other: &Option<Edge>| {
            own.as_ref().map(|own| own.day) != other.as_ref().map(|other| other.day)
        };
        let is_advisable = is_possible && (advised.is_open || advised.first.is_some());
        let of_advised = |own: &Option<Edge>, other: &Option<Edge>| match own {
            Some(_) if is_advisable && differs(own, other) => edge(own),
            _ => None,
        };
        SubmissionReport {
            planned: self.timeline.submit.to_string(),
            is_kept_back: !is_open,
            is_possible,
            first: edge(first),
            last: if *exists { edge(last) } else { None },
            first_advised: of_advised(&advised.first, first),
            last_advised: of_advised(&advised.last, last),
            horizon: outlook.horizon.to_string(),
            missing: self.missing(draft.lang),
            other_errors,
        }
    }

    /// The days that are not filled in, each with whose it is: of several domains every one may have
    /// its own.
    fn missing(&self, lang: Lang) -> Vec<MissingReport> {
        let speech = Speech {
            facts: self.facts,
            ruleset: self.ruleset,
            masker: self.masker,
            lang,
        };
        let label = |path: &Path| {
            let label = speech.label(path);
            let owner = owner_name(&speech, path.place);
            match lang {
                _ if path.place.node == Node::Order => label,
                Lang::Zh if owner.ends_with(|c: char| c.is_ascii()) => format!("{owner} 的{label}"),
                Lang::Zh => format!("{owner}的{label}"),
                Lang::En => format!("{label} ({owner})"),
            }
        };
        let labels: Vec<String> = self.outlook.missing.iter().map(label).collect();
        let is_shared = |label: &String| labels.iter().filter(|own| *own == label).count() > 1;
        let paths = self.outlook.missing.iter().zip(&labels);
        paths
            .map(|(path, label)| MissingReport {
                path: path.to_string(),
                label: match lang {
                    _ if !is_shared(label) => label.clone(),
                    Lang::Zh => format!("{label}（{path}）"),
                    Lang::En => format!("{label} ({path})"),
                },
            })
            .collect()
    }

    fn edge(&self, edge: &Edge) -> EdgeReport {
        let report = (self.on)(edge.beyond);
        let is_told = |finding: &&Finding| {
            edge.marks.iter().any(|mark| {
                let rule = self.ruleset.rules.get(mark.rule);
                (self.masker.unmask || !mark.by_birth)
                    && rule.is_some_and(|rule| rule.id == finding.rule)
                    && mark.at == finding.path
                    && mark.severity == finding.severity
            })
        };
        // What the draft accepts is a reason all the same: the bureau accepts nothing.
        let findings = report.findings.iter().chain(&report.suppressed);
        let reasons = findings.filter(is_told);
        EdgeReport {
            day: edge.day.to_string(),
            beyond: edge.beyond.to_string(),
            reasons: reasons
                .map(|finding| ReasonReport {
                    rule: finding.rule.clone(),
                    path: finding.path.clone(),
                    message: finding.message.clone(),
                    help: finding.help.clone(),
                    facts: finding.facts.clone(),
                })
                .collect(),
        }
    }

    fn step(&self, step: &Planned<'_>, evidence: &Remembered<'_>, lang: Lang) -> StepReport {
        let course = &step.course;
        let mut sources: Vec<_> = course
            .facts
            .iter()
            .filter_map(|id| evidence.fact(id))
            .flat_map(|cited| cited.fact.sources.clone())
            .collect();
        sources.sort_by_key(|source| std::cmp::Reverse(source.date()));
        let mut briefs: Vec<String> = Vec::new();
        for source in sources {
            let brief = source.brief(lang);
            if !briefs.contains(&brief) {
                briefs.push(brief);
            }
        }
        StepReport {
            id: course.id.to_owned(),
            name: course.name.get(lang).to_owned(),
            phase: course.phase.id(),
            who: course.who.id(),
            who_name: course.who.label().get(lang).to_owned(),
            text: course.text.get(lang).to_owned(),
            begins: moment(step.begins),
            ends: moment(step.ends),
            takes: course.takes.map(|takes| TakesReport {
                unit: takes.unit.key(),
                least: takes.least,
                most: takes.most,
                is_limit: takes.is_limit,
            }),
            after: course.after.iter().map(|id| (*id).to_owned()).collect(),
            codes: self.codes(course.codes_to, lang),
            is_perhaps: course.is_perhaps,
            is_done: course.until_passes.is_some()
                && step.ends.latest == Some(step.begins.earliest),
            is_guessed: !step.unknown_years.is_empty(),
            facts: course.facts.iter().map(|id| (*id).to_owned()).collect(),
            sources: briefs,
            days: (step.begins, step.ends),
        }
    }

    /// The mobiles of persons with some roles, each once.
    fn codes(&self, roles: u64, lang: Lang) -> Vec<CodeReport> {
        let facts = self.facts;
        let mut found: Vec<(Option<String>, CodeReport)> = Vec::new();
        let mount = |mount: Mount| FactRef {
            mount,
            item: FactItem::Field(PersonField::Mobile as u16),
        };
        for (index, role) in PERSON_ROLES.iter().enumerate() {
            if !has_bit(roles, index) {
                continue;
            }
            let (elements, fact) = match role.id {
                "service-principal" => {
                    let (services, _) = facts.elements(Scope::Service, Element::Order);
                    (services, mount(Mount::ServicePrincipal))
                }
                "principal" => (vec![Element::Order], mount(Mount::Principal)),
                _ => (vec![Element::Order], mount(Mount::LegalRepresentative)),
            };
            for element in elements {
                let number = match facts.get(fact, element) {
                    Fact::Text(text) => Some(text.to_owned()),
                    _ => None,
                };
                let label = role.label.get(lang).to_owned();
                let same = |(own, _): &(Option<String>, CodeReport)| match (own, &number) {
                    (Some(own), Some(number)) => same_phone(own, number),
                    (None, None) => true,
                    _ => false,
                };
                match found.iter().position(same) {
                    Some(known) => {
                        if let Some((_, code)) = found.get_mut(known)
                            && !code.of.contains(&label)
                        {
                            code.of.push(label);
                        }
                    }
                    None => {
                        let mobile = number
                            .as_deref()
                            .map(|number| self.masker.hide(number, fact.privacy()).into_owned());
                        let of = vec![label];
                        found.push((number, CodeReport { mobile, of }));
                    }
                }
            }
        }
        found.into_iter().map(|(_, code)| code).collect()
    }
}

fn moment(moment: Moment) -> MomentReport {
    MomentReport {
        earliest: moment.earliest.to_string(),
        latest: moment.latest.map(|day| day.to_string()),
    }
}

fn verdict<S: Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.id())
}

impl StepReport {
    /// Whether the applicant has to do it.
    pub fn is_own(&self) -> bool {
        self.who == Actor::Applicant.id()
    }

    /// Whether it belongs to a phase.
    pub fn is_in(&self, phase: Phase) -> bool {
        self.phase == phase.id()
    }
}
