//! Where the main content of a page is.

use super::dom::Dom;

/// Classes and ids of the element that holds an article, the surest first.
const KNOWN: [&str; 14] = [
    "mw-parser-output",
    "mw-content-text",
    "articlebody",
    "article-body",
    "article__body",
    "article-content",
    "article__content",
    "entry-content",
    "post-content",
    "story-body",
    "story-content",
    "wysiwyg",
    "field-name-body",
    "bodycontent",
];

/// The element that holds the main content: by name, by its mark-up, or by where the words are.
pub(super) fn main(dom: &Dom<'_>) -> u32 {
    let elements: Vec<u32> = dom.below(0).filter(|&n| !dom.name(n).is_empty()).collect();
    let weights = weights(dom);
    let whole = weights.get(&0).copied().unwrap_or(0.0).max(1.0);
    let weight = |n: u32| weights.get(&n).copied().unwrap_or(0.0);
    let heaviest = |nodes: Vec<u32>| nodes.into_iter().rev().max_by(|a, b| weight(*a).total_cmp(&weight(*b)));
    for known in KNOWN {
        let marked = elements.iter().copied().filter(|&n| {
            let id = dom.attribute(n, "id").is_some_and(|id| id.eq_ignore_ascii_case(known));
            id || dom.has_class(n, &[known])
                || dom.attribute(n, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case(known))
        });
        if let Some(found) = heaviest(marked.collect()).filter(|&n| weight(n) > 0.2 * whole) {
            return found;
        }
    }
    for name in ["article", "main"] {
        let marked = elements
            .iter()
            .copied()
            .filter(|&n| dom.name(n) == name || (name == "main" && dom.attribute(n, "role") == Some("main")));
        if let Some(found) = heaviest(marked.collect()).filter(|&n| weight(n) > 0.4 * whole) {
            return found;
        }
    }
    // Readability: the smallest element that still holds most of the running text.
    let mut best = 0;
    loop {
        let node = &dom.nodes[best as usize];
        let child =
            node.children.iter().copied().max_by(|a, b| weight(*a).total_cmp(&weight(*b)).then(b.cmp(a)));
        match child.filter(|&c| {
            !dom.name(c).is_empty()
                && dom.name(c) != "p"
                && weight(c) > 0.75 * weight(best)
                && weight(c) > 0.0
        }) {
            Some(child) => best = child,
            None => return best,
        }
    }
}

/// Bytes of running text below each element: text outside links, in runs that hold a sentence.
fn weights(dom: &Dom<'_>) -> std::collections::BTreeMap<u32, f64> {
    let mut out = std::collections::BTreeMap::new();
    for node in dom.below(0) {
        let n = &dom.nodes[node as usize];
        if !n.name.is_empty() {
            continue;
        }
        let words = dom.text[n.range.clone()].trim();
        if words.len() < 25 {
            continue;
        }
        let sentence = words.contains(['.', ',', '،', '。', '!', '?']);
        let weight = words.len() as f64 * if sentence { 1.0 } else { 0.3 };
        let mut up = node;
        let mut chain = Vec::new();
        while up != 0 {
            up = dom.nodes[up as usize].parent;
            chain.push(up);
        }
        if chain.iter().any(|&n| is_apart(dom, n) || dom.name(n) == "a") {
            continue;
        }
        for up in chain {
            *out.entry(up).or_insert(0.0) += weight;
        }
    }
    out
}

/// Elements that are never the page's text.
pub(super) fn is_apart(dom: &Dom<'_>, node: u32) -> bool {
    match dom.name(node) {
        "nav" | "aside" | "footer" | "form" | "button" | "select" | "script" | "style" | "noscript"
        | "template" | "svg" | "iframe" | "head" | "textarea" | "option" | "label" | "object" => true,
        "p" => is_hidden(dom, node) || has_navigation_start(dom, node),
        "html" | "body" | "article" | "main" | "h1" | "h2" | "h3" | "td" | "tr" | "table"
            if !dom.has_class(node, &["navbox", "vertical-navbox", "metadata", "ambox"]) =>
        {
            false
        }
        _ => is_hidden(dom, node) || has_navigation_class(dom, node),
    }
}

/// Elements that a reader does not see.
pub(super) fn is_hidden(dom: &Dom<'_>, node: u32) -> bool {
    let style = dom.attribute(node, "style").unwrap_or("").to_ascii_lowercase();
    style.replace(' ', "").contains("display:none")
        || dom.attribute(node, "hidden").is_some()
        || dom.has_class(
            node,
            &["mw-editsection", "screen-reader-text", "sr-only", "visually-hidden", "mw-empty-elt", "hidden"],
        )
}

fn has_navigation_class(dom: &Dom<'_>, node: u32) -> bool {
    const WORDS: [&str; 44] = [
        "navbox",
        "vertical-navbox",
        "navigation",
        "nav",
        "menu",
        "toc",
        "sidebar",
        "breadcrumb",
        "breadcrumbs",
        "share",
        "sharing",
        "social",
        "related",
        "related-articles",
        "recommended",
        "newsletter",
        "subscribe",
        "advert",
        "advertisement",
        "ad",
        "ads",
        "cookie",
        "cookies",
        "comments",
        "comment-list",
        "catlinks",
        "printfooter",
        "mw-jump-link",
        "noprint",
        "metadata",
        "ambox",
        "hatnote",
        "pagination",
        "site-header",
        "site-footer",
        "footer",
        "header-menu",
        "promo",
        "tags",
        "post-tags",
        "skip-link",
        "popup",
        "sistersitebox",
        "mbox-small",
    ];
    let id = dom.attribute(node, "id").unwrap_or("");
    let role = dom.attribute(node, "role").unwrap_or("");
    // Editors' flags stand in `noprint` elements of their own.
    if dom.name(node) == "sup" {
        return false;
    }
    dom.has_class(node, &WORDS)
        || has_navigation_start(dom, node)
        || WORDS.iter().any(|w| id.eq_ignore_ascii_case(w))
        || matches!(role, "navigation" | "complementary" | "banner" | "contentinfo" | "search" | "menu")
}

/// Whether a class or id begins with a word for what surrounds an article ("related-posts",
/// "cookieConsent"); "has-sidebar" and the like are of what stands beside it.
fn has_navigation_start(dom: &Dom<'_>, node: u32) -> bool {
    const STARTS: [&str; 22] = [
        "related",
        "newsletter",
        "subscribe",
        "subscription",
        "signup",
        "sign-up",
        "advert",
        "promo",
        "breadcrumb",
        "share",
        "sharing",
        "social",
        "cookie",
        "consent",
        "comment",
        "recommended",
        "sidebar",
        "navbar",
        "pagination",
        "popup",
        "modal",
        "weather",
    ];
    if dom.name(node) == "sup" {
        return false;
    }
    let begins = |token: &str| {
        STARTS.iter().any(|start| {
            token.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
                // The rest is a word of its own: "share-bar", "shareBar", "shares", not "sharecropper".
                && token.get(start.len()..).is_some_and(|rest| {
                    matches!(rest, "" | "s" | "ed" | "ing" | "isement" | "isements")
                        || rest.starts_with(['-', '_'])
                        || rest.starts_with("s-")
                        || rest.starts_with("s_")
                        || rest.starts_with(|c: char| c.is_ascii_uppercase())
                })
        })
    };
    [dom.attribute(node, "class"), dom.attribute(node, "id")]
        .into_iter()
        .flatten()
        .any(|names| names.split_ascii_whitespace().any(begins))
}
