//! The parser's moves and the trees they can make.

use crate::Label;

/// What a move does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Buffer to stack.
    Shift,
    /// Pop the stack.
    Reduce,
    /// The top of the stack hangs on the first of the buffer.
    Left(Arc),
    /// The first of the buffer hangs on the top of the stack.
    Right(Arc),
    /// Begin a sentence: never taken, sentences are known before.
    Break,
}

/// The label of an arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arc {
    pub(crate) label: Label,
    /// The arc was lifted to keep the tree projective; its true head is a descendant of its head with
    /// this label.
    pub(crate) lifted_from: Option<Label>,
}

impl Action {
    /// Reads a move's name: `S`, `D`, `L-nsubj`, `R-relcl||dobj`, `B-ROOT`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (kind, label) = name.split_once('-').unwrap_or((name, ""));
        let arc = || {
            let (label, head) = label.split_once("||").map_or((label, None), |(l, h)| (l, Some(h)));
            let lifted_from = match head {
                Some(head) => Some(Label::parse(head)?),
                None => None,
            };
            Some(Arc { label: Label::parse(label)?, lifted_from })
        };
        Some(match kind {
            "S" => Self::Shift,
            "D" => Self::Reduce,
            "L" => Self::Left(arc()?),
            "R" => Self::Right(arc()?),
            "B" => Self::Break,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        assert_eq!(Action::parse("S"), Some(Action::Shift));
        let arc = Arc { label: Label::Relcl, lifted_from: Some(Label::Dobj) };
        assert_eq!(Action::parse("R-relcl||dobj"), Some(Action::Right(arc)));
        assert_eq!(Action::parse("L-unheard"), None);
        assert_eq!(Action::parse("Q"), None);
    }
}
