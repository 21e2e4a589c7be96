//! What holds for every document, whatever the file: checked by the property tests, by the test of
//! the examples and by the fuzz targets.

use annalist_document::Document;

/// Every index points somewhere, every map leads into the bytes that spans count in.
///
/// `bytes` are the document's own bytes: of the file, or of what was packed in it.
#[allow(unreachable_pub, reason = "fuzz targets use it from outside")]
pub fn check(document: &Document, bytes: &[u8]) {
    let len = bytes.len() as u32;
    let mut last = 0;
    for passage in &document.passages {
        assert_eq!(passage.map.text_len() as usize, passage.text.len());
        assert_eq!(passage.text.trim(), passage.text);
        assert!(!passage.text.contains("  ") && !passage.text.is_empty());
        assert!((passage.section as usize) < document.sections.len());
        let mut at = 0;
        for piece in passage.map.pieces() {
            assert!(
                piece.file.start >= at && piece.file.end <= len,
                "{piece:?} of {len}: {:?} {}",
                passage.role,
                passage.text
            );
            at = piece.file.start;
        }
        let start = passage.file_span().start;
        assert!(start >= last, "passages are in the file's order");
        last = start;
        for citation in &passage.citations {
            assert!(passage.text.is_char_boundary(citation.at as usize) && citation.file.end <= len);
            assert!(citation.reference.is_none_or(|r| (r as usize) < document.references.len()));
        }
        for flag in &passage.flags {
            assert!(passage.text.is_char_boundary(flag.at as usize) && flag.file.end <= len);
        }
    }
    let passages = document.passages.len();
    assert!(document.title.is_none_or(|t| (t as usize) < passages));
    assert!(document.infobox.iter().all(|f| (f.passage as usize) < passages));
    assert!(document.references.iter().all(|r| r.passage.is_none_or(|p| (p as usize) < passages)));
    assert!(
        document.references.iter().flat_map(|r| &r.cites).all(|&c| (c as usize) < document.references.len())
    );
    for section in &document.sections {
        assert!(section.heading.is_none_or(|h| (h as usize) < passages));
        assert!(section.parent.is_none_or(|p| (p as usize) < document.sections.len()));
    }
    for field in &document.infobox {
        let text = &document.passages[field.passage as usize].text;
        assert!(field.claimant.is_none_or(|c| text.get(c.range()).is_some()));
    }
}
