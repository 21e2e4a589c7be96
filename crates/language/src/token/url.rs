//! Web and mail addresses, which stay one token.

use super::classes::{is_letter, is_lower};

/// Longest label of a host name, and longest last label.
const LABEL: usize = 64;
const LAST_LABEL: usize = 63;

/// Whether all of `text` is an address: `scheme://user@host.name:port/path`, all but the host optional.
pub(super) fn is_url(text: &str) -> bool {
    if !text.contains('.') {
        return false;
    }
    // A host may begin at the start, after a scheme, or after any "@" with something before it.
    let after_scheme = text.find("://").filter(|&at| is_scheme(&text[..at])).map(|at| at + 3);
    let after_user = text.match_indices('@').map(|(at, _)| at + 1).filter(|&at| at > 1);
    std::iter::once(0).chain(after_scheme).chain(after_user).any(|start| is_location(&text[start..]))
}

fn is_scheme(text: &str) -> bool {
    let word = |c: char| is_letter(c) || c.is_numeric() || matches!(c, '_' | '+' | '-' | '.');
    text.chars().count() >= 2 && text.chars().all(word)
}

/// Host, port and path.
fn is_location(text: &str) -> bool {
    let host_char = |c: char| is_label_char(c) || matches!(c, '_' | '-' | '.');
    let end = text.find(|c| !host_char(c)).unwrap_or(text.len());
    let (host, mut rest) = text.split_at(end);
    if let Some(port) = rest.strip_prefix(':') {
        let digits = port.bytes().take_while(u8::is_ascii_digit).count();
        if !(2..=5).contains(&digits) {
            return false;
        }
        rest = &port[digits..];
    }
    (rest.is_empty() || rest.starts_with(['/', '?', '#'])) && (is_address(host) || is_name(host))
}

fn is_label_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c)
}

/// A host name whose last label is of small letters.
fn is_name(host: &str) -> bool {
    let Some((labels, last)) = host.rsplit_once('.') else { return false };
    let last_length = last.chars().count();
    (2..=LAST_LABEL).contains(&last_length)
        && last.chars().all(is_lower)
        && labels.split('.').all(|label| {
            label.chars().count() <= LABEL
                && label.chars().next().is_some_and(is_label_char)
                && label.chars().next_back().is_some_and(is_label_char)
        })
}

/// A public IPv4 address.
fn is_address(host: &str) -> bool {
    let mut parts = [0u8; 4];
    let mut fields = host.split('.');
    for part in &mut parts {
        let Some(field) = fields.next().filter(|field| field.bytes().all(|b| b.is_ascii_digit())) else {
            return false;
        };
        match field.parse() {
            Ok(number) => *part = number,
            Err(_) => return false,
        }
    }
    let private = matches!(parts, [10 | 127, ..] | [169, 254, ..] | [192, 168, ..] | [172, 16..=31, ..]);
    fields.next().is_none() && (1..=223).contains(&parts[0]) && (1..=254).contains(&parts[3]) && !private
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for text in [
            "example.org",
            "http://news.example.org/a?b=c#d",
            "desk@example.org",
            "example.org:8080/x",
            "8.8.8.8",
            "a@b@c.info",
            "ftp://x.yz",
        ] {
            assert!(is_url(text), "{text}");
        }
        for text in [
            "Example",
            "town.The",
            "192.168.1.1",
            "10.0.0.1",
            "1.2",
            "example.org:8",
            "-a.org",
            "a..org",
            "x.o",
            "@a",
        ] {
            assert!(!is_url(text), "{text}");
        }
    }
}
