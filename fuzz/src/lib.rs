//! What every target of a document reader does with its bytes.

#[path = "../../crates/document/tests/common/mod.rs"]
mod common;

/// Reads a file and checks what holds for every document; a refusal is as good as a document.
pub fn read(name: &str, bytes: &[u8]) {
    let Ok(documents) = annalist_document::read(name, bytes) else { return };
    // The bytes of a compressed dump's pages are not in the file as it is.
    if bytes.starts_with(b"BZh") {
        return;
    }
    for document in &documents {
        let unpacked = document.unpacked(document.own_bytes(bytes)).expect("what was read is read again");
        common::check(document, &unpacked);
    }
}

/// The same for a text that stands between a head and a tail of its form.
pub fn between(name: &str, head: &str, text: &[u8], tail: &str) {
    read(name, &[head.as_bytes(), text, tail.as_bytes()].concat());
}
