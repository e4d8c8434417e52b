//! Changes of documents' forms that could be otherwise unnoticed.

use std::collections::HashSet;

use super::bench::{Address, Bench, joined};
use super::change::of_form;
use crate::casebook::open::Ready;
use crate::casebook::outcome::of_document;
use crate::casebook::read::Subject;
use crate::casebook::run::is_as_told;
use crate::evaluate::{Plan, evaluate, form_of};
use crate::ruleset::{Form, FormChange};
use crate::text::Text;

/// Tells of them.
pub(super) fn tell(bench: &mut Bench<'_>) {
    let mut tried = HashSet::new();
    for ruleset in bench.rulesets.clone() {
        for change in &ruleset.forms {
            let at = bench.address(ruleset, change.origin, 0);
            let Some(at) = at.filter(|at| tried.insert(*at)) else {
                continue;
            };
            let mut left = of_form(&change.form);
            bench.tried = bench.tried.saturating_add(left.len());
            for ready in bench.cases {
                left.retain(|(form, _)| !notices(ready, at, form));
            }
            if left.is_empty() {
                continue;
            }
            let (zh, en) = joined(left.iter().map(|(_, text)| text));
            let message = Text::new(
                format!("材料形式：{zh}，没有用例发现"),
                format!("the form: {en}, and no case notices"),
            );
            let help = Text::fixed(
                "在一个材料用例里写 form = { … }",
                "write form = { … } in a case of a document",
            );
            bench.tell(
                ruleset,
                change.origin.file,
                change.origin.span,
                message,
                help,
            );
        }
    }
}

/// Whether a case notices that a change of forms is another one.
fn notices(ready: &Ready<'_>, at: Address<'_>, form: &Form) -> bool {
    let (case, ruleset) = (ready.case, ready.ruleset);
    let Some(document) = ruleset.documents.get(ready.about) else {
        return false;
    };
    if !matches!(case.subject, Subject::Document(_)) || case.form == Form::default() {
        return false;
    }
    let is_it = |change: &FormChange| {
        let file = ruleset.files.get(change.origin.file);
        change.origin.span.start == at.1 && file.is_some_and(|file| file.name == at.0)
    };
    let mut forms = ruleset.forms.clone();
    let Some(own) = forms.iter_mut().find(|change| is_it(change)) else {
        return false;
    };
    own.form = form.clone();
    let plan = Plan::new(ruleset, ready.key);
    let evaluation = evaluate(&plan, &ready.facts);
    let (_, of) = of_document(case, ready.about, ruleset, &ready.facts, &evaluation);
    of.is_some_and(|of| !is_as_told(&case.form, &form_of(&forms, &ready.facts, document, of)))
}
