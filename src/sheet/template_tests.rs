use super::*;
use crate::sheet::{Options, Piece, pipe};

fn drafts(bytes: Vec<u8>) -> Vec<Piece> {
    pipe(std::io::Cursor::new(bytes), &Options::default())
        .unwrap()
        .collect()
}

#[test]
fn the_form_is_read_without_its_example() {
    let form = Form::template(Lang::Zh);
    for bytes in [form.xlsx(Lang::Zh).unwrap(), form.csv(Lang::Zh)] {
        let found = drafts(bytes);
        assert!(
            matches!(found.as_slice(), [Piece::Note(note)] if note.zh.contains("示例")),
            "{found:?}"
        );
    }
}

#[test]
fn the_example_is_known_by_what_it_says() {
    for lang in [Lang::Zh, Lang::En] {
        let csv = String::from_utf8(Form::template(lang).csv(lang)).unwrap();
        for (path, value) in EXAMPLE_SAYS {
            assert!(csv.contains(value), "{path}");
        }
    }
}

#[test]
fn the_example_filled_in_is_the_draft_it_was_made_of() {
    for lang in [Lang::Zh, Lang::En] {
        let mut form = Form::template(lang);
        for row in &mut form.rows {
            row.insert(Head::Draft, Cell::Text("甲".to_owned()));
        }
        for bytes in [form.xlsx(lang).unwrap(), form.csv(lang)] {
            let found = drafts(bytes);
            let [Piece::Draft(sheet, rows)] = found.as_slice() else {
                panic!("{found:?}");
            };
            let read = sheet.layout.draft("t", rows);
            assert_eq!(read.parsed.problems, []);
            let given = crate::draft::Overrides::default();
            let wanted = parse_toml(&SourceFile::embedded("e", EXAMPLE_DRAFT));
            let mut wanted = crate::draft::read_parsed(&wanted, &given).draft;
            wanted.id = Some("甲".to_owned());
            assert_eq!(
                crate::draft::read_parsed(&read.parsed, &given).draft,
                wanted
            );
        }
    }
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    let bytes = || Form::template(Lang::Zh).xlsx(Lang::Zh).unwrap();
    assert_eq!(bytes(), bytes());
    assert!(Form::template(Lang::Zh).heads.len() < width());
}

#[test]
fn formulas_are_kept_from_being_ones() {
    let mut form = Form::template(Lang::Zh);
    let head = form.heads.iter().copied().find(|head| {
        head.column()
            .is_some_and(|column| column.path == "subject.name")
    });
    for row in &mut form.rows {
        row.insert(Head::Draft, Cell::Text("甲".to_owned()));
        row.insert(head.unwrap(), Cell::Text("=1+1".to_owned()));
    }
    assert!(
        String::from_utf8(form.csv(Lang::Zh))
            .unwrap()
            .contains(",'=1+1,")
    );
    for bytes in [form.xlsx(Lang::Zh).unwrap(), form.csv(Lang::Zh)] {
        let found = drafts(bytes);
        let [Piece::Draft(sheet, rows)] = found.as_slice() else {
            panic!("{found:?}");
        };
        let read = sheet.layout.draft("t", rows);
        let name = read
            .parsed
            .root
            .get("subject")
            .and_then(|node| node.as_table());
        let name = name
            .and_then(|table| table.get("name"))
            .and_then(|node| node.as_str());
        assert_eq!(name, Some("=1+1"));
    }
}
