//! What an expression says before it is anchored: fields of the calendar, shifts, lengths.

/// What sort of thing an expression tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Op {
    /// Fields of the calendar; the missing ones come from the context.
    Date,
    /// A step of `n` units from an anchor ("three days later", "yesterday", "last week").
    Shift,
    /// The unit that the anchor stands in ("that day", "the end of the month").
    Same,
    /// A length of time.
    Duration,
    /// Repeated times.
    Set,
    /// `PRESENT_REF`, `PAST_REF`, `FUTURE_REF`.
    Ref,
    /// A time that is not told ("this period").
    Vague,
}

impl Op {
    /// Its name in the rule files.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Shift => "shift",
            Self::Same => "same",
            Self::Duration => "duration",
            Self::Set => "set",
            Self::Ref => "ref",
            Self::Vague => "vague",
        }
    }
}

macro_rules! keys {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// A field of a [`Meaning`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Key { $($variant),* }

        impl Key {
            /// Every field.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in the rule files.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The field of that name.
            pub(crate) fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

keys! {
    Year = "year", Month = "month", Day = "day", Weekday = "weekday", Season = "season", Half = "half",
    Quarter = "quarter", Decade = "decade", Century = "century", Era = "era", ShortYear = "yy", Part = "part",
    Clock = "clock", HalfDay = "ampm", Zone = "zone", Holiday = "holiday", Iso = "iso", Group = "group",
    N = "n", Plus = "plus", Unit = "unit", Dir = "dir", From = "from", Mod = "mod", Ref = "ref", Bound = "bound",
    Fiscal = "fiscal", Overnight = "overnight", Also = "also", Ahead = "ahead", Behind = "behind", Local = "local",
    Letter = "letter", One = "one", LastDay = "lastday", Edge = "edge", Nth = "nth",
}

/// The unanchored meaning of one expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// What it tells.
    pub(crate) op: Op,
    fields: [Option<i32>; Key::ALL.len()],
}

impl Meaning {
    /// A meaning without fields.
    pub(crate) const fn new(op: Op) -> Self {
        Self { op, fields: [None; Key::ALL.len()] }
    }

    /// The fields that are set, by name.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'static str, i32)> {
        Key::ALL.iter().filter_map(|key| Some((key.name(), self.get(*key)?)))
    }

    /// A field.
    pub(crate) const fn get(&self, key: Key) -> Option<i32> {
        self.fields[key as usize]
    }

    /// Sets a field.
    pub(crate) const fn set(&mut self, key: Key, value: i32) {
        self.fields[key as usize] = Some(value);
    }

    /// Takes a field from `other` where it is missing here.
    pub(crate) const fn share(&mut self, key: Key, other: &Self) {
        if self.get(key).is_none() {
            self.fields[key as usize] = other.get(key);
        }
    }

    /// The year that the expression tells itself (1 BC is 0); `fine`: only beside a month.
    pub(crate) fn own_year(&self, fine: bool) -> Option<i32> {
        if let Some(iso) = self.get(Key::Iso) {
            return Some(iso / 10_000);
        }
        let year = self.get(Key::Year)?;
        (!fine || self.get(Key::Month).is_some())
            .then(|| if self.is(Key::Era, "bc") { 1 - year } else { year })
    }

    /// The unit, where one is told.
    pub(crate) fn unit(&self) -> Option<Unit> {
        self.get(Key::Unit).and_then(Unit::from_code)
    }

    /// Whether the field has that code.
    pub(crate) fn is(&self, key: Key, name: &str) -> bool {
        self.get(key).is_some() && self.get(key) == code(name)
    }
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Season,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Weekend,
}

impl Unit {
    const ALL: [Self; 13] = [
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Season,
        Self::Quarter,
        Self::Half,
        Self::Year,
        Self::Decade,
        Self::Century,
        Self::Weekend,
    ];

    fn from_code(code: i32) -> Option<Self> {
        Self::ALL.get(usize::try_from(code).ok()?.checked_sub(1)?).copied()
    }

    /// The letters of a TIMEX duration, with the `T` of units below the day.
    pub(crate) const fn letters(self) -> (&'static str, &'static str) {
        match self {
            Self::Second => ("T", "S"),
            Self::Minute => ("T", "M"),
            Self::Hour => ("T", "H"),
            Self::Day => ("", "D"),
            Self::Week => ("", "W"),
            Self::Month => ("", "M"),
            Self::Season => ("", "SE"),
            Self::Quarter => ("", "Q"),
            Self::Half => ("", "H"),
            Self::Year => ("", "Y"),
            Self::Decade => ("", "DE"),
            Self::Century => ("", "CE"),
            Self::Weekend => ("", "WE"),
        }
    }
}

/// A number above any told one: "a few", "several", "many".
pub(crate) const SOME: i32 = 1_000_000;

/// The names that the rule files use for values, with their codes.
const CODES: &[(&str, i32)] = &[
    ("second", 1),
    ("minute", 2),
    ("hour", 3),
    ("day", 4),
    ("week", 5),
    ("month", 6),
    ("season", 7),
    ("quarter", 8),
    ("half", 9),
    ("year", 10),
    ("decade", 11),
    ("century", 12),
    ("weekend", 13),
    ("morning", 1),
    ("noon", 2),
    ("afternoon", 3),
    ("evening", 4),
    ("night", 5),
    ("daytime", 6),
    ("dawn", 7),
    ("midnight", 8),
    ("small_hours", 9),
    ("spring", 21),
    ("summer", 22),
    ("autumn", 23),
    ("winter", 24),
    ("am", 1),
    ("pm", 2),
    ("bc", 1),
    ("ad", 2),
    ("forward", 1),
    ("back", -1),
    ("story", 1),
    ("now", 2),
    ("event", 3),
    ("START", 1),
    ("MID", 2),
    ("END", 3),
    ("APPROX", 4),
    ("BEFORE", 5),
    ("AFTER", 6),
    ("LESS_THAN", 7),
    ("MORE_THAN", 8),
    ("EQUAL_OR_LESS", 9),
    ("EQUAL_OR_MORE", 10),
    ("REST", 11),
    ("PRESENT_REF", 1),
    ("PAST_REF", 2),
    ("FUTURE_REF", 3),
    ("UNTOLD", 4),
    ("some", SOME),
    ("on", 1),
    ("by", 2),
    ("until", 3),
    ("since", 4),
    ("before", 5),
    ("after", 6),
    ("yes", 1),
];

/// The code of a name used in the rule files.
pub(crate) fn code(name: &str) -> Option<i32> {
    CODES.iter().find(|(n, _)| *n == name).map(|(_, code)| *code)
}

/// The TIMEX3 `mod` of a code.
pub(crate) const fn modifier(code: i32) -> Option<&'static str> {
    Some(match code {
        1 => "START",
        2 => "MID",
        3 | 11 => "END",
        4 => "APPROX",
        5 => "BEFORE",
        6 => "AFTER",
        7 => "LESS_THAN",
        8 => "MORE_THAN",
        9 => "EQUAL_OR_LESS",
        10 => "EQUAL_OR_MORE",
        _ => return None,
    })
}
