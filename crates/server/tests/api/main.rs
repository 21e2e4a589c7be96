//! The application through its router, over a project of the examples.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod deciding;
mod description;
mod ingest;
mod reading;
mod safety;
mod support;
