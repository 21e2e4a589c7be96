//! Prints how well spellings seen in the wild find their places, without any context:
//! `ANNALIST_SHARED=DIR cargo run -p annalist-gazetteer --example spellings`.
//!
//! `DIR/data/gazetteer/hama_place_variants.tsv` has places with coordinates and spellings aligned by
//! hand; `vdc_place_strings.csv` has places of incidents as clerks wrote them, with their province.

#![allow(clippy::print_stdout)]

use annalist_gazetteer::{Candidate, Gazetteer, Point, distance};

fn syrian(gazetteer: &Gazetteer, name: &str) -> Vec<Candidate> {
    gazetteer
        .lookup(name)
        .into_iter()
        .filter(|c| gazetteer.place(&c.id).is_some_and(|p| p.country == "SY" && !p.kind.is_area()))
        .collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(shared) = std::env::var_os("ANNALIST_SHARED") else {
        println!("ANNALIST_SHARED is not set: nothing to measure");
        return Ok(());
    };
    let dir = std::path::Path::new(&shared).join("data/gazetteer");
    let gazetteer = Gazetteer::embedded();
    // The pack records most of these spellings; without them, romanisation alone has to find the places.
    let variants = std::fs::read_to_string(dir.join("hama_place_variants.tsv"))?;
    let told: std::collections::BTreeSet<&str> =
        variants.lines().skip(1).filter_map(|l| l.split('\t').nth(3)).flat_map(|v| v.split('|')).collect();
    let mut entries =
        annalist_gazetteer::read_pack("syria", include_str!("../../../data/gazetteer/syria.tsv"))?;
    for entry in &mut entries {
        entry.names.retain(|n| !told.contains(n.as_str()));
    }
    let bare = Gazetteer::empty().with_entries(&entries);
    for (title, gazetteer) in [("with the recorded spellings", gazetteer), ("without them", &bare)] {
        println!("\n{title}\nleast score\tspellings\tanswered\tfirst right\tany right\tprecision\trecall");
        for least in [0.0, 0.7, 0.8, 0.9, 0.97] {
            let (mut all, mut answered, mut right, mut any) = (0, 0, 0, 0);
            for line in std::fs::read_to_string(dir.join("hama_place_variants.tsv"))?.lines().skip(1) {
                let cells: Vec<&str> = line.split('\t').collect();
                let (Ok(lat), Ok(lon)) = (cells[1].parse(), cells[2].parse()) else { continue };
                for spelling in cells[3].split('|') {
                    all += 1;
                    let found: Vec<Candidate> =
                        syrian(gazetteer, spelling).into_iter().filter(|c| c.score >= least).collect();
                    let near = |c: &Candidate| distance(c.point, Point { lat, lon }) < 2_000.0;
                    answered += usize::from(!found.is_empty());
                    right += usize::from(found.first().is_some_and(near));
                    any += usize::from(found.iter().any(near));
                }
            }
            let share = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
            println!(
                "{least}\t{all}\t{answered}\t{right}\t{any}\t{:.1}\t{:.1}",
                share(right, answered),
                share(right, all)
            );
        }
    }
    println!(
        "\nprovince strings, weighted by count\nleast score\tcount\tanswered\tin the province\tprecision"
    );
    let provinces = [
        ("Rural Damascus", "Rif Dimashq"),
        ("Damascus Suburbs", "Rif Dimashq"),
        ("Deir Ezzor", "Deir ez-Zor"),
    ];
    for least in [0.0, 0.8, 0.9, 0.97] {
        let (mut all, mut answered, mut inside) = (0u64, 0u64, 0u64);
        for line in std::fs::read_to_string(dir.join("vdc_place_strings.csv"))?.lines().skip(1) {
            let Some((province, rest)) = line.split_once(',') else { continue };
            let Some((name, count)) = rest.rsplit_once(',') else { continue };
            let count: u64 = count.trim().parse().unwrap_or(0);
            let province =
                provinces.iter().find(|(from, _)| *from == province).map_or(province, |(_, to)| to);
            let found = syrian(gazetteer, name.trim_matches('"'));
            all += count;
            let Some(first) = found.iter().find(|c| c.score >= least) else { continue };
            answered += count;
            let parents = gazetteer.place(&first.id).map(|p| p.parents).unwrap_or_default();
            let key = annalist_gazetteer::fold(province);
            let fits = parents.iter().any(|p| annalist_gazetteer::fold(p).contains(&key));
            inside += if fits { count } else { 0 };
        }
        println!(
            "{least}\t{all}\t{answered}\t{inside}\t{:.1}",
            100.0 * inside as f64 / answered.max(1) as f64
        );
    }
    Ok(())
}
