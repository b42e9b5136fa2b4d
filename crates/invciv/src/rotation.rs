//! Which doctor of the institute sits in which session (circular §4; the rotation itself is assumed).

/// The most sessions in a row that one doctor sits in a commission.
pub const LONGEST_RUN: usize = 10;

/// The length of the run of sessions that the doctor would have around `at` if designated there. The
/// commission's sessions are given by date and hour, cancelled ones left out, each with its doctor.
#[must_use]
pub fn run_with<D: PartialEq>(sessions: &[Option<D>], at: usize, doctor: &D) -> usize {
    let sits = |designated: &&Option<D>| designated.as_ref() == Some(doctor);
    let before = sessions.iter().take(at).rev().take_while(sits).count();
    let after = sessions.iter().skip(at + 1).take_while(sits).count();
    before + 1 + after
}

/// Whether the designation keeps the rule `medico-inps-dieci-sedute`.
#[must_use]
pub fn may_sit<D: PartialEq>(sessions: &[Option<D>], at: usize, doctor: &D) -> bool {
    run_with(sessions, at, doctor) <= LONGEST_RUN
}

/// The doctor whose turn it is: the next one by codice fiscale after `last`, who sat last in this
/// commission, skipping those whom `free` refuses. `doctors` are those in service; none if none can.
#[must_use]
pub fn next<'a, D: Ord>(doctors: &'a [D], last: Option<&D>, free: impl Fn(&D) -> bool) -> Option<&'a D> {
    let mut in_order: Vec<&D> = doctors.iter().collect();
    in_order.sort_unstable();
    in_order.dedup();
    let start = last.map_or(0, |last| in_order.partition_point(|doctor| *doctor <= last));
    let (before, after) = in_order.split_at(start);
    after.iter().chain(before).copied().find(|doctor| free(doctor))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_eleventh_session_in_a_row_is_refused_and_another_doctor_breaks_the_run() {
        let mut sessions = vec![Some('a'); 10];
        sessions.extend([None, None]);
        assert!(!may_sit(&sessions, 10, &'a'));
        sessions[10] = Some('b');
        assert!(may_sit(&sessions, 11, &'a'));
    }

    #[test]
    fn a_gap_between_two_runs_counts_both_sides() {
        let mut sessions = vec![Some('a'); 11];
        sessions[5] = None;
        assert_eq!(run_with(&sessions, 5, &'a'), 11);
        assert!(may_sit(&sessions, 5, &'b'));
    }

    #[test]
    fn the_turn_goes_round_by_codice_fiscale() {
        let doctors = ['c', 'a', 'b'];
        assert_eq!(next(&doctors, None, |_| true), Some(&'a'));
        assert_eq!(next(&doctors, Some(&'b'), |_| true), Some(&'c'));
        assert_eq!(next(&doctors, Some(&'c'), |_| true), Some(&'a'));
        assert_eq!(next(&doctors, Some(&'a'), |doctor| *doctor == 'a'), Some(&'a'));
        assert_eq!(next(&doctors, Some(&'z'), |_| true), Some(&'a'));
        assert_eq!(next(&doctors, None, |_| false), None);
    }

    proptest! {
        /// Whatever is designated in whatever order, no run is longer than ten, and a refusal is
        /// one where the run would have been longer.
        #[test]
        fn no_run_is_ever_longer_than_ten(wishes in prop::collection::vec((0_usize..40, 0_u8..3), 0..300)) {
            let mut sessions: Vec<Option<u8>> = vec![None; 40];
            for (at, doctor) in wishes {
                let mut tried = sessions.clone();
                tried[at] = Some(doctor);
                let longest = tried.chunk_by(|a, b| a == b).filter(|run| run[0] == Some(doctor)).map(<[_]>::len).max();
                let others_hold = sessions.chunk_by(|a, b| a == b).all(|run| run[0].is_none() || run.len() <= LONGEST_RUN);
                prop_assert!(others_hold);
                let allowed = may_sit(&sessions, at, &doctor);
                prop_assert_eq!(allowed, longest.is_none_or(|longest| longest <= LONGEST_RUN));
                if allowed {
                    sessions = tried;
                }
            }
        }
    }
}
