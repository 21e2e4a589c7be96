//! Markdown, with or without front matter (CommonMark with tables, footnotes and strike-through).

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::front_matter;
use super::reference_list::Lists;
use crate::prose::Prose;
use crate::tree::Tree;
use crate::{Reference, Role, SectionKind, lexicon, marks};

/// Reads the whole text into the tree.
pub(crate) fn read(tree: &mut Tree<'_>) {
    let start = front_matter::read(tree);
    let text = tree.text();
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut state = State::default();
    for (event, range) in Parser::new_ext(&text[start..], options).into_offset_iter() {
        state.event(tree, event, start + range.start..start + range.end);
    }
    state.flush(tree, Role::Narrative);
}

#[derive(Debug, Default)]
struct State {
    prose: Prose,
    pending: Option<Range<usize>>,
    quote: u32,
    item: u32,
    image: u32,
    code: bool,
    table: bool,
    only_images: bool,
    any_words: bool,
    link: Option<String>,
    footnote: Option<String>,
    lists: Lists,
}

impl State {
    fn event(&mut self, tree: &mut Tree<'_>, event: Event<'_>, range: Range<usize>) {
        let text = tree.text();
        match event {
            Event::Start(tag) => self.open(tree, tag, range),
            Event::End(tag) => self.close(tree, tag, range),
            Event::Text(words) | Event::Code(words) if !self.code => {
                let own = self.image == 0 && !words.trim().is_empty();
                if own && self.only_images && !self.any_words {
                    // A picture on the line above is not part of the sentence.
                    self.flush(tree, Role::Caption);
                }
                self.any_words |= own;
                if text.get(range.clone()) == Some(&words) {
                    self.verbatim(text, range);
                } else {
                    // An entity, an escape, or code between its marks.
                    self.settle(text);
                    match text.get(range.clone()).and_then(|raw| raw.find(&*words)) {
                        Some(at) => self.verbatim(text, range.start + at..range.start + at + words.len()),
                        None => self.prose.literal(&words, range),
                    }
                }
            }
            Event::FootnoteReference(label) => {
                self.settle(text);
                self.prose.cite(format!("^{label}"), range);
            }
            Event::SoftBreak | Event::HardBreak => {
                self.settle(text);
                self.prose.space(range);
            }
            Event::InlineHtml(_) => {
                let raw = &text[range.clone()];
                self.settle(text);
                if raw.starts_with("<br") {
                    self.prose.space(range);
                }
            }
            _ => {}
        }
    }

    /// Joins runs that stand side by side, so that a mark cut in two by the parser is one again.
    fn verbatim(&mut self, text: &str, range: Range<usize>) {
        match &mut self.pending {
            Some(pending) if pending.end == range.start => pending.end = range.end,
            _ => {
                self.settle(text);
                self.pending = Some(range);
            }
        }
    }

    fn settle(&mut self, text: &str) {
        if let Some(range) = self.pending.take() {
            marks::push(&mut self.prose, text, range);
        }
    }

    fn open(&mut self, tree: &mut Tree<'_>, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::BlockQuote(_) => {
                self.flush(tree, Role::Narrative);
                self.quote += 1;
            }
            Tag::Item => {
                self.flush(tree, Role::ListItem);
                self.item += 1;
            }
            Tag::List(_) | Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_) => {
                self.flush(tree, if self.item > 0 { Role::ListItem } else { Role::Narrative });
                self.table = matches!(tag, Tag::Table(_));
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.flush(tree, Role::Narrative);
                self.code = true;
            }
            Tag::Image { .. } => {
                let text = tree.text();
                self.settle(text);
                if self.image == 0 && !self.any_words {
                    // Images in a row are captions of their own.
                    self.flush(tree, Role::Caption);
                    self.only_images = true;
                }
                self.image += 1;
            }
            Tag::Link { dest_url, .. } => {
                // "[[4]](#cite_note-4)": a mark inside a link.
                let raw = &tree.text()[range];
                if !(raw.starts_with("[[") || raw.starts_with("[\\[")) {
                    self.link.get_or_insert_with(|| dest_url.to_string());
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.flush(tree, Role::Narrative);
                self.footnote = Some(format!("^{label}"));
            }
            _ => {}
        }
    }

    fn close(&mut self, tree: &mut Tree<'_>, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                self.flush(tree, if self.item > 0 { Role::ListItem } else { Role::Narrative });
            }
            TagEnd::Heading(level) => {
                let text = tree.text();
                self.settle(text);
                let prose = std::mem::take(&mut self.prose);
                let level = level as u8;
                if level == 1 && !tree.has_title() && tree.is_body_empty() {
                    tree.title(prose);
                } else {
                    tree.heading(level.saturating_sub(1).max(1), prose);
                }
                (self.any_words, self.only_images, self.link) = (false, false, None);
            }
            TagEnd::Item => {
                self.flush(tree, Role::ListItem);
                self.item = self.item.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.flush(tree, Role::Quotation);
                self.quote = self.quote.saturating_sub(1);
            }
            TagEnd::TableCell => self.flush(tree, Role::Table),
            TagEnd::Table => self.table = false,
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.code = false,
            TagEnd::Image => {
                self.image = self.image.saturating_sub(1);
                let text = tree.text();
                self.settle(text);
                self.prose.space(range.end..range.end);
            }
            TagEnd::FootnoteDefinition => {
                self.flush(tree, Role::Reference);
                self.footnote = None;
            }
            _ => {}
        }
    }

    /// Tells the collected passage in the role that its surroundings give it.
    fn flush(&mut self, tree: &mut Tree<'_>, role: Role) {
        let text = tree.text();
        self.settle(text);
        let prose = std::mem::take(&mut self.prose);
        let images = std::mem::take(&mut self.only_images) && !std::mem::take(&mut self.any_words);
        self.any_words = false;
        let link = self.link.take();
        if prose.is_blank() {
            return;
        }
        if let Some(label) = &self.footnote {
            let mut reference = Reference { label: label.clone(), url: link, ..Reference::default() };
            crate::citing::fill(&mut reference, &prose.text);
            reference.note = reference.url.is_none() && reference.title.is_none();
            reference.passage =
                tree.passage(if reference.note { Role::Note } else { Role::Reference }, prose);
            tree.reference(reference);
            return;
        }
        if images {
            tree.passage(Role::Caption, prose);
            return;
        }
        if is_debris(&prose.text) {
            let range = prose.range();
            tree.problem(range, "the page's references were lost when it was written as Markdown");
            tree.passage(Role::Navigation, prose);
            return;
        }
        if lexicon::is_navigation(&prose.text) {
            tree.passage(Role::Navigation, prose);
            return;
        }
        let section = tree.section_kind();
        if matches!(section, SectionKind::References | SectionKind::Notes) && role != Role::Table {
            let role = if section == SectionKind::Notes { Role::Note } else { Role::Reference };
            self.lists.tell(tree, role, None, prose, link);
            return;
        }
        let role = match role {
            _ if self.quote > 0 => Role::Quotation,
            _ if self.table => Role::Table,
            Role::Reference => Role::Narrative,
            role => role,
        };
        tree.body(role, prose);
    }
}

/// What a broken generator writes in place of a value.
fn is_debris(text: &str) -> bool {
    text.starts_with("[object Object]") && text.replace("[object Object]", "").trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Form};

    fn document(text: &str) -> Document {
        let source = crate::source::Source::verbatim(text, 0);
        let mut tree = Tree::new(&source);
        read(&mut tree);
        tree.finish("t", text.as_bytes(), Form::Markdown, "utf-8")
    }

    #[test]
    fn a_picture_above_a_sentence_is_not_part_of_it() {
        let d = document("# Dorn\n\n![The mill, 3 May 2001](m.jpg)\nDorn fell on 4 May 2001.\n");
        let all: Vec<_> = d.passages.iter().map(|p| (p.role, p.text.as_str())).collect();
        assert_eq!(
            all,
            [
                (Role::Title, "Dorn"),
                (Role::Caption, "The mill, 3 May 2001"),
                (Role::Narrative, "Dorn fell on 4 May 2001."),
            ]
        );
    }

    #[test]
    fn markup_is_masked_and_structure_kept() {
        let d = document(
            "# Siege of Dorn\n\nThe **siege of Dorn** began in [May](http://a.b/c) &amp; lasted[3]\ntwo days.[^x]\n\n## Battle\n![The mill](m.jpg)\n![The bridge](b.jpg)\n\nIt fell.\n\n> Nobody came.\n\n * A note of events\n\n## See also\n * Siege of Elm\n\n## References\n1. \"Dorn\". [Ledger](http://l.example/d). 5 May 2001.\n\n[^x]: A remark.\n",
        );
        let all: Vec<_> = d.passages.iter().map(|p| (p.role, p.text.as_str())).collect();
        assert_eq!(
            all,
            [
                (Role::Title, "Siege of Dorn"),
                (Role::Narrative, "The siege of Dorn began in May & lasted two days."),
                (Role::Heading, "Battle"),
                (Role::Caption, "The mill"),
                (Role::Caption, "The bridge"),
                (Role::Narrative, "It fell."),
                (Role::Quotation, "Nobody came."),
                (Role::ListItem, "A note of events"),
                (Role::Heading, "See also"),
                (Role::Link, "Siege of Elm"),
                (Role::Heading, "References"),
                (Role::Reference, "\"Dorn\". Ledger. 5 May 2001."),
                (Role::Note, "A remark."),
            ]
        );
        assert_eq!(d.passages[1].citations.len(), 2);
        assert_eq!(d.references.len(), 2);
        assert_eq!(d.references[0].url.as_deref(), Some("http://l.example/d"));
        assert_eq!(d.passages[1].citations[1].reference, Some(1));
    }
}
