//! What a document must look like, in a few words.

use crate::fields::choices::{MEDIA, SIGNERS};
use crate::ruleset::Form;
use crate::text::{Lang, Text};

/// A form in words: 「原件，彩色，两面，jpg/png，≤4 MB」; empty where nothing is asked.
pub fn form_words(form: &Form, lang: Lang) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut add = |text: Text| words.push(text.get(lang).to_owned());
    match form.original {
        Some(true) => add(Text::fixed("原件", "original")),
        Some(false) => add(Text::fixed("可用复印件", "a copy will do")),
        None => {}
    }
    match form.colour {
        Some(true) => add(Text::fixed("彩色", "in colour")),
        Some(false) => add(Text::fixed("可用黑白", "black and white will do")),
        None => {}
    }
    match form.sides {
        Some(2) => add(Text::fixed("两面", "both sides")),
        Some(sides) if sides > 2 => {
            add(Text::new(format!("{sides} 面"), format!("{sides} sides")));
        }
        _ => {}
    }
    match signature(form.signed, form.signed_by.as_deref()) {
        Some(signature) => add(signature),
        None if form.signed == Some(false) => {
            add(Text::fixed("不必签字", "need not be signed"));
        }
        None => {}
    }
    for (asked, yes, no) in [
        (
            form.stamped,
            Text::fixed("盖章", "stamped"),
            Text::fixed("不必盖章", "need not be stamped"),
        ),
        (
            form.fingerprint,
            Text::fixed("按手印", "with a fingerprint"),
            Text::fixed("不必按手印", "without a fingerprint"),
        ),
    ] {
        match asked {
            Some(true) => add(yes),
            Some(false) => add(no),
            None => {}
        }
    }
    if let Some(days) = form.signed_within_days {
        add(Text::new(
            format!("{days} 天内签署"),
            format!("signed within {days} days"),
        ));
    }
    if let Some(days) = form.signed_within_working_days {
        add(Text::new(
            format!("{days} 个工作日内签署"),
            format!("signed within {days} working days"),
        ));
    }
    if let Some(months) = form.signed_within_months {
        add(Text::new(
            format!("{months} 个月内签署"),
            format!("signed within {months} months"),
        ));
    }
    if let Some(media) = &form.media {
        let labels: Vec<&str> = media
            .iter()
            .map(|id| {
                MEDIA
                    .iter()
                    .find(|choice| choice.id == id)
                    .map_or(id.as_str(), |choice| choice.label.get(lang))
            })
            .collect();
        words.push(labels.join(match lang {
            Lang::Zh => "或",
            Lang::En => " or ",
        }));
    }
    if let Some(formats) = &form.formats {
        words.push(formats.join("/"));
    }
    match (form.min_bytes, form.max_bytes) {
        (Some(least), Some(most)) => words.push(format!("{}–{}", size(least), size(most))),
        (None, Some(most)) => words.push(format!("≤{}", size(most))),
        (Some(least), None) => words.push(format!("≥{}", size(least))),
        (None, None) => {}
    }
    words.join(match lang {
        Lang::Zh => "，",
        Lang::En => ", ",
    })
}

/// That something is signed, and by whom: 「法定代表人签字」; `None` where it is not.
pub fn signature(signed: Option<bool>, by: Option<&[String]>) -> Option<Text> {
    let by = by.unwrap_or_default();
    if signed == Some(false) || (signed.is_none() && by.is_empty()) {
        return None;
    }
    if by.is_empty() {
        return Some(Text::fixed("签字", "signed"));
    }
    let labels = |lang: Lang| {
        let labels = by.iter().map(|id| {
            let known = SIGNERS.iter().find(|choice| choice.id == id);
            known.map_or(id.as_str(), |choice| choice.label.get(lang))
        });
        labels.collect::<Vec<&str>>().join(match lang {
            Lang::Zh => "和",
            Lang::En => " and ",
        })
    };
    Some(Text::new(
        format!("{}签字", labels(Lang::Zh)),
        format!("signed by {}", labels(Lang::En)),
    ))
}

/// Bytes in the largest unit that they are whole of.
fn size(bytes: u64) -> String {
    for (unit, name) in [(1024 * 1024, "MB"), (1024, "KB")] {
        if bytes >= unit && bytes.checked_rem(unit) == Some(0) {
            return format!("{} {name}", bytes.checked_div(unit).unwrap_or(0));
        }
    }
    format!("{bytes} B")
}
