//! `[[base]]` and `[[case]]` from their written form.

use std::rc::Rc;

use chrono::NaiveDate;

use super::files::read_files;
use super::tree::{overlay, put, take_out};
use crate::draft::Path;
use crate::facts::{Elsewhere, FileState, Files, Look};
use crate::ruleset::{Faults, Form, Keys, read_form, subjects_of};
use crate::source::{Node, Problem, SourceFile, Span, Table, Value, parse_toml};
use crate::text::Text;

/// A draft that cases change one thing in.
#[derive(Debug, Clone)]
pub struct Base {
    /// Its id.
    pub id: String,
    /// The base that it is laid over.
    pub base: Option<String>,
    /// What it says.
    pub draft: Table,
    /// The keys that it takes out.
    pub drop: Vec<String>,
}

/// What a case is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A rule.
    Rule(String),
    /// A document.
    Document(String),
    /// A step.
    Step(String),
}

/// A case: a draft, and what is to come out.
#[derive(Debug, Clone)]
pub struct Case {
    /// The file it stands in, by its index in the book.
    pub file: usize,
    /// Where in it.
    pub span: Span,
    /// What it is about.
    pub subject: Subject,
    /// What it shows.
    pub name: String,
    /// The base that it is laid over.
    pub base: String,
    /// `filing.province`, `filing.provider` and `filing.kind`, where it names them.
    pub filing: [(&'static str, Option<String>); 3],
    /// The day of submission.
    pub as_of: Option<NaiveDate>,
    /// What it says.
    pub draft: Table,
    /// The keys that it takes out.
    pub drop: Vec<String>,
    /// What is to come out.
    pub expect: String,
    /// Where.
    pub at: Option<String>,
    /// The rule's branch that is looked at; absent: all.
    pub branch: Option<String>,
    /// Whether no other rule may report an error.
    pub only: bool,
    /// What the document must look like; of what is not said, nothing is asked.
    pub form: Form,
    /// The files that attachments find; absent: nobody looks at files.
    pub files: Option<CaseFiles>,
    /// What stood in earlier drafts; absent: nobody compares drafts.
    pub elsewhere: Option<CaseElsewhere>,
    /// When the step ends, at the earliest and at the latest.
    pub ends: Option<(NaiveDate, NaiveDate)>,
    /// What the step's sentence says.
    pub says: Option<String>,
    /// The published reason for rejection that it shows, by its id in `accounts/rejections.toml`.
    pub rejection: Option<String>,
}

/// Files as a case has them: what a look at each path gives. What is not named is missing.
#[derive(Debug, Clone)]
pub struct CaseFiles(Vec<(String, Rc<Look>)>);

impl Files for CaseFiles {
    fn look(&self, file: &str) -> Rc<Look> {
        self.0.iter().find(|(name, _)| name == file).map_or_else(
            || Rc::new(Look::of(FileState::Missing)),
            |(_, look)| Rc::clone(look),
        )
    }
}

/// Earlier drafts as a case has them: which one a value stood in, by the path that it stands at now.
#[derive(Debug, Clone)]
pub struct CaseElsewhere(Vec<(String, String)>);

impl Elsewhere for CaseElsewhere {
    fn earlier(&self, path: Path) -> Option<&str> {
        let path = path.to_string();
        self.0
            .iter()
            .find(|(own, _)| *own == path)
            .map(|(_, draft)| draft.as_str())
    }
}

/// What a word list is known by, so that nobody changes it unawares.
#[derive(Debug, Clone)]
pub struct Digest {
    /// The file it stands in, by its index in the book.
    pub file: usize,
    /// Where in it.
    pub span: Span,
    /// The list.
    pub list: String,
    /// Its digest.
    pub sha256: String,
    /// Where that stands.
    pub value: Span,
}

/// Changes of a parameter that make no difference, so that no case can notice them.
#[derive(Debug, Clone)]
pub struct Indifferent {
    /// The file it stands in, by its index in the book.
    pub file: usize,
    /// Where in it.
    pub span: Span,
    /// The rule.
    pub rule: String,
    /// Its parameter.
    pub param: String,
    /// Kinds of subject that the value is for, a bit each; absent: any.
    pub subjects: Option<u64>,
    /// The rule file where the value stands, by the end of its name; absent: any.
    pub within: Option<String>,
    /// Which members or other values; absent: all.
    pub values: Option<Vec<String>>,
}

/// All cases that there are.
#[derive(Debug, Default)]
pub struct Casebook {
    /// The files.
    pub files: Vec<SourceFile>,
    /// The bases.
    pub bases: Vec<Base>,
    /// The cases.
    pub cases: Vec<Case>,
    /// The digests of word lists.
    pub digests: Vec<Digest>,
    /// The changes that make no difference.
    pub indifferent: Vec<Indifferent>,
    /// The day of submission where a case names none.
    pub as_of: Option<NaiveDate>,
    /// What is wrong with the files.
    pub faults: Vec<(usize, Problem)>,
}

/// What a case may expect of a rule.
pub const RULE_OUTCOMES: &[&str] = &["error", "warning", "notice", "pass", "unknown"];

/// What a case may expect of a document.
pub const DOCUMENT_OUTCOMES: &[&str] =
    &["missing", "provided", "undetermined", "invalid", "absent"];

/// What a case may expect of a step.
pub const STEP_OUTCOMES: &[&str] = &["shown", "undetermined", "absent"];

impl Casebook {
    /// Adds the bases and cases of a file.
    pub fn add(&mut self, source: SourceFile) {
        let index = self.files.len();
        let parsed = parse_toml(&source);
        let faults = Faults::default();
        let root = Keys::new(&parsed.root, Span::default(), &faults);
        if let Some(day) = root.day("as_of") {
            self.as_of = Some(day);
        }
        for keys in root.tables("base") {
            let draft = table(&keys, "draft");
            self.bases.push(Base {
                id: keys.need_text("id").unwrap_or_default().to_owned(),
                base: keys.text("base").map(str::to_owned),
                draft,
                drop: texts(&keys, "drop"),
            });
            keys.finish();
        }
        for keys in root.tables("case") {
            if let Some(case) = read_case(&keys, index) {
                self.cases.push(case);
            }
        }
        for keys in root.tables("indifferent") {
            self.indifferent.extend(read_indifferent(&keys, index));
        }
        for keys in root.tables("digest") {
            let value = keys.node("sha256").map_or(keys.span(), |node| node.span);
            let list = keys.need_text("list").map(str::to_owned);
            let sha256 = keys.need_text("sha256").map(str::to_owned);
            keys.finish();
            if let (Some(list), Some(sha256)) = (list, sha256) {
                self.digests.push(Digest {
                    file: index,
                    span: keys.span(),
                    list,
                    sha256,
                    value,
                });
            }
        }
        let problems = parsed.problems.into_iter().chain(faults.take());
        self.faults.extend(problems.map(|problem| (index, problem)));
        self.files.push(source);
    }

    /// The whole draft of a case.
    pub fn draft(&self, case: &Case) -> Result<Table, Text> {
        let mut draft = self.base(&case.base, 0)?;
        for (key, value) in &case.filing {
            if let Some(value) = value {
                put(&mut draft, "filing", key, value);
            }
        }
        drop_keys(&mut draft, &case.drop)?;
        overlay(&mut draft, &case.draft);
        Ok(draft)
    }

    fn base(&self, id: &str, depth: usize) -> Result<Table, Text> {
        let Some(base) = self.bases.iter().find(|base| base.id == id) else {
            return Err(Text::new(
                format!("没有叫 {id} 的 [[base]]"),
                format!("no [[base]] is called `{id}`"),
            ));
        };
        let mut draft = match &base.base {
            // A base of a base of a base … of itself would go on for ever.
            Some(_) if depth > 16 => {
                return Err(Text::fixed(
                    "[[base]] 互相引用成环",
                    "the [[base]]s refer to one another in a circle",
                ));
            }
            Some(below) => self.base(below, depth.saturating_add(1))?,
            None => Table::default(),
        };
        drop_keys(&mut draft, &base.drop)?;
        overlay(&mut draft, &base.draft);
        Ok(draft)
    }
}

fn drop_keys(draft: &mut Table, keys: &[String]) -> Result<(), Text> {
    for key in keys {
        if !take_out(draft, key) {
            return Err(Text::new(
                format!("drop 里的 {key} 本来就不在草稿里"),
                format!("`{key}` in `drop` is not in the draft"),
            ));
        }
    }
    Ok(())
}

fn read_case(keys: &Keys<'_>, file: usize) -> Option<Case> {
    let about = (keys.text("rule"), keys.text("document"), keys.text("step"));
    let subject = match about {
        (Some(rule), None, None) => Subject::Rule(rule.to_owned()),
        (None, Some(document), None) => Subject::Document(document.to_owned()),
        (None, None, Some(step)) => Subject::Step(step.to_owned()),
        _ => {
            keys.missing("rule");
            return None;
        }
    };
    let outcomes = match subject {
        Subject::Rule(_) => RULE_OUTCOMES,
        Subject::Document(_) => DOCUMENT_OUTCOMES,
        Subject::Step(_) => STEP_OUTCOMES,
    };
    let expect = keys.need_text("expect")?;
    if !outcomes.contains(&expect) {
        keys.faults().add(
            keys.node("expect").map_or(keys.span(), |node| node.span),
            Text::new(
                format!("expect 写下列之一：{}", outcomes.join(" ")),
                format!("`expect` is one of {}", outcomes.join(" ")),
            ),
        );
    }
    let owned = |key: &'static str| keys.text(key).map(str::to_owned);
    let case = Case {
        file,
        span: keys.span(),
        subject,
        name: owned("name").unwrap_or_default(),
        base: owned("base").unwrap_or_else(|| "enterprise".to_owned()),
        filing: [
            ("province", owned("province")),
            ("provider", owned("provider")),
            ("kind", owned("filing")),
        ],
        as_of: keys.day("as_of"),
        draft: table(keys, "draft"),
        drop: texts(keys, "drop"),
        expect: expect.to_owned(),
        at: owned("at"),
        branch: owned("branch"),
        only: keys.bool("only") != Some(false),
        form: form(keys),
        files: read_files(keys).map(CaseFiles),
        elsewhere: elsewhere(keys),
        ends: read_ends(keys),
        says: owned("says"),
        rejection: owned("rejection"),
    };
    keys.finish();
    Some(case)
}

/// `ends = ["2026-02-25", "2026-03-05"]`, or one day.
fn read_ends(keys: &Keys<'_>) -> Option<(NaiveDate, NaiveDate)> {
    let node = keys.node("ends")?;
    let day = |node: &Node| match &node.value {
        Value::Date(day) => Some(*day),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    let read = match node.as_array() {
        Some([earliest, latest]) => day(earliest).zip(day(latest)),
        Some(_) => None,
        None => day(node).map(|day| (day, day)),
    };
    if read.is_none() {
        keys.faults().add(
            node.span,
            Text::fixed(
                "ends 写一天，或最早和最晚两天",
                "`ends` is a day, or the earliest and the latest",
            ),
        );
    }
    read
}

fn read_indifferent(keys: &Keys<'_>, file: usize) -> Option<Indifferent> {
    let (rule, param) = (keys.need_text("rule"), keys.need_text("param"));
    let within = keys.text("within").map(str::to_owned);
    let values = keys.texts("values");
    let subjects = keys.texts("subjects").map(|words| {
        let masks = words.into_iter().filter_map(subjects_of);
        masks.fold(0, |whole, mask| whole | mask)
    });
    keys.need_bilingual("reason");
    keys.finish();
    Some(Indifferent {
        file,
        span: keys.span(),
        rule: rule?.to_owned(),
        param: param?.to_owned(),
        subjects,
        within,
        values: values.map(|values| values.into_iter().map(str::to_owned).collect()),
    })
}

fn form(keys: &Keys<'_>) -> Form {
    let Some(inner) = keys
        .node("form")
        .and_then(|node| Keys::of(node, keys.faults()))
    else {
        return Form::default();
    };
    let form = read_form(&inner);
    inner.finish();
    form
}

/// `elsewhere = { "principal.mobile" = "a.toml" }`.
fn elsewhere(keys: &Keys<'_>) -> Option<CaseElsewhere> {
    let table = keys.node("elsewhere")?.as_table()?;
    let mut drafts = Vec::new();
    for entry in &table.entries {
        match entry.node.as_str() {
            Some(draft) => drafts.push((entry.key.clone(), draft.to_owned())),
            None => keys.faults().add(
                entry.node.span,
                Text::fixed("写那份草稿的名字", "write the name of that draft"),
            ),
        }
    }
    Some(CaseElsewhere(drafts))
}

fn table(keys: &Keys<'_>, key: &'static str) -> Table {
    keys.node(key)
        .and_then(Node::as_table)
        .cloned()
        .unwrap_or_default()
}

fn texts(keys: &Keys<'_>, key: &'static str) -> Vec<String> {
    keys.texts(key)
        .unwrap_or_default()
        .into_iter()
        .map(str::to_owned)
        .collect()
}
