//! The ids nearest to one that nobody knows.

/// At most so many are suggested.
const MOST: usize = 3;
/// How like a suggestion must be, from 0 to 1.
const LIKE: f64 = 0.6;

/// Known ids that are like a given one, or share a part with it, the likest first.
pub fn near<'i>(given: &str, ids: &[&'i str]) -> Vec<&'i str> {
    let given = given.trim().to_lowercase();
    let mut found: Vec<(f64, &str)> = ids
        .iter()
        .map(|id| (likeness(&given, id), *id))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .collect();
    found.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(right.1)));
    found.into_iter().take(MOST).map(|(_, id)| id).collect()
}

fn likeness(given: &str, id: &str) -> f64 {
    let whole = strsim::normalized_damerau_levenshtein(given, id);
    // Who remembers half of an id finds the rest of it.
    let contains = given.chars().count() >= 3 && id.contains(given);
    whole.max(if contains { 0.75 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn the_likest_come_first() {
        let ids = [
            "domain-validity",
            "domain-name",
            "id-number",
            "phone-format",
        ];
        assert_eq!(near("domain-validty", &ids), ["domain-validity"]);
        assert_eq!(near("validity", &ids), ["domain-validity"]);
        assert_eq!(near("domain", &ids), ["domain-name", "domain-validity"]);
        assert_eq!(near("xyzzy", &ids), Vec::<&str>::new());
    }
}
