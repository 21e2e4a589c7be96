//! One module for each form.

pub(crate) mod dumped;
pub(crate) mod front_matter;
pub(crate) mod markdown;
pub(crate) mod page;
pub(crate) mod panel;
pub(crate) mod reference_list;
pub(crate) mod simple;
pub(crate) mod wikitext;
