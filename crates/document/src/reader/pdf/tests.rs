use annalist_span::Span;

use super::*;
use crate::Role;

/// A file of pages with these drawing commands, in Helvetica.
fn file(pages: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n".to_vec();
    let kids: Vec<String> = (0..pages.len()).map(|i| format!("{} 0 R", 10 + 2 * i)).collect();
    let kids = format!("2 0 obj<</Type/Pages/Kids[{}]/Count {}>>endobj\n", kids.join(" "), pages.len());
    out.extend(kids.as_bytes());
    out.extend(b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n");
    for (i, commands) in pages.iter().enumerate() {
        let (page, stream) = (10 + 2 * i, 11 + 2 * i);
        out.extend(
            format!(
                "{page} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents {stream} 0 R>>endobj\n{stream} 0 obj<</Length {}>>stream\n{commands}\nendstream endobj\n",
                commands.len()
            )
            .as_bytes(),
        );
    }
    out.extend(b"trailer<</Root 1 0 R>>\n%%EOF\n");
    out
}

/// Lines drawn from the top, `(x, y, size, words)`.
fn draw(lines: &[(u32, u32, u32, &str)]) -> String {
    let line =
        |(x, y, size, words): &(u32, u32, u32, &str)| format!("BT /F {size} Tf {x} {y} Td ({words}) Tj ET\n");
    lines.iter().map(line).collect()
}

#[test]
fn a_sentence_goes_on_over_a_hyphen_and_a_page() {
    let first = draw(&[
        (60, 780, 9, "Field report 12"),
        (60, 700, 20, "The fall of Dorn"),
        (60, 660, 10, "The Third Army reached the station on 3 May 2001 and the garri-"),
        (60, 648, 10, "son asked for terms. The governor had left the town with his staff"),
        (60, 636, 10, "two days before, and nobody in it had been told that the bridge"),
        (300, 20, 9, "1"),
    ]);
    let second = draw(&[
        (60, 780, 9, "Field report 12"),
        (60, 700, 10, "was mined."),
        (60, 660, 14, "Casualties"),
        (60, 640, 10, "Twelve soldiers were killed."),
        (300, 20, 9, "2"),
    ]);
    let bytes = file(&[&first, &second]);
    let d = document("r.pdf", &bytes).expect("read");
    let all: Vec<_> = d.passages.iter().map(|p| (p.role, p.text.as_str())).collect();
    assert_eq!(d.title_text(), Some("The fall of Dorn"), "{all:#?}");
    let told = "The Third Army reached the station on 3 May 2001 and the garrison asked for terms. The governor had left the town with his staff two days before, and nobody in it had been told that the bridge was mined.";
    assert!(all.contains(&(Role::Narrative, told)), "{all:#?}");
    assert!(
        all.contains(&(Role::Heading, "Casualties"))
            && all.contains(&(Role::Narrative, "Twelve soldiers were killed."))
    );
    assert_eq!(all.iter().filter(|p| p.0 == Role::Navigation).count(), 4);
    // Spans count in the text layer, and the layer knows its pages.
    let layer = String::from_utf8(d.unpacked(&bytes).expect("read").into_owned()).expect("text");
    let at = d.passages.iter().position(|p| p.text == told).expect("told");
    let of = |words: &str| {
        let from = told.find(words).expect("told");
        d.passages[at].map.to_file(Span::of(from, from + words.len()))
    };
    assert_eq!(of("garrison").of_text(&layer), "garri-\nson");
    assert_eq!(of("was mined").of_text(&layer), "was mined");
    let page = |words: &str| d.part_of(of(words)).expect("a page");
    assert_eq!((page("garrison").name.as_str(), page("was mined").name.as_str()), ("page 1", "page 2"));
    let drawn = page("was mined").packed.range();
    assert!(String::from_utf8_lossy(&bytes[drawn]).contains("(was mined.)"));
}

#[test]
fn a_broken_file_is_read_in_part_or_refused() {
    let bytes = file(&[&draw(&[(60, 700, 10, "The town fell on Monday.")])]);
    for cut in (0..bytes.len()).step_by(7) {
        let _ = document("r.pdf", &bytes[..cut]);
        let mut broken = bytes.clone();
        broken[cut] = broken[cut].wrapping_add(1);
        let _ = document("r.pdf", &broken);
    }
    let scan = file(&["1 0 0 1 0 0 cm"]);
    assert!(matches!(document("r.pdf", &scan).unwrap_err().cause, Cause::NoText(_)));
}
