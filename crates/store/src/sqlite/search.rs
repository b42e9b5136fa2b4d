//! How exchanges are looked for by several filters at once.
//!
//! Each filter has an index that holds the numbers of what fits it, in order. One of them leads: what it holds is looked
//! at row by row, and the others are compared. So that no search takes long, however many exchanges there are, the
//! leading one is one that fits few exchanges; where each fits many, a search looks at some of them and says how far it came.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::convert::millis;
use super::journal::{CODE, COLUMNS, NUMBER, RULE};
use crate::journal::{Page, Selection, Stretch};

/// Exchanges that one search looks at.
pub(super) const MOST: i64 = 10_000;

/// Which numbers are searched, in which order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    lowest: i64,
    highest: i64,
    is_upward: bool,
}

impl From<Page> for Span {
    fn from(page: Page) -> Self {
        Self { lowest: i64::MIN, highest: page.after.map_or(i64::MAX, |after| integer(after) - 1), is_upward: false }
    }
}

impl From<Stretch> for Span {
    fn from(part: Stretch) -> Self {
        Self { lowest: integer(part.after).saturating_add(1), highest: integer(part.until), is_upward: true }
    }
}

impl Span {
    fn direction(self) -> &'static str {
        if self.is_upward { "ASC" } else { "DESC" }
    }

    /// The same up to this number, which is the last one searched.
    fn up_to(self, edge: i64) -> Self {
        if self.is_upward { Self { highest: edge, ..self } } else { Self { lowest: edge, ..self } }
    }

    /// Whether a search that ends at `one` covers more than one that ends at `other`.
    fn is_longer(self, one: i64, other: i64) -> bool {
        if self.is_upward { one > other } else { one < other }
    }
}

/// What is asked of an exchange.
pub(super) enum Filter {
    /// One of its tags.
    Tag { kind: &'static str, value: Value },
    /// A column, with the index that has it.
    Column { name: &'static str, index: &'static str, value: Value },
    /// Received then or later. The clock of a world may be moved, so that numbers and times need not go together.
    Since(Value),
}

impl Filter {
    /// Those of a selection, first those that as a rule fit few exchanges.
    pub(super) fn all(selection: &Selection) -> Vec<Self> {
        let Selection { operation, caller, worker, puc, outcome, rule, code, fault, since, channel } = selection;
        let text = |text: &String| Value::from(text.clone());
        let tag = |kind, value: &Option<String>| Some(Self::Tag { kind, value: text(value.as_ref()?) });
        let column =
            |name, index, value: &Option<String>| Some(Self::Column { name, index, value: text(value.as_ref()?) });
        let channel = channel.map(|channel| channel.name().to_owned());
        [
            tag(NUMBER, puc),
            column("worker", "journal_worker", worker),
            column("fault", "journal_fault", fault),
            tag(RULE, rule),
            tag(CODE, code),
            column("user", "journal_user", caller),
            column("operation", "journal_operation", operation),
            column("ending", "journal_ending", outcome),
            column("channel", "journal_channel", &channel),
            since.map(|since| Self::Since(millis(since).into())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn value(&self) -> Value {
        match self {
            Self::Tag { value, .. } | Self::Column { value, .. } | Self::Since(value) => value.clone(),
        }
    }

    /// As a condition on an exchange `j` that is looked at.
    fn condition(&self) -> String {
        match self {
            Self::Tag { kind, .. } => format!(
                "EXISTS (SELECT 1 FROM journal_tag AS o WHERE o.kind = '{kind}' AND o.value = ? AND o.nr = j.nr)"
            ),
            Self::Column { name, .. } => format!("+j.{name} = ?"),
            Self::Since(_) => "+j.received >= ?".to_owned(),
        }
    }

    /// The number of the last of the first `most` exchanges of the span that it fits; none where it fits fewer.
    fn edge(&self, connection: &Connection, span: Span, most: i64) -> rusqlite::Result<Option<i64>> {
        let from = match self {
            Self::Tag { kind, .. } => format!("journal_tag WHERE kind = '{kind}' AND value = ?"),
            Self::Column { name, index, .. } => format!("journal INDEXED BY {index} WHERE {name} = ?"),
            Self::Since(_) => {
                // Not in the order of numbers: it says only that there are many.
                let sql = "SELECT nr FROM journal INDEXED BY journal_age WHERE received >= ? LIMIT 1 OFFSET ?";
                let mut statement = connection.prepare_cached(sql)?;
                return statement.query_row((self.value(), most - 1), |row| row.get(0)).optional();
            }
        };
        let direction = span.direction();
        let sql = format!("SELECT nr FROM {from} AND nr BETWEEN ? AND ? ORDER BY nr {direction} LIMIT 1 OFFSET ?");
        let values = (self.value(), span.lowest, span.highest, most - 1);
        connection.prepare_cached(&sql)?.query_row(values, |row| row.get(0)).optional()
    }
}

/// Which index leads a search, and how far it goes.
pub(super) struct Plan<'f> {
    filters: &'f [Filter],
    /// Which of the filters leads; none where the numbers themselves do.
    leader: Option<usize>,
    span: Span,
    /// The last number that is searched, where further ones are left.
    pub(super) reached: Option<u64>,
}

impl<'f> Plan<'f> {
    /// A search that looks at `most` exchanges or a few more, unless a filter alone fits all that it finds.
    pub(super) fn of(connection: &Connection, filters: &'f [Filter], span: Span, most: i64) -> rusqlite::Result<Self> {
        let whole = |leader| Self { filters, leader, span, reached: None };
        match filters {
            [] => return Ok(whole(None)),
            // Whatever it fits is found.
            [Filter::Tag { .. } | Filter::Column { .. }] => return Ok(whole(Some(0))),
            _ => {}
        }
        let mut longest = None;
        for (index, filter) in filters.iter().enumerate() {
            let Some(edge) = filter.edge(connection, span, most)? else { return Ok(whole(Some(index))) };
            let is_ordered = !matches!(filter, Filter::Since(_));
            if is_ordered && longest.is_none_or(|(_, other)| span.is_longer(edge, other)) {
                longest = Some((index, edge));
            }
        }
        let edge = match longest {
            Some((_, edge)) => Some(edge),
            None => edge_of_all(connection, span, most)?,
        };
        let leader = longest.map(|(index, _)| index);
        Ok(match edge {
            Some(edge) => Self { filters, leader, span: span.up_to(edge), reached: Some(edge.max(0).cast_unsigned()) },
            None => whole(leader),
        })
    }

    pub(super) fn query(&self, limit: u32) -> Query {
        let leader = self.leader.and_then(|index| self.filters.get(index));
        let mut query = Query { sql: format!("SELECT {COLUMNS} FROM "), values: Vec::new() };
        let nr = match leader {
            Some(Filter::Tag { kind, value }) => {
                query.sql.push_str("journal_tag AS t CROSS JOIN journal AS j ON j.nr = t.nr");
                query.add(&format!(" WHERE t.kind = '{kind}' AND t.value = ?"), value.clone());
                "t.nr"
            }
            Some(Filter::Column { name, index, value }) => {
                query.add(&format!("journal AS j INDEXED BY {index} WHERE j.{name} = ?"), value.clone());
                "j.nr"
            }
            Some(Filter::Since(value)) => {
                let those = "(SELECT nr FROM journal INDEXED BY journal_age WHERE received >= ?)";
                query.add(&format!("journal AS j NOT INDEXED WHERE j.nr IN {those}"), value.clone());
                "j.nr"
            }
            None => {
                query.sql.push_str("journal AS j NOT INDEXED WHERE TRUE");
                "j.nr"
            }
        };
        query.add(&format!(" AND {nr} >= ?"), self.span.lowest);
        query.add(&format!(" AND {nr} <= ?"), self.span.highest);
        for (index, filter) in self.filters.iter().enumerate() {
            if self.leader != Some(index) {
                query.add(&format!(" AND {}", filter.condition()), filter.value());
            }
        }
        query.add(&format!(" ORDER BY {nr} {} LIMIT ?", self.span.direction()), limit);
        query
    }
}

/// The number of the last of the first `most` exchanges of the span; none where there are fewer.
fn edge_of_all(connection: &Connection, span: Span, most: i64) -> rusqlite::Result<Option<i64>> {
    let direction = span.direction();
    let sql =
        format!("SELECT nr FROM journal NOT INDEXED WHERE nr BETWEEN ? AND ? ORDER BY nr {direction} LIMIT 1 OFFSET ?");
    connection.prepare_cached(&sql)?.query_row((span.lowest, span.highest, most - 1), |row| row.get(0)).optional()
}

/// A statement and its values. Its text depends only on which filters are given and which one leads.
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Query {
    fn add(&mut self, sql: &str, value: impl Into<Value>) {
        self.sql.push_str(sql);
        self.values.push(value.into());
    }
}

fn integer(number: u64) -> i64 {
    number.min(i64::MAX.unsigned_abs()).cast_signed()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use sac_domain::exchange::{Channel, Ending, Entry, Exchange};

    use super::super::transaction::Transaction;
    use super::super::{journal, open};
    use super::*;
    use crate::permutation::Permutation;
    use crate::testing::noon;

    const COUNT: u64 = 400;

    fn exchange(nr: u64) -> Exchange {
        // Spread like a hash, so that neighbours differ; the clock goes back half-way.
        let spread = nr.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let named = |name: &str, of: u64| format!("{name}{}", spread % of);
        let ending = match spread % 3 {
            0 => Ending::Accepted,
            1 => Ending::Refused { rules: vec![named("rule", 5)] },
            _ => Ending::Dropped,
        };
        let entry = Entry {
            id: nr,
            received: noon() + TimeDelta::seconds((nr % (COUNT / 2)).cast_signed()),
            operation: Some(named("operation", 4)),
            user: Some(named("user", 7)),
            kind: None,
            how: None,
            peer: None,
            ending,
            number: None,
            duration: std::time::Duration::ZERO,
            bytes_in: 0,
            bytes_out: 0,
        };
        Exchange {
            channel: if spread.is_multiple_of(2) { Channel::Soap } else { Channel::Web },
            worker: Some(named("worker", 90)),
            numbers: vec![named("number", 50)],
            ..Exchange::of(entry)
        }
    }

    fn fits(selection: &Selection, one: &Exchange) -> bool {
        let is = |wanted: &Option<String>, found: Option<&str>| wanted.as_deref().is_none_or(|it| found == Some(it));
        let rules = match &one.entry.ending {
            Ending::Refused { rules } => &rules[..],
            _ => &[],
        };
        is(&selection.operation, one.entry.operation.as_deref())
            && is(&selection.caller, one.entry.user.as_deref())
            && is(&selection.worker, one.worker.as_deref())
            && is(&selection.outcome, Some(one.entry.ending.name()))
            && selection.puc.as_ref().is_none_or(|puc| one.numbers.contains(puc))
            && selection.rule.as_ref().is_none_or(|rule| rules.contains(rule))
            && selection.channel.is_none_or(|channel| channel == one.channel)
            && selection.since.is_none_or(|since| one.entry.received >= since)
    }

    /// The numbers that searches find, one after the other, each of which looks at `most` exchanges or a few more.
    fn search(connection: &Connection, selection: &Selection, mut span: Span, limit: u32, most: i64) -> Vec<u64> {
        let filters = Filter::all(selection);
        let mut all: Vec<u64> = Vec::new();
        loop {
            let plan = Plan::of(connection, &filters, span, most).unwrap();
            let query = plan.query(limit);
            let mut statement = connection.prepare(&query.sql).unwrap();
            let rows = statement.query_map(rusqlite::params_from_iter(&query.values), |row| row.get::<_, i64>("nr"));
            all.extend(rows.unwrap().map(|nr| nr.unwrap().unsigned_abs()));
            let Some(reached) = plan.reached.filter(|_| all.len() < limit as usize) else {
                all.truncate(limit as usize);
                return all;
            };
            if span.is_upward {
                span.lowest = integer(reached) + 1;
            } else {
                span.highest = integer(reached) - 1;
            }
        }
    }

    #[test]
    fn whichever_index_leads_and_however_far_it_looks_a_search_finds_the_same() {
        let mut connection = open::memory().unwrap();
        let order = Permutation::new(&[1; 32]);
        let within = connection.transaction().unwrap();
        let all: Vec<Exchange> = (1..=COUNT).map(exchange).collect();
        let mut transaction = Transaction::new(&within, &order);
        for one in &all {
            journal::add(&mut transaction, one).unwrap();
        }
        within.commit().unwrap();
        let some = |name: &str| Some(name.to_owned());
        let since = |seconds| Some(noon() + TimeDelta::seconds(seconds));
        // Each filter is given or not, in every combination.
        for combination in 0..256_u32 {
            let has = |bit: u32| combination & (1 << bit) != 0;
            let selection = Selection {
                operation: some("operation1").filter(|_| has(0)),
                caller: some("user3").filter(|_| has(1)),
                worker: some("worker33").filter(|_| has(2)),
                puc: some("number13").filter(|_| has(3)),
                outcome: some("refused").filter(|_| has(4)),
                rule: some("rule2").filter(|_| has(5)),
                channel: has(6).then_some(Channel::Web),
                since: since(150).filter(|_| has(7)),
                ..Selection::default()
            };
            for (most, limit, after) in [(1, 1000, None), (7, 5, None), (40, 1000, Some(300)), (MOST, 3, Some(200))] {
                let newest = Page { after, limit };
                let expected: Vec<u64> = all
                    .iter()
                    .rev()
                    .map(|one| (one.entry.id, one))
                    .filter(|(nr, one)| after.is_none_or(|after| *nr < after) && fits(&selection, one))
                    .map(|(nr, _)| nr)
                    .take(limit as usize)
                    .collect();
                assert_eq!(
                    search(&connection, &selection, newest.into(), limit, most),
                    expected,
                    "{selection:?} {newest:?} {most}"
                );
                let oldest = Stretch { after: after.unwrap_or_default(), until: 350, limit };
                let expected: Vec<u64> = all
                    .iter()
                    .map(|one| (one.entry.id, one))
                    .filter(|(nr, one)| *nr > oldest.after && *nr <= 350 && fits(&selection, one))
                    .map(|(nr, _)| nr)
                    .take(limit as usize)
                    .collect();
                assert_eq!(
                    search(&connection, &selection, oldest.into(), limit, most),
                    expected,
                    "{selection:?} {oldest:?} {most}"
                );
            }
        }
    }

    #[test]
    fn a_search_says_how_far_it_came_only_where_something_is_left() {
        let connection = open::memory().unwrap();
        let filters =
            Filter::all(&Selection { operation: Some("a".into()), outcome: Some("b".into()), ..Selection::default() });
        let plan = Plan::of(&connection, &filters, Page { after: None, limit: 1 }.into(), 1).unwrap();
        assert_eq!(plan.reached, None);
    }
}
