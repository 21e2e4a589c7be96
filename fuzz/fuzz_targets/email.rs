//! A message: headers, parts, transfer encodings.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    annalist_fuzz::between("mail.eml", "From: a@example.org\nSubject: s\n", bytes, "");
});
