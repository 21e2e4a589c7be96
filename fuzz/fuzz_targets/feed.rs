//! An RSS or Atom feed.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    annalist_fuzz::between("feed.xml", "<rss><channel><item>", bytes, "</item></channel></rss>");
    annalist_fuzz::between("feed.xml", "<feed>", bytes, "");
});
