//! Project chores.
mod gazetteer;
mod model;

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("gazetteer") => gazetteer::run(&args[1..]),
        Some("model") => model::run(&args[1..]),
        _ => Err("chores: gazetteer, model".to_owned()),
    }
}
