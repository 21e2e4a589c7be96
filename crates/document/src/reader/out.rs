//! What a reader of markup collects while it goes through a run.

use std::ops::Range;

use crate::infobox::Item;
use crate::prose::Prose;
use crate::{Fate, Reference};

/// What a run of markup shows: one prose, or lines in an infobox.
#[derive(Clone, Debug, Default)]
pub(crate) struct Out {
    pub(crate) prose: Prose,
    /// The lines before the current one, where lines matter.
    pub(crate) items: Option<Vec<Item>>,
    pub(crate) depth: u8,
    pub(crate) gap: bool,
    pub(crate) flag: Option<String>,
    pub(crate) fate: Option<Fate>,
    /// A cited work met on the way.
    pub(crate) reference: Option<Reference>,
}

impl Out {
    /// Ends the line; the next one stands at `depth`.
    pub(crate) fn line(&mut self, depth: u8, range: Range<usize>) {
        let Some(items) = &mut self.items else { return self.prose.space(range) };
        let prose = std::mem::take(&mut self.prose);
        let (flag, fate) = (self.flag.take(), self.fate.take());
        if prose.is_empty() && flag.is_none() {
            if let (Some(last), Some(fate)) = (items.last_mut(), fate) {
                last.fate.get_or_insert(fate);
            }
        } else {
            items.push(Item {
                depth: self.depth,
                prose,
                flag,
                fate,
                gap: std::mem::take(&mut self.gap),
                column: None,
            });
        }
        self.depth = depth;
    }

    /// The lines, the last one ended.
    pub(crate) fn into_items(mut self) -> Vec<Item> {
        self.line(0, 0..0);
        self.items.unwrap_or_default()
    }
}
