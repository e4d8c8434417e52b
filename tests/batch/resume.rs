//! A run that is killed at any moment and gone on with gives the same bytes as an unbroken one.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{Outcome, batch, batch_on, beian, folder, lines, names, settings};

/// So many kills of one run, where it does not end before.
const KILLS: u32 = 3;

/// Moments that look like chance and are the same in every run.
struct Moments(u64);

impl Moments {
    fn next(&mut self, most: Duration) -> Duration {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        most * u32::try_from(self.0 >> 54).unwrap() / (1 << 10)
    }
}

/// Starts and kills, again and again, at moments of a whole run, which takes so long; tells how many
/// were killed in the middle.
fn broken(folder: &Path, args: &[&str], moments: &mut Moments, whole: Duration) -> u32 {
    let out = "broken";
    let mut killed = 0;
    for _ in 0..KILLS {
        let mut child = beian(folder, args)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(moments.next(whole));
        // SIGKILL.
        let _ = child.kill();
        let status = child.wait().unwrap();
        if status.code().is_some() {
            // It was faster than the kill.
            break;
        }
        if folder.join(out).exists() {
            // The kill came after the result had its name: the run was finished, and one more
            // would start anew beside it.
            assert!(
                !folder.join(format!("{out}.part")).exists(),
                "a finished result leaves nothing half done"
            );
            break;
        }
        killed += 1;
    }
    killed
}

fn told(run: &Outcome) -> &str {
    run.told.trim()
}

#[test]
fn kills_at_any_moment_change_no_byte() {
    let input = lines(51, 700);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let folder = folder.path();
    let drafts: Vec<String> = (0..260)
        .map(|number| settings(52).draft(number).to_string())
        .collect();
    std::fs::write(folder.join("a.json"), format!("[{}]", drafts.join(",\n"))).unwrap();
    std::fs::create_dir(folder.join("d")).unwrap();
    for (number, draft) in drafts.iter().enumerate() {
        std::fs::write(folder.join(format!("d/{number:03}.json")), draft).unwrap();
    }
    let mut moments = Moments(7);
    let mut killed = 0;
    for args in [
        &["a.jsonl", "-j", "1"][..],
        &["a.jsonl", "--format", "csv", "-j", "2"],
        &["a.jsonl", "-j", "2", "--across", "--only", "blocked"],
        &["a.json", "--detail", "compact", "-j", "1"],
        &["d", "a.jsonl", "-j", "2", "--limit", "500"],
    ] {
        let start = Instant::now();
        let whole = batch(folder, &[args, &["-o", "whole"]].concat());
        let time = start.elapsed();
        let wanted = std::fs::read(folder.join("whole")).unwrap();
        let args = [args, &["-o", "broken", "--resume"]].concat();
        killed += broken(folder, &args, &mut moments, time);
        let last = batch(folder, &args);
        assert!(
            std::fs::read(folder.join("broken")).unwrap() == wanted,
            "{args:?}: {}",
            last.told
        );
        assert_eq!(last.status, whole.status);
        assert_eq!(told(&last).lines().last(), told(&whole).lines().last());
        for name in ["whole", "broken"] {
            std::fs::remove_file(folder.join(name)).unwrap();
        }
        assert_eq!(names(folder), ["a.json", "a.jsonl", "d"]);
    }
    assert!(killed >= KILLS, "{killed}");
}

/// Leaves a run unfinished, by a limit on the size of files.
#[cfg(unix)]
fn unfinished(folder: &Path) {
    let run = super::outputs::limited(folder, &["a.jsonl", "-o", "out.jsonl", "-j", "1"], 300);
    assert_eq!(run.status, 2, "{}", run.told);
    assert_eq!(
        names(folder),
        ["a.jsonl", "out.jsonl.part", "out.jsonl.resume"]
    );
}

#[cfg(unix)]
#[test]
fn two_runs_do_not_write_over_each_other() {
    let folder = folder(&[("a.jsonl", lines(57, 40).as_bytes())]);
    let folder = folder.path();
    let args = ["-", "-o", "out.jsonl", "-j", "1"];
    let start = || {
        let mut run = beian(folder, &args);
        let run = run.stdin(Stdio::piped()).stdout(Stdio::null());
        run.stderr(Stdio::null()).spawn().unwrap()
    };
    // It waits for its input, and holds what it has begun.
    let mut first = start();
    let resume = folder.join("out.jsonl.resume");
    while !resume.exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    for more in [&[][..], &["--resume"]] {
        // What is resumed has to have the same options and inputs, so that all else fits.
        let second = batch_on(folder, &[&args, more].concat(), b"");
        assert_eq!(second.status, 2, "{more:?}: {}", second.told);
        assert!(second.told.contains("等它做完"), "{}", second.told);
    }
    std::io::copy(
        &mut std::fs::File::open(folder.join("a.jsonl")).unwrap(),
        &mut first.stdin.take().unwrap(),
    )
    .unwrap();
    assert_ne!(first.wait().unwrap().code(), Some(2));
    let written = std::fs::read_to_string(folder.join("out.jsonl")).unwrap();
    assert_eq!(written.lines().count(), 40);
    assert_eq!(names(folder), ["a.jsonl", "out.jsonl"]);
}

#[cfg(unix)]
#[test]
fn what_changed_meanwhile_is_told_and_nothing_is_mixed() {
    let input = lines(53, 560);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let folder = folder.path();
    unfinished(folder);
    let resume = ["a.jsonl", "-o", "out.jsonl", "--resume"];
    let part = std::fs::read(folder.join("out.jsonl.part")).unwrap();
    let refused = |args: &[&str], word: &str| {
        let run = batch(folder, args);
        assert_eq!(run.status, 2, "{args:?}");
        assert!(run.told.contains(word), "{}", run.told);
        assert!(run.told.contains("--resume"), "{}", run.told);
        assert_eq!(std::fs::read(folder.join("out.jsonl.part")).unwrap(), part);
        assert!(!folder.join("out.jsonl").exists());
    };
    for option in [
        &["--detail", "compact"][..],
        &["--only", "ready"],
        &["--limit", "9"],
        &["--unmask"],
        &["--across"],
        &["--province", "山西"],
    ] {
        refused(&[&resume[..], option].concat(), "选项");
    }
    std::fs::write(
        folder.join("beian.toml"),
        "[severity]\ndomain-validity = \"warning\"\n",
    )
    .unwrap();
    refused(&resume, "选项");
    std::fs::remove_file(folder.join("beian.toml")).unwrap();
    std::fs::write(folder.join("a.jsonl"), lines(53, 559)).unwrap();
    refused(&resume, "输入");
    // Begun anew, it is as if nothing had been there; the leftovers are told.
    let anew = batch(folder, &["a.jsonl", "-o", "out.jsonl"]);
    assert!(anew.told.contains("out.jsonl.part"), "{}", anew.told);
    let wanted = batch(folder, &["a.jsonl"]).out;
    assert_eq!(std::fs::read(folder.join("out.jsonl")).unwrap(), wanted);
    assert_eq!(names(folder), ["a.jsonl", "out.jsonl"]);
}

#[cfg(unix)]
#[test]
fn a_result_that_was_touched_is_not_gone_on_with() {
    let input = lines(54, 560);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let folder = folder.path();
    unfinished(folder);
    let resume = ["a.jsonl", "-o", "out.jsonl", "--resume"];
    let part = folder.join("out.jsonl.part");
    let whole = std::fs::read(&part).unwrap();
    // A run that was broken off early may not have noted anything as whole yet.
    let noted = folder.join("out.jsonl.resume");
    let state = std::fs::read(&noted).unwrap();
    let mut state: serde_json::Value = serde_json::from_slice(&state).unwrap();
    state["written"] = whole.len().into();
    std::fs::write(&noted, state.to_string()).unwrap();
    std::fs::write(&part, &whole[..whole.len() / 3]).unwrap();
    let run = batch(folder, &resume);
    assert_eq!(run.status, 2);
    assert!(run.told.contains("out.jsonl.part"), "{}", run.told);
    std::fs::write(&part, &whole).unwrap();
    std::fs::write(&noted, "{}").unwrap();
    let run = batch(folder, &resume);
    assert_eq!(run.status, 2);
    assert!(run.told.contains("out.jsonl.resume"), "{}", run.told);
}

#[test]
fn nothing_left_unfinished_starts_anew_and_a_finished_result_is_replaced() {
    let input = lines(55, 20);
    let folder = folder(&[("a.jsonl", input.as_bytes()), ("out.jsonl", b"old\n")]);
    let folder = folder.path();
    let run = batch(folder, &["a.jsonl", "-o", "out.jsonl", "--resume"]);
    assert!(run.told.contains("从头开始"), "{}", run.told);
    let wanted = batch(folder, &["a.jsonl"]).out;
    assert_eq!(std::fs::read(folder.join("out.jsonl")).unwrap(), wanted);
}

#[cfg(unix)]
#[test]
fn another_meaning_of_columns_under_the_same_name_is_told() {
    let rows: String = (0..700)
        .map(|n| format!("首次备案,山西,企业,示例{n}\n"))
        .collect();
    let sheet = format!("备案类型,备案省份,主体性质,名\n{rows}");
    let folder = folder(&[
        ("a.csv", sheet.as_bytes()),
        ("map.toml", "\"名\" = \"subject.name\"\n".as_bytes()),
    ]);
    let folder = folder.path();
    let args = ["a.csv", "-o", "out.jsonl", "-j", "1", "--map", "map.toml"];
    let run = super::outputs::limited(folder, &args, 300);
    assert_eq!(run.status, 2, "{}", run.told);
    std::fs::write(folder.join("map.toml"), "\"名\" = \"subject.remark\"\n").unwrap();
    let run = batch(folder, &[&args[..], &["--resume"]].concat());
    assert_eq!(run.status, 2);
    assert!(run.told.contains("选项和上次不同"), "{}", run.told);
}
