use annalist_language::Pipeline;
fn main() {
    let t = std::env::args().nth(1).unwrap();
    let a = Pipeline::embedded().analyse(&t);
    for s in &a.sentences {
        for (i, tok) in s.tokens.iter().enumerate() {
            println!("{i} {} {} {}->{}", tok.span.of_text(&t), tok.tag, tok.label, tok.head);
        }
        for (i, c) in s.clauses.iter().enumerate() {
            println!(
                "C{i} {} pred{} {:?} gov {:?} [{}]",
                c.lemma,
                c.predicate,
                c.form,
                c.governor,
                c.span.of_text(&t)
            );
        }
    }
    let d = annalist_document::read("x.txt", t.as_bytes()).unwrap().remove(0);
    let an: Vec<_> = d.passages.iter().map(|p| Pipeline::embedded().analyse(&p.text)).collect();
    let l = annalist_time::TimeLayer::read(&d, &an, None);
    for (p, ms) in l.mentions.iter().enumerate() {
        println!(
            "passage {p} {:?} {:?}",
            d.passages[p].role,
            d.passages[p].text.chars().take(60).collect::<String>()
        );
        for m in ms {
            println!(
                "  {} {} {:?} {}",
                m.text,
                m.value.value,
                m.value.edtf.as_ref().map(|e| e.as_str()),
                m.rule.0
            );
        }
        for (si, s) in an[p].sentences.iter().enumerate() {
            for (ci, c) in s.clauses.iter().enumerate() {
                let x = l.clause_time(p as u32, si, ci);
                println!(
                    "   {} {:?} {:?}",
                    c.lemma,
                    x.when.as_ref().map(|e| e.as_str().to_owned()),
                    x.reason
                );
            }
        }
    }
}
