//! CoNLL-U, the exchange format of dependency trees.

use std::fmt::Write as _;

use crate::Analysis;

/// Writes an analysis of `text` as CoNLL-U: a comment with each sentence's text, a line a token with
/// its tag in the `XPOS` column and its bytes as `start_char`-like `Bytes=start:end` in `MISC`.
pub fn conllu(analysis: &Analysis, text: &str) -> String {
    let mut out = String::new();
    let slice = |start: u32, end: u32| text.get(start as usize..end as usize).unwrap_or_default();
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let line: String = one_line(slice(sentence.span.start, sentence.span.end));
        let _ = write!(out, "# sent_id = {}\n# text = {line}\n", number + 1);
        for (index, token) in sentence.tokens.iter().enumerate() {
            let form = one_line(slice(token.span.start, token.span.end));
            let lemma = if token.lemma.is_empty() { "_".to_owned() } else { one_line(&token.lemma) };
            let head = if token.head as usize == index { 0 } else { token.head + 1 };
            let _ = writeln!(
                out,
                "{}\t{form}\t{lemma}\t_\t{}\t_\t{head}\t{}\t_\tBytes={}:{}",
                index + 1,
                token.tag,
                token.label,
                token.span.start,
                token.span.end,
            );
        }
        out.push('\n');
    }
    out
}

/// Text without tabs and line ends, which the format's columns cannot hold.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}
