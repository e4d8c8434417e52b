//! The interview, driven through a pseudo-terminal: whole filings, killed and interrupted ones that
//! go on, and what happens where nothing can be asked or saved.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "a test may fail by panicking"
)]

use std::path::Path;
use std::process::{Command, Stdio};

use rexpect::process::{Signal, WaitStatus};
use rexpect::session::{PtySession, spawn_command};

const BEIAN: &str = env!("CARGO_BIN_EXE_beian");
const FILE: &str = "备案草稿.toml";
/// What a prompt of the plain mode ends in.
const PROMPT: &str = r"写数字（回车是 \d+）：|写数字，几个就用空格分开[^\n]*：|\n> ";

/// Answers by what the question contains; the first that fits.
type Answers<'a> = &'a [(&'a str, &'a str)];

const COMMON: Answers<'_> = &[
    ("要做什么", "开办或接入网站、App"),
    ("哪一种服务", "网站"),
    ("服务器在中国内地", "是"),
    ("已有备案主体", "否"),
    ("已有备案号", "否"),
    ("哪个接入商", "阿里云"),
    ("有居住证吗", "有"),
    ("居住证是哪个省", "上海"),
    ("居住证有效期", "2028年1月31日"),
    ("手机号码", "13800000003"),
    ("应急联系", "13900000004"),
    ("服务备注", "个人旅行随笔与照片，不涉及经营和评论"),
    ("域名解析", "否"),
    ("域名是什么", "li-example.cn"),
    ("持有者（实名认证）的名称", "1"),
    ("域名哪天到期", "2029/6/1"),
    ("持有者的证件号码", "1"),
    ("哪家注册商", "阿里云计算有限公司"),
    ("哪天通过实名认证", "20250101"),
    ("还有别的域名", "无"),
    ("还有别的网站", "没有了"),
    ("哪种产品", "云服务器 ecs"),
    ("几个月", "1年"),
    ("公网带宽", "是"),
    ("公网 IP", "203.0.113.10"),
    ("授权码", "code-1"),
    ("材料要准备", "1"),
    ("问完了", "看检查结果和材料清单"),
];

const PERSON: Answers<'_> = &[
    ("哪个省备案", "shanghai"),
    ("什么性质", "个人"),
    ("你的姓名", "李示例"),
    ("哪种证件", "居民身份证"),
    ("证件号码是多少", "140105199003070012"),
    ("证件有效期", "2013.05.01-2033.05.01"),
    // The number proposes Shanxi, and Enter takes it.
    ("住址在哪个省", ""),
    ("通信地址在哪个省", ""),
    ("叫什么", "山间旅行笔记"),
    ("服务内容", "6"),
];

const ENTERPRISE: Answers<'_> = &[
    ("哪个省备案", "山西 shanxi"),
    ("什么性质", "企业"),
    ("单位名称", "太原示例网络科技有限公司"),
    ("主体证件是哪一种", "营业执照"),
    ("主体证件号码", "91140100MA0EXAMP12"),
    ("主体证件有效期", "长期"),
    ("证件上的住所在哪个省", "山西 shanxi"),
    ("通信地址在哪个省", "山西 shanxi"),
    ("经营异常", "否"),
    ("经营范围", "软件开发；信息系统集成服务"),
    ("证件是哪一种", "居民身份证"),
    ("证件号码是多少", "140105199003070012"),
    ("证件有效期", "2035-06-30"),
    ("就是法定代表人", "是"),
    ("叫什么", "太原示例网络科技"),
    ("服务内容", "8"),
];

/// How a conversation is broken off.
#[derive(Clone, Copy)]
enum Break {
    Kill,
    Interrupt,
}

/// What came of a conversation.
struct Outcome {
    questions: Vec<String>,
    log: String,
    status: WaitStatus,
}

/// A program on a pseudo-terminal. What it prints is read byte by byte, as if each were a character
/// (rexpect does so), and put together again here.
struct Terminal {
    session: PtySession,
}

impl Terminal {
    fn exp(&mut self, wanted: &str) -> String {
        self.find(&regex_of(wanted))
            .unwrap_or_else(|got| panic!("no “{wanted}” in: {got}"))
            .0
    }

    fn exp_prompt(&mut self) {
        self.find(PROMPT)
            .unwrap_or_else(|got| panic!("no prompt in: {got}"));
    }

    /// What stands before the first match, and the match; else what was printed.
    fn find(&mut self, regex: &str) -> Result<(String, String), String> {
        let found = self.session.exp_regex(&bytes_as_chars(regex));
        found
            .map(|(before, found)| (decoded(&before), decoded(&found)))
            .map_err(|error| match error {
                rexpect::error::Error::Timeout { got, .. }
                | rexpect::error::Error::EOF { got, .. } => decoded(&got),
                other => other.to_string(),
            })
    }

    fn rest(&mut self) -> String {
        decoded(&self.session.exp_eof().unwrap())
    }

    fn line(&mut self, line: &str) {
        self.session.send_line(line).unwrap();
    }

    fn keys(&mut self, keys: &str) {
        self.session.send(keys).unwrap();
        self.session.flush().unwrap();
    }

    fn interrupt(&mut self) {
        self.session.send_control('c').unwrap();
    }

    /// Answers the question that contains something.
    fn answer(&mut self, question: &str, answer: &str) {
        self.exp(question);
        self.exp_prompt();
        self.line(answer);
    }
}

fn bytes_as_chars(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn decoded(text: &str) -> String {
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn regex_of(text: &str) -> String {
    text.replace('.', "\\.").replace('?', "\\?")
}

fn begin(folder: &Path, args: &[&str], term: &str) -> Terminal {
    let mut command = Command::new(BEIAN);
    command
        .args(args)
        .current_dir(folder)
        .env("TERM", term)
        .env("BEIAN_LANG", "zh")
        .env("NO_COLOR", "1");
    let session = spawn_command(command, Some(60_000)).unwrap();
    Terminal { session }
}

/// Answers every question; breaks off before the one at an index.
fn talk(
    folder: &Path,
    args: &[&str],
    answers: Answers<'_>,
    until: Option<(usize, Break)>,
) -> Outcome {
    let mut session = begin(folder, args, "dumb");
    let mut questions = Vec::new();
    let mut log = String::new();
    loop {
        let found = session.find(&format!("{PROMPT}|规则截至|接着填："));
        let (before, prompt) = found.unwrap_or_else(|got| panic!("{log}{got}"));
        log.push_str(&before);
        log.push_str(&prompt);
        if prompt.starts_with("规则") || prompt.starts_with("接着") {
            break;
        }
        let question = before
            .lines()
            .map(str::trim_end)
            .rfind(|line| {
                let numbered = line.split_once(". ").is_some_and(|(number, _)| {
                    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
                });
                !line.is_empty() && !numbered && !line.starts_with(' ')
            })
            .unwrap_or_default()
            .to_owned();
        assert!(questions.len() < 60, "no end\n{log}");
        questions.push(question.clone());
        if let Some((index, how)) = until
            && questions.len() == index + 1
        {
            let status = match how {
                Break::Kill => session.session.process_mut().kill(Signal::SIGKILL).unwrap(),
                Break::Interrupt => {
                    session.interrupt();
                    log.push_str(&session.rest());
                    session.session.process().wait().unwrap()
                }
            };
            return Outcome {
                questions,
                log,
                status,
            };
        }
        let (_, answer) = answers
            .iter()
            .chain(COMMON)
            .find(|(part, _)| question.contains(part))
            .unwrap_or_else(|| panic!("nobody told what to answer: {question}\n{log}"));
        session.line(answer);
    }
    log.push_str(&session.rest());
    Outcome {
        questions,
        log,
        status: session.session.process().wait().unwrap(),
    }
}

fn exit_code(status: WaitStatus) -> i32 {
    match status {
        WaitStatus::Exited(_, code) => code,
        other => panic!("{other:?}"),
    }
}

fn text(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(FILE)).unwrap_or_default()
}

/// What `beian check` prints of the file.
fn checked(folder: &Path) -> String {
    let output = Command::new(BEIAN)
        .args(["check", FILE, "--color", "never"])
        .env("BEIAN_LANG", "zh")
        .current_dir(folder)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// A whole interview, then the same broken off at some questions and gone on with.
fn whole_and_broken(answers: Answers<'_>, breaks: &[(usize, Break)]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let whole = talk(folder.path(), &["check"], answers, None);
    let draft = text(folder.path());
    let report = checked(folder.path());
    let printed = whole.log.replace('\r', "");
    assert!(printed.contains(report.trim()), "{printed}\n====\n{report}");
    assert!(!draft.contains("interview"), "{draft}");
    for (index, how) in breaks {
        let folder = tempfile::tempdir().unwrap();
        let broken = talk(folder.path(), &["new"], answers, Some((*index, *how)));
        match how {
            Break::Kill => assert!(matches!(broken.status, WaitStatus::Signaled(..))),
            Break::Interrupt => {
                assert_eq!(exit_code(broken.status), 130);
                let told = if *index == 0 {
                    "什么也没有写"
                } else {
                    "接着填：beian new 备案草稿.toml"
                };
                assert!(broken.log.contains(told), "{}", broken.log);
            }
        }
        let resumed = talk(folder.path(), &["new", FILE], answers, None);
        assert_eq!(
            resumed.questions.first(),
            broken.questions.last(),
            "{index}"
        );
        assert_eq!(text(folder.path()), draft, "broken off at {index}");
        // Nothing lies about.
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
    whole
}

#[test]
fn a_person_from_elsewhere_in_shanghai() {
    let whole = whole_and_broken(
        PERSON,
        &[
            (3, Break::Kill),
            (10, Break::Interrupt),
            (19, Break::Kill),
            (24, Break::Interrupt),
            (34, Break::Kill),
        ],
    );
    let at = |part: &str| {
        let found = whole
            .questions
            .iter()
            .position(|asked| asked.contains(part));
        found.unwrap_or_else(|| panic!("{part}: {:?}", whole.questions))
    };
    assert_eq!(at("有居住证吗"), at("住址在哪个省") + 1);
    assert!(whole.questions.len() <= 38, "{:?}", whole.questions);
    // Numbers are shown where they are typed, and hidden in what is told of them.
    assert!(
        whole.log.contains("主体：*****************2"),
        "{}",
        whole.log
    );
}

#[test]
fn an_enterprise_in_shanxi() {
    let whole = whole_and_broken(
        ENTERPRISE,
        &[
            (0, Break::Interrupt),
            (12, Break::Kill),
            (22, Break::Interrupt),
            (30, Break::Kill),
        ],
    );
    assert!(whole.questions.len() <= 42, "{:?}", whole.questions);
    assert!(whole.log.contains("可以提交"), "{}", whole.log);
}

#[test]
fn who_knows_nothing_gets_a_valid_draft() {
    let folder = tempfile::tempdir().unwrap();
    let mut answers: Vec<(&str, &str)> = vec![
        ("要做什么", "不知道"),
        ("办哪一种备案", "首次备案"),
        ("哪个省备案", "上海 shanghai"),
        ("问完了", "看检查结果和材料清单"),
    ];
    answers.push(("", "不知道"));
    let talked = talk(folder.path(), &["new"], &answers, None);
    assert!(talked.log.contains("还不能确定"), "{}", talked.log);
    assert_eq!(exit_code(talked.status), 0);
    assert!(checked(folder.path()).contains("还不能确定"));
}

#[test]
fn wrong_answers_are_asked_again_and_doubtful_ones_may_stay() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(FILE),
        "format = 1\nfiling = { kind = \"first\", province = \"310000\", provider = \"aliyun\" }\n\
         [subject]\nkind = \"personal\"\nname = \"李示例\" # 我\ncertificate = { type = \"id-card\" }\n",
    )
    .unwrap();
    let mut session = begin(folder.path(), &["new", FILE], "dumb");
    session.answer("证件号码是多少", "140105199003070013");
    session.answer("校验位不对，应为 2", "就是这样，以后再说");
    session.answer("证件有效期", "明年");
    session.answer("要写日期", "2033-02-30");
    session.answer("日历上没有这一天", "2033-05-01");
    session.answer("住址在哪个省", "西");
    session.exp("没有这一项");
    session.interrupt();
    session.rest();
    let text = text(folder.path());
    assert!(text.contains("\"140105199003070013\""), "{text}");
    assert!(text.contains("2033-05-01"), "{text}");
    assert!(text.contains("# 我"), "{text}");
}

#[test]
fn what_cannot_be_saved_is_kept_for_another_path() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = begin(folder.path(), &["new", "no/such/folder.toml"], "dumb");
    session.answer("要做什么", "1");
    session.answer(
        "存不了 no/such/folder.toml",
        "先不存，继续答（每答一题再试）",
    );
    session.answer("哪一种服务", "1");
    session.answer("没有存盘", "/");
    session.answer("继续这一题", "3");
    session.answer("已填的内容", "");
    session.exp("中国内地");
    std::fs::create_dir_all(folder.path().join("no/such")).unwrap();
    session.line("是");
    session.exp("已有备案主体");
    session.interrupt();
    let rest = session.rest();
    assert!(rest.contains("已答的都存在"), "{rest}");
    let saved = std::fs::read_to_string(folder.path().join("no/such/folder.toml")).unwrap();
    for part in ["aim = \"file\"", "service_kind", "mainland_server = true"] {
        assert!(saved.contains(part), "{saved}");
    }
}

#[test]
fn a_file_that_somebody_else_changed_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = begin(folder.path(), &["new"], "dumb");
    session.exp("要做什么");
    session.exp_prompt();
    std::fs::write(folder.path().join(FILE), "# 别人的\n").unwrap();
    session.line("1");
    session.exp("在别处被改动了");
    session.exp_prompt();
    assert_eq!(text(folder.path()), "# 别人的\n");
    session.line("存到别处");
    session.exp("存到哪个文件");
    session.line("other.toml");
    session.exp("哪一种服务");
    assert_eq!(text(folder.path()), "# 别人的\n");
    assert!(folder.path().join("other.toml").exists());
}

#[test]
fn lists_and_lines_of_a_full_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = begin(
        folder.path(),
        &["new", "--filing", "first", "--provider", "aliyun"],
        "xterm",
    );
    session.exp("哪个省备案");
    session.exp("beijing");
    session.keys("shaanxi");
    session.exp("陕西 shaanxi");
    session.keys("\r");
    session.exp("什么性质");
    session.exp("个体工商户");
    session.keys("\r");
    session.exp("你的姓名");
    session.exp("› ");
    // A wide character is taken back whole.
    session.keys("李示例例\x7f\r");
    session.exp("哪种证件");
    session.exp("居民身份证");
    session.interrupt();
    let rest = session.rest();
    assert!(rest.contains("\x1b[?25h"), "the cursor stays hidden");
    assert!(rest.contains("接着填：beian new"), "{rest}");
    assert_eq!(exit_code(session.session.process().wait().unwrap()), 130);
    let text = text(folder.path());
    for part in [
        "province = \"610000\"",
        "kind = \"personal\"",
        "name = \"李示例\"",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn without_a_terminal_it_says_what_to_give() {
    for args in [&["check"][..], &["new"], &["new", "--plain"]] {
        let output = Command::new(BEIAN)
            .args(args)
            .env("BEIAN_LANG", "zh")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("beian check 草稿.toml"), "{told}");
        assert!(output.stdout.is_empty());
    }
}
