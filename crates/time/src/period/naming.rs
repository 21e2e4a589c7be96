//! How TIMEX3 and EDTF write a period.

use super::{Grain, Period};
use crate::{Day, Edtf};

impl Period {
    /// The TIMEX3 value.
    pub(crate) fn timex(&self) -> String {
        let year = |y: i32| if y > 0 { format!("{y:04}") } else { format!("BC{:04}", 1 - y) };
        let era = |bc: bool| if bc { "BC" } else { "" };
        match self.grain {
            Grain::Day => {
                format!(
                    "{}-{:02}-{:02}",
                    year(i32::from(self.first.year())),
                    self.first.month(),
                    self.first.day()
                )
            }
            Grain::Week | Grain::Weekend => {
                let week = self.first.iso_week_date();
                let end = if self.grain == Grain::Weekend { "-WE" } else { "" };
                format!("{}-W{:02}{end}", year(i32::from(week.year())), week.week())
            }
            Grain::Month => format!("{}-{:02}", year(i32::from(self.first.year())), self.first.month()),
            Grain::Season(code) => {
                let name = season_letters(i32::from(code));
                format!("{}-{name}", year(self.named_year()))
            }
            Grain::Quarter(q) => format!("{}-Q{q}", year(self.named_year())),
            Grain::Half(h) => format!("{}-H{h}", year(self.named_year())),
            Grain::Year => year(self.named_year()),
            Grain::Decade(digits, bc) => format!("{}{digits:03}", era(bc)),
            Grain::Century(digits, bc) => format!("{}{digits:02}", era(bc)),
        }
    }

    /// The EDTF value; `mod` narrows a month to its first, middle or last third.
    pub(crate) fn edtf(&self, phase: Option<&str>) -> Option<Edtf> {
        let text = match self.grain {
            Grain::Month => {
                let last = self.last.day();
                let (a, b) = match phase {
                    Some("START") => (1, 10),
                    Some("MID") => (11, 20),
                    Some("END") => (21, last),
                    Some("APPROX") => return Edtf::parse(&format!("{}~", edtf_month(self.first))).ok(),
                    _ => return Edtf::parse(&edtf_month(self.first)).ok(),
                };
                let day = |d: i8| edtf_day(self.first.with().day(d).build().unwrap_or(self.first));
                format!("{}/{}", day(a), day(b))
            }
            Grain::Day => edtf_day(self.first),
            Grain::Week | Grain::Weekend => format!("{}/{}", edtf_day(self.first), edtf_day(self.last)),
            // EDTF does not say in which year a winter ends: its months do.
            Grain::Season(24) => format!("{}/{}", edtf_month(self.first), edtf_month(self.last)),
            Grain::Season(code) => format!("{}-{code}", edtf_year(self.year)),
            Grain::Quarter(_) | Grain::Half(_) => {
                format!("{}/{}", edtf_month(self.first), edtf_month(self.last))
            }
            Grain::Year => edtf_year(self.year),
            Grain::Decade(digits, false) => format!("{digits:03}X"),
            Grain::Century(digits, false) => format!("{digits:02}XX"),
            Grain::Decade(..) | Grain::Century(..) => {
                format!("{}/{}", edtf_year(self.first.year()), edtf_year(self.last.year()))
            }
        };
        let text = if phase == Some("APPROX") && !text.contains('/') { format!("{text}~") } else { text };
        Edtf::parse(&text).ok()
    }
}

/// The TIMEX3 letters of a season, by its EDTF code.
pub(crate) const fn season_letters(code: i32) -> &'static str {
    match code {
        21 => "SP",
        22 => "SU",
        23 => "FA",
        _ => "WI",
    }
}

fn edtf_year(year: i16) -> String {
    if year < 0 { format!("-{:04}", -i32::from(year)) } else { format!("{year:04}") }
}

fn edtf_month(day: Day) -> String {
    format!("{}-{:02}", edtf_year(day.year()), day.month())
}

/// A day as EDTF.
pub(crate) fn edtf_day(day: Day) -> String {
    format!("{}-{:02}", edtf_month(day), day.day())
}
