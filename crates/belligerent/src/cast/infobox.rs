//! Sides, forces and people from an infobox: a column is a side, a list is a tree.

use std::collections::BTreeMap;

use annalist_document::{Document, Fate, FieldKind};
use annalist_span::Span;

use crate::cast::people::{self, Person};
use crate::cast::roster::Roster;
use crate::phrase::Anchor;
use crate::words::{slug, words};
use crate::{Belligerent, BelligerentKind};

/// A name of an infobox with its column and depth.
#[derive(Clone, Debug)]
struct Entry {
    kind: FieldKind,
    column: u8,
    depth: u8,
    group: Option<String>,
    flag: Option<String>,
    passage: u32,
    span: Span,
    name: String,
    note: Option<String>,
    fate: Option<Fate>,
}

/// Whether `member` is `below` or stands above it in the tree.
fn is_above(member: usize, below: usize, roster: &Roster) -> bool {
    let mut at = Some(below);
    for _ in 0..roster.members.len() {
        let Some(here) = at else { return false };
        if here == member {
            return true;
        }
        let parent = roster.members[here].parent.as_ref();
        at = parent.and_then(|id| roster.members.iter().position(|m| &m.id == id));
    }
    true
}

/// Reads the belligerent, unit and commander fields into the roster.
pub(crate) fn read(document: &Document, roster: &mut Roster) {
    let entries: Vec<Entry> = entries(document).into_iter().flat_map(|e| parted(e, roster)).collect();
    let mut columns: BTreeMap<u8, Vec<(usize, bool)>> = BTreeMap::new();
    let mut stack: Vec<(u8, u8, usize)> = Vec::new();
    for entry in entries.iter().filter(|e| matches!(e.kind, FieldKind::Combatant | FieldKind::Unit)) {
        let support = entry.group.as_deref().is_some_and(is_support);
        while stack.last().is_some_and(|(c, d, _)| *c != entry.column || *d >= entry.depth) {
            stack.pop();
        }
        let above = stack.last().map(|(.., member)| *member);
        let known = roster.find(&entry.name).or_else(|| collective(&entry.name, roster));
        let member = known.unwrap_or_else(|| {
            let kind = if entry.kind == FieldKind::Unit || entry.depth > 0 {
                BelligerentKind::Unit
            } else {
                BelligerentKind::Force
            };
            let mut id = slug(&entry.name);
            // "Special forces" names nobody without what stands above it.
            let common = is_common(&entry.name, roster);
            if let Some(above) = above.filter(|_| common) {
                id = format!("{}_{id}", roster.members[above].id);
            }
            let member = Belligerent::named(id, entry.name.clone(), kind);
            if common { roster.define_silent(member) } else { roster.define(member) }
        });
        if let Some(above) = above.filter(|&above| !is_above(member, above, roster)) {
            let parent = roster.members[above].id.clone();
            roster.amend(member, |m| m.parent = m.parent.take().or(Some(parent)));
        }
        // "Republic of Tarsk" is Tarsk.
        if let Some(short) = short_state(&entry.name)
            && known.is_none()
            && roster.find(short).is_none()
        {
            roster.alias(member, short);
        }
        stack.push((entry.column, entry.depth, member));
        roster.note(member, entry.passage, entry.span);
        columns
            .entry(entry.column)
            .or_default()
            .push((member, entry.kind == FieldKind::Combatant && !support));
    }
    let sides = sides(&columns, roster);
    roster.columns = sides.len() > 1;
    for (column, members) in &columns {
        let Some(&(side, split)) = sides.get(column) else { continue };
        for (member, _) in members {
            if split || roster.side_of(*member).is_none() {
                roster.assign(*member, Some(side));
            }
        }
    }
    let mut surnames: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    for entry in entries.iter().filter(|e| e.kind == FieldKind::Commander) {
        let person = people::commander(&entry.name, entry.note.as_deref(), entry.group.as_deref(), roster);
        let Some(mut person) = person else { continue };
        person.fate = entry.fate.map(fate_word).or(person.fate);
        let flag = || roster.side_of(roster.find(entry.flag.as_deref()?)?);
        let side = sides.get(&entry.column).map(|s| s.0).or_else(flag);
        let member = enter(person, roster);
        if let Some(surname) = people::surname(&roster.members[member].name) {
            surnames.entry(slug(surname)).or_default().push((surname.to_owned(), member));
        }
        roster.note(member, entry.passage, entry.span);
        if roster.side_of(member).is_none() {
            roster.assign(member, side);
        }
    }
    // A surname that one person alone has names that person.
    for bearers in surnames.into_values() {
        if let [(surname, member)] = bearers.as_slice()
            && roster.find(surname).is_none()
        {
            roster.alias(*member, surname);
        }
    }
}

/// A member for the common noun of a side that a value consists of ("Utopian rebels").
fn collective(name: &str, roster: &mut Roster) -> Option<usize> {
    let all = words(name);
    let side = match roster.longest(&all, 0)? {
        (len, Anchor::Side(side)) if len == all.len() => side,
        _ => return None,
    };
    let member = roster.define_silent(Belligerent::named(slug(name), name, BelligerentKind::Force));
    roster.assign(member, Some(side));
    Some(member)
}

/// The name alone of a state that is told with its form ("Republic of Tarsk").
fn short_state(name: &str) -> Option<&str> {
    let all = words(name);
    let [.., form, of, short] = all.as_slice() else { return None };
    let state = matches!(
        form.fold.as_str(),
        "republic" | "kingdom" | "state" | "federation" | "emirate" | "sultanate"
    );
    (state && of.fold == "of" && short.capital).then(|| short.span.of_text(name))
}

/// A name that a paste wrote twice, as a flag's text and as itself: once.
fn once(name: &str) -> &str {
    let all = words(name);
    let half = all.len() / 2;
    let doubled = half > 0
        && all.len() == 2 * half
        && all[..half].iter().zip(&all[half..]).all(|(a, b)| a.fold == b.fold && a.capital == b.capital)
        && all[1..].iter().all(|w| w.mark.is_none());
    if doubled { name.get(all[half].span.start as usize..).unwrap_or(name) } else { name }
}

fn fate_word(fate: Fate) -> String {
    match fate {
        Fate::Killed => "killed",
        Fate::Wounded => "wounded",
        Fate::Captured => "captured",
        Fate::Missing => "missing",
        Fate::Surrendered => "surrendered",
    }
    .to_owned()
}

fn enter(person: Person, roster: &mut Roster) -> usize {
    let known = roster.find(&person.name);
    let member = known.unwrap_or_else(|| {
        roster.define(Belligerent::named(slug(&person.name), person.name.clone(), BelligerentKind::Person))
    });
    roster.amend(member, |m| {
        m.rank = m.rank.take().or(person.rank);
        m.role = person.role.or(m.role.take());
        m.fate = person.fate.or(m.fate.take());
        m.parent = m.parent.take().or(person.force);
    });
    member
}

/// The side of each column, and whether columns of one pack side had to be parted.
fn sides(columns: &BTreeMap<u8, Vec<(usize, bool)>>, roster: &mut Roster) -> BTreeMap<u8, (usize, bool)> {
    let mut chosen: BTreeMap<u8, Option<usize>> = BTreeMap::new();
    for (column, members) in columns {
        let mut votes: BTreeMap<usize, u32> = BTreeMap::new();
        for (rank, (member, combatant)) in members.iter().filter(|(_, c)| *c).enumerate() {
            if let Some(side) = roster.side_of(*member) {
                *votes.entry(side).or_default() += if rank == 0 { 3 } else { 1 } + u32::from(*combatant);
            }
        }
        if votes.is_empty() {
            for (member, _) in members {
                if let Some(side) = roster.side_of(*member) {
                    *votes.entry(side).or_default() += 1;
                }
            }
        }
        let mut best: Option<(u32, usize)> = None;
        for (side, n) in votes {
            if best.is_none_or(|(old, _)| n > old) {
                best = Some((n, side));
            }
        }
        chosen.insert(*column, best.map(|(_, side)| side));
    }
    let mut uses: BTreeMap<usize, u32> = BTreeMap::new();
    for side in chosen.values().flatten() {
        *uses.entry(*side).or_default() += 1;
    }
    let mut out = BTreeMap::new();
    for (column, side) in chosen {
        let split = side.is_some_and(|s| uses[&s] > 1);
        let members: Vec<usize> = columns[&column].iter().map(|(m, _)| *m).collect();
        let Some(&first) = members.first() else { continue };
        let index = match side {
            Some(side) if !split => side,
            _ => roster.side_named_after(first, &members),
        };
        roster.sides[index].own = true;
        out.insert(column, (index, split));
    }
    let ids: Vec<(usize, String)> = out.values().map(|(s, _)| (*s, roster.sides[*s].id.clone())).collect();
    for (side, _) in &ids {
        for (other, id) in &ids {
            if side != other && !roster.sides[*side].enemies.contains(id) {
                roster.sides[*side].enemies.push(id.clone());
            }
        }
    }
    out
}

fn entries(document: &Document) -> Vec<Entry> {
    let mut out = Vec::new();
    for field in &document.infobox {
        let wanted = matches!(field.kind, FieldKind::Combatant | FieldKind::Unit | FieldKind::Commander);
        // A person has a flag where a paste lost the columns.
        let person = field.kind == FieldKind::Commander;
        let (true, Some(column)) = (wanted, field.column.or(person.then_some(0))) else { continue };
        let Some(passage) = document.passages.get(field.passage as usize) else { continue };
        let mut group = field.group.clone();
        let mut deeper = 0u8;
        for (start, piece) in pieces(&passage.text, field.kind) {
            let (name, note) = split_note(piece);
            let stars = name.chars().take_while(|c| matches!(c, '*' | '•' | '·')).count();
            if stars > 0 {
                deeper = stars as u8;
            }
            let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '\''));
            let whole = name;
            let name = once(whole);
            if name.is_empty() {
                continue;
            }
            if piece.trim_end().ends_with(':') {
                group = Some(name.to_owned());
                continue;
            }
            let at = start + piece.find(whole).unwrap_or(0) + (whole.len() - name.len());
            out.push(Entry {
                kind: field.kind,
                column,
                depth: field.depth + deeper,
                group: group.clone(),
                flag: field.flag.clone(),
                passage: field.passage,
                span: Span::of(at, at + name.len()),
                name: name.replace(['"', '“', '”'], ""),
                note,
                fate: field.fate.or_else(|| piece.contains('†').then_some(Fate::Killed)),
            });
        }
    }
    out
}

/// Whether a name has none but common nouns of forces.
fn is_common(name: &str, roster: &Roster) -> bool {
    let all = words(name);
    let vocabulary = &roster.vocabulary;
    all.iter().all(|w| vocabulary.force_words.contains(&w.fold) || vocabulary.names.small.contains(&w.fold))
        || vocabulary.nouns.longest(&all, 0).is_some_and(|(len, _)| len == all.len())
}

/// A value that is a row of known names and nothing else is one entry a name.
fn parted(entry: Entry, roster: &Roster) -> Vec<Entry> {
    let all = words(&entry.name);
    let hits = roster.hits(&all);
    let named =
        hits.iter().all(|h| matches!(h.anchor, Anchor::Actor(_) | Anchor::State(_) | Anchor::Side(_)));
    let covered: usize = hits.iter().map(|h| h.len).sum();
    let quoted = entry.name.len() != entry.span.len() as usize;
    if quoted || entry.kind == FieldKind::Commander || hits.len() < 2 || !named || covered != all.len() {
        return vec![entry];
    }
    hits.iter()
        .map(|h| {
            let inner = all[h.at].span.cover(all[h.end() - 1].span);
            let name = inner.of_text(&entry.name).to_owned();
            Entry { span: inner.shifted(entry.span.start), name, ..entry.clone() }
        })
        .collect()
}

/// The names of a value: readers give one a value, but some forms leave lists in one line.
fn pieces(text: &str, kind: FieldKind) -> Vec<(usize, &str)> {
    let commas = kind != FieldKind::Commander || text.matches(',').count() > 1;
    let mut out = Vec::new();
    let (mut start, mut depth) = (0, 0i32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '\n' | ';' => {
                out.push((start, &text[start..at]));
                start = at + c.len_utf8();
            }
            ',' if depth <= 0 && commas => {
                out.push((start, &text[start..at]));
                start = at + 1;
            }
            ':' if depth <= 0 => {
                out.push((start, &text[start..=at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push((start, text.get(start..).unwrap_or("")));
    out.retain(|(_, piece)| piece.chars().any(char::is_alphabetic));
    out
}

/// A value without what stands in brackets after it, and that.
fn split_note(piece: &str) -> (&str, Option<String>) {
    let piece = piece.trim();
    match piece.split_once('(') {
        Some((name, note)) if !name.trim().is_empty() => {
            (name.trim(), Some(note.trim_end_matches(')').trim().to_owned()).filter(|n| !n.is_empty()))
        }
        _ => (piece, None),
    }
}

/// Whether a group's heading marks supporters rather than fighters.
fn is_support(group: &str) -> bool {
    words(group)
        .iter()
        .any(|w| matches!(w.fold.as_str(), "support" | "supported" | "supporters" | "airstrikes"))
}
