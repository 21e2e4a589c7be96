//! Prints the sentences of standard input, NUL after each.
#![allow(clippy::print_stdout, missing_docs)]
use std::io::Read as _;
fn main() -> std::io::Result<()> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    for span in annalist_language::sentences(&input) {
        print!("{}\0", span.of_text(&input));
    }
    Ok(())
}
