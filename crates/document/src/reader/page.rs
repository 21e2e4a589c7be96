//! Plain text and pasted pages: paragraphs, an infobox as lines, headings guessed from bare lines.

use std::ops::Range;

use super::masthead;
use super::panel;
use super::reference_list::Lists;
use crate::lines::{lines, list_item, trim};
use crate::tree::Tree;
use crate::{Role, SectionKind, form, lexicon, marks};

/// Reads the whole text into the tree.
pub(crate) fn read(tree: &mut Tree<'_>) {
    let text = tree.text();
    let raw: Vec<Range<usize>> = lines(text).collect();
    let all: Vec<Range<usize>> = raw.iter().map(|line| trim(text, line.clone())).collect();
    let panel = panel::find(text, &all);
    let wrapped = is_wrapped(&all);
    let spaced = all.iter().any(Range::is_empty);
    let mut lists = Lists::default();
    let mut after_heading = false;
    let mut deep = false;
    let mut content = 0;
    let mut at = 0;
    while at < all.len() {
        if let Some(panel) = panel.as_ref().filter(|p| p.start == at) {
            panel::read(tree, &all, panel.clone());
            at = panel.end;
            after_heading = false;
            continue;
        }
        let line = all[at].clone();
        let first = at;
        at += 1;
        if line.is_empty() {
            continue;
        }
        content += 1;
        let words = &text[line.clone()];
        if words.len() < 200 && lexicon::is_navigation(words) {
            publisher(tree, words);
            tree.passage(Role::Navigation, marks::prose(text, line));
            continue;
        }
        if lexicon::is_footer(words) {
            publisher(tree, words);
            tree.passage(Role::Footer, marks::prose(text, line));
            continue;
        }
        // Once prose has begun, a day on a line of its own heads what happened on it.
        if content <= 8 && tree.is_body_empty() && masthead::read(tree, words) {
            tree.passage(Role::Navigation, marks::prose(text, line));
            continue;
        }
        // Lines right below the title, before the first blank one, that are no sentences: the
        // outlet's name, a standfirst.
        let below_title = spaced
            && tree.has_title()
            && tree.is_body_empty()
            && first > 0
            && all[..first].iter().rev().take_while(|r| !r.is_empty()).count() == first;
        if below_title
            && words.len() < 120
            && !words.ends_with(['.', '!', '?', ':', '"', '”'])
            && lexicon::section_kind(words).is_none()
        {
            tree.passage(Role::Navigation, marks::prose(text, line));
            continue;
        }
        let bare = bare_heading(text, line.clone());
        if words.len() < 160 && is_title(tree, text, &all, first) {
            tree.title(marks::prose(text, bare));
            continue;
        }
        if words.len() < 160 && is_heading(text, &all, first, tree.section_kind(), spaced, after_heading) {
            let known = lexicon::section_kind(&text[bare.clone()]);
            let own_level =
                (bare != line).then(|| ((line.len() - bare.len()) / 2).saturating_sub(1).clamp(1, 6) as u8);
            let closing = matches!(
                known,
                Some(
                    SectionKind::Aftermath
                        | SectionKind::Links
                        | SectionKind::Notes
                        | SectionKind::References
                )
            );
            deep = !closing && (after_heading || (deep && known.is_none_or(|k| k == SectionKind::Narrative)));
            tree.heading(own_level.unwrap_or(if deep { 2 } else { 1 }), marks::prose(text, bare));
            after_heading = true;
            continue;
        }
        after_heading = false;
        if matches!(tree.section_kind(), SectionKind::References | SectionKind::Notes)
            || form::is_back_link(words)
        {
            lists.line(tree, line);
            continue;
        }
        if let Some((_, item)) = list_item(text, &line) {
            tree.body(Role::ListItem, marks::prose(text, item));
            continue;
        }
        let mut end = line.end;
        if wrapped && tree.section_kind() != SectionKind::Links {
            while at < all.len()
                && !all[at].is_empty()
                && list_item(text, &all[at]).is_none()
                && raw[at].start == all[at].start
            {
                end = all[at].end;
                at += 1;
            }
        }
        let quoted = words.starts_with('>');
        let start = line.start + words.len() - words.trim_start_matches(['>', ' ']).len();
        let by_line = is_by_line(words)
            || all[at..].iter().find(|r| !r.is_empty()).is_some_and(|r| is_by_line(&text[r.clone()]));
        let role = if quoted || by_line { Role::Quotation } else { Role::Narrative };
        tree.body(role, marks::prose(text, start..end));
    }
}

/// "—Name, where and when": a line that names the speaker of the quotation above it.
fn is_by_line(line: &str) -> bool {
    line.len() < 200
        && line
            .strip_prefix(['—', '―'])
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_uppercase() || c == '['))
}

/// The publisher that a banner or a footer names ("From X, the …", "… is issued from X.").
fn publisher(tree: &mut Tree<'_>, words: &str) {
    let name = words
        .strip_prefix("From ")
        .and_then(|rest| rest.split_once(", the ").map(|(name, _)| name))
        .or_else(|| {
            words.split_once(" issued from ").and_then(|(_, rest)| rest.split_once('.')).map(|(name, _)| name)
        });
    if let Some(name) = name.filter(|n| n.len() < 60) {
        tree.origin.publisher.get_or_insert_with(|| name.trim().to_owned());
    }
}

/// Whether lines are broken at a width rather than at paragraphs.
fn is_wrapped(all: &[Range<usize>]) -> bool {
    let (mut followed, mut wide, mut longest) = (0, 0, 0);
    for pair in all.windows(2) {
        longest = longest.max(pair[0].len());
        if !pair[0].is_empty() && !pair[1].is_empty() {
            followed += 1;
            wide += usize::from((50..=100).contains(&pair[0].len()));
        }
    }
    longest <= 110 && followed >= 3 && wide * 2 > followed
}

/// The heading's words without `==` around them or `[edit]` after them.
fn bare_heading(text: &str, line: Range<usize>) -> Range<usize> {
    let words = &text[line.clone()];
    let shown = crate::tree::without_button(words);
    if shown.len() < words.len() && !shown.is_empty() {
        return line.start..line.start + shown.len();
    }
    let head = words.bytes().take_while(|&b| b == b'=').count();
    let tail = words.bytes().rev().take_while(|&b| b == b'=').count();
    if head > 0 && tail > 0 && head + tail < words.len() {
        trim(text, line.start + head..line.end - tail)
    } else {
        line
    }
}

/// The first line is the title when it is short and bare, or when it is told again below.
fn is_title(tree: &Tree<'_>, text: &str, all: &[Range<usize>], at: usize) -> bool {
    if tree.has_title() || !tree.is_body_empty() {
        return false;
    }
    let line = &text[all[at].clone()];
    if lexicon::section_kind(line).is_some() || list_item(text, &all[at]).is_some() {
        return false;
    }
    // A line that goes on in the next one is no title.
    let goes_on = all.get(at + 1).is_some_and(|next| text[next.clone()].starts_with(char::is_lowercase));
    let bare =
        !goes_on && line.chars().count() <= 140 && !without_citations(line).ends_with(['.', ',', ';', ':']);
    let next = all[at + 1..].iter().find(|r| !r.is_empty());
    bare && line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '\'' | '‘' | '=' | '«'))
        && next.is_some()
}

/// A line without the citation marks that close it: `… in May.[1][2]`.
fn without_citations(line: &str) -> &str {
    let mut rest = line.trim_end();
    while let Some(open) = rest.strip_suffix(']').and_then(|inner| inner.rfind('[')) {
        rest = rest[..open].trim_end();
    }
    rest
}

fn is_heading(
    text: &str,
    all: &[Range<usize>],
    at: usize,
    section: SectionKind,
    spaced: bool,
    after_heading: bool,
) -> bool {
    let range = all[at].clone();
    let line = &text[range.clone()];
    let bare = bare_heading(text, range.clone());
    if bare != range {
        return true;
    }
    if lexicon::section_kind(line).is_some() {
        return true;
    }
    if matches!(section, SectionKind::Links | SectionKind::References | SectionKind::Notes) {
        return false;
    }
    let alone = at == 0 || all[at - 1].is_empty() || after_heading || !spaced;
    alone && looks_like_heading(line) && heads_something(text, all, at)
}

/// A short bare line that begins like a title and ends without a sentence's mark.
fn looks_like_heading(line: &str) -> bool {
    let count = line.split_whitespace().count();
    let short = line.chars().count() <= 90 && count <= 14;
    let ends = line.ends_with(['.', '!', '?', ':', ';', ',', '…', '"', '”', ']', '»', '،', '؟', '。']);
    let begins = line.starts_with(|c: char| {
        c.is_uppercase()
            || c.is_ascii_digit()
            || matches!(c, '"' | '“' | '\'')
            || (c.is_alphabetic() && !c.is_lowercase())
    });
    short && !ends && (begins || crate::dates::day(line).is_some())
}

/// What follows is a paragraph, or another heading with one below.
fn heads_something(text: &str, all: &[Range<usize>], at: usize) -> bool {
    let mut below = all[at + 1..].iter().filter(|r| !r.is_empty());
    let Some(next) = below.next() else { return false };
    let paragraph = |r: &Range<usize>| {
        let words = &text[r.clone()];
        r.len() > 80 || (r.len() > 30 && words.ends_with(['.', '!', '?', ':', '。', '؟']))
    };
    let words = &text[next.clone()];
    paragraph(next)
        || list_item(text, next).is_some()
        || lexicon::section_kind(words).is_some()
        || (looks_like_heading(words) && below.next().is_some_and(paragraph))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, FieldKind, Form};

    fn document(text: &str) -> Document {
        let source = crate::source::Source::verbatim(text, 0);
        let mut tree = Tree::new(&source);
        read(&mut tree);
        tree.finish("t", text.as_bytes(), Form::Plain, "utf-8")
    }

    fn texts(document: &Document, role: Role) -> Vec<&str> {
        document.passages.iter().filter(|p| p.role == role).map(|p| p.text.as_str()).collect()
    }

    const LONG: &str = "Units of the Third Army crossed the river near the mill and pushed the garrison back towards the station.";

    #[test]
    fn bare_lines_before_paragraphs_are_headings() {
        let text = format!(
            "{LONG}\n\nBackground\n{LONG}\n\nThe battle\nFirst day\n{LONG}\n\nArmy takes the mill\n{LONG}\n\nAftermath\n{LONG}\n\nSee also\nSiege of Dorn\nBattle of the Mill\n"
        );
        let d = document(&text);
        assert_eq!(
            texts(&d, Role::Heading),
            ["Background", "The battle", "First day", "Army takes the mill", "Aftermath", "See also"]
        );
        assert_eq!(texts(&d, Role::Link), ["Siege of Dorn", "Battle of the Mill"]);
        let levels: Vec<_> = d.sections.iter().map(|s| s.level).collect();
        assert_eq!(levels, [0, 1, 1, 2, 2, 1, 1]);
        assert_eq!(d.sections[3].parent, Some(2));
    }

    #[test]
    fn a_line_with_an_edit_button_is_a_heading() {
        let d = document(&format!(
            "{LONG}\nThe army came back.[edit]\n{LONG} Again.\nAftermath [edit]\n{LONG} Later."
        ));
        assert_eq!(texts(&d, Role::Heading), ["The army came back.", "Aftermath"]);
        assert_eq!(d.sections[2].kind, SectionKind::Aftermath);
    }

    #[test]
    fn a_cited_sentence_at_the_top_is_no_title() {
        let d = document("The army took the mill in May.[1] \n\nNobody was hurt.");
        assert!(texts(&d, Role::Title).is_empty(), "{:?}", texts(&d, Role::Title));
    }

    #[test]
    fn tabs_between_cells_are_the_columns_of_a_pasted_infobox() {
        let text = "Fight for Dorn\nPart of the Border War\nDate\t3 May 2001\nLocation\tDorn\nBelligerents\nVelm League\n\t•\tHarbour Watch\n\tKingdom of Dorn\nCommanders and leaders\nAda Vorn\tIlya Bren\nCasualties and losses\n5 killed\t51 killed\n\nThe fight began early in the morning, when the league took the bridge over the river and held it until the evening came.\n";
        let read = document(text);
        let of = |kind: FieldKind| -> Vec<(&str, Option<u8>)> {
            let fields = read.infobox.iter().filter(|f| f.kind == kind);
            fields.map(|f| (read.passages[f.passage as usize].text.as_str(), f.column)).collect()
        };
        let (one, two) = (Some(1), Some(2));
        assert_eq!(
            of(FieldKind::Combatant),
            [("Velm League", one), ("Harbour Watch", one), ("Kingdom of Dorn", two)]
        );
        assert_eq!(of(FieldKind::Commander), [("Ada Vorn", one), ("Ilya Bren", two)]);
        assert_eq!(of(FieldKind::Casualties), [("5 killed", one), ("51 killed", two)]);
    }

    #[test]
    fn date_lines_of_other_languages_tell_the_day_first_and_head_their_paragraphs_later() {
        for (title, day, prose, next) in [
            (
                "Бои за Марену",
                "12 марта 2023 года",
                "Войска Зелении вошли в Марену утром.",
                "13 марта 2023 года",
            ),
            (
                "Bataille de Marena",
                "12 mars 2023",
                "Les troupes sont entrées à Marena au matin.",
                "13 mars 2023",
            ),
            ("معركة مارينا", "12 آذار 2023", "دخلت القوات مارينا صباحا.", "١٣ مارس ٢٠٢٣"),
        ] {
            let read = document(&format!("{title}\n\n{day}\n\n{prose}\n\n{next}\n\n{prose} {prose}\n"));
            let roles: Vec<Role> = read.passages.iter().map(|p| p.role).collect();
            let wanted = [Role::Title, Role::Navigation, Role::Narrative, Role::Heading, Role::Narrative];
            assert_eq!(
                (roles.as_slice(), read.origin.published.as_deref()),
                (wanted.as_slice(), Some("2023-03-12")),
                "{title}"
            );
        }
    }

    #[test]
    fn a_short_sentence_is_no_heading() {
        let text = format!("{LONG}\n\nThe bridge fell.\n\n{LONG}\n\nNobody was hurt,\n\n{LONG}");
        assert!(texts(&document(&text), Role::Heading).is_empty());
    }

    #[test]
    fn a_pasted_page_with_its_panel_notes_and_references() {
        let text = format!(
            "Jump to content\n\nSiege of Dorn\n\nFrom Wikipedia, the free encyclopedia\n\nSiege of Dorn\nPart of the Border War\n\nA mill\nDate3 May 2001 – 5 May 2001\n(2 days)\nLocation\nDorn, Northern Province\nTerritorial\nchanges\nThe army takes Dorn[1]\nBelligerents\n League\n Republic[2]\nCommanders and leaders\nIlya Vorn\n(League chief)\nCasualties and losses\n12 killed (per the League)\n9 killed[a] [clarification needed]\n\n{LONG}[1][2]\n\nNotes\n\n  1. ^ 4[1] 5[2]\n\nReferences\n\n  1. ^ a b \"Dorn falls\". Daily Ledger. 5 May 2001.\n  2. ^ \"No it does not\". State Agency. Retrieved 6 May 2001.\n"
        );
        let d = document(&text);
        let field = |kind| {
            d.infobox
                .iter()
                .filter(|f| f.kind == kind)
                .map(|f| d.passages[f.passage as usize].text.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(field(FieldKind::Conflict), ["Siege of Dorn"]);
        assert_eq!(field(FieldKind::PartOf), ["the Border War"]);
        assert_eq!(field(FieldKind::Date), ["3 May 2001 – 5 May 2001 (2 days)"]);
        assert_eq!(field(FieldKind::Territory), ["The army takes Dorn"]);
        assert_eq!(field(FieldKind::Combatant), ["League", "Republic"]);
        assert_eq!(field(FieldKind::Commander), ["Ilya Vorn (League chief)"]);
        assert_eq!(field(FieldKind::Casualties), ["12 killed (per the League)", "9 killed"]);
        assert_eq!(texts(&d, Role::Narrative), [LONG]);
        assert_eq!(texts(&d, Role::Caption), ["A mill"]);
        assert_eq!(d.references.len(), 3);
        assert!(d.references[0].note);
        assert_eq!(d.references[0].cites, [1, 2]);
        assert_eq!(d.references[1].outlet.as_deref(), Some("Daily Ledger"));
        let body = d.passages.iter().find(|p| p.text == LONG).unwrap();
        assert_eq!(body.citations.iter().map(|c| c.reference).collect::<Vec<_>>(), [Some(1), Some(2)]);
        let dead = d.passages.iter().find(|p| p.text == "9 killed").unwrap();
        assert_eq!(
            (dead.citations[0].reference, dead.flags[0].text.as_str()),
            (Some(0), "clarification needed")
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "Units of the Third Army crossed the river near the mill and pushed\nthe garrison back towards the station. The garrison had not been\nwarned, and lost its guns. Two days later the station was taken too,\nwith the depot.\n\nA second paragraph follows here, and is wrapped at the same width as\nthe first one was.\n";
        let d = document(text);
        assert_eq!(texts(&d, Role::Narrative).len(), 2);
        assert!(d.passages[0].text.contains("pushed the garrison"));
    }

    #[test]
    fn a_masthead_tells_the_origin() {
        let d = document(&format!(
            "Army enters Dorn\nBy Ada Marsh and John Doe\nPublished 5 May 2001 14:30 GMT\n\n{LONG}\n"
        ));
        assert_eq!(texts(&d, Role::Title), ["Army enters Dorn"]);
        assert_eq!(d.origin.author.as_deref(), Some("Ada Marsh and John Doe"));
        assert_eq!(d.origin.published.as_deref(), Some("2001-05-05"));
    }

    #[test]
    fn a_quotation_with_its_speaker_is_set_apart() {
        let d = document(&format!(
            "{LONG}\n\nWe were told to wait. Nobody came.\n\n—Ada, a nurse of Dorn[3]\n\n{LONG}"
        ));
        assert_eq!(texts(&d, Role::Quotation).len(), 2);
    }
}
