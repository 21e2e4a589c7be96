//! `{{cite web|…}}` and its like: the cited work, and the words that a reader sees of it.

use std::ops::Range;

use super::Reader;
use super::template::Part;
use crate::Reference;
use crate::dates::edtf;
use crate::reader::out::Out;

/// Reads a citation template into `out.reference` and its visible words into `out.prose`.
pub(super) fn read(reader: &mut Reader<'_, '_>, parts: &[Part], range: Range<usize>, out: &mut Out) {
    let text = reader.text;
    let value = |names: &[&str]| {
        let found = names.iter().find_map(|name| {
            parts.iter().find(|p| {
                p.name.as_deref() == Some(name) && p.end > p.start && !text[p.value()].trim().is_empty()
            })
        });
        found.map(Part::value)
    };
    let plain = |reader: &mut Reader<'_, '_>, range: Option<Range<usize>>| {
        let mut inner = Out::default();
        reader.inline(range?, &mut inner);
        (!inner.prose.is_empty()).then_some(inner.prose.text)
    };
    let raw = |range: Option<Range<usize>>| range.map(|r| text[r].trim().to_owned());
    let last = value(&["last", "last1", "surname", "author-last", "фамилия", "الأخير", "soyadı", "nom"]);
    let first = value(&["first", "first1", "given", "имя", "الأول", "ad", "prénom"]);
    let author = match (plain(reader, last.clone()), plain(reader, first.clone())) {
        (Some(last), Some(first)) => Some(format!("{last}, {first}")),
        (Some(last), None) => Some(last),
        _ => plain(
            reader,
            value(&["author", "author1", "authors", "vauthors", "автор", "مؤلف", "yazar", "auteur"]),
        ),
    };
    let outlet = value(&[
        "work",
        "website",
        "newspaper",
        "journal",
        "magazine",
        "periodical",
        "agency",
        "publisher",
        "сайт",
        "издание",
        "издательство",
        "видання",
        "صحيفة",
        "ناشر",
        "موقع",
        "eser",
        "yayıncı",
        "site",
        "périodique",
        "via",
    ]);
    let title = value(&["title", "заглавие", "назва", "عنوان", "başlık", "titre", "chapter"]);
    let date = value(&["date", "year", "publication-date", "дата", "تاريخ", "tarih"]);
    let url = value(&["url", "ссылка", "مسار", "chapter-url"]);
    let url = raw(url).filter(|u| !u.is_empty());
    let mut reference = Reference {
        title: plain(reader, title.clone()),
        outlet: plain(reader, outlet.clone()),
        author,
        published: raw(date.clone()).and_then(|d| edtf(&d)),
        accessed: raw(value(&[
            "access-date",
            "accessdate",
            "дата обращения",
            "تاريخ الوصول",
            "erişimtarihi",
            "consulté le",
        ]))
        .and_then(|d| edtf(&d)),
        archive: raw(value(&["archive-url", "archiveurl", "архив", "مسار أرشيف", "arşivurl"])),
        language: raw(value(&["language", "lang", "язык", "لغة", "dil"])),
        url,
        ..Reference::default()
    };
    if reference.title.is_none() && reference.url.is_none() && reference.author.is_none() {
        // A citation without names for its parameters.
        let mut inner = Out::default();
        for part in parts.iter().skip(1).filter(|p| p.name.is_none()) {
            reader.inline(part.value(), &mut inner);
        }
        crate::citing::fill(&mut reference, &inner.prose.text);
    }
    // What is seen of it, in the order of the file.
    let mut shown: Vec<Range<usize>> =
        [last, first, value(&["author", "author1", "authors"]), title, outlet, date]
            .into_iter()
            .flatten()
            .collect();
    shown.sort_by_key(|r| r.start);
    shown.dedup_by_key(|r| r.start);
    let many = shown.len();
    for (at, part) in shown.into_iter().enumerate() {
        let end = part.end;
        reader.inline(part, out);
        if at + 1 < many {
            out.prose.literal(". ", end..end + 1);
        }
    }
    if many == 0
        && let Some(url) = &reference.url
    {
        out.prose.literal(url, range);
    }
    out.reference = Some(reference);
}
