//! Time zones as a text tells them: "UTC+3", "(GMT)", "EET", "Zulu", the letter of a date-time
//! group, "local time".

use crate::meaning::{Key, Meaning};

/// A zone: minutes ahead of UTC, or the place's own time without saying which that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Minutes ahead of UTC.
    Offset(i32),
    /// "local time".
    Local,
}

impl Zone {
    /// The zone that an expression tells.
    pub(crate) fn of(m: &Meaning) -> Option<Self> {
        let letter = m.get(Key::Letter).and_then(|l| u8::try_from(l).ok()).map(of_letter);
        if letter.is_some() {
            return letter;
        }
        let minutes = |key: Key| m.get(key).map_or(0, |hhmm| hhmm / 100 * 60 + hhmm % 100);
        match m.get(Key::Zone) {
            Some(base) => Self::offset(base + minutes(Key::Ahead) - minutes(Key::Behind)),
            None => m.get(Key::Local).map(|_| Self::Local),
        }
    }

    fn offset(minutes: i32) -> Option<Self> {
        (-12 * 60..=14 * 60).contains(&minutes).then_some(Self::Offset(minutes))
    }

    /// As TIMEX3 writes it behind an hour; nothing for local time.
    pub(crate) fn timex(self) -> String {
        match self {
            Self::Offset(minutes) if minutes % 60 == 0 && minutes != 0 => {
                format!("{minutes:+03}", minutes = minutes / 60)
            }
            Self::Offset(_) => self.to_string(),
            Self::Local => String::new(),
        }
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Offset(0) => write!(f, "Z"),
            Self::Offset(minutes) => {
                let sign = if *minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
            Self::Local => write!(f, "local"),
        }
    }
}

/// The zone of a letter in a date-time group (ACP 121): A to M without J east of Greenwich, N to Y
/// west, Z at it, J the place's own.
fn of_letter(letter: u8) -> Zone {
    let hours = match letter {
        b'A'..=b'I' => i32::from(letter - b'A') + 1,
        b'K'..=b'M' => i32::from(letter - b'K') + 10,
        b'N'..=b'Y' => -(i32::from(letter - b'N') + 1),
        b'Z' => 0,
        _ => return Zone::Local,
    };
    Zone::Offset(hours * 60)
}

#[cfg(test)]
mod tests {
    use super::of_letter;

    #[test]
    fn a_letter_is_a_zone() {
        let told = |c: u8| of_letter(c).to_string();
        assert_eq!(
            [b'Z', b'A', b'I', b'K', b'M', b'N', b'Y', b'J'].map(told),
            ["Z", "+01:00", "+09:00", "+10:00", "+12:00", "-01:00", "-12:00", "local"]
        );
    }
}
