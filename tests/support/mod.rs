//! What several tests and the benchmarks share: a seeded source of chance, and a generator of knowledge bases of any
//! size that look like ours; a reader of documents. The same seed gives the same bytes.
#![allow(dead_code, unreachable_pub, reason = "every test uses another part of it")]

pub mod document;
pub mod generate;

/// SplitMix64: small, seeded, good enough to shuffle a knowledge base.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, but not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// True in `percent` of 100 cases.
    pub fn in_percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}
