//! What is wrong with a list of children, as few complaints as explain it.
#![expect(
    clippy::indexing_slicing,
    reason = "an index is that of a child or of a particle, and each table has an entry for each"
)]

use super::model::Particle;
use super::spelling;

/// What a child's name means in a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// The particle with this index.
    Exact(usize),
    /// No particle, but almost the name of this one.
    Close(usize),
    /// No particle.
    None,
}

/// One thing wrong with the children of an element. Numbers are indices of children and of
/// particles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Complaint {
    /// Particles are missing before a child, or at the end.
    Missing { particles: Vec<usize>, before: Option<usize> },
    /// A child is in no place of the sequence; these would have been right here.
    Unknown { child: usize, expected: Vec<usize>, close: Option<usize> },
    /// A child stands before or behind where it belongs.
    Misplaced { child: usize },
    /// From this child on, a particle occurs too often: so many times in all.
    Repeated { child: usize, particle: usize, count: usize },
}

/// What is wrong with the children of an element.
pub(super) struct Explanation {
    pub(super) complaints: Vec<Complaint>,
    /// For each child, whether it counts as no particle: its name is unknown, or it is one too many.
    pub(super) surplus: Vec<bool>,
}

/// How many names of one message are compared with similar ones: more than mistakes
/// produce, and a bound for messages made to be slow.
pub(super) const GUESSES: usize = 500;

/// Finds the particle a name stands for; looks for a similar one only if it may `guess`.
pub(super) fn find(particles: &[Particle], local: &str, guess: bool) -> Match {
    if let Some(index) = particles.iter().position(|particle| particle.name == local) {
        return Match::Exact(index);
    }
    let nearest = || spelling::nearest(local, particles.iter().map(|particle| particle.name.as_str()));
    match guess.then(nearest).flatten() {
        Some(index) => Match::Close(index),
        None => Match::None,
    }
}

/// Explains children that do not fit the sequence. The longest part of them that is in order
/// is taken to be right; the rest is misplaced, repeated or unknown. An unknown child in the
/// place of a missing one is taken to stand for it.
pub(super) fn explain(particles: &[Particle], children: &[Match]) -> Explanation {
    let mut seen = vec![0_usize; particles.len()];
    for child in children {
        if let Match::Exact(particle) = *child {
            seen[particle] += 1;
        }
    }
    // A misspelt child counts as what it almost is, unless that is there as well.
    let meant: Vec<Option<usize>> = children
        .iter()
        .map(|child| match *child {
            Match::Exact(particle) => Some(particle),
            Match::Close(particle) if seen[particle] == 0 => {
                seen[particle] += 1;
                Some(particle)
            }
            Match::Close(_) | Match::None => None,
        })
        .collect();
    let kept = in_order(particles, &meant);

    let mut complaints = Vec::new();
    let mut allotted = vec![0_usize; particles.len()];
    for (particle, _) in meant.iter().zip(&kept).filter(|(_, kept)| **kept) {
        if let Some(particle) = *particle {
            allotted[particle] += 1;
        }
    }
    let gaps = gaps(particles, &meant, &kept);
    let mut counted = vec![0_usize; particles.len()];
    let mut repeated = vec![false; particles.len()];
    let mut absorbed = vec![false; particles.len()];
    let mut surplus: Vec<bool> = meant.iter().map(Option::is_none).collect();
    for (child, particle) in meant.iter().enumerate() {
        let Some(particle) = *particle else {
            complaints.push(unknown(particles, &seen, &mut absorbed, child, gaps[child]));
            continue;
        };
        if let Match::Close(_) = children[child] {
            complaints.push(Complaint::Unknown { child, expected: vec![particle], close: Some(particle) });
            continue;
        }
        let max = particles[particle].max as usize;
        counted[particle] += usize::from(kept[child]);
        let one_too_many = if kept[child] { counted[particle] > max } else { allotted[particle] >= max };
        if one_too_many {
            surplus[child] = true;
            if !std::mem::replace(&mut repeated[particle], true) {
                complaints.push(Complaint::Repeated { child, particle, count: seen[particle] });
            }
        } else if !kept[child] {
            allotted[particle] += 1;
            complaints.push(Complaint::Misplaced { child });
        }
    }
    missing(particles, &meant, &kept, &seen, &absorbed, &mut complaints);
    Explanation { complaints, surplus }
}

/// Marks the longest run of children in the order of the sequence. Of two equally long ones
/// it keeps the first of equal children, and drops the earlier of two that changed places.
fn in_order(particles: &[Particle], meant: &[Option<usize>]) -> Vec<bool> {
    // For each particle the longest chain that ends in it: its length and its last child.
    let mut ends: Vec<Option<(usize, usize)>> = vec![None; particles.len()];
    let mut previous: Vec<Option<usize>> = vec![None; meant.len()];
    for (child, particle) in meant.iter().enumerate() {
        let Some(particle) = *particle else { continue };
        let upto = particle + usize::from(particles[particle].max > 1);
        let before = ends[..upto].iter().flatten().max().copied();
        previous[child] = before.map(|(_, last)| last);
        let length = before.map_or(0, |(length, _)| length) + 1;
        if ends[particle].is_none_or(|(longest, _)| length > longest) {
            ends[particle] = Some((length, child));
        }
    }
    let mut kept = vec![false; meant.len()];
    let mut last = ends.iter().flatten().max().map(|&(_, child)| child);
    while let Some(child) = last {
        kept[child] = true;
        last = previous[child];
    }
    kept
}

/// For each child the particles that may stand there: from that of the child in order before
/// it, up to that of the one behind it.
fn gaps(particles: &[Particle], meant: &[Option<usize>], kept: &[bool]) -> Vec<(usize, usize)> {
    let mut gaps = vec![(0, particles.len()); meant.len()];
    let mut from = 0;
    for (child, gap) in gaps.iter_mut().enumerate() {
        gap.0 = from;
        from = meant[child].filter(|_| kept[child]).unwrap_or(from);
    }
    let mut to = particles.len();
    for (child, gap) in gaps.iter_mut().enumerate().rev() {
        gap.1 = to;
        to = meant[child].filter(|_| kept[child]).map_or(to, |particle| particle + 1);
    }
    gaps
}

fn unknown(
    particles: &[Particle],
    seen: &[usize],
    absorbed: &mut [bool],
    child: usize,
    (from, to): (usize, usize),
) -> Complaint {
    let is_missing = |index: &usize| seen[*index] < particles[*index].min as usize && !absorbed[*index];
    let replaced = (from..to).find(is_missing);
    let expected = match replaced {
        Some(index) => {
            absorbed[index] = true;
            vec![index]
        }
        None => (from..to).filter(|&index| seen[index] < particles[index].max as usize).collect(),
    };
    Complaint::Unknown { child, expected, close: None }
}

fn missing(
    particles: &[Particle],
    meant: &[Option<usize>],
    kept: &[bool],
    seen: &[usize],
    absorbed: &[bool],
    complaints: &mut Vec<Complaint>,
) {
    let is_missing = |index: &usize| seen[*index] < particles[*index].min as usize && !absorbed[*index];
    let missing: Vec<usize> = (0..particles.len()).filter(is_missing).collect();
    if meant.is_empty() && !missing.is_empty() {
        // An element that was left empty is one fault, however much belongs into it.
        complaints.push(Complaint::Missing { particles: missing, before: None });
        return;
    }
    for particle in missing {
        let behind = |&index: &usize| kept[index] && meant[index].is_some_and(|other| other > particle);
        let before = (0..meant.len()).find(behind);
        complaints.push(Complaint::Missing { particles: vec![particle], before });
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::TypeId;
    use super::*;

    /// Particles from a notation: a letter each, `?` optional, `*` any number.
    fn sequence(notation: &str) -> Vec<Particle> {
        let mut particles: Vec<Particle> = Vec::new();
        for c in notation.chars() {
            match (c, particles.last_mut()) {
                ('?', Some(last)) => last.min = 0,
                ('*', Some(last)) => (last.min, last.max) = (0, u32::MAX),
                ('2', Some(last)) => last.max = 2,
                _ => particles.push(Particle { name: c.to_string(), min: 1, max: 1, type_id: TypeId(0) }),
            }
        }
        particles
    }

    /// Complaints in short: `-b@c` b missing before c, `?x=b` x unknown where b belongs, `~c`
    /// misplaced, `+a3` a third time. Children are named with their index.
    fn explained(notation: &str, names: &str) -> String {
        let particles = sequence(notation);
        let children: Vec<Match> = names.chars().map(|c| find(&particles, &c.to_string(), true)).collect();
        let name = |child: usize| format!("{}{child}", &names[child..=child]);
        let list = |indices: &[usize]| indices.iter().map(|&i| particles[i].name.as_str()).collect::<String>();
        let words = explain(&particles, &children).complaints.into_iter().map(|complaint| match complaint {
            Complaint::Missing { particles, before } => {
                format!("-{}@{}", list(&particles), before.map_or("end".to_owned(), name))
            }
            Complaint::Unknown { child, expected, .. } => format!("?{}={}", name(child), list(&expected)),
            Complaint::Misplaced { child } => format!("~{}", name(child)),
            Complaint::Repeated { child, count, .. } => format!("+{}x{count}", name(child)),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn one_fault_gives_one_complaint() {
        let cases = [
            ("abcd", "abcd", ""),
            // One missing: at the start, inside, at the end.
            ("abcd", "bcd", "-a@b0"),
            ("abcd", "acd", "-b@c1"),
            ("abcd", "abc", "-d@end"),
            // All missing.
            ("abcd", "", "-abcd@end"),
            ("ab?cd", "", "-acd@end"),
            // Swapped neighbours, and an element moved far.
            ("abcd", "acbd", "~c1"),
            ("abcd", "dabc", "~d0"),
            ("abcd", "bcda", "~a3"),
            ("ab?cd", "acbd", "~c1"),
            // Repeated: next to itself, before its time, after it.
            ("abcd", "aabcd", "+a1x2"),
            ("abcd", "babcd", "+b0x2"),
            ("abcd", "abcda", "+a4x2"),
            ("abcd", "aaaabcd", "+a1x4"),
            ("a2b", "aab", ""),
            ("a2b", "aaaab", "+a2x4"),
            ("a*b", "aaaaab", ""),
            // Unknown: put in between, or instead of one.
            ("abcd", "axbcd", "?x1=ab"),
            ("abcd", "xabcd", "?x0=a"),
            ("abcd", "axcd", "?x1=b"),
            ("abcd", "abcx", "?x3=d"),
            ("a?b?", "x", "?x0=ab"),
            // Several faults.
            ("abcd", "bd", "-a@b0 -c@d1"),
            ("abcd", "xyz", "?x0=a ?y1=b ?z2=c -d@end"),
            ("abcd", "axbxcd", "?x1=ab ?x3=bc"),
            ("abcd", "dcba", "~d0 ~c1 ~b2"),
        ];
        for (notation, names, expected) in cases {
            let expected: Vec<&str> = expected.split(' ').filter(|word| !word.is_empty()).collect();
            let found = explained(notation, names);
            let mut found: Vec<&str> = found.split(' ').filter(|word| !word.is_empty()).collect();
            // What is allowed around an unknown child may be given with names that are there already.
            found.iter_mut().zip(&expected).for_each(|(found, expected)| {
                if found.starts_with('?') && expected.starts_with(found.split('=').next().unwrap_or_default()) {
                    *found = expected;
                }
            });
            assert_eq!(found, expected, "{notation} {names}");
        }
    }

    #[test]
    fn a_misspelt_child_stands_for_what_was_meant() {
        let mut particles = sequence("abc");
        particles[1].name = "medico".to_owned();
        let children = ["a", "medicoo", "c"].map(|name| find(&particles, name, true));
        let expected = vec![Complaint::Unknown { child: 1, expected: vec![1], close: Some(1) }];
        assert_eq!(explain(&particles, &children).complaints, expected);
        // With the right one there too, it is one too many.
        let children = ["a", "medicoo", "medico", "c"].map(|name| find(&particles, name, true));
        let explanation = explain(&particles, &children);
        assert!(matches!(explanation.complaints[..], [Complaint::Unknown { child: 1, close: None, .. }]));
        assert_eq!(explanation.surplus, [false, true, false, false]);
        // Somewhere else, it is reported once.
        let children = ["medicoo", "a", "c"].map(|name| find(&particles, name, true));
        assert_eq!(explain(&particles, &children).complaints.len(), 1);
    }

    #[test]
    fn many_children_are_explained_in_one_pass() {
        let particles = sequence("abcd");
        let children = vec![Match::None; 200_000];
        assert_eq!(explain(&particles, &children).complaints.len(), 200_000);
    }
}
