use super::*;
use crate::draft::{Overrides, read_parsed};
use crate::sheet::cell::Cell;
use crate::sheet::record::SheetDraft;
use crate::source::{Node, Table, Value};

/// A sheet of texts; `~` is a cell that a merge from above reaches into.
fn sheet(rows: &[&[&str]]) -> Vec<Event> {
    let mut events = vec![Event::Sheet(None)];
    let mut above: Vec<Cell> = Vec::new();
    for (number, texts) in (1u32..).zip(rows) {
        let mut row = Row {
            number,
            ..Row::default()
        };
        for (index, text) in texts.iter().enumerate() {
            row.cells.push(match *text {
                "" => Cell::Empty,
                "~" => {
                    row.joined.push(index);
                    above[index].clone()
                }
                text => Cell::Text(text.to_owned()),
            });
        }
        above.clone_from(&row.cells);
        if !row.is_blank() {
            events.push(Event::Row(row));
        }
    }
    events
}

fn pieces(rows: &[&[&str]]) -> Vec<Piece> {
    let events = sheet(rows);
    Drafts::new(Box::new(events.into_iter()), Map::default(), true).collect()
}

fn read(rows: &[&[&str]]) -> Vec<SheetDraft> {
    pieces(rows)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Draft(sheet, rows) => Some(sheet.layout.draft("t", &rows)),
            Piece::Note(_) => None,
            broken @ Piece::Broken { .. } => panic!("{broken:?}"),
        })
        .collect()
}

fn notes(rows: &[&[&str]]) -> Vec<String> {
    pieces(rows)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Note(text) => Some(text.zh.into_owned()),
            _ => None,
        })
        .collect()
}

/// The tree in short: keys and texts.
fn short(table: &Table) -> String {
    fn said(node: &Node) -> String {
        match &node.value {
            Value::Null => "null".to_owned(),
            Value::Bool(flag) => flag.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::String(text) => text.clone(),
            Value::Date(day) => day.to_string(),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(said).collect();
                format!("[{}]", items.join(" "))
            }
            Value::Table(table) => short(table),
            other => format!("{other:?}"),
        }
    }
    let entries: Vec<String> = table
        .entries
        .iter()
        .filter(|entry| entry.key != "format")
        .map(|entry| format!("{}={}", entry.key, said(&entry.node)))
        .collect();
    format!("{{{}}}", entries.join(" "))
}

fn shorts(rows: &[&[&str]]) -> Vec<String> {
    read(rows)
        .iter()
        .map(|draft| short(&draft.parsed.root))
        .collect()
}

fn problems(draft: &SheetDraft) -> Vec<(usize, usize, String)> {
    let told = draft.parsed.problems.iter().map(|problem| {
        let (line, column) = draft.file.line_column(problem.span.start);
        let first = usize::try_from(draft.first_row).unwrap();
        (
            line.saturating_add(first).saturating_sub(1),
            column,
            problem.message.zh.to_string(),
        )
    });
    told.collect()
}

#[test]
fn rows_of_one_draft_are_one_draft() {
    let found = shorts(&[
        &["草稿", "备案类型", "网站名称", "域名"],
        &["甲", "首次备案", "示例一", "example-a.cn"],
        &["甲", "首次备案", "示例一", "example-b.cn"],
        &["", "", "示例二", "example-c.cn"],
        &["", "", "", "example-d.cn"],
        &["乙", "接入备案", "", ""],
    ]);
    assert_eq!(
        found,
        [
            "{meta={id=甲} filing={kind=first} services=[{name=示例一 domains=[{name=example-a.cn} {name=example-b.cn}]} {name=示例二 domains=[{name=example-c.cn} {name=example-d.cn}]}]}",
            "{meta={id=乙} filing={kind=access}}",
        ]
    );
}

#[test]
fn without_a_draft_column_a_row_that_only_adds_a_domain_goes_on() {
    let found = shorts(&[
        &["备案类型", "域名"],
        &["首次备案", "example-a.cn"],
        &["", "example-b.cn"],
        &["~", "example-c.cn"],
        &["首次备案", "example-d.cn"],
    ]);
    assert_eq!(found.len(), 2);
    assert!(
        found[0].contains("{name=example-a.cn} {name=example-b.cn}"),
        "{}",
        found[0]
    );
    // Under a merged name the rest may be repeated.
    let merged = shorts(&[
        &["公司名称", "备案类型", "域名"],
        &["甲", "首次备案", "example-a.cn"],
        &["~", "首次备案", "example-b.cn"],
        &["~", "接入备案", "example-c.cn"],
    ]);
    assert_eq!(merged.len(), 2, "{merged:?}");
    let merged = shorts(&[
        &["备案类型", "域名"],
        &["首次备案", "example-a.cn"],
        &["~", "example-b.cn"],
    ]);
    assert_eq!(merged.len(), 1);
}

#[test]
fn an_empty_draft_column_makes_no_one_draft_of_all() {
    let found = read(&[
        &["草稿", "备案类型", "域名"],
        &["", "首次备案", "example-a.cn"],
        &["", "首次备案", "example-b.cn"],
    ]);
    assert_eq!(found.len(), 2);
}

#[test]
fn what_contradicts_the_row_above_is_told_at_its_cell() {
    let found = read(&[
        &["草稿", "备案类型", "主办单位名称", "域名"],
        &["甲", "首次备案", "太原示例网络科技有限公司", "example-a.cn"],
        &["甲", "首次", "大同示例网络科技有限公司", "example-b.cn"],
    ]);
    let told = problems(&found[0]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].0, told[0].1), (3, 3));
    assert!(told[0].2.contains("第 2 行"), "{told:?}");
}

#[test]
fn a_cell_is_told_of_by_what_the_sheet_calls_its_column() {
    let found = read(&[
        &[
            "草稿",
            "备案类型",
            "公司名称",
            "域名序号",
            "域名",
            "到期时间",
            "省份",
        ],
        &[
            "甲",
            "首次备案",
            "太原示例网络科技有限公司",
            "1",
            "example-a.cn",
            "明天",
            "山西",
        ],
        &[
            "甲",
            "首次",
            "大同示例网络科技有限公司",
            "1",
            "example-b.cn",
            "",
            "上海",
        ],
        &[
            "乙",
            "首次",
            "大同示例网络科技有限公司",
            "一",
            "example-c.cn",
            "",
            "火星",
        ],
    ]);
    let told: Vec<String> = found
        .iter()
        .flat_map(problems)
        .map(|(line, column, message)| format!("{line}:{column} {message}"))
        .collect();
    assert_eq!(
        told,
        [
            "2:6 “到期时间”（域名到期日）应为日期",
            "3:3 “公司名称”（主办单位名称）和第 2 行不同，它们是同一份草稿里的同一项",
            "3:5 域名和第 2 行不同，域名序号却都是 1",
            "3:7 “省份”（备案省份）和第 2 行不同，它们是同一份草稿里的同一项",
            "4:4 域名序号应为序号，如 1、2",
            "4:7 “省份”（备案省份）的“火星”不是省份",
        ]
    );
}

#[test]
fn drafts_whose_rows_are_scattered_are_told() {
    let found = read(&[
        &["草稿", "备案类型", "域名"],
        &["甲", "首次备案", "example-a.cn"],
        &["乙", "首次备案", "example-b.cn"],
        &["甲", "首次备案", "example-c.cn"],
    ]);
    assert_eq!(found.len(), 3);
    assert!(problems(&found[0]).is_empty());
    let told = problems(&found[2]);
    assert_eq!((told[0].0, told[0].1), (4, 1));
}

#[test]
fn services_are_told_apart_by_name_kind_and_number() {
    let found = shorts(&[
        &["草稿", "服务类型", "服务名称", "域名"],
        &["甲", "网站", "示例", "example-a.cn"],
        &["甲", "App", "示例", "example-b.cn"],
        &["甲", "网站", "示例", "example-c.cn"],
    ]);
    assert_eq!(
        found,
        [
            "{meta={id=甲} services=[{kind=website name=示例 domains=[{name=example-a.cn} {name=example-c.cn}]} {kind=app name=示例 domains=[{name=example-b.cn}]}]}"
        ]
    );
    let numbered = shorts(&[
        &["草稿", "服务序号", "服务名称", "域名"],
        &["甲", "2", "示例", "example-b.cn"],
        &["甲", "1", "示例", "example-a.cn"],
    ]);
    assert!(
        numbered[0].contains(
            "[{name=示例 domains=[{name=example-a.cn}]} {name=示例 domains=[{name=example-b.cn}]}]"
        ),
        "{}",
        numbered[0]
    );
}

#[test]
fn repeated_elements_are_one_and_different_ones_are_not() {
    let found = shorts(&[
        &["草稿", "域名", "操作系统", "材料"],
        &["甲", "example-a.cn", "安卓", "business-license"],
        &["甲", "example-a.cn", "iOS", "business-license"],
        &["甲", "", "", "id-card"],
    ]);
    assert_eq!(
        found,
        [
            "{meta={id=甲} attachments=[{document=business-license} {document=id-card}] services=[{domains=[{name=example-a.cn}] platforms=[{os=android} {os=ios}]}]}"
        ]
    );
}

#[test]
fn lists_can_be_empty() {
    let found = shorts(&[
        &["草稿", "服务序号", "域名序号", "域名"],
        &["甲", "1", "无", ""],
        &["乙", "无", "", ""],
    ]);
    assert_eq!(
        found,
        [
            "{meta={id=甲} services=[{domains=[]}]}",
            "{meta={id=乙} services=[]}"
        ]
    );
}

#[test]
fn headers_may_number_services() {
    let found = shorts(&[
        &[
            "subject.kind",
            "services[0].name",
            "services[1].name",
            "services[1].domains[0].name",
        ],
        &["企业", "一", "二", "example-b.cn"],
    ]);
    assert_eq!(
        found,
        [
            "{subject={kind=enterprise} services=[{name=一} {name=二 domains=[{name=example-b.cn}]}]}"
        ]
    );
}

#[test]
fn titles_groups_and_repeated_headers_are_no_drafts() {
    let found = shorts(&[
        &["2026 年客户备案资料汇总"],
        &["客户", "", "主体负责人", "", "网站"],
        &["草稿", "备案类型", "姓名", "手机", "域名"],
        &["甲", "首次备案", "张示例", "13800000001", "example-a.cn"],
        &["草稿", "备案类型", "姓名", "手机", "域名"],
        &["乙", "首次备案", "李示例", "", "example-b.cn"],
        &["示例", "首次备案", "某某", "", ""],
    ]);
    assert_eq!(found.len(), 2);
    assert!(
        found[0].contains("principal={name=张示例 mobile=13800000001}"),
        "{}",
        found[0]
    );
}

#[test]
fn columns_are_told_of_once() {
    let told = notes(&[
        &["草稿", "备案类型", "喜欢的颜色"],
        &["示例", "首次备案", "红"],
        &["甲", "首次备案", "红"],
        &["乙", "首次备案", "红"],
    ]);
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn a_file_without_a_header_says_what_was_meant() {
    let found = pieces(&[&["单位名秤", "域名们"], &["太原示例", "x"]]);
    let Some(Piece::Broken {
        help: Some(help), ..
    }) = found.last()
    else {
        panic!("{found:?}");
    };
    assert!(help.zh.contains("模板"), "{help:?}");
    assert!(matches!(pieces(&[]).last(), Some(Piece::Broken { .. })));
}

#[test]
fn faults_of_the_reader_point_at_cells() {
    let found = read(&[
        &["草稿", "备案省份", "备案类型", "材料", "材料文件"],
        &[],
        &["甲", "山西", "", "", "a.jpg"],
    ]);
    let draft = &found[0];
    let reading = read_parsed(&draft.parsed, &Overrides::default());
    let told: Vec<(usize, usize, &str)> = reading
        .faults
        .iter()
        .map(|fault| {
            let (line, column) = draft.file.line_column(fault.span.start);
            (line, column, fault.path.as_str())
        })
        .collect();
    assert_eq!(
        told,
        [(1, 3, "filing.kind"), (1, 4, "attachments[0].document")]
    );
    assert_eq!(draft.first_row, 3);
    assert_eq!(draft.elements, [("attachments[0]".to_owned(), 3)]);
}

#[test]
fn spans_lead_to_cells_over_blank_rows() {
    let found = read(&[
        &["草稿", "域名到期日", "域名"],
        &["甲", "2026-02-30", "example-a.cn"],
        &[],
        &["", "明年", "example-b.cn"],
    ]);
    let told = problems(&found[0]);
    assert_eq!(
        told.iter().map(|t| (t.0, t.1)).collect::<Vec<_>>(),
        [(2, 2), (4, 2)]
    );
}

#[test]
fn every_row_that_is_taken_for_the_example_is_told_of() {
    let rows: &[&[&str]] = &[
        &["草稿", "备案类型", "域名"],
        &["示例", "首次备案", "example-tech.cn"],
        &["示例", "接入备案", ""],
        &["甲", "首次备案", "example-c.cn"],
    ];
    let told = notes(rows);
    assert_eq!(told.len(), 2);
    for (note, row) in told.iter().zip(["第 2 行", "第 3 行"]) {
        assert!(note.starts_with(row), "{note}");
    }
    assert_eq!(read(rows).len(), 1);
}

#[test]
fn a_client_written_over_the_example_is_read() {
    for (header, own) in [
        ("主办单位名称", "大同示例网络科技有限公司"),
        ("域名", "example-a.cn"),
    ] {
        let rows: &[&[&str]] = &[
            &["草稿", "备案类型", header, "网站名称"],
            &["示例", "首次备案", own, "甲"],
            // Another website of the same client.
            &["示例", "", "", "乙"],
        ];
        assert_eq!(notes(rows), [""; 0], "{header}");
        let found = shorts(rows);
        assert!(
            matches!(&*found, [one] if one.contains(own) && one.contains('乙')),
            "{found:?}"
        );
    }
}

#[test]
fn a_further_header_says_what_the_columns_are_from_there_on() {
    let found = shorts(&[
        &["草稿", "备案类型", "网站名称", "域名"],
        &["甲", "首次备案", "示例一", "example-a.cn"],
        &["*草稿", "*备案类型", "网站名称（必填）", "域名*"],
        &["乙", "首次备案", "示例二", "example-b.cn"],
        &["草稿", "域名", "网站名称", "备案类型", "主体备注"],
        &["丙", "example-c.cn", "示例三", "接入备案", "急"],
    ]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found[1].contains("name=示例二 domains=[{name=example-b.cn}]"),
        "{found:?}"
    );
    assert!(
        found[2].contains("kind=access") && found[2].contains("remark=急"),
        "{found:?}"
    );
    assert!(found[2].contains("name=example-c.cn"), "{found:?}");
    // Values may be words that are headers elsewhere.
    let found = shorts(&[
        &["草稿", "备案类型", "材料", "材料所属"],
        &["甲", "首次备案", "身份证", "负责人"],
        &["甲", "", "身份证", "法人"],
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn headers_of_one_level_may_stand_above() {
    let rows: &[&[&str]] = &[
        &["备案类型", "备案省份", "主体负责人", "", "域名信息"],
        &["", "", "姓名", "手机号码", "域名"],
        &[
            "首次备案",
            "山西",
            "张示例",
            "13800000001",
            "example-a.cn",
            "随手写的",
        ],
    ];
    let found = shorts(rows);
    assert_eq!(
        found,
        [
            "{filing={kind=first province=140000} principal={name=张示例 mobile=13800000001} services=[{domains=[{name=example-a.cn}]}]}"
        ]
    );
    let told = notes(rows);
    assert!(
        told.iter().any(|note| note.contains("F 列没有列名")),
        "{told:?}"
    );
    assert!(!told.iter().any(|note| note.contains("随手")), "{told:?}");
}

#[test]
fn drafts_without_a_name_that_can_be_read_are_not_one() {
    for lost in [
        Cell::Error("#N/A"),
        Cell::Formula,
        Cell::Text("#REF!".to_owned()),
    ] {
        let mut events = sheet(&[
            &["草稿", "备案类型", "域名"],
            &["甲", "首次备案", "example-a.cn"],
            &["甲", "首次备案", "example-b.cn"],
        ]);
        for event in events.iter_mut().skip(2) {
            if let Event::Row(row) = event {
                row.cells[0] = lost.clone();
            }
        }
        let pieces = Drafts::new(Box::new(events.into_iter()), Map::default(), true);
        let found: Vec<SheetDraft> = pieces
            .filter_map(|piece| match piece {
                Piece::Draft(sheet, rows) => Some(sheet.layout.draft("t", &rows)),
                _ => None,
            })
            .collect();
        assert_eq!(found.len(), 2, "{lost:?}");
        for (draft, row) in found.iter().zip(2usize..) {
            let told = problems(draft);
            assert_eq!((told.len(), told[0].0, told[0].1), (1, row, 1), "{told:?}");
        }
    }
}

#[test]
fn what_the_user_says_of_no_column_is_told_once() {
    let map = Map::new(["单位全秤=subject.name", "Z=域名", "备忘=-"]).unwrap();
    let rows: &[&[&str]] = &[
        &["备案类型", "备案省份", "单位全称", "备忘"],
        &["首次备案", "山西", "太原示例", ""],
    ];
    let told = || {
        let pieces = Drafts::new(Box::new(sheet(rows).into_iter()), map.clone(), true);
        let notes = pieces.filter_map(|piece| match piece {
            Piece::Note(text) => Some(text.zh.into_owned()),
            _ => None,
        });
        notes
            .filter(|note| note.contains("--map 里"))
            .collect::<Vec<_>>()
    };
    let first = told();
    assert_eq!(first.len(), 2, "{first:?}");
    assert!(
        first[0].contains("单位全秤") && first[0].contains("单位全称"),
        "{first:?}"
    );
    assert_eq!(told(), [""; 0]);
}

#[test]
fn a_city_lies_in_the_province_beside_it() {
    let rows: &[&[&str]] = &[
        &["草稿", "备案类型", "通信地址所在省", "通信地址所在市"],
        &["甲", "首次备案", "北京", "朝阳"],
        &["乙", "首次备案", "辽宁", "朝阳"],
        &["丙", "首次备案", "江西", "fuzhou"],
        &["丁", "首次备案", "", "朝阳"],
    ];
    let found = read(rows);
    let told = problems(&found[0]);
    assert!(
        told[0].2.contains("朝阳市") && told[0].2.contains("北京"),
        "{told:?}"
    );
    assert_eq!((told[0].0, told[0].1), (2, 4));
    for (draft, code) in found.iter().zip(["", "211300", "361000", "211300"]).skip(1) {
        assert!(
            short(&draft.parsed.root).contains(&format!("city={code}")),
            "{code}"
        );
    }
}

#[test]
fn a_quotation_that_is_not_closed_is_told_once_and_shows_nothing() {
    let mut events = sheet(&[
        &[
            "备案类型",
            "备案省份",
            "主办单位名称",
            "域名序号",
            "域名",
            "meta.owner",
        ],
        &["首次备案", "山西", "", "", "", ""],
    ]);
    if let Some(Event::Row(row)) = events.last_mut() {
        row.cells.truncate(2);
        row.cells.resize(6, Cell::Unclosed);
    }
    let pieces = Drafts::new(Box::new(events.into_iter()), Map::default(), false);
    let found: Vec<SheetDraft> = pieces
        .filter_map(|piece| match piece {
            Piece::Draft(sheet, rows) => Some(sheet.layout.draft("t", &rows)),
            _ => None,
        })
        .collect();
    let told = problems(&found[0]);
    assert_eq!(
        (found.len(), told.len(), told[0].0, told[0].1),
        (1, 1, 2, 3)
    );
    assert!(told[0].2.contains("引号没有配对"), "{told:?}");
    assert!(!short(&found[0].parsed.root).contains("owner"));
    let reading = read_parsed(&found[0].parsed, &Overrides::default());
    let place = found[0].parsed.problems[0].span;
    let all_there = reading.faults.iter().all(|fault| fault.span == place);
    assert!(all_there, "{:?}", reading.faults);
}

#[test]
fn totals_and_remarks_are_no_drafts() {
    for row in [
        "合计",
        "合计：1家",
        "合计 1 家",
        "小计：3",
        "共计2家",
        "以上合计",
        "Total: 3",
        "填表说明：每行一个域名",
        "填表人：张示例　电话：13800000001",
        "注：以上属实",
    ] {
        let rows: &[&[&str]] = &[
            &["主办单位名称", "备案类型"],
            &["示例公司", "首次备案"],
            &[row],
        ];
        assert_eq!(read(rows).len(), 1, "{row}");
        let told = notes(rows);
        assert!(
            told.iter().any(|note| note.contains("第 3 行")),
            "{row}: {told:?}"
        );
        assert!(!told.iter().any(|note| note.contains("1380")), "{told:?}");
    }
    for row in ["合计科技有限公司", "注册示例公司"] {
        let rows: &[&[&str]] = &[&["主办单位名称", "备案类型"], &[row, "首次备案"]];
        assert_eq!(read(rows).len(), 1, "{row}");
    }
}

#[test]
fn headers_may_be_numbered() {
    let rows: &[&[&str]] = &[
        &["1.备案类型", "2、主办单位名称", "(3)网站名称", "４．域名"],
        &["首次备案", "示例公司", "示例网", "a.cn"],
    ];
    assert_eq!(notes(rows), Vec::<String>::new());
    assert_eq!(
        shorts(rows),
        shorts(&[
            &["备案类型", "主办单位名称", "网站名称", "域名"],
            &["首次备案", "示例公司", "示例网", "a.cn"],
        ])
    );
}

#[test]
fn one_value_written_in_two_ways_is_no_contradiction() {
    for (head, one, other) in [
        ("主体负责人手机", "13800000001", "+86 138-0000-0001"),
        ("主办单位名称", "示例（有限）公司", "示例(有限)公司"),
        ("主办单位名称", "示例公司", "示例 公司"),
        (
            "统一社会信用代码",
            "91140100MA0EXAMP12",
            "91140100ma0examp12",
        ),
    ] {
        let read = read(&[
            &["草稿", "备案类型", head, "域名"],
            &["甲", "首次备案", one, "a.cn"],
            &["甲", "", other, "b.cn"],
        ]);
        assert_eq!(read.len(), 1);
        assert_eq!(problems(&read[0]), [], "{one} {other}");
    }
}

#[test]
fn where_there_is_none_its_parts_may_say_so() {
    let read = read(&[
        &[
            "备案类型",
            "有居住证",
            "居住证所在省",
            "居住证有效期至",
            "有已备案情况",
            "已备案的服务数",
        ],
        &["首次备案", "无", "/", "-", "否", "0"],
    ]);
    assert_eq!(problems(&read[0]), []);
}

#[test]
fn a_list_is_empty_where_its_name_is_none() {
    let empty = shorts(&[
        &["备案类型", "网站名称", "域名"],
        &["首次备案", "示例", "无"],
    ]);
    assert!(empty[0].contains("domains=[]"), "{empty:?}");
    let read = read(&[
        &["备案类型", "网站名称", "域名序号", "域名"],
        &["首次备案", "示例", "无", "a.cn"],
    ]);
    let [(row, column, said)] = problems(&read[0]).try_into().unwrap();
    assert_eq!((row, column), (2, 3), "{said}");
    assert!(said.contains("旁边却有内容"), "{said}");
}
