//! Entries into the bytes of a compiled list.

use std::collections::BTreeMap;

use crate::fold::fold;
use crate::list::{Entry, KINDS, MAGIC, NONE, geonames_number};
use crate::roman;

/// Compiles entries into the bytes of a list.
///
/// Entries are put in order of id (numbers by value after `prefix`, else by text), so the same
/// entries give the same bytes in whatever order they come. Of entries with one id the first stays.
/// `spellings` says whether the other spellings are kept as text for a country's places.
pub fn compile(entries: &[Entry], spellings: &dyn Fn(&Entry) -> bool) -> Vec<u8> {
    let numeric = !entries.is_empty() && entries.iter().all(|e| geonames_number(&e.id).is_some());
    let mut order: Vec<&Entry> = entries.iter().collect();
    if numeric {
        order.sort_by_key(|e| geonames_number(&e.id));
    } else {
        order.sort_by(|a, b| a.id.cmp(&b.id));
    }
    order.dedup_by(|a, b| a.id == b.id);
    let index: BTreeMap<&str, u32> =
        order.iter().enumerate().map(|(i, e)| (e.id.as_str(), i as u32)).collect();

    let mut texts: Vec<u8> = Vec::new();
    let mut text_at = Vec::with_capacity(order.len());
    let mut keys: BTreeMap<Vec<u8>, Vec<u32>> = BTreeMap::new();
    for (i, entry) in order.iter().enumerate() {
        text_at.push(texts.len() as u32);
        let kept: Vec<&String> = if spellings(entry) { entry.names.iter().collect() } else { Vec::new() };
        let mut strings: Vec<&str> = Vec::new();
        if !numeric {
            strings.push(&entry.id);
        }
        strings.push(&entry.name);
        strings.extend(kept.iter().map(|s| s.as_str()));
        strings.truncate(255);
        texts.push(strings.len() as u8);
        for string in strings {
            let cut = floor_boundary(string, 255);
            texts.push(cut as u8);
            texts.extend_from_slice(&string.as_bytes()[..cut]);
        }
        for name in std::iter::once(&entry.name).chain(&entry.names) {
            let folded = fold(name);
            if folded.is_empty() {
                continue;
            }
            if folded.is_ascii() {
                for family in roman::families_of(&entry.country) {
                    if let Some(key) = family.key(&folded) {
                        keys.entry(key.into_bytes()).or_default().push(i as u32);
                    }
                }
            }
            keys.entry(folded.into_bytes()).or_default().push(i as u32);
        }
    }
    let population = |i: u32| order[i as usize].population.unwrap_or(0);
    let mut postings: Vec<u32> = Vec::new();
    let mut builder = fst::MapBuilder::memory();
    for (key, mut places) in keys {
        places.sort_unstable_by_key(|i| (std::cmp::Reverse(population(*i)), *i));
        places.dedup();
        let value = if places.len() == 1 {
            u64::from(places[0]) << 1
        } else {
            let at = postings.len() as u64;
            postings.push(places.len() as u32);
            postings.extend(&places);
            at << 1 | 1
        };
        builder.insert(&key, value).expect("keys come in order");
    }
    let keys = builder.into_inner().expect("memory does not fail");

    let mut out = Vec::new();
    out.extend_from_slice(MAGIC);
    for n in [order.len(), usize::from(numeric), texts.len(), postings.len(), keys.len()] {
        out.extend_from_slice(&(n as u32).to_le_bytes());
    }
    let mut column = |values: &[u32]| push_column(&mut out, values);
    let every = |f: &dyn Fn(&Entry) -> u32| order.iter().map(|e| f(e)).collect::<Vec<u32>>();
    column(&every(&|e| if numeric { geonames_number(&e.id).unwrap_or(0) } else { 0 }));
    column(&every(&|e| (e.point.lat * 1e5).round() as i32 as u32));
    column(&every(&|e| (e.point.lon * 1e5).round() as i32 as u32));
    column(&every(&|e| e.population.unwrap_or(NONE)));
    column(&every(&|e| e.parent.as_deref().and_then(|p| index.get(p)).copied().unwrap_or(NONE)));
    column(&text_at);
    for entry in &order {
        let radius = (entry.radius * 10.0).round().clamp(0.0, 65_535.0) as u16;
        out.extend_from_slice(&radius.to_le_bytes());
    }
    for entry in &order {
        let mut country = [b' '; 2];
        for (to, from) in country.iter_mut().zip(entry.country.bytes()) {
            *to = from;
        }
        out.extend_from_slice(&country);
    }
    for entry in &order {
        out.push(KINDS.iter().position(|k| *k == entry.kind).unwrap_or(0) as u8);
    }
    out.extend_from_slice(&texts);
    for posting in postings {
        out.extend_from_slice(&posting.to_le_bytes());
    }
    out.extend_from_slice(&keys);
    out
}

/// Writes a column as differences, lowest bytes of all first, which deflates well.
fn push_column(out: &mut Vec<u8>, values: &[u32]) {
    let differences: Vec<u32> =
        values.iter().scan(0u32, |last, v| Some(v.wrapping_sub(std::mem::replace(last, *v)))).collect();
    for plane in 0..4 {
        out.extend(differences.iter().map(|d| (d >> (8 * plane)) as u8));
    }
}

fn floor_boundary(text: &str, most: usize) -> usize {
    let mut cut = text.len().min(most);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    cut
}
