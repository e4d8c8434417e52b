//! The plan as a calendar (RFC 5545): all-day events with reminders. The same draft and step keep
//! their UID, so that an import after a change replaces what was there.

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use super::words::{codes, head, submission, when};
use crate::render::checklist::words::what;
use crate::report::{PlanReport, StepReport};
use crate::ruleset::Phase;
use crate::text::Lang;

/// No line is longer than so many bytes, its end left out.
const LONGEST: usize = 75;

/// An event of whole days.
struct Event {
    uid: String,
    first: NaiveDate,
    last: NaiveDate,
    title: String,
    text: String,
    /// Days before the event at which is reminded.
    reminders: Vec<i64>,
}

/// The plan of a draft as an iCalendar file.
pub fn plan_ics(plan: &PlanReport) -> String {
    let mut out = Lines::default();
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//beian//plan//ZH");
    out.line("CALSCALE", "GREGORIAN");
    out.line("METHOD", "PUBLISH");
    let name = match plan.lang {
        Lang::Zh => format!("备案：{}", what(&plan.draft)),
        Lang::En => format!("ICP filing: {}", what(&plan.draft)),
    };
    out.text("X-WR-CALNAME", &name);
    // The day of the plan, so that the same input gives the same bytes.
    let stamp = plan
        .as_of
        .as_deref()
        .unwrap_or("1970-01-01")
        .replace('-', "");
    for event in events(plan) {
        out.line("BEGIN", "VEVENT");
        out.line("UID", &event.uid);
        out.line("DTSTAMP", &format!("{stamp}T000000Z"));
        out.line("DTSTART;VALUE=DATE", &day(event.first));
        // The end of an event of whole days is the day after its last.
        let end = event.last.checked_add_days(Days::new(1));
        out.line("DTEND;VALUE=DATE", &day(end.unwrap_or(event.last)));
        out.text("SUMMARY", &event.title);
        out.text("DESCRIPTION", &event.text);
        out.line("TRANSP", "TRANSPARENT");
        for days in &event.reminders {
            out.line("BEGIN", "VALARM");
            out.line("ACTION", "DISPLAY");
            out.text("DESCRIPTION", &event.title);
            // At nine in the morning of the day so many days before.
            let trigger = match days {
                0 => "PT9H".to_owned(),
                1 => "-PT15H".to_owned(),
                days => format!("-P{}DT15H", days.saturating_sub(1)),
            };
            out.line("TRIGGER", &trigger);
            out.line("END", "VALARM");
        }
        out.line("END", "VEVENT");
    }
    out.line("END", "VCALENDAR");
    out.0
}

fn events(plan: &PlanReport) -> Vec<Event> {
    let mut events = Vec::new();
    if let Some(own) = &plan.submission {
        let sentences: Vec<String> = submission(plan, own)
            .into_iter()
            .flat_map(|told| std::iter::once(told.text).chain(told.reasons))
            .collect();
        if let Some(last) = own.last.as_ref().filter(|_| own.is_possible)
            && let Ok(day) = last.day.parse::<NaiveDate>()
        {
            let title = match plan.lang {
                Lang::Zh => "备案：最晚今天提交",
                Lang::En => "ICP filing: last day to submit",
            };
            events.push(Event {
                uid: uid(plan, "last-submission"),
                first: day,
                last: day,
                title: title.to_owned(),
                text: sentences.join("\n"),
                reminders: vec![14, 3, 1],
            });
        }
    }
    let steps = plan.steps.iter().filter(|step| !step.is_done);
    events.extend(steps.filter_map(|step| event(plan, step)));
    events
}

/// The event of a step: what has a limit stands on the day on which it ends at the earliest, so that
/// nobody is late; what others do from the first day on which it may be done to the last.
fn event(plan: &PlanReport, step: &StepReport) -> Option<Event> {
    let (begins, ends) = step.days;
    let is_limit = step.takes.is_some_and(|takes| takes.is_limit);
    let is_preparation = step.is_in(Phase::Prepare);
    let (first, last) = match (is_limit, is_preparation) {
        (true, _) => (ends.earliest, ends.earliest),
        (false, true) => (ends.latest?, ends.latest?),
        (false, false) => (ends.earliest, ends.latest.unwrap_or(ends.earliest)),
    };
    let prefix = match (is_limit, plan.lang) {
        (true, Lang::Zh) => "备案期限：",
        (false, Lang::Zh) => "备案：",
        (true, Lang::En) => "ICP limit: ",
        (false, Lang::En) => "ICP: ",
    };
    let mut lines = vec![
        format!("{} {}", head(step, plan.lang), when(step, plan.lang)),
        step.text.clone(),
    ];
    lines.extend(codes(step, plan.lang));
    let days = last.signed_duration_since(begins.earliest).num_days();
    let reminders = match (step.is_own(), is_limit) {
        // A long limit is told of a week before too.
        (true, true) if days > 7 => vec![7, 1],
        (true, true) => vec![0],
        (true, false) => vec![1],
        (false, _) => vec![0],
    };
    Some(Event {
        uid: uid(plan, &step.id),
        first,
        last,
        title: format!("{prefix}{}", step.name),
        text: lines.join("\n"),
        reminders,
    })
}

/// What tells an event from all others, now and after a change.
fn uid(plan: &PlanReport, step: &str) -> String {
    let mut hasher = Sha256::new();
    for part in [plan.key.as_str(), plan.filing.unwrap_or_default(), step] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let digest = hasher.finalize();
    let hex: String = digest
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{hex}-{step}@beian")
}

fn day(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// Lines of a calendar, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value is written as it is.
    fn line(&mut self, key: &str, value: &str) {
        let mut used = 0usize;
        for c in format!("{key}:{value}").chars() {
            if used.saturating_add(c.len_utf8()) > LONGEST {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used = used.saturating_add(c.len_utf8());
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is text.
    fn text(&mut self, key: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => {
                    escaped.push('\\');
                    escaped.push(c);
                }
                '\n' => escaped.push_str("\\n"),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        self.line(key, &escaped);
    }
}
