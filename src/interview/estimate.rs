//! How much is left to ask: the interview gone through in thought, with likely answers.

use super::machine::{Ask, Interview};
use super::survey::{files, is_unknown};
use super::typical;
use crate::casebook::choice_of;
use crate::draft::{Draft, Node, Place, Slot};
use crate::fields::{DomainField, OrderField, SITUATION};

/// More questions than this are not counted.
const MOST: u32 = 99;

impl Interview<'_> {
    /// About how many questions are left, if answers turn out as they mostly do.
    pub(super) fn left(&self) -> u32 {
        let mut draft = self.draft.clone();
        let day = self.bench.day(&draft);
        let mut left: u32 = 0;
        let one = |left: &mut u32| *left = left.saturating_add(1);
        let order = Place::now(Node::Order);
        let is_set = |draft: &Draft<'_>, field: OrderField| {
            !matches!(
                draft.order.slot(field as usize),
                Slot::Unknown | Slot::Unreadable
            )
        };
        if !is_set(&draft, OrderField::FilingKind) {
            // A few questions tell the kind; a first filing is what most come for.
            left = 4_u32.saturating_sub(self.answered()).max(1);
            draft
                .order
                .put(OrderField::FilingKind as usize, Slot::Code(0));
        }
        for field in [OrderField::FilingProvince, OrderField::FilingProvider] {
            if !is_set(&draft, field)
                && !self
                    .skipped
                    .contains(&Ask::Field(order.field(field as usize)))
            {
                one(&mut left);
            }
        }
        if !is_set(&draft, OrderField::SubjectKind)
            && !self
                .skipped
                .contains(&Ask::Field(order.field(OrderField::SubjectKind as usize)))
        {
            one(&mut left);
            draft
                .order
                .put(OrderField::SubjectKind as usize, Slot::Code(1));
        }
        if choice_of(&draft).province.is_none() {
            // Without a province there are no rules to ask; this is what a first filing takes.
            return left.saturating_add(22);
        }
        let mut unfinished = self.document.unfinished();
        let name = order.field(OrderField::SubjectName as usize);
        if files(&draft) && is_unknown(&draft, name) && !self.skipped.contains(&Ask::Field(name)) {
            one(&mut left);
            typical::assume(&mut draft, name, day);
        }
        let Some(judge) = self.bench.judge(&draft) else {
            return left;
        };
        while left < MOST {
            let outcome = judge.outcome(&draft);
            let waiting = self.waiting(&judge, &draft, &outcome.unknown, &unfinished);
            let Some(ask) = waiting.first() else {
                break;
            };
            one(&mut left);
            match ask {
                Ask::Field(path) | Ask::Add(path) | Ask::Approvals(path) | Ask::Systems(path) => {
                    typical::assume(&mut draft, *path, day);
                    if let Ask::Add(list) = ask
                        && matches!(list.place.node, Node::Service(_))
                    {
                        // The list is added to by its first domain's name.
                        let Node::Service(service) = list.place.node else {
                            continue;
                        };
                        let name = Place::now(Node::Domain(service, 0));
                        typical::assume(&mut draft, name.field(DomainField::Name as usize), day);
                    }
                }
                Ask::Previous => {
                    typical::assume(&mut draft, Place::previous(Node::Order).whole(), day);
                }
                Ask::More(list) => {
                    let done = list.to_string();
                    unfinished.retain(|list| *list != done);
                }
                Ask::Situation(_) | Ask::AtHand => break,
            }
        }
        let hand = !self.draft.attachments.is_known() && !self.skipped.contains(&Ask::AtHand);
        left.saturating_add(u32::from(hand))
    }

    /// How many questions about the situation have been answered.
    fn answered(&self) -> u32 {
        let answered = SITUATION
            .iter()
            .filter(|question| self.document.recalled(question.key).is_some());
        u32::try_from(answered.count()).unwrap_or(u32::MAX)
    }
}
