//! Packs: places as tab-separated values, made to be read and mended by hand.
//!
//! The first line names the columns, in any order; `#` begins a comment line. Columns: `id`, `name`,
//! `names` (other spellings, separated by `|`), `lat`, `lon`, `kind` (as in [`PlaceKind`], snake
//! case), `country`, `parent` (an id of the pack), `population`, `radius` (kilometres, of areas).
//! Others are kept in the file and ignored here (`pcode`, `source`, `note`).

use crate::list::{Entry, ListError};
use crate::{PlaceKind, Point};

/// Reads a pack; ids without a prefix get the pack's name before them.
///
/// # Errors
/// The first row that cannot be read.
pub fn read(name: &str, text: &str) -> Result<Vec<Entry>, ListError> {
    let mut columns: Option<Vec<&str>> = None;
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let wrong = |message: String| ListError::Row { line: index + 1, message };
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some(columns) = &columns else {
            columns = Some(line.split('\t').collect());
            continue;
        };
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |column: &str| {
            columns.iter().position(|c| *c == column).and_then(|i| cells.get(i)).map_or("", |c| c.trim())
        };
        let number = |column: &str| -> Result<Option<f64>, ListError> {
            match cell(column) {
                "" => Ok(None),
                text => text.parse().map(Some).map_err(|_| wrong(format!("{column} {text:?} is no number"))),
            }
        };
        let prefixed = |id: &str| if id.contains(':') { id.to_owned() } else { format!("{name}:{id}") };
        let (Some(lat), Some(lon)) = (number("lat")?, number("lon")?) else {
            return Err(wrong("no coordinates".to_owned()));
        };
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            return Err(wrong(format!("{lat}, {lon} is nowhere")));
        }
        if cell("id").is_empty() || cell("name").is_empty() {
            return Err(wrong("no id or no name".to_owned()));
        }
        let kind = cell("kind");
        entries.push(Entry {
            id: prefixed(cell("id")),
            name: cell("name").to_owned(),
            names: cell("names")
                .split('|')
                .map(str::trim)
                .filter(|n| !n.is_empty())
                .map(str::to_owned)
                .collect(),
            point: Point { lat, lon },
            kind: PlaceKind::parse(kind).ok_or_else(|| wrong(format!("unknown kind {kind:?}")))?,
            country: cell("country").to_owned(),
            parent: Some(cell("parent")).filter(|p| !p.is_empty()).map(prefixed),
            population: number("population")?.map(|n| n as u32),
            radius: number("radius")?.unwrap_or(0.0),
        });
    }
    Ok(entries)
}

const COLUMNS: &str = "id\tname\tnames\tlat\tlon\tkind\tcountry\tparent\tpopulation\tradius\n";

/// Writes entries as a pack, in order of id.
pub fn write(entries: &[Entry]) -> String {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut out = String::from(COLUMNS);
    let clean = |text: &str| text.replace(['\t', '\n', '\r', '|'], " ");
    for entry in sorted {
        let names: Vec<String> = entry.names.iter().map(|n| clean(n)).collect();
        let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
        let cells = [
            clean(&entry.id),
            clean(&entry.name),
            names.join("|"),
            entry.point.lat.to_string(),
            entry.point.lon.to_string(),
            entry.kind.as_str().to_owned(),
            clean(&entry.country),
            entry.parent.as_deref().map(clean).unwrap_or_default(),
            number(entry.population.map(f64::from)),
            number(Some(entry.radius).filter(|r| *r > 0.0)),
        ];
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    const HEAD: &str = "id\tname\tnames\tlat\tlon\tkind\tcountry\tparent\n";

    #[test]
    fn rows_become_entries() {
        let text =
            format!("# a comment\n{HEAD}milha\tMilha\tMilhe|ملحة\t34.5\t38.25\tsettlement\tSY\tarea\n");
        let entries = read("zz", &text).expect("a good pack");
        assert_eq!(entries[0].id, "zz:milha");
        assert_eq!(entries[0].names, ["Milhe", "ملحة"]);
        assert_eq!(entries[0].parent.as_deref(), Some("zz:area"));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = format!(
            "{HEAD}zz:b\tZeina\t\t1\t-2.5\thill\t\t\nzz:milha\tMilha\tMilhe|ملحة\t34.5\t38.25\tsettlement\tSY\tzz:area\n"
        );
        let entries = read("zz", &text).expect("a good pack");
        assert_eq!(read("other", &write(&entries)).expect("own words"), entries);
    }

    #[test]
    fn bad_rows_are_named() {
        for row in [
            "a\tA\t\t\t38\tsettlement\tSY\t",
            "a\tA\t\t99\t38\tsettlement\tSY\t",
            "a\tA\t\t9\t38\tcastle\tSY\t",
        ] {
            let error = read("zz", &format!("{HEAD}{row}\n")).expect_err("a bad row").to_string();
            assert!(error.starts_with("line 2:"), "{error}");
        }
    }
}
