//! Markdown with and without front matter.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    annalist_fuzz::read("page.md", bytes);
    annalist_fuzz::between("page.md", "---\n", bytes, "\n---\n\n# Title\n\nText.\n");
});
