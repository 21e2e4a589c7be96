//! How fast the tagger alone reads: `speed FILE` reads the file again and again for a few seconds.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(std::env::args().nth(1).ok_or("speed FILE")?)?;
    let mentions = annalist_time::find(&text).len();
    let (start, mut bytes) = (Instant::now(), 0);
    while start.elapsed() < Duration::from_secs(3) {
        std::hint::black_box(annalist_time::find(&text));
        bytes += text.len();
    }
    let rate = bytes as f64 / start.elapsed().as_secs_f64() / 1e6;
    println!("{mentions} mentions in {} bytes; {rate:.1} MB/s", text.len());
    Ok(())
}
