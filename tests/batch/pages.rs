//! `--reports`: a page for each draft, and one that leads to them.

use super::{batch, folder, lines, names, settings, text};

/// What the links of a page lead to, percent signs undone.
fn links(page: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .map(|rest| {
            let link = rest.split('"').next().unwrap().as_bytes();
            let mut name = Vec::new();
            let mut at = 0;
            while at < link.len() {
                if link[at] == b'%' {
                    let code = std::str::from_utf8(&link[at + 1..at + 3]).unwrap();
                    name.push(u8::from_str_radix(code, 16).unwrap());
                    at += 3;
                } else {
                    name.push(link[at]);
                    at += 1;
                }
            }
            String::from_utf8(name).unwrap()
        })
        .collect()
}

#[test]
fn every_draft_has_a_page_and_the_results_are_what_they_were() {
    let input = lines(71, 30) + "{\n";
    let folder = folder(&[("客户.jsonl", input.as_bytes())]);
    let folder = folder.path();
    let mut pages: Option<Vec<(String, Vec<u8>)>> = None;
    for (jobs, detail, format) in [
        ("1", "findings", "jsonl"),
        ("3", "compact", "jsonl"),
        ("2", "full", "csv"),
        ("2", "full", "jsonl"),
        ("2", "findings", "csv"),
        ("2", "findings", "summary"),
    ] {
        let args = [
            "客户.jsonl",
            "-j",
            jobs,
            "--detail",
            detail,
            "--format",
            format,
        ];
        let plain = batch(folder, &args);
        let run = batch(folder, &[&args[..], &["--reports", "报告"]].concat());
        assert_eq!(run.status, plain.status);
        assert!(run.out == plain.out, "{detail} {format}");
        let own: Vec<(String, Vec<u8>)> = names(&folder.join("报告"))
            .into_iter()
            .map(|name| {
                let bytes = std::fs::read(folder.join("报告").join(&name)).unwrap();
                (name, bytes)
            })
            .collect();
        assert_eq!(own.len(), 32);
        match &pages {
            None => pages = Some(own),
            Some(pages) => assert!(*pages == own, "{jobs} threads"),
        }
        std::fs::remove_dir_all(folder.join("报告")).unwrap();
    }
    let pages = pages.unwrap();
    let page = |name: &str| {
        let found = pages.iter().find(|(own, _)| own == name);
        std::str::from_utf8(&found.unwrap_or_else(|| panic!("{name}")).1).unwrap()
    };
    let index = page("index.html");
    let links = links(index);
    assert_eq!(links.len(), 31);
    for (line, link) in (1..).zip(&links) {
        assert!(link.starts_with(&format!("客户.jsonl-{line}")), "{link}");
        assert!(page(link).contains(&format!("客户.jsonl:{line}")), "{link}");
    }
    // What a person's numbers are stands in no page and no name.
    for number in 0..30 {
        let draft = settings(71).draft(number);
        for pointer in ["/principal/mobile", "/principal/certificate/number"] {
            let private = text(&draft, pointer);
            let unit = text(&draft, "/subject/certificate/number");
            if private.len() < 8 || private == unit {
                continue;
            }
            for (name, bytes) in &pages {
                let shown = std::str::from_utf8(bytes).unwrap();
                assert!(!shown.contains(private), "{pointer} {private} in {name}");
                assert!(!name.contains(private));
            }
        }
    }
}

#[test]
fn what_is_in_a_folder_is_left_alone() {
    let input = lines(72, 2);
    let folder = folder(&[("a.jsonl", input.as_bytes()), ("r/index.html", b"mine")]);
    let run = batch(folder.path(), &["a.jsonl", "--reports", "r"]);
    assert_eq!((run.status, run.out.len()), (2, 0));
    assert!(run.told.contains('r'), "{}", run.told);
    assert_eq!(
        std::fs::read(folder.path().join("r/index.html")).unwrap(),
        b"mine"
    );
    let run = batch(folder.path(), &["a.jsonl", "--reports", "a.jsonl"]);
    assert_eq!(run.status, 2);
}

#[test]
fn only_what_is_written_has_a_page() {
    let input = lines(73, 40);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let run = batch(
        folder.path(),
        &["a.jsonl", "--only", "blocked", "--reports", "r"],
    );
    let records = run.records();
    assert!(!records.is_empty());
    assert_eq!(names(&folder.path().join("r")).len(), records.len() + 1);
}
