//! # Splitting a total
//!
//! **What it does.** Deaths told for several places together are divided over them as evenly as
//! whole numbers allow; what is left over goes to the first places.
//!
//! **Codebook basis.** ACLED Codebook, "Fatalities": a figure over several events is split evenly
//! among them.
//!
//! **Example.** Eleven dead at two towns: six and five.
//!
//! **Effect on an export.** The sum over the rows is the figure that was told.

use crate::codebook::RuleName;

pub(super) const NAME: RuleName = "acled/split";

/// The part of the `nth` of so many shares.
pub(super) const fn share(dead: u64, shares: u64, nth: u64) -> u64 {
    dead / shares + if nth < dead % shares { 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_sum_to_the_whole() {
        for (dead, n) in [(0, 3), (11, 2), (2, 5), (100, 7)] {
            assert_eq!((0..n).map(|i| share(dead, n, i)).sum::<u64>(), dead);
        }
    }
}
