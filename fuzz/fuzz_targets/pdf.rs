//! PDF: any bytes as a file, and as the drawing commands of a page of a whole one.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    annalist_fuzz::between("report.pdf", "%PDF-1.5\n", bytes, "");
    annalist_fuzz::between(
        "report.pdf",
        "%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>endobj 5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj 4 0 obj<<>>stream\n",
        bytes,
        "\nendstream endobj trailer<</Root 1 0 R>>\n%%EOF",
    );
});
