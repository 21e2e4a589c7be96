//! The kinds in the vocabularies of others, in one table.
//!
//! ACLED: event type and sub-event type (codebook 2023). PLOVER: event type and mode (manual 0.8). CAMEO:
//! event code (Gerner et al. 2002). UCDP: types of violence that a kind may be (1 state-based, 2 non-state,
//! 3 one-sided); which one depends on the parties. An empty cell says that a vocabulary has no such
//! thing: people who flee are in no code of CAMEO, and are not coded as expelled.

use serde::Serialize;

use crate::Kind;

/// A kind's names elsewhere; empty where a vocabulary has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Codes {
    /// The kind.
    pub kind: Kind,
    /// ACLED event type.
    pub acled: &'static str,
    /// ACLED sub-event type.
    pub acled_sub: &'static str,
    /// PLOVER event type.
    pub plover: &'static str,
    /// PLOVER mode.
    pub plover_mode: &'static str,
    /// CAMEO code.
    pub cameo: &'static str,
    /// Types of violence of UCDP GED that it may be.
    pub ucdp: &'static [u8],
}

macro_rules! table {
    ($($kind:ident, $acled:literal, $sub:literal, $plover:literal, $mode:literal, $cameo:literal, $ucdp:expr;)*) => {
        /// Every kind once, in the order of [`Kind`].
        pub const TABLE: &[Codes] = &[$(Codes {
            kind: Kind::$kind,
            acled: $acled,
            acled_sub: $sub,
            plover: $plover,
            plover_mode: $mode,
            cameo: $cameo,
            ucdp: &$ucdp,
        }),*];
    };
}

table! {
    Capture, "Battles", "Non-state actor overtakes territory / Government regains territory", "ASSAULT", "", "192", [1, 2];
    Withdraw, "Strategic developments", "Non-violent transfer of territory", "RETREAT", "withdraw", "0874", [];
    Transfer, "Strategic developments", "Non-violent transfer of territory", "RETREAT", "access", "0874", [];
    Hold, "Battles", "Armed clash", "ASSAULT", "", "190", [1, 2];
    Enter, "Battles", "Armed clash", "ASSAULT", "", "190", [1, 2];
    Advance, "Strategic developments", "Other", "MOBILIZE", "troops", "190", [];
    Encircle, "Battles", "Armed clash", "COERCE", "restrict", "191", [];
    Route, "Strategic developments", "Other", "COERCE", "restrict", "191", [];
    Attack, "Battles", "Armed clash", "ASSAULT", "", "190", [1, 2, 3];
    Clash, "Battles", "Armed clash", "ASSAULT", "firearms", "190", [1, 2];
    Airstrike, "Explosions/Remote violence", "Air/drone strike", "ASSAULT", "aerial", "195", [1, 3];
    Shelling, "Explosions/Remote violence", "Shelling/artillery/missile attack", "ASSAULT", "heavy-weapons", "194", [1, 2, 3];
    Drone, "Explosions/Remote violence", "Air/drone strike", "ASSAULT", "drone", "195", [1, 2, 3];
    Bombing, "Explosions/Remote violence", "Suicide bomb / Remote explosive/landmine/IED", "ASSAULT", "explosives", "183", [1, 2, 3];
    Chemical, "Explosions/Remote violence", "Chemical weapon", "ASSAULT", "unconventional", "204", [1, 3];
    Harm, "Violence against civilians", "Attack", "ASSAULT", "", "180", [1, 2, 3];
    Massacre, "Violence against civilians", "Attack", "ASSAULT", "", "202", [3];
    Detain, "Strategic developments", "Arrests", "COERCE", "arrest", "173", [];
    Release, "Strategic developments", "Other", "RETREAT", "release", "0841", [];
    Displace, "Strategic developments", "Other", "", "", "", [];
    Loss, "Strategic developments", "Looting/property destruction", "ASSAULT", "destroy", "1712", [];
    Deploy, "Strategic developments", "Change to group/activity", "MOBILIZE", "troops", "154", [];
    Defect, "Strategic developments", "Change to group/activity", "RETREAT", "resign", "0874", [];
    Accord, "Strategic developments", "Agreement", "AGREE", "", "057", [];
    Relief, "Strategic developments", "Other", "RETREAT", "access", "0874", [];
    Protest, "Protests", "Peaceful protest", "PROTEST", "demo", "141", [];
    Say, "Strategic developments", "Other", "", "", "010", [];
}

/// The codes of a kind.
pub fn codes(kind: Kind) -> Option<&'static Codes> {
    TABLE.iter().find(|c| c.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::{TABLE, codes};
    use crate::Kind;

    #[test]
    fn every_kind_stands_once_and_in_order() {
        assert!(TABLE.windows(2).all(|w| w[0].kind < w[1].kind));
        assert_eq!(TABLE.first().map(|c| c.kind), Some(Kind::Capture));
        assert_eq!(TABLE.last().map(|c| c.kind), Some(Kind::Say));
        assert!(codes(Kind::Chemical).is_some_and(|c| c.cameo == "204"));
    }
}
