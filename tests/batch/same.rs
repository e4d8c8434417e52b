//! The same bytes for any number of threads, any detail and any way in.

use beian_drafts::Settings;
use proptest::prelude::*;

use super::{batch, batch_on, folder, lines, records, settings, sources, text};

#[test]
fn threads_change_nothing() {
    // A pipe's lines are handed on as they come, so that threads have something to overtake.
    let input = lines(11, 160);
    let folder = folder(&[]);
    for args in [
        &["--detail", "compact"][..],
        &["--detail", "findings"],
        &["--detail", "full"],
        &["--format", "csv"],
        &["--format", "summary"],
        &["--only", "blocked,incomplete", "--across"],
    ] {
        let run = |jobs| {
            let args = [&["-", "-j", jobs], args].concat();
            batch_on(folder.path(), &args, input.as_bytes())
        };
        let one = run("1");
        assert!(!one.out.is_empty(), "{}", one.told);
        for jobs in ["2", "8"] {
            let many = run(jobs);
            assert!(one.out == many.out, "{args:?} with {jobs} threads");
            assert_eq!((one.status, &one.told), (many.status, &many.told));
        }
    }
}

#[test]
fn results_stand_in_the_order_of_the_input_each_once() {
    // Of all provinces and providers.
    let settings = Settings {
        few: false,
        ..settings(12)
    };
    let input: String = (0..400).map(|number| settings.line(number)).collect();
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let wanted: Vec<String> = (1..=400).map(|line| format!("a.jsonl:{line}")).collect();
    for detail in ["compact", "findings"] {
        let args = ["a.jsonl", "-j", "8", "--detail", detail];
        let run = batch(folder.path(), &args);
        assert_eq!(sources(&run.records()), wanted);
        // Where the first that fails would end the run, drafts are checked one after another.
        let ends = [&args[..], &["--fail-fast", "--fail-on", "never"]].concat();
        assert!(run.out == batch(folder.path(), &ends).out, "{detail}");
    }
}

#[test]
fn every_detail_is_a_part_of_the_next() {
    let input = lines(13, 120);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let run = |detail| batch(folder.path(), &["a.jsonl", "--detail", detail]).records();
    let (compact, findings, full) = (run("compact"), run("findings"), run("full"));
    for ((compact, findings), full) in compact.iter().zip(&findings).zip(&full) {
        for key in [
            "source",
            "id",
            "verdict",
            "province",
            "documents_missing",
            "errors",
        ] {
            assert_eq!(compact[key], findings[key]);
            assert_eq!(findings[key], full[key]);
        }
        let rules = |record: &serde_json::Value| -> Vec<String> {
            let findings = record["findings"].as_array().unwrap().iter();
            findings
                .map(|own| {
                    let (line, column) = (&own["line"], &own["column"]);
                    format!(
                        "{} {} {line} {column}",
                        text(own, "/rule"),
                        text(own, "/path")
                    )
                })
                .collect()
        };
        assert_eq!(rules(compact), rules(findings));
        assert_eq!(rules(findings), rules(full));
        for (one, other) in findings["findings"]
            .as_array()
            .unwrap()
            .iter()
            .zip(full["findings"].as_array().unwrap())
        {
            assert_eq!(one["message"], other["message"]);
            assert_eq!(one["help"], other["help"]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// One draft a line, the same in an array, in files of their own, and on standard input: only
    /// the places differ.
    #[test]
    fn the_way_in_changes_places_only(seed in 0u64..1_000_000, count in 1u64..24, detail in 0usize..3) {
        let detail = ["compact", "findings", "full"][detail];
        let drafts: Vec<serde_json::Value> =
            (0..count).map(|number| settings(seed).draft(number)).collect();
        let input = lines(seed, count);
        let array = serde_json::to_vec(&drafts).unwrap();
        let folder = folder(&[("a.jsonl", input.as_bytes()), ("a.json", &array)]);
        let path = folder.path();
        std::fs::create_dir(path.join("d")).unwrap();
        for (number, draft) in drafts.iter().enumerate() {
            std::fs::write(path.join(format!("d/{number:04}.json")), draft.to_string()).unwrap();
        }
        let plain = |out: &[u8]| -> Vec<serde_json::Value> {
            let mut records = records(out);
            for record in &mut records {
                record["source"] = serde_json::Value::Null;
                strip(record);
            }
            records
        };
        let args = |input| ["--detail", detail, input];
        let one = batch(path, &args("a.jsonl"));
        let wanted = plain(&one.out);
        prop_assert_eq!(wanted.len() as u64, count);
        for input in ["a.json", "d"] {
            let other = batch(path, &args(input));
            prop_assert_eq!(&wanted, &plain(&other.out), "{}", input);
            prop_assert_eq!(one.status, other.status);
        }
        let stdin = batch_on(path, &args("-"), input.as_bytes());
        prop_assert_eq!(&wanted, &plain(&stdin.out));
    }
}

/// Takes lines and columns out.
fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            for key in ["line", "column", "end_column"] {
                map.remove(key);
            }
            map.values_mut().for_each(strip);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}
