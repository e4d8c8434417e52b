//! The nearest known name to a misspelt one.

/// How like a name must be, of 1.
const ALIKE: f64 = 0.6;

/// The candidate most like `given`, if one is like it at all.
pub fn nearest<'c>(given: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = given.chars().count();
    candidates
        .into_iter()
        .filter(|candidate| may_be_alike(given, length, candidate))
        .map(|candidate| {
            (
                strsim::normalized_damerau_levenshtein(given, candidate),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
}

/// Whether enough characters are in both: no two names are more alike than by those. Much cheaper than the
/// likeness, and true of few.
fn may_be_alike(given: &str, length: usize, candidate: &str) -> bool {
    let (mut own, mut common) = (0usize, 0usize);
    for c in candidate.chars() {
        own = own.saturating_add(1);
        common = common.saturating_add(usize::from(given.contains(c)));
    }
    let longest = u32::try_from(length.max(own)).map_or(f64::MAX, f64::from);
    let common = u32::try_from(common).map_or(f64::MAX, f64::from);
    common >= ALIKE * longest
}
