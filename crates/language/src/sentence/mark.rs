//! Marks that may end a sentence, and the decision whether they do.

use super::rules::Rules;

/// Bytes that are looked at around a mark; words and citation marks are shorter.
const REACH: usize = 48;
/// Bytes after an opening bracket in which it must be closed to keep its marks from ending a sentence.
const BRACKET: usize = 400;

/// Byte offsets, in order, at which a sentence of `text[start..]` ends and another may begin.
pub(super) fn ends(text: &str, start: usize, rules: &Rules) -> Vec<usize> {
    let mut scan = Scan { text, rules, start, open_quote: false, round: 0, square: 0 };
    let mut ends = Vec::new();
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        at = match bytes[at] {
            b'.' | b'!' | b'?' | 0x80.. if let Some(length) = scan.mark(at) => {
                let tail = scan.tail(at + length);
                if let Some(end) = scan.decide(at, at + length, tail) {
                    ends.push(end);
                    scan.start = end;
                    (scan.round, scan.square) = (0, 0);
                }
                scan.pass(at, tail);
                tail
            }
            _ => {
                let next = at + text[at..].chars().next().map_or(1, char::len_utf8);
                scan.pass(at, next);
                next
            }
        };
    }
    ends
}

struct Scan<'t> {
    text: &'t str,
    rules: &'t Rules,
    /// Start of the sentence.
    start: usize,
    /// Inside straight quotation marks.
    open_quote: bool,
    /// Round brackets that are open, each of which is closed further on.
    round: u32,
    /// Square brackets likewise: an editor's insertion.
    square: u32,
}

impl Scan<'_> {
    /// Bytes of the run of marks at `at`, if there is one.
    fn mark(&self, at: usize) -> Option<usize> {
        let run: usize = self.text[at..].chars().take_while(|&c| is_mark(c)).map(char::len_utf8).sum();
        (run > 0).then_some(run)
    }

    /// Keeps count of quotation marks and brackets in `from..to`.
    fn pass(&mut self, from: usize, to: usize) {
        for (at, byte) in (from..).zip(&self.text.as_bytes()[from..to]) {
            match byte {
                b'"' => self.open_quote = !self.open_quote,
                b'(' if at > self.start && self.closes(at, b')') => self.round += 1,
                b'[' if at > self.start && self.closes(at, b']') => self.square += 1,
                b')' => self.round = self.round.saturating_sub(1),
                b']' => self.square = self.square.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// Whether the bracket at `at`, inside a sentence, is closed soon.
    fn closes(&self, at: usize, closing: u8) -> bool {
        let begins = self.text[self.start..at].trim_start().is_empty();
        let rest = &self.text.as_bytes()[at + 1..];
        let soon = rest.iter().take(BRACKET).find(|&&byte| byte == closing || byte == b'\n');
        !begins && soon == Some(&closing)
    }

    /// End of the closing marks and citation marks after the mark that ends at `at`.
    fn tail(&self, mut at: usize) -> usize {
        let mut open_quote = self.open_quote;
        loop {
            let rest = &self.text[at..];
            let Some(c) = rest.chars().next() else { return at };
            let length = match c {
                '"' if open_quote => {
                    open_quote = false;
                    1
                }
                '”' | '’' | '»' | ')' | ']' => c.len_utf8(),
                '\'' if rest[1..].chars().next().is_none_or(|c| c.is_whitespace() || c == '[') => 1,
                '[' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => citation(rest),
                ' ' => match citation(&rest[1..]) {
                    0 => 0,
                    length if rest.as_bytes()[1] == b'[' => 1 + length,
                    _ => 0,
                },
                _ => 0,
            };
            if length == 0 {
                return at;
            }
            at += length;
        }
    }

    /// Where the sentence ends when the mark at `from..to`, with closing marks up to `tail`, ends it.
    fn decide(&self, from: usize, to: usize, tail: usize) -> Option<usize> {
        let mark = &self.text[from..to];
        let rest = &self.text[tail..];
        if rest.is_empty() {
            return Some(tail);
        }
        let enclosed = self.square > 0 || (self.round > 0 && !self.text[to..tail].contains(')'));
        if enclosed || self.text[..from].ends_with(['[', '(']) {
            return None;
        }
        if mark.chars().all(is_wide_mark) {
            return Some(tail);
        }
        let before = self.word_before(from);
        if !rest.starts_with(char::is_whitespace) {
            return self.glued(before, mark, to, tail);
        }
        let next = Next::new(rest.trim_start());
        let begins = match next.first {
            Some(c) if c.is_lowercase() => return self.small_article(mark, before, &next).then_some(tail),
            Some(c) => c.is_alphanumeric() || next.opened,
            None => false,
        };
        (begins && (mark != "." || tail > to || self.full_stop(before, &next))).then_some(tail)
    }

    /// Whether the full stop after `before` ends a sentence that `next` follows.
    fn full_stop(&self, before: &str, next: &Next<'_>) -> bool {
        let rules = self.rules;
        let starter = rules.starters.contains(next.word);
        let digit = next.first.is_some_and(|c| c.is_ascii_digit());
        let word = before.to_lowercase();
        let number = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        if self.is_label(before) && (number || before.len() == 1) {
            return false;
        }
        if rules.time_of_day.contains(&word) && (word.contains('.') || self.after_number(before)) {
            return !rules.calendar.contains(next.word) && next.second != "time";
        }
        if rules.before_number.contains(&word) {
            // "In Sept. Osk fell", "Res. No. 7": too early in the sentence, or one more of its kind.
            let again = rules.before_number.contains(&next.word.to_lowercase());
            return starter || !(digit || again || self.is_early(before));
        }
        if rules.before_name.contains(&word) {
            return starter && next.word.len() > 1;
        }
        let initial = before.chars().count() == 1 && before.chars().all(char::is_uppercase);
        let acronym = before.contains('.') && before.split('.').all(|part| part.chars().count() == 1);
        if initial || acronym || rules.inside_name.contains(&word) {
            return starter && !(initial && next.word.len() == 1);
        }
        if number && before.len() <= 2 && rules.calendar.contains(next.word) {
            return !rules.before_ordinal.contains(&self.word_before_word(before).to_lowercase());
        }
        true
    }

    /// Whether a sentence begins right after the mark, without a space.
    fn glued(&self, before: &str, mark: &str, to: usize, tail: usize) -> Option<usize> {
        let last = before.chars().next_back();
        let closed = tail > to;
        let ended = closed
            || last.is_some_and(|c| c.is_ascii_digit() || matches!(c, ')' | ']' | '"' | '”' | '’' | '%'))
            || (last.is_some_and(char::is_lowercase)
                && before
                    .chars()
                    .rev()
                    .take_while(|&c| c.is_alphabetic() || matches!(c, '\'' | '’'))
                    .count()
                    > 1);
        let rest = &self.text[tail..];
        if !closed && mark == "." && last.is_some_and(char::is_lowercase) {
            // "differs.7 The": the number of a note.
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let next = Next::new(rest[digits..].trim_start());
            let spaced = rest[digits..].starts_with(' ');
            if (1..=3).contains(&digits) && ended && spaced && next.first.is_some_and(char::is_uppercase) {
                return Some(tail + digits);
            }
        }
        let next = Next::new(rest);
        let mut letters = next.word.chars();
        let begins = letters.next().is_some_and(char::is_uppercase)
            && letters
                .next()
                .map_or(rest[next.start + next.word.len()..].starts_with(' '), char::is_lowercase)
            && next.start == 0;
        let chunk = self.chunk(to);
        let address = ["://", "www.", "@", "/"].iter().any(|part| chunk.contains(part));
        let word = before.to_lowercase();
        let abbreviation = self.rules.before_name.contains(&word)
            || self.rules.inside_name.contains(&word)
            || self.rules.site_endings.contains(next.word)
            || before.contains('.');
        (ended && begins && !address && (closed || !abbreviation)).then_some(tail)
    }

    /// Whether a name with a small article ("al-Wadi") begins a sentence.
    fn small_article(&self, mark: &str, before: &str, next: &Next<'_>) -> bool {
        let (article, rest) = next.word.split_once('-').unwrap_or((next.word, next.second));
        mark == "."
            && before.chars().count() > 3
            && !before.contains('.')
            && self.rules.small_articles.contains(article)
            && rest.starts_with(char::is_uppercase)
            && next.word.contains('-')
    }

    /// Whether `before` is all of the sentence so far: the label of a list item.
    fn is_label(&self, before: &str) -> bool {
        let at = before.as_ptr() as usize - self.text.as_ptr() as usize;
        self.text[self.start..at].trim_matches(|c: char| c.is_whitespace() || c == '(').is_empty()
    }

    /// Whether `before` is among the first words of the sentence.
    fn is_early(&self, before: &str) -> bool {
        const FIRST: usize = 3;
        let at = before.as_ptr() as usize - self.text.as_ptr() as usize;
        self.text[self.start.min(at)..at].split_whitespace().take(FIRST).count() < FIRST
    }

    /// The run of characters before the mark at `from`, without opening marks.
    fn word_before(&self, from: usize) -> &str {
        let window = self.window(from);
        let word = window.rsplit(|c: char| c.is_whitespace() || matches!(c, '—' | '–')).next().unwrap_or("");
        word.trim_start_matches(|c: char| !c.is_alphanumeric())
    }

    fn word_before_word(&self, word: &str) -> &str {
        let at = word.as_ptr() as usize - self.text.as_ptr() as usize;
        self.word_before(self.text[..at].trim_end().len())
    }

    fn after_number(&self, word: &str) -> bool {
        self.word_before_word(word).ends_with(|c: char| c.is_ascii_digit())
    }

    /// Text of the sentence before `at`, at most [`REACH`] bytes.
    fn window(&self, at: usize) -> &str {
        let from = at.saturating_sub(REACH).max(self.start.min(at));
        let from = (from..=at).find(|&from| self.text.is_char_boundary(from)).unwrap_or(at);
        &self.text[from..at]
    }

    /// The run of characters without white space around `at`, at most [`REACH`] bytes to either side.
    fn chunk(&self, at: usize) -> &str {
        let before = self.window(at);
        let head = before.rsplit(char::is_whitespace).next().unwrap_or("").len();
        let tail = self.text[at..].char_indices().take_while(|&(i, c)| i < REACH && !c.is_whitespace());
        let tail = tail.last().map_or(0, |(i, c)| i + c.len_utf8());
        &self.text[at - head..at + tail]
    }
}

/// What follows a mark.
struct Next<'t> {
    /// Its first letter or digit, or its first character when it has neither.
    first: Option<char>,
    /// Bytes of opening marks before that.
    start: usize,
    /// Opening marks come first.
    opened: bool,
    /// Its first word, and the second.
    word: &'t str,
    second: &'t str,
}

impl<'t> Next<'t> {
    fn new(text: &'t str) -> Self {
        let opening = |c: char| matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '¿' | '¡' | '*' | '„');
        let body = text.trim_start_matches(opening);
        let start = text.len() - body.len();
        let end = (REACH..REACH + 4).find(|&at| at >= body.len() || body.is_char_boundary(at)).unwrap_or(0);
        let mut words = body[..end.min(body.len())].split(char::is_whitespace);
        let trim = |word: &'t str| word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let (word, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        Self { first: body.chars().next(), start, opened: start > 0, word: trim(word), second: trim(second) }
    }
}

/// Marks that end sentences.
fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '‽') || is_wide_mark(c)
}

/// Marks of scripts that write no space after them.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．')
}

/// Bytes of a citation mark that begins `text`: `[12]`, `[a]`, `[note 3]`, `¹²`; zero for none.
fn citation(text: &str) -> usize {
    /// Longer text in square brackets is an insertion.
    const LONGEST: usize = 24;
    let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let digits: usize = text.chars().take_while(|&c| raised(c)).map(char::len_utf8).sum();
    if digits > 0 {
        return digits;
    }
    let Some(rest) = text.strip_prefix('[') else { return 0 };
    let Some(close) = rest.bytes().take(LONGEST).position(|b| b == b']') else { return 0 };
    let label = &rest[..close];
    let number = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '–' | ' ' | ':'))
    };
    let letter = label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphanumeric());
    let word = label.split_once(' ').is_some_and(|(word, n)| {
        matches!(word, "note" | "Note" | "nb" | "lower-alpha" | "fn" | "ref") && number(n)
    });
    let request = matches!(label, "citation needed" | "clarification needed" | "when?" | "who?" | "dubious");
    if number(label) || letter || word || request { close + 2 } else { 0 }
}
