//! Lists that offices keep for themselves, with the words and slips that they have.

use beian::sheet::{Map, Options, Piece, pipe};

use super::habits::{problems, value};
use super::read;

/// The drafts of a table, and what is told of it.
fn table(text: &str) -> (Vec<beian::sheet::SheetDraft>, Vec<String>) {
    read(text.as_bytes().to_vec())
}

#[test]
fn whose_a_column_is_may_be_said_in_any_usual_words() {
    let (drafts, notes) = table(
        "①单位全称,法人证件有效期,★主体负责人联系方式,法定代表人电话,负责人身份证到期日,负责人Email,\
         网站负责人证件号,备案类型,省份,domain,域名过期时间\n\
         太原示例有限公司,长期,13800000001,13800000002,2030-1-1,a@example.cn,140105199003070012,\
         首次备案,山西,example.cn,2031-1-1\n",
    );
    assert!(notes.is_empty(), "{notes:?}");
    for (path, wanted) in [
        ("subject.name", "太原示例有限公司"),
        ("legal_representative.certificate.valid_until", "long-term"),
        ("legal_representative.mobile", "13800000002"),
        ("principal.mobile", "13800000001"),
        ("principal.certificate.valid_until", "2030-01-01"),
        ("principal.email", "a@example.cn"),
        (
            "services.0.principal.certificate.number",
            "140105199003070012",
        ),
        ("services.0.domains.0.name", "example.cn"),
        ("services.0.domains.0.expires", "2031-01-01"),
    ] {
        assert_eq!(value(&drafts[0], path), wanted, "{path}");
    }
}

#[test]
fn what_a_column_that_is_not_read_says_otherwise_is_told_at_its_cell() {
    let (drafts, notes) = table(
        "备案类型,省份,域名,域名,域名到期日,域名到期时间\n\
         首次备案,山西,example.cn,example.com,2030-1-1,2030年1月1日\n\
         首次备案,山西,,example.com,,\n\
         首次备案,山西,example.cn,EXAMPLE.cn,,未知\n\
         首次备案,山西,example.cn,example.cn,2030-1-1,\n",
    );
    assert_eq!(notes.len(), 2, "{notes:?}");
    let told: Vec<Vec<String>> = (drafts.iter())
        .map(|draft| {
            problems(draft)
                .into_iter()
                .map(|(place, _)| place)
                .collect()
        })
        .collect();
    assert_eq!(told, [vec!["D2"], vec!["D3"], vec![], vec![]]);
    let (_, message) = &problems(&drafts[0])[0];
    assert!(message.contains("C 列是同一项，内容却不同"), "{message}");
}

#[test]
fn rows_of_one_applicant_that_are_drafts_of_their_own_are_told_of_once() {
    let rows = "甲,首次备案,山西,example-a.cn\n甲,首次备案,山西,example-b.cn\n甲,首次备案,山西,example-c.cn\n";
    let (drafts, notes) = table(&format!("公司名称,备案类型,省份,域名\n{rows}"));
    assert_eq!((drafts.len(), notes.len()), (3, 1), "{notes:?}");
    assert!(notes[0].contains("第 2 行和第 3 行的主体相同"), "{notes:?}");
    assert!(notes[0].contains("加“草稿”一列"), "{notes:?}");
    let counted: Vec<String> = (1..)
        .zip(rows.lines())
        .map(|(n, row)| format!("{n},{row}\n"))
        .collect();
    let counted = counted.concat();
    let (drafts, notes) = table(&format!("编号,公司名称,备案类型,省份,域名\n{counted}"));
    assert_eq!((drafts.len(), notes.len()), (3, 1), "{notes:?}");
    assert!(notes[0].contains("在“编号”一列写同样的编号"), "{notes:?}");
    // A column of ours says that they are several.
    let (drafts, notes) = table(&format!("草稿,公司名称,备案类型,省份,域名\n{counted}"));
    assert_eq!((drafts.len(), notes.len()), (3, 0), "{notes:?}");
    // One that only counts the rows is missed by nobody.
    let (drafts, notes) = table(&format!("序号,公司名称,备案类型,省份,域名\n{counted}"));
    assert_eq!((drafts.len(), notes.len()), (3, 1), "{notes:?}");
}

#[test]
fn what_programs_write_into_a_csv_file_is_understood() {
    let (drafts, _) = table(
        "公司名称,备案类型,省份,主体负责人手机号码,购买月数,主体负责人证件号码,域名,涉及前置审批的内容,服务内容,域名已实名认证\n\
         甲,首次备案,山西,13800000001.0,12.0,NULL,example.cn;,不涉及,单位门户网站/网络购物,审核中\n\
         乙,首次备案,山西,\\N,,1.40105199003070016E17,,否,博客/个人空间,认证通过\n",
    );
    let of = |path: &str| value(&drafts[0], path);
    assert_eq!(of("principal.mobile"), "13800000001");
    assert_eq!(of("access.months"), "12");
    assert_eq!(of("services.0.domains.0.name"), "example.cn");
    assert_eq!(of("services.0.domains.0.verified"), "false");
    assert_eq!(of("services.0.involves"), "[]");
    assert_eq!(
        of("services.0.content"),
        "[\"organization-site\", \"shopping\"]"
    );
    let shown = beian::source::write_toml(&drafts[0].parsed.root);
    assert!(!shown.contains("NULL"), "{shown}");
    let told = problems(&drafts[1]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "F3");
    assert_eq!(value(&drafts[1], "services.0.content"), "[\"blog\"]");
}

#[test]
fn kinds_go_by_the_words_of_the_licence_and_what_is_none_is_told() {
    for (word, kind) in [
        ("有限责任公司（自然人独资）", "enterprise"),
        ("股份有限公司", "enterprise"),
        ("民非", "private-non-enterprise"),
        ("机关", "government"),
        ("事业单位法人", "institution"),
        ("个体工商", "individual-business"),
    ] {
        let (drafts, _) = table(&format!("备案类型,省份,主体类型\n首次备案,山西,{word}\n"));
        assert_eq!(value(&drafts[0], "subject.kind"), kind, "{word}");
    }
    let of_an_unknown = |word: &str| {
        let (drafts, _) = table(&format!("备案类型,省份,主体类型\n首次备案,山西,{word}\n"));
        problems(&drafts[0])[0].1.clone()
    };
    assert!(of_an_unknown("工作室").contains("的“工作室”不在可选的值里"));
    let (drafts, _) = table("备案类型,省份,域名到期日\n首次备案,山西,45000\n");
    let (place, message) = problems(&drafts[0]).remove(0);
    assert_eq!(
        (place.as_str(), message.as_str()),
        ("C2", "域名到期日是没有设成日期格式的日期")
    );
    // In a row that has shifted it may be a person's.
    assert!(!of_an_unknown("1990年3月7日").contains("1990"));
}

#[test]
fn somebody_elses_number_is_not_missed_where_the_principals_is_written_in_full() {
    let rest = "备案类型,省份\n甲,赵示例,13700000001,首次备案,山西";
    let (drafts, notes) = table(&format!("公司名称,联系人,电话,{rest}\n"));
    assert!(problems(&drafts[0]).is_empty());
    let shown = beian::source::write_toml(&drafts[0].parsed.root);
    assert!(!shown.contains("13700000001"), "{shown}");
    assert_eq!(
        notes,
        [
            "C 列“电话”是“联系人”的，没有读",
            "B 列“联系人”不知道是什么，没有读；是主体负责人就写 --map B=principal.name",
        ]
    );
    // As the note says.
    let options = Options {
        map: Map::new(["B=principal.name"]).unwrap(),
        ..Options::default()
    };
    let text = format!("公司名称,联系人,电话,{rest}\n");
    let pieces: Vec<Piece> = pipe(std::io::Cursor::new(text.into_bytes()), &options)
        .unwrap()
        .collect();
    let [Piece::Draft(sheet, rows)] = &pieces[..] else {
        panic!("{pieces:?}");
    };
    let draft = sheet.layout.draft("", rows);
    assert_eq!(value(&draft, "principal.name"), "赵示例");
    assert_eq!(value(&draft, "principal.mobile"), "13700000001");
    // What only speaks of somebody leaves open whose the number is.
    for header in ["联系地址,手机", "联系人,备注,手机"] {
        let (drafts, _) = table(&format!(
            "公司名称,备案类型,省份,{header}\n甲,首次备案,山西,乙,13700000001,13700000001\n"
        ));
        let told = problems(&drafts[0]);
        assert!(told[0].1.contains("分不清"), "{told:?}");
    }
    let (drafts, notes) = table(
        "公司名称,联系人,电话,备案类型,省份,负责人,负责人手机\n\
         甲,赵示例,13700000001,首次备案,山西,张示例,13800000001\n",
    );
    assert!(problems(&drafts[0]).is_empty());
    assert_eq!(value(&drafts[0], "principal.mobile"), "13800000001");
    assert!(
        notes.contains(&"C 列“电话”是“联系人”的，没有读".to_owned()),
        "{notes:?}"
    );
}

#[test]
fn whoever_is_called_in_an_emergency_is_so_for_the_principal() {
    let (drafts, _) = table(
        "公司名称,负责人,手机,紧急联系人,紧急联系电话,备案类型,省份\n\
         甲,张示例,13800000001,王示例,13900000001,首次备案,山西\n",
    );
    assert!(problems(&drafts[0]).is_empty());
    assert_eq!(value(&drafts[0], "principal.mobile"), "13800000001");
    assert_eq!(
        value(&drafts[0], "principal.emergency_phone"),
        "13900000001"
    );
}

#[test]
fn headers_in_two_languages_mean_what_both_say() {
    let (drafts, notes) = table(
        "公司名称 Company Name,省份/Province,备案类型（Filing type）,域名 Domain,法人,手机 Mobile,负责人QQ\n\
         太原示例（山西）有限公司,山西,首次备案,example.cn,张示例,13800000001,10001\n",
    );
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains("负责人QQ"), "{notes:?}");
    for (path, wanted) in [
        ("subject.name", "太原示例（山西）有限公司"),
        ("filing.province", "140000"),
        ("services.0.domains.0.name", "example.cn"),
        // It is of the person to its left in any language.
        ("legal_representative.mobile", "13800000001"),
    ] {
        assert_eq!(value(&drafts[0], path), wanted, "{path}");
    }
    // Names are compared as they are told apart elsewhere.
    let (drafts, _) =
        table("公司名称,企业名称,备案类型,省份\n示例（山西）公司,示例(山西)公司,首次备案,山西\n");
    assert!(problems(&drafts[0]).is_empty());
}

#[test]
fn a_row_of_headers_alone_begins_another_table() {
    let (drafts, _) = table(
        "公司名称,省份,备案类型,负责人,手机\n甲,山西,首次备案,张示例,13800000001\n\
         备案类型,网站名称,域名,到期时间\n首次备案,站,example.cn,2030-1-1\n",
    );
    assert_eq!(
        value(&drafts[1], "services.0.domains.0.expires"),
        "2030-01-01"
    );
}

#[test]
fn counts_dates_and_examples_are_no_drafts() {
    let (drafts, notes) = table(
        "公司名称,省份,备案类型\n例：某某公司,山西,首次备案\n共青城示例公司,江西,首次备案\n\
         共 2 条记录,,\n填表日期：2026-11-01,,\n",
    );
    assert_eq!((drafts.len(), notes.len()), (1, 3), "{notes:?}");
    assert_eq!(value(&drafts[0], "subject.name"), "共青城示例公司");
}

#[test]
fn a_header_that_is_not_read_is_told_with_what_would_have_it_read() {
    let (_, notes) =
        table("公司名称,备案类型,省份,域名1,域名2,网站名称2,开通费用\n甲,首次备案,山西\n");
    let wanted = [
        "D 列“域名1”不知道是什么，没有读；一行写一个域名、一项服务，或写 --map D=services[].domains[0].name",
        "E 列“域名2”不知道是什么，没有读；一行写一个域名、一项服务，或写 --map E=services[].domains[1].name",
        "F 列“网站名称2”不知道是什么，没有读；一行写一个域名、一项服务，或写 --map F=services[1].name",
        "G 列“开通费用”不知道是什么，没有读；要用它就用 --map 说明是什么，如 --map G=subject.name",
    ];
    assert_eq!(notes, wanted);
    // Below the name of a group it is short for both together.
    let (drafts, notes) = table(
        "主体,,域名,,\n名称,备案类型,名称,到期时间,购买渠道\n甲,首次备案,example.cn,2028-01-05,\n",
    );
    assert_eq!(value(&drafts[0], "services.0.domains.0.name"), "example.cn");
    assert_eq!(notes.len(), 1, "{notes:?}");
}
