//! The provinces of GB/T 2260 with the abbreviations that filing numbers and domains use.

use std::sync::OnceLock;

/// A province, autonomous region, municipality or special administrative region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division {
    /// Six-digit code of GB/T 2260, such as 140000.
    pub code: u32,
    /// Full Chinese name, such as 山西省.
    pub name: &'static str,
    /// Short Chinese name, such as 山西.
    pub short: &'static str,
    /// English name.
    pub en: &'static str,
    /// Pinyin of the short name without blanks and tones; 140000 is `shanxi`, 610000 `shaanxi`.
    pub pinyin: &'static str,
    /// Abbreviation in ICP filing numbers (蜀 for Sichuan); none where there is no administration.
    pub icp: Option<char>,
    /// Abbreviation in public-security filing numbers (川 for Sichuan).
    pub police: Option<char>,
    /// Label of the region under `.cn`, such as `sx`.
    pub cn_label: &'static str,
}

impl Division {
    /// Whether a communications administration takes ICP filings there: not in Taiwan (71),
    /// Hong Kong (81) and Macao (82).
    pub const fn has_administration(&self) -> bool {
        self.icp.is_some()
    }

    fn is_named(&self, name: &str) -> bool {
        self.name == name
            || self.short == name
            || self.pinyin.eq_ignore_ascii_case(name)
            || self.en.eq_ignore_ascii_case(name)
    }
}

/// The province that a six-digit code lies in: 140100 gives 140000. The result need not exist.
pub const fn province_of(code: u32) -> u32 {
    code.saturating_sub(code % 10_000)
}

/// Provinces that rulesets laid over declare, besides those of the table.
static DECLARED: OnceLock<Vec<Division>> = OnceLock::new();

/// Makes further provinces known to the whole process; only the first call counts, before any draft
/// is read.
pub fn declare_divisions(divisions: Vec<Division>) {
    // A second call would change what drafts mean while they are read.
    let _ = DECLARED.set(divisions);
}

/// The provinces of the table, then those declared.
pub fn divisions() -> impl Iterator<Item = &'static Division> {
    DIVISIONS.iter().chain(DECLARED.get().into_iter().flatten())
}

/// The province with this six-digit code; the code of a city or county is none.
pub fn division(code: u32) -> Option<&'static Division> {
    divisions().find(|division| division.code == code)
}

/// The province called so: its six-digit code, full or short Chinese name, pinyin or English name,
/// the last two in any case.
pub fn division_named(name: &str) -> Option<&'static Division> {
    let name = name.trim();
    if name.len() == 6 && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return division(name.parse().ok()?);
    }
    divisions().find(|division| division.is_named(name))
}

/// The province with this abbreviation in ICP filing numbers: 晋, 蜀 (not 川), 陇 (not 甘).
pub fn division_abbreviated(abbreviation: &str) -> Option<&'static Division> {
    let mut characters = abbreviation.chars();
    let first = characters.next()?;
    if characters.next().is_some() {
        return None;
    }
    // Those of the table lie close together: every filing number is looked up.
    match ABBREVIATIONS.iter().position(|own| *own == Some(first)) {
        Some(place) => DIVISIONS.get(place),
        None => divisions().find(|division| division.icp == Some(first)),
    }
}

/// The abbreviations of [`DIVISIONS`] in ICP filing numbers, in their order.
static ABBREVIATIONS: [Option<char>; DIVISIONS.len()] = {
    let mut abbreviations = [None; DIVISIONS.len()];
    let mut rest: &mut [Option<char>] = &mut abbreviations;
    let mut rows = DIVISIONS;
    while let ([own, others @ ..], [division, below @ ..]) = (rest, rows) {
        *own = division.icp;
        rest = others;
        rows = below;
    }
    abbreviations
};

const fn row(
    code: u32,
    [name, short, en, pinyin, cn_label]: [&'static str; 5],
    abbreviations: Option<(char, char)>,
) -> Division {
    let (icp, police) = match abbreviations {
        Some((icp, police)) => (Some(icp), Some(police)),
        None => (None, None),
    };
    Division {
        code,
        name,
        short,
        en,
        pinyin,
        icp,
        police,
        cn_label,
    }
}

/// All 34, in the order of their codes.
#[rustfmt::skip]
pub static DIVISIONS: &[Division] = &[
    row(110_000, ["北京市", "北京", "Beijing", "beijing", "bj"], Some(('京', '京'))),
    row(120_000, ["天津市", "天津", "Tianjin", "tianjin", "tj"], Some(('津', '津'))),
    row(130_000, ["河北省", "河北", "Hebei", "hebei", "he"], Some(('冀', '冀'))),
    row(140_000, ["山西省", "山西", "Shanxi", "shanxi", "sx"], Some(('晋', '晋'))),
    row(150_000, ["内蒙古自治区", "内蒙古", "Inner Mongolia", "neimenggu", "nm"], Some(('蒙', '蒙'))),
    row(210_000, ["辽宁省", "辽宁", "Liaoning", "liaoning", "ln"], Some(('辽', '辽'))),
    row(220_000, ["吉林省", "吉林", "Jilin", "jilin", "jl"], Some(('吉', '吉'))),
    row(230_000, ["黑龙江省", "黑龙江", "Heilongjiang", "heilongjiang", "hl"], Some(('黑', '黑'))),
    row(310_000, ["上海市", "上海", "Shanghai", "shanghai", "sh"], Some(('沪', '沪'))),
    row(320_000, ["江苏省", "江苏", "Jiangsu", "jiangsu", "js"], Some(('苏', '苏'))),
    row(330_000, ["浙江省", "浙江", "Zhejiang", "zhejiang", "zj"], Some(('浙', '浙'))),
    row(340_000, ["安徽省", "安徽", "Anhui", "anhui", "ah"], Some(('皖', '皖'))),
    row(350_000, ["福建省", "福建", "Fujian", "fujian", "fj"], Some(('闽', '闽'))),
    row(360_000, ["江西省", "江西", "Jiangxi", "jiangxi", "jx"], Some(('赣', '赣'))),
    row(370_000, ["山东省", "山东", "Shandong", "shandong", "sd"], Some(('鲁', '鲁'))),
    row(410_000, ["河南省", "河南", "Henan", "henan", "ha"], Some(('豫', '豫'))),
    row(420_000, ["湖北省", "湖北", "Hubei", "hubei", "hb"], Some(('鄂', '鄂'))),
    row(430_000, ["湖南省", "湖南", "Hunan", "hunan", "hn"], Some(('湘', '湘'))),
    row(440_000, ["广东省", "广东", "Guangdong", "guangdong", "gd"], Some(('粤', '粤'))),
    row(450_000, ["广西壮族自治区", "广西", "Guangxi", "guangxi", "gx"], Some(('桂', '桂'))),
    row(460_000, ["海南省", "海南", "Hainan", "hainan", "hi"], Some(('琼', '琼'))),
    row(500_000, ["重庆市", "重庆", "Chongqing", "chongqing", "cq"], Some(('渝', '渝'))),
    row(510_000, ["四川省", "四川", "Sichuan", "sichuan", "sc"], Some(('蜀', '川'))),
    row(520_000, ["贵州省", "贵州", "Guizhou", "guizhou", "gz"], Some(('黔', '贵'))),
    row(530_000, ["云南省", "云南", "Yunnan", "yunnan", "yn"], Some(('滇', '滇'))),
    row(540_000, ["西藏自治区", "西藏", "Tibet", "xizang", "xz"], Some(('藏', '藏'))),
    row(610_000, ["陕西省", "陕西", "Shaanxi", "shaanxi", "sn"], Some(('陕', '陕'))),
    row(620_000, ["甘肃省", "甘肃", "Gansu", "gansu", "gs"], Some(('陇', '甘'))),
    row(630_000, ["青海省", "青海", "Qinghai", "qinghai", "qh"], Some(('青', '青'))),
    row(640_000, ["宁夏回族自治区", "宁夏", "Ningxia", "ningxia", "nx"], Some(('宁', '宁'))),
    row(650_000, ["新疆维吾尔自治区", "新疆", "Xinjiang", "xinjiang", "xj"], Some(('新', '新'))),
    row(710_000, ["台湾省", "台湾", "Taiwan", "taiwan", "tw"], None),
    row(810_000, ["香港特别行政区", "香港", "Hong Kong", "xianggang", "hk"], None),
    row(820_000, ["澳门特别行政区", "澳门", "Macao", "aomen", "mo"], None),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn there_are_thirty_four_with_distinct_keys() {
        assert_eq!(DIVISIONS.len(), 34);
        let codes: HashSet<u32> = DIVISIONS.iter().map(|d| d.code).collect();
        let labels: HashSet<&str> = DIVISIONS.iter().map(|d| d.cn_label).collect();
        let pinyin: HashSet<&str> = DIVISIONS.iter().map(|d| d.pinyin).collect();
        let icp: HashSet<char> = DIVISIONS.iter().filter_map(|d| d.icp).collect();
        let police: HashSet<char> = DIVISIONS.iter().filter_map(|d| d.police).collect();
        assert_eq!((codes.len(), labels.len(), pinyin.len()), (34, 34, 34));
        assert_eq!((icp.len(), police.len()), (31, 31));
        assert!(DIVISIONS.is_sorted_by_key(|d| d.code));
    }

    #[test]
    fn every_name_finds_its_division() {
        for division in DIVISIONS {
            for name in [
                division.code.to_string().as_str(),
                division.name,
                division.short,
                division.en,
                division.pinyin,
                &division.en.to_uppercase(),
                &division.pinyin.to_uppercase(),
            ] {
                assert_eq!(division_named(name), Some(division), "{name}");
            }
            assert!(division.name.starts_with(division.short));
            let administered = !matches!(division.code, 710_000 | 810_000 | 820_000);
            assert_eq!(division.has_administration(), administered);
            if let Some(icp) = division.icp {
                assert_eq!(division_abbreviated(&icp.to_string()), Some(division));
            }
        }
    }

    #[test]
    fn the_two_shanxi_differ() {
        assert_eq!(division_named("Shanxi").map(|d| d.code), Some(140_000));
        assert_eq!(division_named("Shaanxi").map(|d| d.code), Some(610_000));
    }

    #[test]
    fn others_are_unknown() {
        for name in [
            "", "14", "140100", "830000", "000000", "晋", "Atlantis", "西",
        ] {
            assert_eq!(division_named(name), None, "{name}");
        }
        for abbreviation in ["", "川", "甘", "蜀陇", "台", "a"] {
            assert_eq!(division_abbreviated(abbreviation), None, "{abbreviation}");
        }
        assert_eq!(division(140_100), None);
    }

    #[test]
    fn a_county_lies_in_its_province() {
        assert_eq!(province_of(140_105), 140_000);
        assert_eq!(province_of(140_000), 140_000);
        assert_eq!(province_of(7), 0);
        assert_eq!(province_of(u32::MAX), 4_294_960_000);
    }
}
