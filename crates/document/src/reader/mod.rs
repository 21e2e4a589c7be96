//! One module for each form.

pub(crate) mod plain;
