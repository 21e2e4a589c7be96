//! Prints the trees of the text on standard input, a passage a line, as CoNLL-U.
#![allow(clippy::print_stdout, missing_docs)]

use std::io::Read as _;

fn main() -> std::io::Result<()> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let pipeline = annalist_language::Pipeline::embedded();
    for line in input.lines() {
        print!("{}", annalist_language::conllu(&pipeline.parse(line), line));
    }
    Ok(())
}
