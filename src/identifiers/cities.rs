//! Cities: the divisions of the second level, by the table of the rules, which names its source.

use std::sync::OnceLock;

use super::divisions::{division, divisions, province_of};
use super::normalise::fold;
use crate::text::Text;

const TABLE: &str = include_str!("../../rules/tables/cities.csv");

/// A city, prefecture, league or autonomous prefecture, or a county that its province administers
/// itself; of a municipality, the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct City {
    /// Six-digit code, such as 140100.
    pub code: u32,
    /// Full Chinese name, such as 太原市.
    pub name: &'static str,
    /// Short Chinese name, such as 太原.
    pub short: &'static str,
    /// Pinyin of the short name without blanks and tones.
    pub pinyin: &'static str,
}

impl City {
    /// What it is called in English: the pinyin with a capital.
    pub fn en(&self) -> String {
        let mut letters = self.pinyin.chars();
        letters.next().map_or_else(String::new, |first| {
            format!("{}{}", first.to_ascii_uppercase(), letters.as_str())
        })
    }

    fn is_named(&self, name: &str) -> bool {
        self.name == name || self.short == name || self.pinyin.eq_ignore_ascii_case(name)
    }
}

/// All cities, in the order of their codes.
fn cities() -> &'static [City] {
    static CITIES: OnceLock<Vec<City>> = OnceLock::new();
    CITIES.get_or_init(|| TABLE.lines().filter_map(row).collect())
}

fn row(line: &'static str) -> Option<City> {
    let mut cells = line.split(',');
    let mut cell = || cells.next();
    Some(City {
        code: cell()?.parse().ok()?,
        name: cell()?,
        short: cell()?,
        pinyin: cell()?,
    })
}

/// The code of the city that a division's six-digit code lies in: 140105 gives 140100, 419001 stays
/// as it is, and 310115 gives 310000. The result need not exist.
pub const fn city_of(code: u32) -> u32 {
    let province = province_of(code);
    match (province / 10_000, code / 100 % 100) {
        (11 | 12 | 31 | 50, _) | (_, 0) => province,
        (_, 90) => code,
        _ => code.saturating_sub(code % 100),
    }
}

/// The city that a division's six-digit code is, or lies in.
pub fn city(code: u32) -> Option<&'static City> {
    let code = city_of(code);
    let cities = cities();
    let index = cities.binary_search_by_key(&code, |city| city.code).ok()?;
    cities.get(index)
}

/// What a division is called: a province by its short name, what lies in a city by the city's name
/// and the code, anything else by its code.
pub fn division_text(code: u32) -> Text {
    if let Some(province) = division(code) {
        return Text::fixed(province.short, province.en);
    }
    match city(code) {
        Some(city) => Text::new(
            format!("{}（{code:06}）", city.name),
            format!("{} ({code:06})", city.en()),
        ),
        None => Text::new(format!("{code:06}"), format!("{code:06}")),
    }
}

/// The cities of a province, by its six-digit code.
pub fn cities_of(province: u32) -> impl Iterator<Item = &'static City> {
    let within = move |city: &&City| province_of(city.code) == province;
    cities().iter().filter(within)
}

/// The cities called so, by full or short Chinese name or pinyin: 苏州 is one, suzhou are two. A full
/// name may follow that of its province.
pub fn cities_named(name: &str) -> Vec<&'static City> {
    let name = fold(name.trim());
    let found = |name: &str| -> Vec<_> { cities().iter().filter(|c| c.is_named(name)).collect() };
    let whole = found(&name);
    if !whole.is_empty() {
        return whole;
    }
    let after = divisions().find_map(|province| {
        let rest = name
            .strip_prefix(province.name)
            .or_else(|| name.strip_prefix(province.short))?;
        Some((province.code, rest.trim()))
    });
    after.map_or_else(Vec::new, |(province, rest)| {
        let mut cities = found(rest);
        cities.retain(|city| province_of(city.code) == province);
        cities
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiers::DIVISIONS;

    fn codes(name: &str) -> Vec<u32> {
        cities_named(name).iter().map(|city| city.code).collect()
    }

    #[test]
    fn every_row_is_a_city_of_a_province() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(rows.count(), cities().len());
        assert!(cities().is_sorted_by(|left, right| left.code < right.code));
        for city in cities() {
            assert!(division(province_of(city.code)).is_some(), "{city:?}");
            assert_eq!(city_of(city.code), city.code);
            assert!(city.name.starts_with(city.short), "{city:?}");
            assert!(city.pinyin.bytes().all(|byte| byte.is_ascii_lowercase()));
            assert_eq!(codes(city.name), [city.code]);
        }
        for province in DIVISIONS.iter().filter(|known| known.has_administration()) {
            assert!(cities_of(province.code).next().is_some(), "{province:?}");
        }
    }

    /// The yearly count of the Ministry of Civil Affairs: 333 divisions of prefecture level.
    #[test]
    fn there_are_as_many_as_the_ministry_counts() {
        let prefectures = cities().iter().filter(|city| city.code % 100 == 0);
        assert_eq!(
            prefectures.filter(|city| city.code % 10_000 != 0).count(),
            333
        );
    }

    #[test]
    fn a_code_lies_in_its_city() {
        for (code, own, name) in [
            (140_105, 140_100, "太原市"),
            (419_001, 419_001, "济源市"),
            (310_115, 310_000, "上海市"),
            (500_236, 500_000, "重庆市"),
            (441_900, 441_900, "东莞市"),
            (222_401, 222_400, "延边朝鲜族自治州"),
        ] {
            assert_eq!(city_of(code), own);
            assert_eq!(city(code).map(|city| city.name), Some(name));
        }
        for code in [140_000, 149_900, 810_000, 0, u32::MAX] {
            assert_eq!(city(code), None, "{code}");
        }
    }

    #[test]
    fn names_find_their_cities() {
        for name in [
            "太原",
            "太原市",
            "taiyuan",
            "Taiyuan",
            "山西太原",
            "山西省太原市",
        ] {
            assert_eq!(codes(name), [140_100], "{name}");
        }
        assert_eq!(codes("suzhou"), [320_500, 341_300]);
        assert_eq!(codes("江苏suzhou"), [320_500]);
        assert_eq!(codes("海南"), [632_500]);
        for name in ["", "阳", "山西", "江苏宿州", "140100"] {
            assert!(codes(name).is_empty(), "{name}");
        }
    }
}
