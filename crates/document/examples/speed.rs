//! Prints how many megabytes a second each reader reads, on texts made up here or on files named
//! on the command line. Run it with `--release`.
#![allow(clippy::print_stdout)]

use std::time::Instant;

const PROSE: &str = "On 4 May, units of the Third Army crossed the river near the mill and pushed the garrison back towards the station, capturing two villages and a hill south of the town. At least 14 soldiers were killed, according to the governor.";

fn measure(name: &str, bytes: &[u8]) {
    let mut best = f64::MAX;
    let mut passages = 0;
    for _ in 0..5 {
        let start = Instant::now();
        passages = annalist_document::read_each(name, bytes).flatten().map(|d| d.passages.len()).sum();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{name}: {:.1} MB, {passages} passages, {:.0} MB/s",
        bytes.len() as f64 / 1e6,
        bytes.len() as f64 / 1e6 / best
    );
}

fn main() {
    let mut any = false;
    for path in std::env::args().skip(1) {
        any = true;
        match std::fs::read(&path) {
            Ok(bytes) => measure(path.rsplit('/').next().unwrap_or(&path), &bytes),
            Err(error) => println!("{path}: {error}"),
        }
    }
    if any {
        return;
    }
    let many = |unit: &dyn Fn(usize) -> String| -> String { (0..40_000).map(unit).collect() };
    measure("plain.txt", many(&|i| format!("{PROSE} {i}\n\n")).as_bytes());
    let wiki = many(&|i| {
        format!(
            "'''{i}''' On 4 May, units of the [[Third Army (Dorn)|Third Army]] crossed the river near [[the mill]].<ref name=\"r{i}\">{{{{cite news|title=Dorn falls {i}|work=Daily Ledger|date=5 May 2001|url=http://l.example/{i}}}}}</ref> They pushed the garrison back {{{{convert|12|km|mi}}}} towards the station.{{{{citation needed|date=May 2001}}}} {PROSE}\n\n"
        )
    });
    measure("page.wiki", wiki.as_bytes());
    let html = many(&|i| {
        format!(
            "<p>{i} On 4 May, units of the <a href=\"/a\">Third Army</a> crossed the river &amp; the mill.<sup><a href=\"#n{i}\">[{i}]</a></sup> {PROSE}</p>\n"
        )
    });
    measure("page.html", format!("<html><body><article>{html}</article></body></html>").as_bytes());
    measure(
        "page.md",
        format!("# Siege\n\n{}", many(&|i| format!("**{i}** {PROSE} [a](http://b.c)\n\n"))).as_bytes(),
    );
    let json = many(&|i| format!("{{\"title\": \"T {i}\", \"text\": \"{PROSE}\\n\\n{PROSE}\"}}\n"));
    measure("articles.jsonl", json.as_bytes());
    let dump = wiki.replace('<', "&lt;").replace('>', "&gt;");
    let size = (0..=dump.len() / 50).rev().find(|i| dump.is_char_boundary(*i)).unwrap_or(0);
    let page =
        format!("<page><title>T</title><ns>0</ns><revision><text>{}</text></revision></page>", &dump[..size]);
    measure("dump.xml", format!("<mediawiki>{}</mediawiki>", page.repeat(50)).as_bytes());
    let utf16: Vec<u8> =
        many(&|i| format!("{PROSE} {i}\n\n")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    measure("utf-16.txt", &utf16);
}
