//! One name for each source of a document, however often and however shortly it is named.

use std::collections::{BTreeMap, BTreeSet};

use annalist_span::RuleId;

use crate::world::World;
use crate::{AttributionKind, Claim, SourceName};

/// Gives every source of the claims the name that it goes by. A short name ("Renn", "OLF") is that of the
/// one longer name of the document that it can stand for. Words that name nobody are no named source.
pub(crate) fn name(world: &World<'_>, claims: &mut [Claim]) {
    let mut known: BTreeMap<String, Option<SourceName>> = BTreeMap::new();
    let links = || claims.iter().flat_map(|c| &c.attribution);
    for link in links().filter(|a| !a.text.is_empty()) {
        known.entry(link.text.clone()).or_insert_with(|| world.source_name(&link.text));
    }
    let pack = RuleId::named("source/pack");
    let person = [RuleId::named("source/person"), RuleId::named("source/words")];
    let told: BTreeSet<String> = links()
        .filter(|a| a.kind == AttributionKind::Named)
        .filter_map(|a| known.get(&a.text)?.as_ref())
        .map(|n| n.name.clone())
        .collect();
    for name in known.values_mut().flatten().filter(|n| person.contains(&n.rule)) {
        let longer = |stands_for: fn(&str, &str) -> bool| {
            let mut all = told.iter().filter(|long| stands_for(&name.name, long));
            all.next().filter(|_| all.next().is_none()).cloned()
        };
        if let Some(long) = longer(is_end_of) {
            *name = SourceName { name: long, rule: RuleId::named("source/short") };
        } else if let Some(long) = longer(is_initials_of) {
            *name = SourceName { name: long, rule: RuleId::named("source/initials") };
        }
    }
    for link in claims.iter_mut().flat_map(|c| &mut c.attribution) {
        let name = known.get(&link.text).cloned().flatten();
        match link.kind {
            AttributionKind::Named if name.is_none() => link.kind = AttributionKind::Unnamed,
            AttributionKind::Named => link.named = name,
            // A reference's words may be a title: only an outlet of a pack is a name.
            AttributionKind::Reference => link.named = name.filter(|n| n.rule == pack),
            AttributionKind::Narrator | AttributionKind::Unnamed => {}
        }
    }
}

/// Whether a name is the last words of a longer one ("Renn" of "Ivo Renn").
fn is_end_of(short: &str, long: &str) -> bool {
    let (short, long) = (folded(short), folded(long));
    let plain = long.iter().all(|w| !matches!(w.as_str(), "of" | "for" | "in"));
    plain && short.len() < long.len() && long.ends_with(&short)
}

/// Whether a name is the initials of a longer one, its small words left out or not.
fn is_initials_of(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 2 || !letters.iter().all(|c| c.is_uppercase()) {
        return false;
    }
    let words: Vec<&str> = long.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let initials = |words: &mut dyn Iterator<Item = &&str>| -> Vec<char> {
        words.filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).collect()
    };
    initials(&mut words.iter()) == letters
        || initials(&mut words.iter().filter(|w| w.starts_with(char::is_uppercase))) == letters
}

fn folded(name: &str) -> Vec<String> {
    name.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{is_end_of, is_initials_of};
    use crate::AttributionKind;

    #[test]
    fn a_source_has_one_name_through_a_document() {
        let text = "On 3 April 2019, Governor Ada Lorn said that rebels captured Maardis. Lorn added that soldiers recaptured Suran on 5 April. According to the Open Ledger Forum, rebels captured Khattab on 6 April. The OLF said that soldiers recaptured it on 7 April. Local sources said that rebels captured Halfaya on 8 April.\n";
        let claims = crate::testing::claims(text);
        let mut names: Vec<(AttributionKind, String)> =
            claims.iter().flat_map(|c| &c.attribution).map(|a| (a.kind, a.name().to_owned())).collect();
        names.dedup();
        let named = |n: &str| (AttributionKind::Named, n.to_owned());
        assert!(
            names.contains(&named("Ada Lorn")) && names.contains(&named("Open Ledger Forum")),
            "{names:?}"
        );
        let short = |n: &(AttributionKind, String)| matches!(n.1.as_str(), "Lorn" | "OLF" | "The OLF");
        assert!(!names.iter().any(short), "{names:?}");
        let local = names.iter().find(|n| n.1.starts_with("Local"));
        assert!(local.is_none_or(|n| n.0 == AttributionKind::Unnamed), "{names:?}");
    }

    #[test]
    fn a_short_name_stands_for_a_longer_one_only_by_its_end_or_initials() {
        assert!(is_end_of("Renn", "Ivo Renn") && is_end_of("al-Nour", "Abu Hasan al-Nour"));
        assert!(!is_end_of("Ivo", "Ivo Renn") && !is_end_of("Ivo Renn", "Ivo Renn"));
        assert!(
            is_initials_of("OLF", "Open Ledger Forum")
                && is_initials_of("OHR", "Observatory for Human Rights")
        );
        assert!(!is_initials_of("OL", "Open Ledger Forum") && !is_initials_of("Olf", "Open Ledger Forum"));
    }
}
