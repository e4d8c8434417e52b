//! How a plan is told: the steps and days that were worked out, in words and masked.

use chrono::NaiveDate;

use super::evidence::{Evidence, Remembered};
use super::mask::Masker;
use super::model::{DraftReport, Finding, GuidanceReport, RulesetInfo};
use super::papers::owner_name;
use super::schedule::{
    CodeReport, EdgeReport, MissingReport, MomentReport, PlanReport, ReasonReport, StepReport,
    SubmissionReport, TakesReport,
};
use super::speech::Speech;
use crate::draft::{Node, Path};
use crate::facts::{Element, Fact, Facts};
use crate::fields::choices::PERSON_ROLES;
use crate::fields::{FactItem, FactRef, Mount, PersonField, Scope};
use crate::identifiers::same_phone;
use crate::plan::{Edge, Moment, Outlook, Planned, Timeline, Window};
use crate::ruleset::{Ruleset, Severity, has_bit};
use crate::text::Lang;

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
