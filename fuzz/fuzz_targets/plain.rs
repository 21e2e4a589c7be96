//! Any bytes as a text: encodings, plain text, pasted pages, the simplified wiki form, broken dumps.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    annalist_fuzz::read("report.txt", bytes);
});
