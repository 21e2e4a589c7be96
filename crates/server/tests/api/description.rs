//! The description of the API against the manual and itself.

use std::path::Path;

use serde_json::Value;

fn description() -> Value {
    serde_json::from_str(&annalist_server::description()).unwrap()
}

#[test]
fn every_path_of_the_api_is_in_the_manual() {
    let manual =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/manual.md")).unwrap();
    let api = description();
    let paths = api["paths"].as_object().unwrap();
    assert!(paths.len() > 40, "{}", paths.len());
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            let named = format!("`{} {path}`", method.to_uppercase());
            assert!(manual.contains(&named), "{named} is not in the manual");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                if parameter["in"] == "query" {
                    assert!(
                        manual.contains(&format!("`{name}`")),
                        "the parameter {name} of {path} is not in the manual"
                    );
                }
            }
        }
    }
}

#[test]
fn every_reference_finds_its_schema() {
    let api = description();
    let schemas = api["components"]["schemas"].as_object().unwrap();
    let mut open = vec![&api];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                if let Some(name) = map.get("$ref").and_then(Value::as_str) {
                    let name = name.strip_prefix("#/components/schemas/").unwrap();
                    assert!(schemas.contains_key(name), "{name}");
                }
                open.extend(map.values());
            }
            Value::Array(list) => open.extend(list),
            _ => {}
        }
    }
    assert_eq!(api["openapi"], "3.1.0");
}

#[test]
fn every_operation_says_what_it_does() {
    let api = description();
    for (path, methods) in api["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].as_str().is_some_and(|s| s.len() > 5), "{method} {path}");
            assert!(operation["tags"].is_array(), "{method} {path}");
        }
    }
}
