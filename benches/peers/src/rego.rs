//! regorus, by its virtual machine and by its interpreter.

use anyhow::{Result, anyhow};
use chrono::{Days, Months, NaiveDate};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};

use super::bit;

/// The set of names of rules that fail.
const RULE: &str = "data.filing.deny";

/// A line as a value of regorus.
pub fn parsed(line: &str) -> Result<Value> {
    Value::from_json_str(line)
}

/// The policy with the days that it compares with.
fn engine(policy: &str, as_of: NaiveDate) -> Result<Engine> {
    let later = |days| {
        let day = as_of.checked_add_days(Days::new(days)).unwrap_or(as_of);
        day.to_string()
    };
    let of_age = as_of.checked_sub_months(Months::new(18 * 12));
    let of_age = of_age.unwrap_or(as_of).format("%Y%m%d").to_string();
    let policy = policy
        .replace("{in 90 days}", &later(90))
        .replace("{in 180 days}", &later(180))
        .replace("{18 years ago}", &of_age);
    let mut engine = Engine::new();
    engine.add_policy("policy.rego".to_owned(), policy)?;
    Ok(engine)
}

fn set(found: &Value) -> Result<u16> {
    let mut set = 0;
    for rule in found.as_set()? {
        set |= bit(rule.as_string()?);
    }
    Ok(set)
}

/// The virtual machine, with the policy compiled.
pub struct Vm(RegoVM);

impl Vm {
    pub fn new(policy: &str, as_of: NaiveDate) -> Result<Self> {
        let mut engine = engine(policy, as_of)?;
        let rule: Rc<str> = RULE.into();
        let compiled = engine.compile_with_entrypoint(&rule)?;
        let program = Compiler::compile_from_policy(&compiled, &[RULE])
            .map_err(|error| anyhow!("{error:?}"))?;
        let mut vm = RegoVM::new();
        vm.load_program(program);
        Ok(Self(vm))
    }

    /// The rules that fail.
    pub fn fails(&mut self, line: &str) -> Result<u16> {
        self.0.set_input(parsed(line)?);
        let found = self.0.execute_entry_point_by_index(0);
        set(&found.map_err(|error| anyhow!("{error:?}"))?)
    }
}

/// The interpreter.
pub struct Interpreter(Engine);

impl Interpreter {
    pub fn new(policy: &str, as_of: NaiveDate) -> Result<Self> {
        engine(policy, as_of).map(Self)
    }

    /// The rules that fail.
    pub fn fails(&mut self, line: &str) -> Result<u16> {
        self.0.set_input(parsed(line)?);
        set(&self.0.eval_rule(RULE.to_owned())?)
    }
}
