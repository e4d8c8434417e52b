//! Cells that hold a province or a city.

use super::value::{Read, Reader};
use crate::identifiers::{City, cities_named, division, division_named, fold, province_of};
use crate::source::Value;
use crate::text::Text;

impl Reader<'_> {
    /// The code of a province.
    pub(super) fn province(&self, text: &str) -> Read {
        match division_named(&fold(text)) {
            Some(division) => Read::Value(Value::String(format!("{:06}", division.code))),
            None => self.no_such(
                text,
                "不是省份",
                "is no province",
                Some(Text::fixed(
                    "写名称或六位代码，如 山西、140000",
                    "write a name or a six-digit code, such as 山西, 140000",
                )),
            ),
        }
    }

    /// The code of a city, which lies in the province that is written beside it.
    pub(super) fn city(&self, text: &str) -> Read {
        let folded = fold(text);
        if folded.len() == 6 && folded.bytes().all(|byte| byte.is_ascii_digit()) {
            return Read::Value(Value::String(folded.into_owned()));
        }
        let mut named = cities_named(&folded);
        if let (Some(code), Some(other)) = (self.province, named.first().copied()) {
            named.retain(|city| province_of(city.code) == code);
            if named.is_empty() {
                return self.outside(other, code);
            }
        }
        match named.as_slice() {
            [city] => Read::Value(Value::String(format!("{:06}", city.code))),
            [] => self.no_such(
                text,
                "不是市",
                "is no city",
                Some(Text::fixed(
                    "写市名或六位行政区划代码，如 太原、140100",
                    "write a city or a six-digit division code, such as 太原, 140100",
                )),
            ),
            several => {
                let names: Vec<&str> = several.iter().map(|city| city.name).collect();
                self.bad(
                    "叫这个的不止一个",
                    " is the name of several cities",
                    Some(Text::new(
                        format!("写全名：{}", names.join("、")),
                        format!("write the full name: {}", names.join(", ")),
                    )),
                )
            }
        }
    }

    fn outside(&self, city: &City, province: u32) -> Read {
        let (zh, en) = match division(province) {
            Some(own) => (own.short, own.en),
            None => ("", ""),
        };
        let of = division(province_of(city.code));
        let (of_zh, of_en) = of.map_or(("", ""), |of| (of.short, of.en));
        let (name, pinyin) = (city.name, city.en());
        self.bad(
            &format!("的“{name}”在{of_zh}，不在旁边写的{zh}"),
            &format!(" is {pinyin}, which lies in {of_en}, not in {en} as written beside it"),
            Some(Text::fixed(
                "改市或改省；直辖市的区写在详细地址里，市写直辖市的名称",
                "mend the city or the province; of a municipality write its own name",
            )),
        )
    }
}
