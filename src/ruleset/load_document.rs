//! `[[document]]`, `[[require]]` and `[[form]]` from their written form.

use super::keys::Keys;
use super::load_place::read_mount;
use super::load_rule::{need_facts, owned, read_facts, read_severity};
use super::model::{
    Document, Form, FormChange, Guidance, Origin, Papers, Require, Severity, Stage,
};
use super::parse_condition::{Reach, unknown_param};
use super::parse_test::read_bundles;
use super::selection::read_selection;
use super::value::ParamKind;
use crate::fields::choices::SIGNERS;
use crate::fields::{Scope, nearest};
use crate::source::Node;
use crate::text::Text;

/// Reads a document of a layer.
pub fn read_document(
    keys: &Keys<'_>,
    layer: usize,
    file: usize,
    reach: Reach<'_>,
) -> Option<Document> {
    let id = keys.need_text("id")?;
    let stage = match keys.text("stage") {
        None => Stage::Upload,
        Some(word) => Stage::of_id(word).unwrap_or_else(|| {
            reach.faults.add(
                keys.node("stage").map_or(keys.span(), |node| node.span),
                Text::fixed(
                    "写 prepare、upload、on-site 或 after-approval",
                    "write prepare, upload, on-site or after-approval",
                ),
            );
            Stage::Upload
        }),
    };
    let facts = read_facts(keys);
    let document = Document {
        id: id.to_owned(),
        aliases: owned(keys.texts("aliases")),
        name: keys.need_bilingual("name"),
        of: keys.node("of").and_then(|node| read_mount(node, reach)),
        stage,
        form: keys
            .node("form")
            .and_then(|node| Keys::of(node, reach.faults))
            .map(|keys| {
                let form = read_form(&keys);
                keys.finish();
                form
            })
            .unwrap_or_default(),
        note: keys.bilingual("note"),
        of_access: keys.bool("of_access") == Some(true),
        facts,
        layer,
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    let reason = keys.bilingual("reason");
    need_facts(keys, &document.facts, reason.as_ref(), reach);
    keys.finish();
    Some(document)
}

/// Reads a requirement of a layer.
pub fn read_require(
    keys: &Keys<'_>,
    layer: usize,
    file: usize,
    reach: Reach<'_>,
) -> Option<Require> {
    let scope = match keys.text("each") {
        None => Scope::Order,
        Some(name) => Scope::of_name(name).unwrap_or_else(|| {
            let help = nearest(name, Scope::all().map(Scope::name)).map(|near| {
                Text::new(
                    format!("是不是 {near}？"),
                    format!("did you mean `{near}`?"),
                )
            });
            reach.faults.add_with_help(
                keys.node("each").map_or(keys.span(), |node| node.span),
                Text::fixed(
                    "写 order person service domain platform pre_approval attachment 之一",
                    "write one of order person service domain platform pre_approval attachment",
                ),
                help,
            );
            Scope::Order
        }),
    };
    let reach = Reach { scope, ..reach };
    let papers = read_papers(keys, reach);
    let facts = read_facts(keys);
    let reason = keys.bilingual("reason");
    need_facts(keys, &facts, reason.as_ref(), reach);
    let require = Require {
        papers: papers.unwrap_or(Papers::Fixed(Vec::new())),
        scope,
        of: keys.node("of").and_then(|node| read_mount(node, reach)),
        selection: read_selection(keys, reach),
        silent: keys.bool("unless_unknown") == Some(true),
        layer,
        why: keys.bilingual("why"),
        asks: keys.bilingual("asks"),
        facts,
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    keys.finish();
    Some(require)
}

/// Reads a change of forms.
pub fn read_form_change(keys: &Keys<'_>, file: usize, reach: Reach<'_>) -> FormChange {
    let facts = read_facts(keys);
    let reason = keys.bilingual("reason");
    need_facts(keys, &facts, reason.as_ref(), reach);
    let change = FormChange {
        document: keys.text("document").map(str::to_owned),
        form: read_form(keys),
        severity: keys
            .node("severity")
            .and_then(|node| read_severity(node, reach))
            .unwrap_or(Severity::Error),
        selection: read_selection(keys, reach),
        facts,
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    keys.finish();
    change
}

/// Reads a sentence that is good to know.
pub fn read_guidance(keys: &Keys<'_>, layer: usize, file: usize, reach: Reach<'_>) -> Guidance {
    let facts = read_facts(keys);
    let reason = keys.bilingual("reason");
    need_facts(keys, &facts, reason.as_ref(), reach);
    let owned_text = |key: &'static str| keys.text(key).map(str::to_owned);
    let guidance = Guidance {
        id: owned_text("id"),
        about: owned_text("about"),
        topic: owned_text("topic"),
        severity: keys
            .node("severity")
            .and_then(|node| read_severity(node, reach))
            .unwrap_or(Severity::Notice),
        selection: read_selection(keys, reach),
        text: keys.need_bilingual("text"),
        facts,
        layer,
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    keys.finish();
    guidance
}

/// What a document must look like.
pub fn read_form(keys: &Keys<'_>) -> Form {
    let list = |key: &'static str| keys.texts(key).map(|texts| owned(Some(texts)));
    Form {
        original: keys.bool("original"),
        colour: keys.bool("colour"),
        sides: keys.count("sides"),
        media: list("media"),
        formats: list("formats"),
        min_bytes: keys.count("min_bytes"),
        max_bytes: keys.count("max_bytes"),
        signed: keys.bool("signed"),
        stamped: keys.bool("stamped"),
        fingerprint: keys.bool("fingerprint"),
        signed_by: read_signers(keys),
        signed_within_days: keys.count("signed_within_days"),
        signed_within_working_days: keys.count("signed_within_working_days"),
        signed_within_months: keys.count("signed_within_months"),
    }
}

/// Who signs a document.
fn read_signers(keys: &Keys<'_>) -> Option<Vec<String>> {
    let signers = owned(Some(keys.texts("signed_by")?));
    let is_known = |id: &String| SIGNERS.iter().any(|signer| signer.id == id);
    if !signers.iter().all(is_known)
        && let Some(node) = keys.node("signed_by")
    {
        let ids: Vec<&str> = SIGNERS.iter().map(|signer| signer.id).collect();
        let ids = ids.join(" ");
        keys.faults().add(
            node.span,
            Text::new(format!("写 {ids} 里的"), format!("write some of {ids}")),
        );
    }
    Some(signers)
}

/// Which documents: `document = "a"`, `documents = ["a", "b"]` (all of them), or
/// `any_of = [["a"], ["b", "c"]]`; the last two also as a parameter of the rule.
pub fn read_papers(keys: &Keys<'_>, reach: Reach<'_>) -> Option<Papers> {
    if let Some(node) = keys.node("document") {
        let id = node.as_str();
        if id.is_none() {
            reach.faults.add(
                node.span,
                Text::fixed("写材料号", "a document's id is expected here"),
            );
        }
        return id.map(|id| Papers::Fixed(vec![vec![id.to_owned()]]));
    }
    if let Some(node) = keys.node("documents") {
        if let Some(param) = paper_param(node, reach) {
            return Some(Papers::Param(param));
        }
        let nested = node
            .as_array()
            .is_some_and(|items| items.iter().any(|item| item.as_array().is_some()));
        let bundles = read_bundles(node, reach)?;
        return Some(Papers::Fixed(if nested {
            bundles
        } else {
            vec![bundles.into_iter().flatten().collect()]
        }));
    }
    if let Some(node) = keys.node("any_of") {
        if let Some(param) = paper_param(node, reach) {
            return Some(Papers::Param(param));
        }
        return read_bundles(node, reach).map(Papers::Fixed);
    }
    keys.missing("document");
    None
}

fn paper_param(node: &Node, reach: Reach<'_>) -> Option<usize> {
    let name = node.as_str()?.strip_prefix('$')?;
    let index = reach
        .params
        .iter()
        .position(|param| param.name == name && param.kind == ParamKind::Documents);
    if index.is_none() {
        unknown_param(name, node.span, reach);
    }
    index
}
