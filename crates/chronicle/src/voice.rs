//! Voices: by whose word a claim stands.

use annalist_claim::{Alignment, AttributionKind, Claim};

/// Who says a claim, with every name and alignment that bears on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    /// Alignments of the speakers. More than one when several references are cited for the same
    /// words: each stands for itself.
    pub(crate) stances: Vec<Alignment>,
    /// Folded names of everyone in the chain, and of the document when the word is the narrator's.
    pub(crate) names: Vec<String>,
}

impl Voice {
    /// The voice of a claim in a document of the given alignment and names.
    ///
    /// The innermost named source speaks. Without one, an unnamed source whose side is told ("an
    /// opposition source"); without one, the cited references; without any that is known, the
    /// document itself.
    pub(crate) fn of(claim: &Claim, document: &Alignment, document_names: &[String]) -> Self {
        let chain = &claim.attribution;
        let of_kind = |kind| chain.iter().filter(move |a| a.kind == kind);
        let mut names: Vec<String> =
            chain.iter().flat_map(|a| [fold_name(&a.text), fold_name(a.name())]).collect();
        let named = of_kind(AttributionKind::Named).next_back();
        let unnamed = of_kind(AttributionKind::Unnamed).rfind(|a| a.alignment != Alignment::Unknown);
        let stances = if let Some(speaker) = named.or(unnamed) {
            vec![speaker.alignment.clone()]
        } else {
            names.extend(document_names.iter().cloned());
            let mut cited: Vec<Alignment> = of_kind(AttributionKind::Reference)
                .map(|a| a.alignment.clone())
                .filter(|a| *a != Alignment::Unknown)
                .collect();
            cited.sort();
            cited.dedup();
            if cited.is_empty() { vec![document.clone()] } else { cited }
        };
        names.retain(|n| !n.is_empty());
        names.sort();
        names.dedup();
        Self { stances, names }
    }

    /// Whether it is a party of a side: an outlet that leans to the side is none.
    pub(crate) fn is_party_of(&self, side: &str) -> bool {
        self.stances.iter().any(|stance| matches!(stance, Alignment::Party(s) if s == side))
    }

    /// The sides that it is a party of or leans to.
    pub(crate) fn sides(&self) -> impl Iterator<Item = &str> {
        self.stances.iter().filter_map(|stance| match stance {
            Alignment::Party(side) | Alignment::Leans(side) => Some(side.as_str()),
            Alignment::Monitor | Alignment::Press | Alignment::Unknown => None,
        })
    }

    /// Whether someone in the chain bears this folded name.
    pub(crate) fn is_named(&self, folded: &str) -> bool {
        self.names.iter().any(|n| n == folded)
    }
}

/// A source's name for comparison: lower case, no leading article, letters and digits only,
/// single spaces between words.
pub(crate) fn fold_name(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = match words.split_first() {
        Some((&"the", rest)) if !rest.is_empty() => rest,
        _ => &words[..],
    };
    words.join(" ")
}

/// Sources by their names, innermost last; the document's name when the narrator says it.
pub(crate) fn speakers(claim: &Claim, name: &str) -> Vec<String> {
    let told = |kind| matches!(kind, AttributionKind::Named | AttributionKind::Unnamed);
    let said: Vec<String> =
        claim.attribution.iter().filter(|a| told(a.kind)).map(|a| a.name().to_owned()).collect();
    if said.is_empty() { vec![name.to_owned()] } else { said }
}

#[cfg(test)]
mod tests {
    use super::fold_name;

    #[test]
    fn names_fold_to_their_words() {
        assert_eq!(fold_name("The  Al-Nour Courier"), "al nour courier");
        assert_eq!(fold_name("S.O.S."), "s o s");
        assert_eq!(fold_name("the"), "the");
    }
}
