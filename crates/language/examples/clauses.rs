//! Prints the tree and the clauses of each line of the standard input.
#![allow(clippy::print_stdout, reason = "it prints")]

use std::io::BufRead;

use annalist_language::{Argument, Pipeline};

fn main() {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        for sentence in &Pipeline::embedded().analyse(&line).sentences {
            for (i, t) in sentence.tokens.iter().enumerate() {
                print!("{i}:{}/{}/{}>{} ", t.span.of_text(&line), t.tag, t.label, t.head);
            }
            println!();
            for clause in &sentence.clauses {
                let list = |arguments: &[Argument]| {
                    arguments.iter().map(|a| a.span.of_text(&line)).collect::<Vec<_>>().join("; ")
                };
                println!(
                    "  {}{}{}{} [{}] {:?} {:?} {:?} {:?} | {} | {} | {} | «{}»",
                    if clause.negated { "not " } else { "" },
                    clause.lemma,
                    clause.particle.as_ref().map_or_else(String::new, |p| format!("+{p}")),
                    if clause.again { " again" } else { "" },
                    clause.control.join(">"),
                    clause.form,
                    clause.voice,
                    clause.mood,
                    clause.aspect,
                    list(&clause.agents),
                    list(&clause.patients),
                    clause
                        .obliques
                        .iter()
                        .map(|o| format!("{} {}", o.preposition, o.argument.span.of_text(&line)))
                        .collect::<Vec<_>>()
                        .join("; "),
                    clause.span.of_text(&line)
                );
            }
        }
    }
}
