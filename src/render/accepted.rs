//! How formats speak of what somebody accepts.

use super::ci::Topic;
use crate::report::{Finding, Suppression};
use crate::source::escape_control;
use crate::text::{Lang, Text};

/// The name of acceptances that accept nothing.
pub(super) static STALE: Topic = Topic {
    id: "stale-acceptance",
    title: Text::fixed("认可已失效", "An acceptance is stale"),
};

/// The heading of accepted findings.
pub(super) fn heading(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已认可 {count} 处问题，不影响退出码"),
        Lang::En => format!("{count} accepted, without effect on the exit status"),
    }
}

/// Who accepts a finding, why, and until when; on one line.
pub(super) fn by(suppression: &Suppression, lang: Lang) -> String {
    let who = match (suppression.by, lang) {
        ("baseline", Lang::Zh) => "基线",
        (who, _) => who,
    };
    let mut out = match who {
        "allow" => "[[allow]]".to_owned(),
        who => who.to_owned(),
    };
    if let Some(until) = &suppression.until {
        out.push_str(&match lang {
            Lang::Zh => format!("，到 {until}"),
            Lang::En => format!(", until {until}"),
        });
    }
    if let Some(reason) = &suppression.reason {
        out.push_str(match lang {
            Lang::Zh => "：",
            Lang::En => ": ",
        });
        out.push_str(&escape_control(reason));
    }
    out
}

/// An accepted finding in a sentence, with who accepts it.
pub(super) fn sentence(finding: &Finding, lang: Lang) -> String {
    let message = escape_control(&finding.message);
    match (&finding.suppression, lang) {
        (Some(own), Lang::Zh) => format!("已认可（{}）：{message}", by(own, lang)),
        (Some(own), Lang::En) => format!("accepted ({}): {message}", by(own, lang)),
        (None, _) => message.into_owned(),
    }
}
