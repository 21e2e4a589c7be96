//! A MediaWiki dump, and the same as a compressed stream.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    annalist_fuzz::between("dump.xml", "<mediawiki><page>", bytes, "</page></mediawiki>");
    annalist_fuzz::between("dump.xml.bz2", "BZh", bytes, "");
});
