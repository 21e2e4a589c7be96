//! Flags of `gazetteer` and `place`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::out::Format;

/// Lists of places to read with.
#[derive(Debug, Default, Args)]
pub(crate) struct OwnPlaces {
    /// A list of places that wins over those that come along, in any form that `gazetteer add` takes; or
    /// a project, for its places and what was decided about names. May be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) gazetteer: Vec<PathBuf>,
}

/// Arguments of `gazetteer`.
#[derive(Debug, Args)]
pub(crate) struct Gazetteer {
    #[command(subcommand)]
    pub(crate) act: GazetteerAct,
}

/// What `gazetteer` does.
#[derive(Debug, Subcommand)]
pub(crate) enum GazetteerAct {
    /// Add lists of places to a list of one's own or to a project.
    Add {
        /// GeoNames dumps (SY.txt, allCountries.zip), Linked Places, GeoJSON, CSV or tab-separated packs.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The list to add to (a .tsv file, made when it is not there) or a project (.gpkg).
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Only places of these countries (two letters, as in SY,IQ) and those whose country is not told.
        #[arg(long, value_name = "CODES", value_delimiter = ',')]
        country: Vec<String>,
    },
    /// Find doubles and suspicious coordinates in lists; without files, in the packs that come along.
    Check {
        /// Lists in any form that `add` takes, or projects.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// Arguments of `place`.
#[derive(Debug, Args)]
pub(crate) struct Place {
    #[command(subcommand)]
    pub(crate) act: PlaceAct,
}

/// What `place` does. Every decision goes into the project's journal, wins over what the lists say, and
/// is applied by reading the project's documents again.
#[derive(Debug, Subcommand)]
pub(crate) enum PlaceAct {
    /// A name lies at these coordinates.
    Set {
        #[command(flatten)]
        about: AboutName,
        /// Latitude and longitude in degrees, as in 35.25,36.75.
        #[arg(value_name = "LAT,LON", allow_hyphen_values = true)]
        at: String,
    },
    /// A name means the place of an id, or the one place of another name.
    Alias {
        #[command(flatten)]
        about: AboutName,
        /// The place's id (gn:170017, syria:suran) or another of its names.
        #[arg(value_name = "PLACE")]
        place: String,
    },
    /// A name is no place.
    Reject {
        #[command(flatten)]
        about: AboutName,
    },
    /// List what was decided about names.
    List {
        /// The project's file.
        #[arg(value_name = "PROJECT")]
        project: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// A name in a project, and who decides about it.
#[derive(Debug, Args)]
pub(crate) struct AboutName {
    /// The project's file.
    #[arg(value_name = "PROJECT")]
    pub(crate) project: PathBuf,
    /// The name as reports write it.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Who decides.
    #[arg(long, value_name = "NAME")]
    pub(crate) author: String,
}
