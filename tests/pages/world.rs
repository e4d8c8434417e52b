//! All that the pages tell of: the rules of the nation and of every province, laid out once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use beian::compare::{Aspect, Extent, Manner, contrast};
use beian::explain::{Atlas, Scribe, Sheet, Sources};
use beian::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use beian::ruleset::{Choice, Library, Origin, Param, Rule, Ruleset, Value};
use beian::text::Lang;
use serde::Deserialize;

/// The language of the pages.
pub const ZH: Lang = Lang::Zh;
const EVERYWHERE: Choice = Choice {
    province: None,
    provider: None,
};

/// What the pages are put together from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    pub asked: Vec<Asked>,
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
}

/// A part of the pages, by subject.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub slug: String,
    pub zh: String,
    /// National rule files, without their ending.
    pub files: Vec<String>,
    /// Rules of a province's own.
    pub rules: Vec<String>,
    /// Topics of guidance.
    pub topics: Vec<String>,
}

/// A value that is often asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub zh: String,
    pub value: String,
    pub subject: Option<String>,
}

/// What an applicant asks, and what answers it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub section: String,
    pub zh: String,
    pub lead: String,
    #[serde(default)]
    pub values: Vec<String>,
    /// Values after the first are told of provinces only whose first value has this word.
    pub further: Option<String>,
    pub subject: Option<String>,
    pub filing: Option<String>,
    #[serde(default)]
    pub rules: Vec<String>,
    #[serde(default)]
    pub documents: Vec<String>,
    #[serde(default)]
    pub facts: Vec<String>,
}

/// A reason for which filings are turned back.
#[derive(Deserialize)]
pub struct Rejection {
    pub stage: String,
    pub reason: HashMap<String, String>,
    #[serde(default)]
    pub rules: Vec<String>,
    #[serde(default)]
    pub documents: Vec<String>,
    pub unseen: Option<HashMap<String, String>>,
    pub source: String,
}

#[derive(Deserialize)]
struct Rejections {
    rejection: Vec<Rejection>,
}

/// The rules, and what is asked of them again and again.
pub struct World {
    pub library: Library,
    pub atlas: Atlas,
    pub outline: Outline,
    pub rejections: Vec<Rejection>,
    says: RefCell<HashMap<Asking, Option<String>>>,
}

/// A parameter of a rule, by its name, on a sheet, for a kind of filing and of subject.
type Asking = (usize, String, String, Option<u8>, Option<u8>);

/// The root of the repository.
pub fn home() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read<T: serde::de::DeserializeOwned>(path: &str) -> T {
    let text = fs::read_to_string(home().join(Path::new(path))).expect(path);
    toml::from_str(&text).expect(path)
}

impl World {
    pub fn load() -> Self {
        let library = Library::embedded();
        let Ok(atlas) = Atlas::load(&library, EVERYWHERE) else {
            panic!("the embedded rules have faults");
        };
        let outline: Outline = read("rules/accounts/questions.toml");
        let rejections: Rejections = read("rules/accounts/rejections.toml");
        Self {
            library,
            atlas,
            outline,
            rejections: rejections.rejection,
            says: RefCell::default(),
        }
    }

    /// The rules of the nation.
    pub fn national(&self) -> &Sheet {
        &self.atlas.sheets()[0]
    }

    /// The provinces, by their place among the sheets.
    pub fn provinces(&self) -> Vec<(usize, &Sheet)> {
        let sheets = self.atlas.sheets().iter().enumerate();
        sheets
            .filter(|(_, sheet)| sheet.choice.province.is_some() && sheet.choice.provider.is_none())
            .collect()
    }

    /// The evidence.
    pub fn sources(&self) -> Sources<'_> {
        Sources::new(&self.library, &self.national().ruleset.as_of, ZH)
    }

    /// A rule, with the sheet that declares it.
    pub fn rule(&self, id: &str) -> (&Sheet, &Rule) {
        let found = self.atlas.rule(id);
        *found.first().unwrap_or_else(|| panic!("no rule {id}"))
    }

    /// The section of a rule.
    pub fn section_of_rule(&self, id: &str) -> &Section {
        let (sheet, rule) = self.rule(id);
        let file = file_of(&sheet.ruleset, rule.origin);
        let stem = file
            .strip_prefix("rules/national/")
            .and_then(|name| name.strip_suffix(".toml"));
        let own = |section: &&Section| match stem {
            Some(stem) => section.files.iter().any(|own| own == stem),
            None => section.rules.iter().any(|own| own == id),
        };
        let found = self.outline.sections.iter().find(own);
        found.unwrap_or_else(|| {
            panic!("{id} of {file}: name its section in rules/accounts/questions.toml")
        })
    }

    /// The section of a topic of guidance.
    pub fn section_of_topic(&self, topic: &str) -> &Section {
        let mut sections = self.outline.sections.iter();
        let found = sections.find(|section| section.topics.iter().any(|own| own == topic));
        found.unwrap_or_else(|| {
            panic!("topic {topic}: name its section in rules/accounts/questions.toml")
        })
    }

    /// What a sheet says of a parameter, in words; `None`: the rule has no such parameter there, or
    /// holds for no such filing.
    pub fn value(
        &self,
        sheet: usize,
        rule: &str,
        param: &str,
        filing: Option<u8>,
        subject: Option<u8>,
    ) -> Option<String> {
        let key = (sheet, rule.to_owned(), param.to_owned(), filing, subject);
        if let Some(known) = self.says.borrow().get(&key) {
            return known.clone();
        }
        let manner = Manner {
            extent: Extent::of(filing, subject),
            lang: ZH,
            guidance: false,
            only: Some(rule),
            but: &[],
        };
        let sheets = self.atlas.sheets();
        let told = contrast(&[&sheets[sheet]], &manner);
        let aspects = told.rules.into_iter().flat_map(|rule| rule.aspects);
        let mut all: HashMap<String, Vec<Aspect>> = HashMap::new();
        for aspect in aspects {
            if let Some(name) = aspect.name.clone().filter(|_| aspect.aspect == "parameter") {
                all.entry(name).or_default().push(aspect);
            }
        }
        let mut says = self.says.borrow_mut();
        let rule_of_sheet = sheets[sheet].ruleset.rule(rule);
        for own in rule_of_sheet.iter().flat_map(|rule| &rule.params) {
            let said = all.get(&own.name).map(|aspects| {
                let said = joined(aspects);
                let note = self.words_note(sheet, rule, own);
                format!("{said}{note}")
            });
            let key = (sheet, rule.to_owned(), own.name.clone(), filing, subject);
            says.insert(key, said);
        }
        says.get(&key).cloned().flatten()
    }

    /// What a province says of a rule's parameters and the nation does not: what it is of, what the
    /// province says, and what the nation does.
    pub fn differences(&self, sheet: usize, rule: &Rule) -> Vec<(String, String, String)> {
        let manner = Manner {
            extent: Extent::of(None, None),
            lang: ZH,
            guidance: false,
            only: Some(&rule.id),
            but: &[],
        };
        let sheets = self.atlas.sheets();
        let told = contrast(&[&sheets[0], &sheets[sheet]], &manner);
        let aspects = told.rules.into_iter().flat_map(|rule| rule.aspects);
        let mut found: Vec<(String, String, String)> = Vec::new();
        for aspect in aspects.filter(|own| own.aspect == "parameter") {
            let name = aspect.name.as_deref();
            let param = rule
                .params
                .iter()
                .find(|own| Some(own.name.as_str()) == name);
            let is_told = param.is_some_and(|param| param.like.is_some());
            let value = |at: usize| match aspect.values[at].as_deref() {
                None | Some(NOT_SET) => NOTHING.to_owned(),
                Some(value) => value.to_owned(),
            };
            let (nation, own) = (value(0), value(1));
            if is_told || nation == own {
                continue;
            }
            let scope = aspect
                .scope
                .map_or_else(String::new, |scope| format!("（{scope}）"));
            found.push((format!("{}{scope}", aspect.label), own, nation));
        }
        found
    }

    /// What the words of a province's list are that the national list has not, and the other way
    /// round: of long lists only the first few are told.
    fn words_note(&self, sheet: usize, rule: &str, param: &Param) -> String {
        let sheet = &self.atlas.sheets()[sheet];
        if sheet.choice.province.is_none() {
            return String::new();
        }
        let national: Vec<&str> = all_words(param);
        let mut own: Vec<&str> = Vec::new();
        let mut is_set = false;
        let Some(rule) = sheet.ruleset.rule(rule) else {
            return String::new();
        };
        let index = rule.params.iter().position(|own| own.name == param.name);
        for set in &rule.sets {
            for (at, value) in &set.values {
                if let (true, Value::Words(words)) = (Some(*at) == index, value) {
                    is_set = true;
                    own.extend(words.iter().map(String::as_str));
                }
            }
        }
        if !is_set || own.len() <= 6 || national.is_empty() {
            return String::new();
        }
        let only = |these: &[&str], those: &[&str]| -> Vec<String> {
            let mut only: Vec<String> = Vec::new();
            for word in these.iter().filter(|word| !those.contains(word)) {
                let word = format!("“{word}”");
                if !only.contains(&word) {
                    only.push(word);
                }
            }
            only
        };
        let mut parts = Vec::new();
        for (name, words) in [
            ("比全国多", only(&own, &national)),
            ("比全国少", only(&national, &own)),
        ] {
            if !words.is_empty() {
                parts.push(format!("{name}：{}", words.join("、")));
            }
        }
        if parts.is_empty() {
            return String::new();
        }
        format!("（{}）", parts.join("；"))
    }
}

/// The words that a list has by default.
pub fn all_words(param: &Param) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for (_, value) in &param.defaults {
        if let Value::Words(words) = value {
            for word in words {
                if !all.contains(&word.as_str()) {
                    all.push(word);
                }
            }
        }
    }
    all
}

/// What is said of a parameter for some filings and subjects, as one text.
fn joined(aspects: &[Aspect]) -> String {
    let value = |aspect: &Aspect| {
        let value = aspect.values.iter().flatten().next();
        value.cloned().unwrap_or_default()
    };
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for aspect in aspects {
        let value = value(aspect);
        let scope = aspect.scope.clone().unwrap_or_default();
        match parts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, scopes)) => scopes.push(scope),
            None => parts.push((value, vec![scope])),
        }
    }
    // Who has nothing said of them is not named.
    let says_something = parts.iter().any(|(value, _)| value != NOT_SET);
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(value, _)| !says_something || value != NOT_SET)
        .map(|(value, scopes)| {
            let scopes: Vec<String> = scopes.into_iter().filter(|own| !own.is_empty()).collect();
            let value = if value == NOT_SET {
                NOTHING.to_owned()
            } else {
                value
            };
            match scopes.as_slice() {
                [] => value,
                _ => format!("{}：{value}", scopes.join("，或")),
            }
        })
        .collect();
    parts.join("；")
}

const NOT_SET: &str = "没有设定";
/// What is told of a value that nobody sets.
pub const NOTHING: &str = "没有规定";

/// The name of the file of a part.
pub fn file_of(ruleset: &Ruleset, origin: Origin) -> &str {
    ruleset.files[origin.file].name.as_str()
}

/// Whether a part is written in a province's own file.
pub fn is_provincial(ruleset: &Ruleset, origin: Origin) -> bool {
    file_of(ruleset, origin).starts_with("rules/provinces/")
}

/// A kind of subject by its id.
pub fn subject(id: Option<&str>) -> Option<u8> {
    index(SUBJECT_KINDS.iter().map(|choice| choice.id), id)
}

/// A kind of filing by its id.
pub fn filing(id: Option<&str>) -> Option<u8> {
    index(FILING_KINDS.iter().map(|choice| choice.id), id)
}

fn index<'a>(mut ids: impl Iterator<Item = &'a str>, id: Option<&str>) -> Option<u8> {
    let id = id?;
    let at = ids.position(|own| own == id);
    let at = at.unwrap_or_else(|| panic!("no kind {id}"));
    u8::try_from(at).ok()
}

/// What puts the parts of a sheet in words.
pub fn scribe(sheet: &Sheet) -> Scribe<'_> {
    Scribe::new(sheet, ZH)
}

/// A rule and a parameter of it, `rule.parameter`.
pub fn split(value: &str) -> (&str, &str) {
    value.split_once('.').unwrap_or_else(|| panic!("{value}"))
}
