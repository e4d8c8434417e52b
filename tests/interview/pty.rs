//! The program on a pseudo-terminal, and a conversation with it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use regex::bytes::Regex;
use rexpect::process::{Signal, WaitStatus};
use rexpect::session::{PtySession, spawn_command};

use crate::answers::{Answers, COMMON};

pub const BEIAN: &str = env!("CARGO_BIN_EXE_beian");
pub const FILE: &str = "备案草稿.toml";
/// What a prompt of the plain mode ends in.
const PROMPT: &str = r"写数字(?:（回车是 \d+）)?：|写数字，几个就用空格分开[^\n]*：|\n> ";

/// How long a question is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program on a pseudo-terminal. rexpect looks for what it awaits ten times a second only, which
/// makes a conversation of forty questions last; so what is printed is looked at here.
pub struct Terminal {
    pub session: PtySession,
    /// What was printed and not found yet.
    printed: Vec<u8>,
}

impl Terminal {
    pub fn exp(&mut self, wanted: &str) -> String {
        self.find(&regex::escape(wanted))
            .unwrap_or_else(|got| panic!("no “{wanted}” in: {got}"))
            .0
    }

    pub fn exp_prompt(&mut self) {
        self.find(PROMPT)
            .unwrap_or_else(|got| panic!("no prompt in: {got}"));
    }

    /// What stands before the first match, and the match; else what was printed.
    pub fn find(&mut self, regex: &str) -> Result<(String, String), String> {
        let regex = Regex::new(regex).unwrap();
        let start = Instant::now();
        let mut is_first = true;
        loop {
            let before = self.printed.len();
            // Each of its characters is a byte.
            while let Some(byte) = self.session.try_read() {
                self.printed.push(u8::try_from(byte).unwrap_or(b'?'));
            }
            let is_new = is_first || self.printed.len() > before;
            is_first = false;
            let found = is_new.then(|| regex.find(&self.printed)).flatten();
            if let Some(found) = found.map(|found| found.range()) {
                let rest = self.printed.split_off(found.end);
                let before = std::mem::replace(&mut self.printed, rest);
                let (before, found) = before.split_at(found.start);
                return Ok((decoded(before), decoded(found)));
            }
            if start.elapsed() > PATIENCE {
                return Err(decoded(&self.printed));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn rest(&mut self) -> String {
        let rest = self.session.exp_eof().unwrap();
        let rest = rest.chars().map(|byte| u8::try_from(byte).unwrap_or(b'?'));
        self.printed.extend(rest);
        decoded(&std::mem::take(&mut self.printed))
    }

    pub fn line(&mut self, line: &str) {
        self.session.send_line(line).unwrap();
    }

    pub fn keys(&mut self, keys: &str) {
        self.session.send(keys).unwrap();
        self.session.flush().unwrap();
    }

    pub fn interrupt(&mut self) {
        self.session.send_control('c').unwrap();
    }

    /// Answers the question that contains something.
    pub fn answer(&mut self, question: &str, answer: &str) {
        self.exp(question);
        self.exp_prompt();
        self.line(answer);
    }
}

fn decoded(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub fn begin(folder: &Path, args: &[&str], term: &str) -> Terminal {
    let mut command = Command::new(BEIAN);
    command.args(args);
    on_terminal(command, folder, term)
}

pub fn on_terminal(mut command: Command, folder: &Path, term: &str) -> Terminal {
    command
        .current_dir(folder)
        .env("TERM", term)
        .env("BEIAN_LANG", "zh")
        .env("NO_COLOR", "1");
    let session = spawn_command(command, Some(60_000)).unwrap();
    Terminal {
        session,
        printed: Vec::new(),
    }
}

/// What came of a conversation.
pub struct Outcome {
    pub questions: Vec<String>,
    /// The draft as it was when each question stood there.
    pub drafts: Vec<String>,
    pub log: String,
    pub status: WaitStatus,
}

/// A conversation in plain mode.
pub struct Conversation {
    terminal: Terminal,
    pub log: String,
}

impl Conversation {
    pub fn begin(folder: &Path, args: &[&str]) -> Self {
        Self {
            terminal: begin(folder, args, "dumb"),
            log: String::new(),
        }
    }

    /// The next question; nothing where the check or the leave-taking begins.
    pub fn next(&mut self) -> Option<String> {
        let found = self.terminal.find(&format!("{PROMPT}|规则截至|接着填："));
        let (before, prompt) = found.unwrap_or_else(|got| panic!("{}{got}", self.log));
        self.log.push_str(&before);
        self.log.push_str(&prompt);
        if prompt.starts_with("规则") || prompt.starts_with("接着") {
            return None;
        }
        let is_item = |line: &str| {
            line.split_once(". ").is_some_and(|(number, _)| {
                !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
            })
        };
        let question = before
            .lines()
            .map(str::trim_end)
            .rfind(|line| !line.is_empty() && !is_item(line) && !line.starts_with(' '));
        Some(question.unwrap_or_default().to_owned())
    }

    pub fn reply(&mut self, question: &str, answers: Answers<'_>) {
        let (_, answer) = answers
            .iter()
            .chain(COMMON)
            .find(|(part, _)| question.contains(part))
            .unwrap_or_else(|| panic!("nobody told what to answer: {question}\n{}", self.log));
        self.terminal.line(answer);
    }

    /// Kills the program, as a power cut would end it.
    pub fn kill(mut self) {
        let process = self.terminal.session.process_mut();
        process.signal(Signal::SIGKILL).unwrap();
        let status = process.wait().unwrap();
        assert!(matches!(status, WaitStatus::Signaled(..)), "{status:?}");
    }

    /// Ctrl-C; gives what was said.
    pub fn interrupt(mut self) -> String {
        self.terminal.interrupt();
        self.log.push_str(&self.terminal.rest());
        let status = self.terminal.session.process().wait().unwrap();
        assert_eq!(exit_code(status), 130);
        self.log
    }

    /// Reads to the end.
    pub fn end(mut self) -> (String, WaitStatus) {
        self.log.push_str(&self.terminal.rest());
        let status = self.terminal.session.process().wait().unwrap();
        (self.log, status)
    }
}

/// Answers every question.
pub fn talk(folder: &Path, args: &[&str], answers: Answers<'_>) -> Outcome {
    let mut conversation = Conversation::begin(folder, args);
    let mut questions = Vec::new();
    let mut drafts = Vec::new();
    while let Some(question) = conversation.next() {
        assert!(questions.len() < 80, "no end\n{}", conversation.log);
        drafts.push(text(folder));
        conversation.reply(&question, answers);
        questions.push(question);
    }
    let (log, status) = conversation.end();
    Outcome {
        questions,
        drafts,
        log,
        status,
    }
}

pub fn exit_code(status: WaitStatus) -> i32 {
    match status {
        WaitStatus::Exited(_, code) => code,
        other => panic!("{other:?}"),
    }
}

pub fn text(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(FILE)).unwrap_or_default()
}

/// What `beian check` prints of the file.
pub fn checked(folder: &Path) -> String {
    let output = Command::new(BEIAN)
        .args(["check", FILE, "--color", "never"])
        .env("BEIAN_LANG", "zh")
        .current_dir(folder)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}
