//! A map that forgets its oldest entries, so that it never grows beyond a bound.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// A map of the newest entries.
#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    most: usize,
    values: HashMap<K, V>,
    order: VecDeque<K>,
}

impl<K: Clone + Eq + Hash, V> Recent<K, V> {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, values: HashMap::new(), order: VecDeque::new() }
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.values.get(key)
    }

    /// Keeps a value in the place of another of that key.
    pub(crate) fn put(&mut self, key: K, value: V) {
        if self.values.insert(key.clone(), value).is_none() {
            self.order.push_back(key);
        }
        // Keys that were taken out are still in the queue: each counts once.
        while self.order.len() > self.most {
            if let Some(oldest) = self.order.pop_front() {
                self.values.remove(&oldest);
            }
        }
    }

    pub(crate) fn take(&mut self, key: &K) -> Option<V> {
        let value = self.values.remove(key)?;
        // What is put soon after it was taken, as a rule, is near the end.
        if let Some(at) = self.order.iter().rposition(|known| known == key) {
            self.order.remove(at);
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_and_what_was_taken_makes_room() {
        let mut recent = Recent::new(2);
        recent.put(1, "a");
        recent.put(2, "b");
        recent.put(1, "A");
        assert_eq!(recent.take(&2), Some("b"));
        recent.put(3, "c");
        assert_eq!((recent.get(&1), recent.get(&3)), (Some(&"A"), Some(&"c")));
        recent.put(2, "d");
        assert_eq!((recent.get(&1), recent.get(&2), recent.get(&3)), (None, Some(&"d"), Some(&"c")));
    }
}
