//! JSON lines, and the string of an article in one.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    annalist_fuzz::between("news.jsonl", "{", bytes, "");
    annalist_fuzz::between("news.jsonl", "{\"title\": \"T\", \"text\": \"", bytes, "\"}\n");
});
