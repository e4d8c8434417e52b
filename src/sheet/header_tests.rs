use super::*;
use crate::sheet::Cell;
use crate::sheet::column::catalogue;

fn row(number: u32, cells: &[&str]) -> Row {
    Row {
        number,
        cells: cells
            .iter()
            .map(|text| Cell::Text((*text).to_owned()))
            .collect(),
        joined: Vec::new(),
    }
}

fn path(meaning: &Meaning) -> &str {
    match meaning {
        Meaning::Known(known) => &known.column.path,
        Meaning::Draft => "draft",
        Meaning::Meta(key) => key,
        Meaning::Unknown => "?",
        Meaning::Ignored => "-",
    }
}

#[test]
fn every_column_is_found_by_its_label_and_by_its_path() {
    for column in catalogue().columns() {
        assert_eq!(path(&meaning(&column.label.zh)), column.path);
        assert_eq!(path(&meaning(&column.path)), column.path);
        assert_eq!(path(&meaning(&column.path.replace("[]", ""))), column.path);
    }
}

#[test]
fn headers_are_read_as_people_write_them() {
    for (text, wanted) in [
        ("主办单位名称", "subject.name"),
        (" 主办单位名称* ", "subject.name"),
        ("主办单位 名称（必填）", "subject.name"),
        ("*主办单位名称：", "subject.name"),
        ("公司名称", "subject.name"),
        ("Subject.Name", "?"),
        ("subject.name", "subject.name"),
        ("domain.name", "services[].domains[].name"),
        ("service.name", "services[].name"),
        ("services.domains.expires", "services[].domains[].expires"),
        ("域名", "services[].domains[].name"),
        ("domain", "services[].domains[].name"),
        ("services[].domains[]", "services[].domains[]"),
        ("是否有公章", "subject.has_seal"),
        ("法定代表人", "legal_representative.name"),
        ("通信地址", "subject.address.detail"),
        ("主体负责人居住证", "principal.residence_permit"),
        ("草稿", "draft"),
        ("编号", "draft"),
        ("meta.id", "draft"),
        ("meta.owner", "owner"),
        ("公网 IP", "access.ips"),
        ("公网ip", "access.ips"),
        ("序号", "?"),
        ("备注", "?"),
        ("", "?"),
    ] {
        let found = meaning(text);
        assert_eq!(path(&found), wanted, "{text}");
    }
}

#[test]
fn a_header_may_name_an_element() {
    let Meaning::Known(known) = meaning("services[1].domains[0].name") else {
        panic!("a path");
    };
    assert_eq!((known.parent, known.own), (Some(2), Some(1)));
    let Meaning::Known(known) = meaning("services[1].name") else {
        panic!("a path");
    };
    assert_eq!((known.parent, known.own), (None, Some(2)));
    assert_eq!(meaning("subject[0].name[1]"), Meaning::Unknown);
}

#[test]
fn a_row_of_known_words_is_a_header() {
    let map = Map::default();
    let header = Header::of_row(&row(3, &["草稿", "域名", "喜欢的颜色"]), None, &map).unwrap();
    assert_eq!(header.row, 3);
    assert_eq!(header.draft, Some(0));
    assert_eq!(header.notes.len(), 1);
    assert!(header.notes[0].zh.contains("C 列“喜欢的颜色”"));
    assert!(Header::of_row(&row(1, &["2026 年客户备案资料"]), None, &map).is_none());
    assert!(Header::of_row(&row(1, &["太原示例网络科技有限公司", "域名"]), None, &map).is_none());
    assert!(Header::of_row(&row(1, &["域名"]), None, &map).is_some());
    assert!(Header::of_row(&row(1, &["草稿"]), None, &map).is_none());
}

#[test]
fn groups_above_complete_short_headers() {
    let above: Vec<String> = [
        "主体负责人",
        "主体负责人",
        "网站负责人信息",
        "网站负责人信息",
        "域名",
    ]
    .map(str::to_owned)
    .to_vec();
    let below = row(2, &["姓名", "手机", "姓名", "手机号码", "域名"]);
    let header = Header::of_row(&below, Some(&above), &Map::default()).unwrap();
    let paths: Vec<&str> = header.headings.iter().map(|h| path(&h.meaning)).collect();
    assert_eq!(
        paths,
        [
            "principal.name",
            "principal.mobile",
            "services[].principal.name",
            "services[].principal.mobile",
            "services[].domains[].name"
        ]
    );
}

#[test]
fn a_column_is_read_once() {
    let header = Header::of_row(
        &row(1, &["公司名称", "主办单位名称", "域名"]),
        None,
        &Map::default(),
    )
    .unwrap();
    assert_eq!(header.headings[1].meaning, Meaning::Ignored);
    assert!(header.notes[0].en.contains("same as column A"));
}

fn paths(header: &Header) -> Vec<&str> {
    header.headings.iter().map(|h| path(&h.meaning)).collect()
}

fn header(texts: &[&str]) -> Header {
    Header::of_row(&row(1, texts), None, &Map::default()).unwrap()
}

#[test]
fn a_question_is_no_name() {
    for text in ["是否法人", "是否法定代表人", "法人是否本人", "是否为法人"] {
        assert_eq!(meaning(text), Meaning::Unknown, "{text}");
    }
    assert_eq!(
        nearest_header("是否法定代表人"),
        Some("主体负责人是法定代表人")
    );
    for text in ["负责人是否法人", "主体负责人是否为法定代表人"] {
        assert_eq!(path(&meaning(text)), "principal.is_legal_representative");
    }
    assert_eq!(
        paths(&header(&["域名", "主体负责人", "是否法人"])),
        [
            "services[].domains[].name",
            "principal.name",
            "principal.is_legal_representative"
        ]
    );
    assert_eq!(
        paths(&header(&["域名", "法人", "是否法人"])),
        [
            "services[].domains[].name",
            "legal_representative.name",
            "?"
        ]
    );
}

#[test]
fn a_short_header_is_of_the_person_to_its_left() {
    let found = header(&[
        "公司名称",
        "法人",
        "身份证号",
        "手机号",
        "负责人",
        "证件号码",
        "手机号",
        "域名",
        "到期时间",
        "网站负责人",
        "手机",
    ]);
    assert_eq!(
        paths(&found),
        [
            "subject.name",
            "legal_representative.name",
            "legal_representative.certificate.number",
            "legal_representative.mobile",
            "principal.name",
            "principal.certificate.number",
            "principal.mobile",
            "services[].domains[].name",
            "services[].domains[].expires",
            "services[].principal.name",
            "services[].principal.mobile"
        ]
    );
    assert!(found.faults.is_empty() && found.notes.is_empty());
    assert_eq!(
        paths(&header(&[
            "法人",
            "身份证号",
            "到期日期",
            "域名",
            "到期日期"
        ])),
        [
            "legal_representative.name",
            "legal_representative.certificate.number",
            "legal_representative.certificate.valid_until",
            "services[].domains[].name",
            "services[].domains[].expires"
        ]
    );
}

#[test]
fn what_could_be_of_two_persons_is_not_read() {
    for texts in [
        &["姓名", "手机", "姓名", "手机", "域名"][..],
        &["手机", "手机号码", "域名"],
        &["法人", "公司名称", "手机号", "域名"],
        &["信用代码", "到期日期", "域名"],
        &["域名", "到期日期", "备案类型", "到期时间"],
        &["域名", "网站负责人", "手机", "到期时间"],
    ] {
        let found = header(texts);
        let [fault, ..] = &*found.faults else {
            panic!("{texts:?}");
        };
        assert!(
            fault
                .columns
                .iter()
                .all(|c| !found.headings[*c].meaning.is_of_use())
        );
        assert!(fault.message.zh.contains(" 列“"), "{fault:?}");
        assert!(fault.help.zh.contains("--map"), "{fault:?}");
    }
}

#[test]
fn a_header_that_says_all_wins_wherever_it_stands() {
    for texts in [
        ["信用代码", "到期日期", "域名到期时间"],
        ["域名到期时间", "信用代码", "到期日期"],
    ] {
        let found = header(&texts);
        let at = texts
            .iter()
            .position(|text| *text == "域名到期时间")
            .unwrap();
        assert_eq!(
            path(&found.headings[at].meaning),
            "services[].domains[].expires"
        );
        let short = texts.iter().position(|text| *text == "到期日期").unwrap();
        assert_eq!(found.headings[short].meaning, Meaning::Ignored);
        assert!(found.faults.is_empty(), "{:?}", found.faults);
        assert_eq!(found.notes.len(), 1);
    }
}

#[test]
fn what_is_unknown_is_told_with_what_is_near() {
    for (text, near) in [
        ("主办单位名秤", "主办单位名称"),
        ("域名到期", "域名到期日"),
        ("subject.nmae", "subject.name"),
    ] {
        assert_eq!(nearest_header(text), Some(near), "{text}");
    }
    assert_eq!(nearest_header("喜欢的颜色"), None);
}

#[test]
fn the_user_has_the_last_word() {
    let map = Map::new(["客户名称=subject.name", "B=域名", "C=-"]).unwrap();
    let header = Header::of_row(&row(1, &["客户名称", "网址", "手机"]), None, &map).unwrap();
    let paths: Vec<&str> = header.headings.iter().map(|h| path(&h.meaning)).collect();
    assert_eq!(paths, ["subject.name", "services[].domains[].name", "-"]);
    let error = Map::new(["客户名称=subject.nam"]).unwrap_err();
    assert!(error.zh.contains("subject.name"), "{error:?}");
    assert!(Map::new(["no-such-file.toml"]).is_err());
    let header = Header::of_map(&map).unwrap();
    assert_eq!(header.headings.len(), 3);
}

#[test]
fn the_file_of_a_map_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.toml");
    std::fs::write(&file, "\"客户名称\" = \"subject.name\"\n").unwrap();
    let map = Map::new([file.to_str().unwrap()]).unwrap();
    assert_eq!(path(&map.meaning(7, "客户名称").unwrap()), "subject.name");
    std::fs::write(&file, "a = 1\n").unwrap();
    assert!(
        Map::new([file.to_str().unwrap()])
            .unwrap_err()
            .zh
            .contains(":1:5")
    );
}

#[test]
fn paths_lead_back_to_columns() {
    let header = Header::of_row(
        &row(
            1,
            &[
                "草稿",
                "域名",
                "services[1].name",
                "services[0].name",
                "主办单位名称",
            ],
        ),
        None,
        &Map::default(),
    )
    .unwrap();
    assert_eq!(header.column_of("services[0].domains[3].name"), Some(1));
    assert_eq!(header.column_of("services[1].name"), Some(2));
    assert_eq!(header.column_of("services[0].name"), Some(3));
    assert_eq!(header.column_of("subject.name"), Some(4));
    assert_eq!(header.column_of("meta.id"), Some(0));
    assert_eq!(header.column_of("principal.name"), None);
}
