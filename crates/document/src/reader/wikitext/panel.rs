//! An infobox template.

use super::Reader;
use super::template::Part;
use crate::infobox::{self, Item};
use crate::reader::out::Out;
use crate::{FieldKind, Role, lexicon};

impl Reader<'_, '_> {
    /// Tells every parameter of an infobox as a field.
    pub(super) fn panel(&mut self, parts: &[Part]) {
        let text = self.text;
        for part in parts.iter().skip(1) {
            let Some(key) = part.name.clone() else { continue };
            if text[part.value()].trim().is_empty() || is_layout(&key) {
                continue;
            }
            if matches!(
                key.as_str(),
                "caption" | "map_caption" | "image_caption" | "описание изображения" | "تعليق" | "подпись"
            ) {
                let mut out = Out::default();
                self.inline(part.value(), &mut out);
                self.tree.passage(Role::Caption, out.prose);
                continue;
            }
            let (kind, column) = lexicon::field(&key);
            let stars = text[part.value()].bytes().take_while(|b| matches!(b, b'*' | b'#')).count();
            let mut out = Out { items: Some(Vec::new()), depth: stars as u8, ..Out::default() };
            self.inline(part.start + stars..part.end, &mut out);
            let mut items = out.into_items();
            if matches!(kind, FieldKind::Other | FieldKind::Place | FieldKind::PartOf | FieldKind::Conflict) {
                items = joined(items);
            }
            // The least deep line is the top of its field.
            let top = items.iter().map(|i| i.depth).min().unwrap_or(0);
            for item in &mut items {
                item.depth -= top;
            }
            infobox::tell(self.tree, kind, &key, column, items);
        }
    }
}

/// Lines of a value that is one text.
fn joined(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in items {
        match out.last_mut() {
            Some(last) => last.prose.append(item.prose),
            None => out.push(item),
        }
    }
    out
}

/// Parameters that say how the panel looks.
fn is_layout(key: &str) -> bool {
    let names = [
        "image",
        "image_size",
        "width",
        "map",
        "map_type",
        "map_size",
        "map_relief",
        "map_label",
        "map_mark",
        "map_marksize",
        "alt",
        "colour_scheme",
        "color_scheme",
        "campaignbox",
        "image_upright",
        "upright",
        "mapframe",
        "изображение",
        "صورة",
        "bodyclass",
        "module",
        "embed",
        "child",
        "latitude",
        "longitude",
        "lat_deg",
        "lat_min",
        "lat_sec",
        "lon_deg",
        "lon_min",
        "lon_sec",
        "ширина",
        "хранить",
        "imgsize",
        "image size",
        "image_alt",
    ];
    names.contains(&key)
}
