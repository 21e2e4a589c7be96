use serde::{Deserialize, Serialize};

/// A half-open range of bytes, `start..end`, in a text of at most 4 GiB.
///
/// Which text is said by whoever holds the span: the original file (*file span*), or the decoded
/// text of one passage (*text span*). An [`OffsetMap`](crate::OffsetMap) carries one to the other.
/// Invariant: `start <= end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from two offsets; an inverted pair becomes an empty span at `start`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// A span from two `usize` offsets.
    ///
    /// # Panics
    /// When an offset is above 4 GiB; readers refuse such files first.
    pub fn of(start: usize, end: usize) -> Self {
        let offset = |o: usize| u32::try_from(o).expect("texts are below 4 GiB");
        Self::new(offset(start), offset(end))
    }

    /// Number of bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The range, to slice with.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text at this span; empty when the span does not fit `text`.
    pub fn of_text(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Whether all of `other` lies inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether a byte is shared.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same span, `by` bytes further on.
    #[must_use]
    pub const fn shifted(self, by: u32) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

/// The items of a list that share a byte with a span or touch it.
///
/// The list is in text order and its items do not overlap, so that a long passage costs no more than a short one.
pub fn along<T>(list: &[T], span: Span, of: impl Fn(&T) -> Span) -> &[T] {
    let first = list.partition_point(|item| of(item).end < span.start);
    let behind = list[first..].partition_point(|item| of(item).start <= span.end);
    &list[first..first + behind]
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, along};

    #[test]
    fn inverted_offsets_make_an_empty_span() {
        assert!(Span::new(5, 3).is_empty());
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
        assert_eq!(Span::new(0, 3).cover(Span::new(3, 5)), Span::new(0, 5));
    }

    #[test]
    fn items_along_a_span_are_those_that_touch_it() {
        let list = [Span::new(0, 2), Span::new(2, 5), Span::new(6, 6), Span::new(7, 9)];
        for start in 0..10 {
            for end in start..10 {
                let span = Span::new(start, end);
                let slow: Vec<Span> = list.into_iter().filter(|s| s.end >= start && s.start <= end).collect();
                assert_eq!(along(&list, span, |s| *s), slow, "{span}");
            }
        }
    }

    #[test]
    fn a_span_off_the_text_gives_nothing() {
        assert_eq!(Span::new(2, 9).of_text("abc"), "");
        assert_eq!(Span::new(1, 3).of_text("abc"), "bc");
    }
}
