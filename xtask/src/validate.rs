//! The project file held against validators that are not ours.

use crate::shell::{cargo, command, output, root, run, target};
use crate::tools;

/// Builds a project from the examples and lets GDAL open and validate it.
pub(crate) fn store() -> Result<(), String> {
    let utils = tools::gdal_validator()?;
    let project = target().join("check/examples.gpkg");
    let _ = std::fs::remove_file(&project);
    std::fs::create_dir_all(project.parent().expect("inside target")).map_err(|e| e.to_string())?;
    run(cargo()
        .args(["run", "--quiet", "--package", "annalist-cli", "--", "build"])
        .arg(root().join("examples/hama-2017"))
        .arg("-o")
        .arg(&project))?;
    let layers = output(command("ogrinfo").args(["-ro", "-q"]).arg(&project))
        .ok_or("ogrinfo cannot open the project")?;
    for layer in ["places", "events", "holdings"] {
        let listed = |line: &str| line.split_whitespace().nth(1) == Some(layer);
        if !layers.lines().any(listed) {
            return Err(format!("ogrinfo does not list the layer {layer}:\n{layers}"));
        }
    }
    run(command("/usr/bin/python3")
        .env("PYTHONPATH", &utils)
        .args(["-m", "osgeo_utils.samples.validate_gpkg"])
        .arg(&project))
}
