//! What a page's head says of its origin.

use super::dom::Dom;
use crate::dates;
use crate::tree::Tree;

/// Reads `<meta>`, `<link rel=canonical>`, `<html lang>`, JSON-LD and the first `<time>`.
pub(super) fn read(tree: &mut Tree<'_>, dom: &Dom<'_>) {
    let decoded = |value: &str| html_escape::decode_html_entities(value).trim().to_owned();
    let origin = &mut tree.origin;
    for node in dom.below(0) {
        match dom.name(node) {
            "meta" => {
                let key = dom
                    .attribute(node, "property")
                    .or_else(|| dom.attribute(node, "name"))
                    .or_else(|| dom.attribute(node, "itemprop"))
                    .unwrap_or("")
                    .to_ascii_lowercase();
                let Some(value) = dom.attribute(node, "content").map(decoded).filter(|v| !v.is_empty())
                else {
                    continue;
                };
                match key.as_str() {
                    "og:site_name" | "application-name" | "publisher" | "dc.publisher" => {
                        origin.publisher.get_or_insert(value);
                    }
                    "author" | "article:author" | "dc.creator" | "byl" | "parsely-author"
                        if !value.starts_with("http") =>
                    {
                        origin.author.get_or_insert(value);
                    }
                    "article:published_time"
                    | "datepublished"
                    | "date"
                    | "dc.date"
                    | "dc.date.issued"
                    | "pubdate"
                    | "publishdate"
                    | "parsely-pub-date"
                    | "sailthru.date" => {
                        if let Some(date) = dates::edtf(&value) {
                            origin.published.get_or_insert(date);
                        }
                    }
                    "og:url" => {
                        origin.url.get_or_insert(value);
                    }
                    "og:locale" | "language" => {
                        origin.language.get_or_insert(value.replace('_', "-"));
                    }
                    _ => {}
                }
            }
            "link" if dom.attribute(node, "rel") == Some("canonical") => {
                if let Some(url) = dom.attribute(node, "href").map(decoded).filter(|u| u.starts_with("http"))
                {
                    origin.url = Some(url);
                }
            }
            "html" => {
                if let Some(language) = dom.attribute(node, "lang").filter(|l| !l.is_empty()) {
                    origin.language = Some(language.to_owned());
                }
            }
            "time" => {
                if let Some(date) =
                    dom.attribute(node, "datetime").and_then(dates::edtf).filter(|d| d.len() == 10)
                {
                    origin.published.get_or_insert(date);
                }
            }
            _ => {}
        }
    }
    // JSON-LD stands in a script and is only looked at for its date.
    if let Some(at) = dom.text.find("\"datePublished\"") {
        let value = dom.text[at + 15..]
            .trim_start_matches([':', ' ', '\t', '\n'])
            .strip_prefix('"')
            .and_then(|v| v.split('"').next());
        if let Some(date) = value.and_then(dates::edtf) {
            origin.published.get_or_insert(date);
        }
    }
}
