//! One sentence as rules see it: its tokens, clauses, and arguments with their classes.

use annalist_document::Passage;
use annalist_language::{Argument, Clause, Label, PredicateForm, Sentence, Tag, Token};
use annalist_span::Span;

use crate::lexicon::{Classes, Lexicon, key};

/// What is known of the nouns of a passage, from the layers of places and actors.
pub(crate) trait Knowledge {
    /// Whether a phrase of the passage names a place where things happen.
    fn is_place(&self, passage: u32, span: Span) -> bool;
    /// Whether a phrase of the passage names somebody of a side.
    fn is_actor(&self, passage: u32, span: Span) -> bool;
    /// Whether a phrase of the passage names a person, of whatever side.
    fn is_person(&self, passage: u32, span: Span) -> bool;
    /// Whether a span lies inside a time expression.
    fn is_time(&self, passage: u32, span: Span) -> bool;
    /// The whole name of a place that a span is a piece of ("Zor" of "Nahr ez-Zor").
    fn place_name(&self, passage: u32, span: Span) -> Option<Span>;
}

/// A sentence in its passage.
pub(crate) struct View<'a> {
    /// Index of the passage.
    pub passage: u32,
    /// The passage.
    pub source: &'a Passage,
    /// Index of the sentence in the passage.
    pub index: u32,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Clauses: those of the language layer, and event nouns that it left out.
    pub clauses: Vec<Clause>,
    /// Word classes.
    pub lexicon: &'a Lexicon,
    children: Vec<Vec<u32>>,
}

/// An argument with what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arg {
    /// Head token.
    pub head: u32,
    /// The phrase.
    pub span: Span,
    /// The phrase with what trails it.
    pub full: Span,
    /// The preposition, for an oblique.
    pub preposition: Option<String>,
    /// Classes of the head.
    pub classes: Classes,
    /// The noun's key.
    pub key: String,
    /// Whether the argument came from another clause.
    pub shared: bool,
}

impl Arg {
    /// A phrase of known classes that is an argument of its own clause.
    pub(crate) fn of(head: u32, span: Span, classes: Classes) -> Self {
        Self { head, span, full: span, preposition: None, classes, key: String::new(), shared: false }
    }

    /// The same under a preposition.
    pub(crate) fn under(self, preposition: impl Into<String>) -> Self {
        Self { preposition: Some(preposition.into()), ..self }
    }

    /// The same, lent by another clause.
    pub(crate) fn lent(self) -> Self {
        Self { shared: true, ..self }
    }
}

impl<'a> View<'a> {
    pub(crate) fn new(
        passage: u32,
        source: &'a Passage,
        index: u32,
        sentence: &'a Sentence,
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut children = vec![Vec::new(); sentence.tokens.len()];
        for (i, token) in sentence.tokens.iter().enumerate() {
            if token.head as usize != i
                && let Some(list) = children.get_mut(token.head as usize)
            {
                list.push(i as u32);
            }
        }
        Self { passage, source, index, sentence, clauses: sentence.clauses.clone(), lexicon, children }
    }

    pub(crate) fn token(&self, i: u32) -> &Token {
        &self.sentence.tokens[i as usize]
    }

    pub(crate) fn word(&self, i: u32) -> &str {
        self.token(i).span.of_text(&self.source.text)
    }

    pub(crate) fn text(&self, span: Span) -> &str {
        span.of_text(&self.source.text)
    }

    pub(crate) fn children(&self, i: u32) -> &[u32] {
        self.children.get(i as usize).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn len(&self) -> u32 {
        self.sentence.tokens.len() as u32
    }

    /// Indices of the tokens inside a span.
    pub(crate) fn tokens_in(&self, span: Span) -> impl Iterator<Item = u32> + '_ {
        let from = self.sentence.tokens.partition_point(|t| t.span.end <= span.start);
        (from as u32..self.len()).take_while(move |&i| self.token(i).span.start < span.end)
    }

    /// The longest known compound key that ends at `head`; `known` says which keys count.
    pub(crate) fn noun_key(&self, head: u32, known: impl Fn(&str) -> bool) -> String {
        let own = if self.token(head).tag == Tag::Vbg {
            key(self.word(head))
        } else {
            key(&self.token(head).lemma)
        };
        let mut best = own.clone();
        let mut run = own;
        let mut i = head;
        for _ in 0..5 {
            if i == 0 {
                break;
            }
            i -= 1;
            let token = self.token(i);
            let word = self.word(i);
            if matches!(word, "-" | "–" | "‑") {
                continue;
            }
            if !word.chars().all(char::is_alphanumeric)
                || !token.span.range().end.le(&self.token(head).span.range().start)
            {
                break;
            }
            let nominal = matches!(
                token.tag,
                Tag::Nn
                    | Tag::Nns
                    | Tag::Nnp
                    | Tag::Nnps
                    | Tag::Jj
                    | Tag::Rb
                    | Tag::Vb
                    | Tag::Vbn
                    | Tag::Vbg
                    | Tag::Rp
                    | Tag::Afx
                    | Tag::In
            );
            if !nominal {
                break;
            }
            run = key(word) + &run;
            if known(&run) {
                best.clone_from(&run);
            }
        }
        best
    }

    /// The noun phrase's classes.
    pub(crate) fn classify(
        &self,
        head: u32,
        span: Span,
        world: &dyn Knowledge,
        events: &dyn Fn(&str) -> bool,
    ) -> (Classes, String) {
        let token = self.token(head);
        let noun = self.noun_key(head, |k| !self.lexicon.noun(k).is_empty() || events(k));
        let mut classes = self.lexicon.noun(&noun);
        if matches!(token.tag, Tag::Nnp | Tag::Nnps) {
            classes = classes.without(
                Classes::CIVILIAN
                    .with(Classes::PERSON)
                    .with(Classes::EQUIPMENT)
                    .with(Classes::AGENT)
                    .with(Classes::IDLE),
            );
        }
        let pronoun = matches!(token.tag, Tag::Prp | Tag::Wdt | Tag::Wp | Tag::PrpS)
            || matches!(token.tag, Tag::Dt | Tag::Ex) && self.children(head).is_empty()
            || token.tag == Tag::Rb && self.word(head).eq_ignore_ascii_case("there");
        if pronoun {
            return (Classes::PRONOUN, noun);
        }
        if events(&noun) && classes.is_empty() || events(&noun) && !classes.has(Classes::GROUND) {
            classes = classes.with(Classes::EVENT);
        }
        if world.is_time(self.passage, token.span) || self.is_day(head) {
            return (Classes::TIME, noun);
        }
        let named = matches!(token.tag, Tag::Nnp | Tag::Nnps);
        if world.is_place(self.passage, token.span) {
            classes = classes.with(Classes::GROUND).with(Classes::PLACE);
        }
        let capital = self.word(head).chars().next().is_some_and(char::is_uppercase);
        if classes.is_empty() && self.is_model(head) {
            classes = self.model_classes(head);
        }
        if (named || capital || classes.has(Classes::ARMED))
            && !classes.has(Classes::EVENT)
            && (classes.has(Classes::ARMED) || !classes.has(Classes::EQUIPMENT.with(Classes::CIVILIAN)))
            && world.is_actor(self.passage, span)
        {
            classes = classes.with(Classes::ARMED);
        }
        // "at least 11 more": a number of those told before.
        let more = matches!(self.word(head).to_lowercase().as_str(), "more" | "further");
        if more && self.children(head).iter().any(|&c| c < head && self.token(c).tag == Tag::Cd) {
            classes = classes.with(Classes::PERSON);
        }
        // "Commander X was captured": a person of whom no side is known is no place.
        let free = classes.is_empty();
        if named && free && world.is_person(self.passage, span) {
            classes = classes.with(Classes::PERSON).with(Classes::NAME);
        }
        if matches!(self.word(head), "%" | "percent") {
            return (Classes::GROUND.with(Classes::VAGUE), noun);
        }
        if token.tag == Tag::Cd && classes.is_empty() {
            classes = Classes::PERSON;
        }
        classes = self.of_group(head, classes);
        // "the Northfield Air Base" is ground; "the Northern Front" may be an army.
        if self.lexicon.noun(&noun).has(Classes::GROUND)
            && !self.lexicon.noun(&noun).has(Classes::ARMED)
            && (classes.has(Classes::PLACE) || !self.lexicon.listed("polity", &noun))
        {
            classes = classes.without(Classes::ARMED);
        }
        // "the east side of the river" is ground, "the rebel side" a party.
        if classes.has(Classes::GROUND) && classes.has(Classes::ARMED) && noun == "side" {
            let turned = self.children(head).iter().any(|&c| {
                self.lexicon.listed("compass", &self.word(c).to_lowercase())
                    || self.word(c).eq_ignore_ascii_case("of")
                        && self.children(c).iter().any(|&o| world.is_place(self.passage, self.token(o).span))
            });
            if turned {
                classes = classes.without(Classes::ARMED);
            }
        }
        // "Northern tanks" are things, whosever they are.
        if self.lexicon.noun(&noun).has(Classes::EQUIPMENT) && !self.lexicon.noun(&noun).has(Classes::ARMED) {
            classes = classes.without(Classes::ARMED);
        }
        // A tagger may miss a name inside a sentence.
        let capitalised =
            capital && head > 0 && matches!(token.tag, Tag::Nn | Tag::Nns | Tag::Fw | Tag::Vbz | Tag::Jj);
        if (named || capitalised) && classes.is_empty() {
            classes = classes.with(Classes::NAME);
        }
        (classes, noun)
    }

    /// "six units of vehicles", "half of its men": what a group is of says what it is.
    fn of_group(&self, head: u32, classes: Classes) -> Classes {
        let token = self.token(head);
        let counted = token.tag == Tag::Cd;
        if !counted && !self.lexicon.listed("group", &token.lemma) {
            return classes;
        }
        let inner = self
            .prepositional(head)
            .into_iter()
            .filter(|(p, o)| {
                p == "of" && (!matches!(self.token(*o).tag, Tag::Nnp | Tag::Nnps) || self.is_model(*o))
            })
            .map(|(_, o)| {
                let noun = self.noun_key(o, |k| !self.lexicon.noun(k).is_empty());
                let own = self.lexicon.noun(&noun);
                if own.is_empty() && self.is_model(o) { self.model_classes(o) } else { own }
            })
            .next()
            .unwrap_or_default();
        let kept = Classes::EQUIPMENT
            .with(Classes::CIVILIAN)
            .with(Classes::PERSON)
            .with(Classes::ARMED)
            .with(Classes::EXPLOSIVE);
        if classes.is_empty() && inner.has(Classes::GROUND) && !inner.has(kept) {
            return inner;
        }
        if !inner.has(kept) || inner.has(Classes::GROUND) {
            return classes;
        }
        // A column of tanks fights like its crews; a unit count of tanks is tanks.
        if self.lexicon.listed("body", &token.lemma) {
            return classes.with(if inner.has(Classes::EQUIPMENT) { Classes::EQUIPMENT } else { inner });
        }
        inner.with(if classes.has(Classes::ARMED) && !inner.has(Classes::EQUIPMENT) {
            Classes::ARMED
        } else {
            Classes::NONE
        })
    }

    /// "September 5", "5 September", where no time was read.
    fn is_day(&self, i: u32) -> bool {
        let number = |i: u32| i < self.len() && self.token(i).tag == Tag::Cd;
        self.token(i).tag == Tag::Nnp
            && (number(i + 1) || i > 0 && number(i - 1))
            && self.lexicon.listed("month", self.word(i))
    }

    /// "T-72s", "BTR-80", "BMDs": the name of a make rather than of a place or a party.
    fn is_model(&self, i: u32) -> bool {
        if !matches!(self.token(i).tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps) {
            return false;
        }
        let word = self.word(i);
        let letters = word.chars().take_while(char::is_ascii_uppercase).count();
        let rest = &word[letters..];
        let plural = letters >= 2 && rest == "s";
        let numbered = word.chars().next().is_some_and(|c| c.is_ascii_uppercase())
            && word.split_once('-').is_some_and(|(make, number)| {
                make.len() <= 4
                    && make.chars().all(|c| c.is_ascii_alphabetic())
                    && number.chars().next().is_some_and(|c| c.is_ascii_digit())
            });
        plural || numbered
    }

    fn model_classes(&self, i: u32) -> Classes {
        let make = self.word(i).split('-').next().unwrap_or("").to_lowercase();
        if self.lexicon.listed("aircraft_make", &make) {
            Classes::EQUIPMENT.with(Classes::AIRCRAFT)
        } else {
            Classes::EQUIPMENT
        }
    }

    /// An argument that no clause has: a noun with its phrase.
    pub(crate) fn noun(&self, head: u32, world: &dyn Knowledge, events: &dyn Fn(&str) -> bool) -> Arg {
        self.noun_of(head, self.phrase(head), world, events)
    }

    /// The same with a phrase of another extent.
    pub(crate) fn noun_of(
        &self,
        head: u32,
        span: Span,
        world: &dyn Knowledge,
        events: &dyn Fn(&str) -> bool,
    ) -> Arg {
        let (classes, key) = self.classify(head, span, world, events);
        Arg { key, ..Arg::of(head, span, classes) }
    }

    pub(crate) fn arg(
        &self,
        a: &Argument,
        preposition: Option<&str>,
        world: &dyn Knowledge,
        events: &dyn Fn(&str) -> bool,
    ) -> Arg {
        let head = a.head.min(self.len().saturating_sub(1));
        let (mut classes, key) = self.classify(head, a.span, world, events);
        // "a number of villages", "six units of vehicles", "9 of 10 rockets"
        if (self.lexicon.listed("group", &self.token(head).lemma) || self.token(head).tag == Tag::Cd)
            && let Some((_, member)) = self.prepositional(head).into_iter().find(|(p, _)| p == "of")
        {
            let (of, _) = self.classify(member, self.phrase(member), world, events);
            // "large amounts of territory", "the remainder of the district"
            let plural = matches!(self.token(member).tag, Tag::Nns | Tag::Nnps)
                || self.lexicon.listed("unbounded", &self.token(member).lemma)
                || self.lexicon.listed("partly", &self.token(head).lemma) && of.has(Classes::GROUND);
            let fights = self.lexicon.listed("body", &self.token(head).lemma) && of.has(Classes::EQUIPMENT);
            if plural
                && !fights
                && (of.has(Classes::GROUND.with(Classes::EQUIPMENT).with(Classes::MUNITION))
                    && !of.has(Classes::ARMED)
                    || classes.is_empty() && of.has(Classes::PERSON.with(Classes::CIVILIAN)))
            {
                classes = of;
            }
        }
        let named = matches!(self.token(head).tag, Tag::Nnp | Tag::Nnps);
        if a.cue.is_some() && named {
            classes = classes
                .with(Classes::GROUND)
                .with(Classes::PLACE)
                .without(Classes::NAME)
                .without(Classes::ARMED);
        } else if classes.has(Classes::NAME) && preposition.is_some_and(|p| self.is_at(p)) {
            classes = classes.with(Classes::GROUND).with(Classes::PLACE);
        }
        Arg {
            head,
            span: a.span,
            full: a.full,
            preposition: preposition.map(str::to_owned),
            classes,
            key,
            shared: a.shared.is_some(),
        }
    }

    /// Whether a preposition can only be followed by a place or a time.
    fn is_at(&self, preposition: &str) -> bool {
        self.lexicon.listed("at", preposition)
            || preposition.split(' ').next().is_some_and(|w| self.lexicon.listed("compass", w))
    }

    /// The subtree of a token, as a span.
    pub(crate) fn subtree(&self, i: u32) -> Span {
        let mut span = self.token(i).span;
        let mut stack = vec![i];
        let mut seen = 0u32;
        while let Some(t) = stack.pop() {
            seen += 1;
            if seen > self.len() {
                break;
            }
            span = span.cover(self.token(t).span);
            stack.extend_from_slice(self.children(t));
        }
        span
    }

    /// Heads of a coordination that begins at `i`, in order.
    pub(crate) fn conjuncts(&self, i: u32) -> Vec<u32> {
        let mut out = vec![i];
        let mut at = 0;
        while at < out.len() {
            for &c in self.children(out[at]) {
                if self.token(c).label == Label::Conj && !out.contains(&c) {
                    out.push(c);
                }
            }
            at += 1;
        }
        out.sort_unstable();
        out
    }

    /// The phrase of a noun without conjuncts, appositions and relative clauses.
    pub(crate) fn phrase(&self, head: u32) -> Span {
        let mut span = self.token(head).span;
        let mut stack: Vec<u32> = self.children(head).to_vec();
        let mut seen = 0u32;
        while let Some(t) = stack.pop() {
            seen += 1;
            if seen > self.len() {
                break;
            }
            let label = self.token(t).label;
            if self.token(t).head == head
                && matches!(
                    label,
                    Label::Conj | Label::Cc | Label::Appos | Label::Relcl | Label::Acl | Label::Punct
                )
                && !matches!(self.word(t), "-" | "–" | "\"" | "“" | "”" | "'")
            {
                continue;
            }
            span = span.cover(self.token(t).span);
            stack.extend_from_slice(self.children(t));
        }
        span
    }

    /// Objects of prepositions that hang on a token: (preposition, head), conjuncts too.
    pub(crate) fn prepositional(&self, i: u32) -> Vec<(String, u32)> {
        let mut out = Vec::new();
        for &p in self.children(i) {
            let mut word = self.word(p).to_lowercase();
            let mut p = p;
            // "trucks north of X"
            if self.token(p).label == Label::Advmod && p > i && self.lexicon.listed("compass", &word) {
                let of = self.children(p).iter().copied().find(|&o| self.word(o) == "of");
                let Some(of) = of else { continue };
                (p, word) = (of, word + " of");
            } else if !matches!(self.token(p).label, Label::Prep | Label::Agent | Label::Dative) {
                continue;
            }
            for &o in self.children(p) {
                match self.token(o).label {
                    Label::Pobj | Label::Pcomp => {
                        out.extend(self.conjuncts(o).into_iter().map(|c| (word.clone(), c)));
                    }
                    Label::Prep => {
                        for &oo in self.children(o) {
                            if self.token(oo).label == Label::Pobj {
                                let both = format!("{word} {}", self.word(o).to_lowercase());
                                out.extend(self.conjuncts(oo).into_iter().map(|c| (both.clone(), c)));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        out
    }

    pub(crate) fn is_nominal(clause: &Clause) -> bool {
        clause.form == PredicateForm::Nominal
    }
}
