//! What the document says of its own dates, before it is read.

use annalist_document::{FieldKind, Role};

use super::{Reader, is_told};
use crate::Day;
use crate::clock::{Clock, Told};
use crate::meaning::Key;
use crate::recognise::Found;
use crate::resolve::{Setting, resolve};
use crate::zone::Zone;

/// Most days between a dispatch's dateline and its publication.
const DISPATCH: i32 = 3;

impl Reader<'_> {
    /// Reads what the document says of its own span: infobox dates, then the title, then the lines
    /// between the title and the story ("Report no. 9, covering 3 to 24 April").
    pub(super) fn frame(&mut self) {
        let fields = self.document.infobox.iter().filter(|f| f.kind == FieldKind::Date).map(|f| f.passage);
        let mut clock = Clock { published: self.clock.published, ..Clock::default() };
        self.clock.zone = fields
            .clone()
            .flat_map(|f| self.found.get(f as usize).into_iter().flatten())
            .find_map(|hit| Zone::of(&hit.meaning));
        for index in fields.chain(self.document.title).chain(self.standfirst()) {
            let Some(found) = self.found.get(index as usize) else { continue };
            let mut first: Option<Day> = None;
            let mut last: Option<Day> = None;
            for (i, hit) in found.iter().enumerate() {
                let mut resolved = resolve(&hit.meaning, &clock, &Setting::default());
                // "3 May – 9 June 1931": the beginning has the year of the end.
                if hit.meaning.own_year(false).is_none()
                    && let Some(year) = found[i..].iter().find_map(|f| f.meaning.own_year(false))
                {
                    let mut meaning = hit.meaning;
                    meaning.set(Key::Year, year);
                    resolved = resolve(&meaning, &clock, &Setting::default());
                }
                if let Some(period) = resolved.period {
                    first = Some(first.map_or(period.first, |f| f.min(period.first)));
                    last = Some(last.map_or(period.last, |l| l.max(period.last)));
                    clock.move_to(Told { period, at: None });
                }
            }
            if let (Some(first), Some(last)) = (first, last) {
                // The day of publication, or of a dateline, is no span of the story.
                let near = |p: Day| first == last && (p - first).get_days().abs() <= DISPATCH;
                let field = self.document.infobox.iter().any(|f| f.passage == index);
                if !field && self.document.title != Some(index) && self.clock.published.is_some_and(near) {
                    continue;
                }
                self.clock.frame = Some((first, last));
                return;
            }
        }
    }

    /// Lines below the title, before the first that is told.
    fn standfirst(&self) -> impl Iterator<Item = u32> + use<> {
        let passages = &self.document.passages;
        let from = self.document.title.map_or(0, |t| t as usize + 1);
        let lines = passages.get(from..).unwrap_or_default();
        let count = lines.iter().take_while(|p| p.role == Role::Navigation).count();
        (from as u32)..(from + count) as u32
    }

    /// The years that the document's own dates fill, and whether it is read as news.
    pub(super) fn years(&mut self) {
        let told = |fine: bool| {
            let mut years: Vec<i32> = Vec::new();
            for (passage, found) in self.document.passages.iter().zip(&self.found) {
                if is_told(passage.role) {
                    years.extend(found.iter().filter_map(|f| f.meaning.own_year(fine)));
                }
            }
            years.sort_unstable();
            years
        };
        let told_passages = self.document.passages.iter().zip(&self.found).filter(|(p, _)| is_told(p.role));
        let told_passages = told_passages.filter(|(p, _)| p.role != Role::Caption);
        self.clock.first_year = told_passages.flat_map(|(_, f)| f).find_map(|f| f.meaning.own_year(false));
        let mut years = told(true);
        if years.len() < 5 {
            years = told(false);
        }
        let published = self.clock.published.map(|d| i32::from(d.year()));
        // "on Friday", where hardly a year is told: those that are told are of long ago.
        let weekday = |f: &Found| f.meaning.get(Key::Weekday).is_some() && f.meaning.get(Key::Day).is_none();
        let told_weekday = self.found.iter().flatten().any(weekday) && years.len() < 3;
        self.news = match (published, years.get(years.len() / 2)) {
            (Some(published), Some(median)) => told_weekday || (published - median).abs() <= 1,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if self.news {
            self.clock.first_year = None;
        }
        if years.len() >= 5 {
            let trim = years.len() / 20;
            self.clock.years = Some((years[trim], years[years.len() - 1 - trim]));
        }
    }
}
