//! What can be wrong with a telephone number.

use crate::identifiers::Problem;

pub(super) const VIRTUAL: Problem = Problem::new(&[
    "phone-virtual-operator",
    "是虚拟运营商号段，有的管局不接受",
    "belongs to a virtual operator, which some bureaus do not accept",
]);
pub(super) const DATA_CARD: Problem = Problem::new(&[
    "phone-data-card",
    "是上网卡号段，可能无法接听电话",
    "belongs to a segment of data cards, which may not take calls",
]);
pub(super) const IOT: Problem = Problem::new(&[
    "phone-iot",
    "是物联网号段，应填可以接听的手机号",
    "belongs to a segment for machines, a number that takes calls was expected",
]);
pub(super) const SATELLITE: Problem = Problem::new(&[
    "phone-satellite",
    "是卫星电话号段，应填普通手机号",
    "belongs to a satellite segment, an ordinary mobile number was expected",
]);
pub(super) const UNASSIGNED: Problem = Problem::new(&[
    "phone-unassigned",
    "号段在 2023 年 3 月的公布中尚未分配，请核对",
    "its segment was not assigned in the list of March 2023, check it",
]);
pub(super) const FULL_WIDTH: Problem = Problem::new(&[
    "phone-full-width",
    "含有全角字符，应写成半角数字",
    "contains full-width characters, ordinary digits were expected",
]);
pub(super) const EMPTY: Problem = Problem::new(&["phone-empty", "没有数字", "has no digits"]);
pub(super) const CHARACTER: Problem = Problem::new(&[
    "phone-character",
    "含有不能用在电话号码里的字符“{}”",
    "contains “{}”, which no telephone number has",
]);
pub(super) const TOO_LONG: Problem = Problem::new(&[
    "phone-too-long",
    "数字太多，不是电话号码",
    "has too many digits for a telephone number",
]);
pub(super) const FOREIGN: Problem = Problem::new(&[
    "phone-foreign",
    "国家代码不是 86，应填境内号码",
    "its country code is not 86, a number of the mainland was expected",
]);
pub(super) const MOBILE_LENGTH: Problem = Problem::new(&[
    "mobile-length",
    "有 {} 位数字，手机号应为 11 位",
    "has {} digits, a mobile number has 11",
]);
pub(super) const MOBILE_IOT_LENGTH: Problem = Problem::new(&[
    "mobile-iot-length",
    "13 位是物联网号码，手机号应为 11 位",
    "13 digits make a number for machines, a mobile number has 11",
]);
pub(super) const MOBILE_START: Problem = Problem::new(&[
    "mobile-start",
    "手机号应以 13 至 19 开头",
    "a mobile number begins with 13 to 19",
]);
pub(super) const COUNTRY_WITHOUT_PLUS: Problem = Problem::new(&[
    "mobile-country-code",
    "前面的 86 少了“+”，写成 +86 或去掉",
    "the 86 before it lacks its +: write +86, or leave it out",
]);
pub(super) const SERVICE_NUMBER: Problem = Problem::new(&[
    "phone-service-number",
    "是 {} 服务号码，应填个人能接听的电话",
    "is a {} service number, a person's own telephone was expected",
]);
pub(super) const NO_AREA: Problem = Problem::new(&[
    "landline-no-area",
    "固定电话缺少以 0 开头的区号",
    "a landline number begins with its area code, which begins with 0",
]);
pub(super) const AREA: Problem = Problem::new(&[
    "landline-area",
    "没有这个区号",
    "there is no such area code",
]);
pub(super) const LOCAL_LENGTH: Problem = Problem::new(&[
    "landline-length",
    "区号后的位数不对，应为 {} 位",
    "wrong number of digits after the area code, {} were expected",
]);
pub(super) const LOCAL_START: Problem = Problem::new(&[
    "landline-start",
    "区号后以“{}”开头，应为 2 至 8",
    "the number after the area code begins with {}, 2 to 8 was expected",
]);
pub(super) const EXTENSION: Problem = Problem::new(&[
    "landline-extension",
    "分机号应为 1 至 6 位数字",
    "an extension has 1 to 6 digits",
]);
pub(super) const EIGHT_FOR_SEVEN: Problem = Problem::new(&[
    "landline-eight-digits",
    "这个区号的号码通常为 7 位，请核对是否已升为 8 位",
    "numbers of this area code usually have 7 digits, check whether it has moved to 8",
]);
