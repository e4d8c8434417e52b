//! The segments of mobile numbers and the area codes of landlines, as data.

use super::MobileKind;

/// Segments by prefix; the longest that fits decides, and none means unassigned.
const SEGMENTS: &[(&str, MobileKind)] = {
    use MobileKind::{DataCard, Iot, Ordinary, Satellite, Unassigned, Virtual};
    &[
        ("13", Ordinary),
        ("1349", Satellite),
        ("145", DataCard),
        ("146", Iot),
        ("147", DataCard),
        ("148", Iot),
        ("149", DataCard),
        ("15", Ordinary),
        ("154", Unassigned),
        ("1619", Satellite),
        ("162", Virtual),
        ("165", Virtual),
        ("166", Ordinary),
        ("167", Virtual),
        ("170", Virtual),
        ("171", Virtual),
        ("172", Ordinary),
        ("173", Ordinary),
        ("1740", Satellite),
        ("17410", Satellite),
        ("17411", Satellite),
        ("17412", Satellite),
        ("1749", Satellite),
        ("175", Ordinary),
        ("176", Ordinary),
        ("177", Ordinary),
        ("178", Ordinary),
        ("18", Ordinary),
        ("19", Ordinary),
        ("194", Unassigned),
    ]
};

/// Four-digit area codes whose local numbers have 8 digits.
const EIGHT_DIGITS: &[&str] = &[
    "0311", "0371", "0377", "0379", "0411", "0431", "0432", "0451", "0510", "0511", "0512", "0513",
    "0514", "0515", "0516", "0517", "0518", "0519", "0523", "0527", "0531", "0532", "0551", "0571",
    "0573", "0574", "0575", "0576", "0577", "0579", "0591", "0595", "0731", "0755", "0757", "0760",
    "0769", "0791", "0871", "0898",
];

/// Four-digit area codes with local numbers of either length.
const SEVEN_OR_EIGHT_DIGITS: &[&str] = &["0433", "0435", "0754", "0851"];

/// What the segment of an 11-digit mobile number is for.
pub(super) fn segment(digits: &[u8]) -> MobileKind {
    if let [_, second, third, ..] = digits
        && let Some(Some(kind)) = BY_DIGITS.get(usize::from(at(*second, *third)))
    {
        return *kind;
    }
    SEGMENTS
        .iter()
        .filter(|(prefix, _)| digits.starts_with(prefix.as_bytes()))
        .max_by_key(|(prefix, _)| prefix.len())
        .map_or(MobileKind::Unassigned, |(_, kind)| *kind)
}

/// What the second and the third digit tell; `None` where more of the number is needed.
static BY_DIGITS: [Option<MobileKind>; 256] = {
    let mut kinds = [None; 256];
    let mut rest: &mut [Option<MobileKind>] = &mut kinds;
    let mut place = 0u8;
    while let [kind, others @ ..] = rest {
        *kind = told_by(place);
        place = place.wrapping_add(1);
        rest = others;
    }
    kinds
};

/// Where two digits stand in [`BY_DIGITS`].
const fn at(second: u8, third: u8) -> u8 {
    (second & 15).wrapping_shl(4) | (third & 15)
}

const fn told_by(place: u8) -> Option<MobileKind> {
    let mut told = MobileKind::Unassigned;
    let mut longest = 0;
    let mut rest = SEGMENTS;
    while let [(prefix, kind), others @ ..] = rest {
        match prefix.as_bytes() {
            [_, second] if place.wrapping_shr(4) == *second & 15 && longest < 2 => {
                (told, longest) = (*kind, 2);
            }
            [_, second, third] if place == at(*second, *third) => (told, longest) = (*kind, 3),
            [_, second, third, _, ..] if place == at(*second, *third) => return None,
            _ => {}
        }
        rest = others;
    }
    Some(told)
}

/// How many digits the local numbers of an area have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LocalLength {
    /// Eight.
    Eight,
    /// Both are in use.
    SevenOrEight,
    /// Seven, unless the city has moved to eight since.
    Seven,
}

/// The length of the local numbers behind an area code, its 0 included; none where there is no
/// such code.
pub(super) fn local_length(area: &[u8]) -> Option<LocalLength> {
    let is_one_of = |areas: &[&str]| areas.iter().any(|own| own.as_bytes() == area);
    let [_, second, third, ..] = area else {
        return None;
    };
    let length = match (second, third) {
        (b'1', b'0') | (b'2', b'0'..=b'5' | b'7'..=b'9') => LocalLength::Eight,
        (b'0'..=b'2', _) => return None,
        _ if area.len() < 4 => return None,
        _ if is_one_of(EIGHT_DIGITS) => LocalLength::Eight,
        _ if is_one_of(SEVEN_OR_EIGHT_DIGITS) => LocalLength::SevenOrEight,
        _ => LocalLength::Seven,
    };
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::MobileKind::{DataCard, Iot, Ordinary, Satellite, Unassigned, Virtual};
    use super::*;

    #[test]
    fn segments_are_those_of_march_2023() {
        let ordinary = "130 131 132 133 1340 1348 135 136 137 138 139 150 151 152 153 155 156 157 \
            158 159 166 172 173 175 176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 \
            192 193 195 196 197 198 199";
        for (prefixes, kind) in [
            (ordinary, Ordinary),
            ("162 165 167 170 1700 1709 171", Virtual),
            ("145 147 149", DataCard),
            ("146 148", Iot),
            (
                "1349 1619 1740 17405 17409 17410 17411 17412 1749",
                Satellite,
            ),
            (
                "140 141 142 143 144 154 160 161 1610 163 164 168 169 17413 1742 1748 179 194",
                Unassigned,
            ),
        ] {
            for prefix in prefixes.split_whitespace() {
                let number = format!("{prefix:0<11}");
                assert_eq!(segment(number.as_bytes()), kind, "{number}");
            }
        }
    }

    #[test]
    fn the_longest_prefix_decides() {
        for number in 0..100_000u32 {
            let number = format!("1{number:05}00000");
            let fitting = SEGMENTS.iter().filter(|(own, _)| number.starts_with(own));
            let longest = fitting.max_by_key(|(own, _)| own.len());
            let kind = longest.map_or(Unassigned, |(_, kind)| *kind);
            assert_eq!(segment(number.as_bytes()), kind, "{number}");
        }
    }

    #[test]
    fn area_codes_have_their_lengths() {
        for (areas, length) in [
            (
                "010 020 021 025 027 029 0311 0755 0898",
                Some(LocalLength::Eight),
            ),
            ("0433 0435 0754 0851", Some(LocalLength::SevenOrEight)),
            ("0912 0310 0999", Some(LocalLength::Seven)),
            ("026 015 011 019 000 03 031 0", None),
        ] {
            for area in areas.split_whitespace() {
                assert_eq!(local_length(area.as_bytes()), length, "{area}");
            }
        }
    }
}
