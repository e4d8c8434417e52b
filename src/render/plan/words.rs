//! The words of a plan: when a step begins and ends, when a filing can be submitted and why.

use chrono::NaiveDate;

use crate::report::{CodeReport, EdgeReport, PlanReport, StepReport, SubmissionReport};
use crate::ruleset::{Phase, TimeUnit};
use crate::text::Lang;

/// A sentence, and reasons for it.
pub struct Told {
    /// The sentence.
    pub text: String,
    /// The reasons.
    pub reasons: Vec<String>,
}

/// What a phase is called.
pub fn phase(phase: Phase, lang: Lang) -> &'static str {
    match (phase, lang) {
        (Phase::Prepare, Lang::Zh) => "提交之前",
        (Phase::Review, Lang::Zh) => "从提交到通过",
        (Phase::After, Lang::Zh) => "通过之后",
        (Phase::Prepare, Lang::En) => "Before submission",
        (Phase::Review, Lang::En) => "From submission to approval",
        (Phase::After, Lang::En) => "After approval",
    }
}

/// One day, or two with what lies between.
pub fn span(earliest: NaiveDate, latest: Option<NaiveDate>, lang: Lang) -> String {
    match (latest, lang) {
        (Some(latest), _) if latest == earliest => earliest.to_string(),
        (Some(latest), Lang::Zh) => format!("{earliest} 至 {latest}"),
        (Some(latest), Lang::En) => format!("{earliest} to {latest}"),
        (None, Lang::Zh) => format!("{earliest} 之后，何时不定"),
        (None, Lang::En) => format!("after {earliest}, nobody says when"),
    }
}

/// When a time limit ends, which may begin on one of several days.
fn due(earliest: NaiveDate, latest: Option<NaiveDate>, lang: Lang) -> String {
    match (latest, lang) {
        (Some(latest), Lang::Zh) if latest == earliest => format!("{earliest} 截止"),
        (Some(latest), Lang::En) if latest == earliest => format!("due {earliest}"),
        (Some(latest), Lang::Zh) => format!("最早 {earliest}、最晚 {latest} 截止"),
        (Some(latest), Lang::En) => format!("due between {earliest} and {latest}"),
        (None, Lang::Zh) => format!("最早 {earliest} 截止"),
        (None, Lang::En) => format!("due {earliest} or later"),
    }
}

/// How long a step takes: 「1–20 个工作日」, 「24 小时内」.
pub fn takes(step: &StepReport, lang: Lang) -> Option<String> {
    let takes = step.takes?;
    let number = match (takes.is_limit, takes.least == takes.most) {
        (true, _) | (_, true) => takes.most.to_string(),
        _ => format!("{}–{}", takes.least, takes.most),
    };
    let is_one = number == "1";
    let unit = match (takes.unit, lang) {
        (key, Lang::Zh) if key == TimeUnit::WorkingDays.key() => "个工作日",
        (key, Lang::Zh) if key == TimeUnit::Hours.key() => "小时",
        (_, Lang::Zh) => "天",
        (key, Lang::En) if key == TimeUnit::WorkingDays.key() && is_one => "working day",
        (key, Lang::En) if key == TimeUnit::WorkingDays.key() => "working days",
        (key, Lang::En) if key == TimeUnit::Hours.key() => "hours",
        (_, Lang::En) if is_one => "day",
        (_, Lang::En) => "days",
    };
    Some(match (takes.is_limit, lang) {
        (true, Lang::Zh) => format!("{number} {unit}内"),
        (false, Lang::Zh) => format!("{number} {unit}"),
        (true, Lang::En) => format!("within {number} {unit}"),
        (false, Lang::En) => format!("{number} {unit}"),
    })
}

/// When a step is due or done.
pub fn when(step: &StepReport, lang: Lang) -> String {
    let (begins, ends) = step.days;
    let text = if step.is_in(Phase::Prepare) && step.takes.is_none() {
        match (ends.latest, lang) {
            (_, Lang::Zh) if step.is_done => "已经等够".to_owned(),
            (_, Lang::En) if step.is_done => "done".to_owned(),
            (Some(day), Lang::Zh) if day == begins.earliest => format!("{day} 前"),
            (Some(day), Lang::En) if day == begins.earliest => format!("by {day}"),
            (Some(day), Lang::Zh) => format!("到 {day} 为止"),
            (Some(day), Lang::En) => format!("until {day}"),
            (None, Lang::Zh) => "还定不了：先看 beian check".to_owned(),
            (None, Lang::En) => "not known yet: see `beian check`".to_owned(),
        }
    } else if step.takes.is_some_and(|takes| takes.is_limit) {
        due(ends.earliest, ends.latest, lang)
    } else {
        span(ends.earliest, ends.latest, lang)
    };
    match (step.is_guessed, lang) {
        (false, _) => text,
        (true, Lang::Zh) => format!("{text}（推算）"),
        (true, Lang::En) => format!("{text} (a guess)"),
    }
}

/// The head of a step: who does it, and how long it takes.
pub fn head(step: &StepReport, lang: Lang) -> String {
    let mut parts = vec![step.who_name.clone()];
    parts.extend(takes(step, lang));
    if step.is_perhaps {
        parts.push(match lang {
            Lang::Zh => "有没有这一步还不确定".to_owned(),
            Lang::En => "if there is such a step".to_owned(),
        });
    }
    match lang {
        Lang::Zh => format!("{}（{}）", step.name, parts.join("，")),
        Lang::En => format!("{} ({})", step.name, parts.join(", ")),
    }
}

/// Which phones get a code.
pub fn codes(step: &StepReport, lang: Lang) -> Option<String> {
    if step.codes.is_empty() {
        return None;
    }
    let one = |code: &CodeReport| {
        let mobile = match (&code.mobile, lang) {
            (Some(mobile), _) => mobile.clone(),
            (None, Lang::Zh) => "号码还没有填".to_owned(),
            (None, Lang::En) => "number not filled in".to_owned(),
        };
        match lang {
            Lang::Zh => format!("{mobile}（{}）", code.of.join("、")),
            Lang::En => format!("{mobile} ({})", code.of.join(", ")),
        }
    };
    let all: Vec<String> = step.codes.iter().map(one).collect();
    let count = all.len();
    Some(match lang {
        Lang::Zh => format!("验证码发到 {count} 个手机：{}", all.join("、")),
        Lang::En if count == 1 => format!("one phone gets a code: {}", all.join(", ")),
        Lang::En => format!("{count} phones get a code: {}", all.join(", ")),
    })
}

/// When the filing can be submitted, in sentences.
pub fn submission(plan: &PlanReport, submission: &SubmissionReport) -> Vec<Told> {
    let lang = plan.lang;
    let mut told = Vec::new();
    let mut say = |zh: String, en: String, reasons: Vec<String>| {
        let text = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        told.push(Told { text, reasons });
    };
    let as_of = plan.as_of.clone().unwrap_or_default();
    let planned = &submission.planned;
    if let Some(first) = &submission.first {
        say(
            format!("最早 {} 可以提交；下面按这一天计划", first.day),
            format!(
                "{} is the first day on which it can be submitted; planned for it",
                first.day
            ),
            reasons(first, lang),
        );
    } else if submission.is_possible {
        say(
            format!("按 {planned} 提交计划"),
            format!("planned as submitted on {planned}"),
            Vec::new(),
        );
    }
    match (&submission.last, submission.is_possible) {
        (Some(last), true) => say(
            format!("最晚 {} 还能提交", last.day),
            format!("{} is the last day on which it can be submitted", last.day),
            reasons(last, lang),
        ),
        (None, true) => say(
            format!(
                "{} 以前提交，已填的资料都不会因为到期被退回",
                submission.horizon
            ),
            format!(
                "submitted before {}, nothing that is filled in is turned back for having run out",
                submission.horizon
            ),
            Vec::new(),
        ),
        (Some(last), false) => say(
            format!(
                "{as_of} 不能提交：最晚的一天 {} 已经过了；下面按 {planned} 提交来算，先把原因解决",
                last.day
            ),
            format!(
                "it cannot be submitted on {as_of}: the last day was {}; the plan below takes {planned}, mend the reasons first",
                last.day
            ),
            reasons(last, lang),
        ),
        (None, false) => say(
            format!("按现在的资料，没有哪一天提交时日期都合；下面按 {planned} 提交来算"),
            format!("with these data the dates fit on no day; the plan below takes {planned}"),
            Vec::new(),
        ),
    }
    if let Some(first) = &submission.first_advised {
        say(
            format!("稳妥起见，{} 起再提交", first.day),
            format!("to be safe, submit from {} on", first.day),
            reasons(first, lang),
        );
    }
    if let Some(last) = &submission.last_advised {
        say(
            format!("稳妥起见，{} 以前提交", last.day),
            format!("to be safe, submit by {}", last.day),
            reasons(last, lang),
        );
    }
    if !submission.missing.is_empty() {
        let mut labels: Vec<&str> = Vec::new();
        for own in &submission.missing {
            if !labels.contains(&own.label.as_str()) {
                labels.push(&own.label);
            }
        }
        say(
            format!(
                "还没填的日期：{}；填好以后，能提交的日子可能更少",
                labels.join("、")
            ),
            format!(
                "dates not filled in: {}; with them there may be fewer days",
                labels.join(", ")
            ),
            Vec::new(),
        );
    }
    if !submission.other_errors.is_empty() {
        let rules = submission.other_errors.join(" ");
        say(
            format!("另有等也不会好的错误，改好才能提交：{rules}（beian check 看详情）"),
            format!("other errors, which no waiting mends: {rules} (see `beian check`)"),
            Vec::new(),
        );
    }
    told
}

/// What fails beside a day.
fn reasons(edge: &EdgeReport, lang: Lang) -> Vec<String> {
    let reasons = edge.reasons.iter();
    reasons
        .map(|reason| match lang {
            Lang::Zh => format!("{} 那天：{}", edge.beyond, reason.message),
            Lang::En => format!("on {}: {}", edge.beyond, reason.message),
        })
        .collect()
}

/// When it is through.
pub fn through(plan: &PlanReport) -> Option<String> {
    let through = plan.through.as_ref()?;
    let guessed = if plan.years_without_notice.is_empty() {
        ""
    } else {
        match plan.lang {
            Lang::Zh => "（推算）",
            Lang::En => " (a guess)",
        }
    };
    Some(match (&through.latest, plan.lang) {
        (Some(latest), Lang::Zh) => {
            format!("最早 {}、最晚 {latest} 出结果{guessed}", through.earliest)
        }
        (Some(latest), Lang::En) => format!(
            "the result comes between {} and {latest}{guessed}",
            through.earliest
        ),
        (None, Lang::Zh) => "多久出结果，没有公开的说法".to_owned(),
        (None, Lang::En) => "how long it takes, nobody states".to_owned(),
    })
}

/// That holidays of a year are not known.
pub fn years(plan: &PlanReport) -> Option<String> {
    if plan.years_without_notice.is_empty() {
        return None;
    }
    let years: Vec<String> = plan
        .years_without_notice
        .iter()
        .map(i32::to_string)
        .collect();
    Some(match plan.lang {
        Lang::Zh => format!(
            "{} 年的放假通知还不知道，只按法定节假日或周末推算，没有算调休；通知出来后再算一次",
            years.join("、")
        ),
        Lang::En => format!(
            "the notice of holidays of {} is not known: statutory days or weekends only, no shifted days; plan again once it is out",
            years.join(", ")
        ),
    })
}
