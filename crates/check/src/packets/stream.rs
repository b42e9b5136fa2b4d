//! One direction of a TCP connection, put together from its pieces: in any order, some twice, some missing.

use super::segment::Segment;

/// The pieces of one direction.
#[derive(Default)]
pub(super) struct Stream<'a> {
    pieces: Vec<Piece<'a>>,
    /// Number and position of the piece before: numbers begin anew after 4 GiB, and may be anything at first.
    last: Option<(u32, i64)>,
    /// Position behind the last byte, once the sender has closed.
    end: Option<i64>,
}

struct Piece<'a> {
    position: i64,
    bytes: &'a [u8],
}

/// A stream put together.
pub(super) struct Assembled {
    /// What follows each other without a gap.
    pub(super) runs: Vec<Vec<u8>>,
    /// The sender closed, and all is there up to its last byte.
    pub(super) is_closed: bool,
}

impl<'a> Stream<'a> {
    /// Takes a piece in.
    pub(super) fn add(&mut self, segment: &Segment<'a>) {
        // The opening counts as one byte.
        let number = segment.number.wrapping_add(u32::from(segment.is_first));
        let position = match self.last {
            None => 0,
            Some((last, position)) => position + i64::from(number.wrapping_sub(last).cast_signed()),
        };
        self.last = Some((number, position));
        if !segment.bytes.is_empty() {
            self.pieces.push(Piece { position, bytes: segment.bytes });
        }
        if segment.is_last {
            self.end = Some(behind(position, segment.bytes));
        }
    }

    /// The pieces as they were recorded.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &'a [u8]> {
        self.pieces.iter().map(|piece| piece.bytes)
    }

    /// The one that the others follow.
    pub(super) fn first(&self) -> Option<&'a [u8]> {
        self.pieces.iter().min_by_key(|piece| piece.position).map(|piece| piece.bytes)
    }

    /// The bytes in their order. Of bytes that were sent twice the first are taken.
    pub(super) fn assemble(mut self) -> Assembled {
        self.pieces.sort_by_key(|piece| piece.position);
        let mut runs: Vec<Vec<u8>> = Vec::new();
        let mut end = i64::MIN;
        for piece in &self.pieces {
            let is_gap = piece.position > end;
            let known = if is_gap { 0 } else { usize::try_from(end - piece.position).unwrap_or(usize::MAX) };
            let new = piece.bytes.get(known..).unwrap_or_default();
            match runs.last_mut().filter(|_| !is_gap) {
                Some(run) => run.extend_from_slice(new),
                None => runs.push(new.to_vec()),
            }
            end = end.max(behind(piece.position, piece.bytes));
        }
        Assembled { runs, is_closed: self.end == Some(end) }
    }
}

fn behind(position: i64, bytes: &[u8]) -> i64 {
    position + i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(number: u32, bytes: &[u8]) -> Segment<'_> {
        let address = "127.0.0.1:1".parse().unwrap();
        Segment { from: address, to: address, number, opens: false, is_first: false, is_last: false, bytes }
    }

    proptest! {
        #[test]
        fn any_cut_order_and_repetition_gives_the_same_bytes(
            text in proptest::collection::vec(any::<u8>(), 1..300),
            first in any::<u32>(),
            cuts in proptest::collection::vec((0_usize..300, 1_usize..90), 0..30),
            order in any::<u64>(),
        ) {
            // Pieces that overlap, and one for each ten bytes so that none is missing.
            let mut pieces: Vec<(usize, usize)> = (0..text.len()).step_by(10).map(|at| (at, 10)).chain(cuts).collect();
            let mut chance = order;
            for at in (1..pieces.len()).rev() {
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                pieces.swap(at, usize::try_from(chance >> 33).unwrap() % (at + 1));
            }
            let mut stream = Stream::default();
            for (at, length) in pieces {
                let bytes = &text[at.min(text.len())..(at + length).min(text.len())];
                stream.add(&segment(first.wrapping_add(u32::try_from(at).unwrap()), bytes));
            }
            let last = Segment { is_last: true, ..segment(first.wrapping_add(u32::try_from(text.len()).unwrap()), b"") };
            stream.add(&last);
            let assembled = stream.assemble();
            prop_assert_eq!(assembled.runs, vec![text]);
            prop_assert!(assembled.is_closed);
        }
    }

    #[test]
    fn what_is_missing_parts_the_runs() {
        let mut stream = Stream::default();
        for (number, bytes) in [(10, &b"ab"[..]), (14, b"ef"), (16, b"g")] {
            stream.add(&segment(number, bytes));
        }
        let assembled = stream.assemble();
        assert_eq!(assembled.runs, [b"ab".to_vec(), b"efg".to_vec()]);
        assert!(!assembled.is_closed);
    }
}
