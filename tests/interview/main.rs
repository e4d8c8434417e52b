//! The interview, driven through a pseudo-terminal: whole filings, killed and interrupted ones that
//! go on, and what happens where nothing can be asked or saved.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail by panicking"
)]

mod answers;
mod breaks;
mod needed;
mod on_record;
mod pty;

use std::process::{Command, Stdio};

use pty::{BEIAN, FILE, begin, checked, exit_code, on_terminal, talk, text};

#[test]
fn who_knows_nothing_gets_a_valid_draft() {
    for kind in ["个人", "企业", "不知道"] {
        knows_only(kind);
    }
}

fn knows_only(kind: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut answers: Vec<(&str, &str)> = vec![
        ("什么性质", kind),
        ("要做什么", "不知道"),
        ("办哪一种备案", "首次备案"),
        ("哪个省备案", "上海 shanghai"),
        ("问完了", "看检查结果和材料清单"),
    ];
    answers.push(("", "不知道"));
    let talked = talk(folder.path(), &["new"], &answers);
    assert!(talked.log.contains("还不能确定"), "{}", talked.log);
    assert_eq!(exit_code(talked.status), 0);
    assert!(checked(folder.path()).contains("还不能确定"));
    for (fail_on, code) in [("error", 0), ("incomplete", 1)] {
        let output = Command::new(BEIAN)
            .args(["check", FILE, "--fail-on", fail_on])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code));
    }
}

/// A draft by hand: an order and comments of its own.
const DRAFT: &str = "format = 1 # 手写\n\
    filing = { kind = \"first\", province = \"310000\", provider = \"aliyun\" }\n\
    [subject]\nkind = \"personal\"\nname = \"李示例\" # 我\ncertificate = { type = \"id-card\" }\n";

#[test]
fn wrong_answers_are_asked_again_and_doubtful_ones_may_stay() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), DRAFT).unwrap();
    let mut session = begin(folder.path(), &["new", FILE], "dumb");
    session.answer("证件号码是多少", "140105199003070013");
    session.answer("校验位不对，应为 2", "就是这样，以后再说");
    session.answer("手机号码", "13800000003");
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
    assert!(
        text.starts_with("format = 1 # 手写\nfiling = { kind"),
        "{text}"
    );
    assert!(text.contains("name = \"李示例\" # 我"), "{text}");
}

#[test]
fn what_cannot_be_saved_is_kept_for_another_path() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = begin(folder.path(), &["new", "no/such/folder.toml"], "dumb");
    session.answer("要做什么", "1");
    session.answer(
        "存不了 no/such/folder.toml：没有那个目录",
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

/// Nothing can be written, as on a full disk: the answers stay, and the check is of them.
#[test]
fn a_full_disk_costs_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), DRAFT).unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -f 0; exec \"$@\"", "sh", BEIAN, "new", FILE]);
    let mut session = on_terminal(command, folder.path(), "dumb");
    session.answer("证件号码是多少", "140105199003070012");
    session.answer(
        "存不了 备案草稿.toml：文件大小到了",
        "先不存，继续答（每答一题再试）",
    );
    session.exp("没有存盘");
    session.answer("手机号码", "13800000003");
    session.answer("证件有效期", "2033-05-01");
    session.exp("住址在哪个省");
    session.interrupt();
    let rest = session.rest();
    assert!(rest.contains("最后的回答没能存进"), "{rest}");
    assert_eq!(text(folder.path()), DRAFT);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
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
    session.exp("> 不知道");
    session.exp("个体工商户");
    session.keys("个人\r");
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
fn a_city_is_found_by_its_pinyin() {
    let folder = tempfile::tempdir().unwrap();
    let draft = "format = 1\nfiling = { kind = \"first\", province = \"440000\", provider = \"aliyun\" }\n\
        [subject]\nkind = \"enterprise\"\nname = \"示例公司\"\n[subject.certificate]\n\
        type = \"business-license\"\nnumber = \"91440300MA0EXAMP1G\"\nprovince = \"440000\"\n\
        valid_until = \"long-term\"\n";
    std::fs::write(folder.path().join(FILE), draft).unwrap();
    let mut session = begin(folder.path(), &["new", FILE], "xterm");
    session.exp("主体证件上的住所在哪个市");
    // What the number of the licence says stands first.
    session.exp("> 深圳市 shenzhen");
    session.keys("guangz");
    session.exp("> 广州市 guangzhou");
    session.keys("\r");
    // What is usual comes first, however long the list; Enter does not take it.
    session.exp("通信地址在哪个省");
    session.exp("> 不知道");
    session.exp("广东 guangdong");
    session.exp("北京 beijing");
    session.keys("\x1b[B\r");
    session.exp("通信地址在哪个市");
    session.exp("广州市 guangzhou");
    session.keys("fosha");
    session.exp("> 佛山市 foshan");
    session.keys("\r");
    session.exp("通信地址在佛山市（440600），主体证件住所在广州市（440100）");
    session.interrupt();
    session.rest();
    let text = text(folder.path());
    assert!(text.contains("city = \"440100\""), "{text}");
    assert!(text.contains("city = \"440600\""), "{text}");
}

/// Whoever only presses Enter has answered nothing: what must be answered is asked again, what a
/// number proposes is told.
#[test]
fn enter_alone_answers_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = begin(folder.path(), &["new"], "dumb");
    for question in ["要做什么", "办哪一种备案"] {
        session.answer(question, "");
    }
    session.answer("没有这一项", "首次备案");
    session.answer("在哪个省备案", "");
    session.answer("没有这一项", "上海");
    session.answer("哪个接入商", "");
    session.exp("什么性质");
    session.interrupt();
    session.rest();
    let draft = text(folder.path());
    assert!(!draft.contains("provider"), "{draft}");

    let draft = DRAFT.replace(
        "type = \"id-card\"",
        "type = \"id-card\", number = \"140105199003070012\", valid_until = 2035-06-30",
    );
    std::fs::write(folder.path().join(FILE), draft).unwrap();
    let mut session = begin(folder.path(), &["new", FILE], "dumb");
    session.answer("手机号码", "");
    session.exp("住址在哪个省");
    session.answer("按证件号码推测是山西 shanxi，可改", "");
    session.exp("【");
    session.interrupt();
    session.rest();
    let draft = text(folder.path());
    assert!(draft.contains("province = \"140000\""), "{draft}");
}

/// An answer looked at again and left with Enter stays, "none" and what is in no list included.
#[test]
fn enter_keeps_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let draft =
        format!("{DRAFT}[principal]\nemergency_phone = \"none\"\nresidence_permit = \"none\"\n");
    std::fs::write(folder.path().join(FILE), &draft).unwrap();
    let mut session = begin(folder.path(), &["new", FILE], "dumb");
    session.answer("证件号码是多少", "/");
    for (question, answer) in [
        ("继续这一题", "3"),
        ("已填的内容", "2"),
        ("选一项来改", "应急联系"),
        ("应急联系电话", ""),
        ("已填的内容", "2"),
        ("选一项来改", "5"),
        ("1. 有", ""),
        ("已填的内容", ""),
    ] {
        session.answer(question, answer);
    }
    session.exp("证件号码是多少");
    session.interrupt();
    session.rest();
    assert_eq!(text(folder.path()), draft);
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
