//! A saved page.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    annalist_fuzz::between("page.html", "<!doctype html>", bytes, "");
});
