//! Office Open XML: any bytes as an archive, and as the text part and the notes of a whole one.
#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        return annalist_fuzz::read("report.docx", bytes);
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let (main, notes) = bytes.split_at(bytes.len() / 2);
    for (path, part) in [("word/document.xml", main), ("word/footnotes.xml", notes)] {
        archive.start_file(path, SimpleFileOptions::default()).expect("memory");
        archive.write_all(part).expect("memory");
    }
    let file = archive.finish().expect("memory").into_inner();
    annalist_fuzz::read("report.docx", &file);
});
