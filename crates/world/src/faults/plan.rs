//! The rules of a world, with their counts.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::action::BadAction;
use super::call::{ANY, Call, operations};
use super::rule::Rule;
use super::standing::STANDING;
use sac_domain::likeness::{closest, meant};
use sac_domain::words::Text;

/// The most rules of a plan.
const MOST: usize = 1000;

/// The fault plan of a world. Clones are the same one.
#[derive(Clone, Debug, Default)]
pub struct FaultPlan(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    plan: Mutex<Plan>,
    /// Whether there is any rule, so that the way of a message without one takes no lock.
    has_rules: AtomicBool,
    /// The same for rules that end handshakes.
    ends_handshakes: AtomicBool,
    /// The plan of the first day.
    first: Vec<Rule>,
    /// Whether certain workers of the default people make calls go wrong by themselves.
    has_standing: bool,
}

#[derive(Clone, Debug, Default)]
struct Plan {
    rules: Vec<Counted>,
    /// Counts of the standing rules.
    standing: Vec<u64>,
    /// How many names have been made up.
    named: u64,
}

#[derive(Clone, Debug)]
struct Counted {
    rule: Arc<Rule>,
    count: u64,
}

/// A plan with its counts, to be kept and restored.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PlanState {
    rules: Vec<(Rule, u64)>,
    standing: Vec<u64>,
    named: u64,
}

/// Why a rule is not taken into a plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", detail.en)]
pub struct PlanError {
    /// Where in the rule, as a JSON pointer.
    pub pointer: String,
    /// Which rule of several, from 0.
    pub index: usize,
    /// What is wrong, and what would be right.
    pub detail: Text,
    /// Whether the rule is right, and its name is another's.
    pub is_taken: bool,
}

impl FaultPlan {
    /// A plan that begins with these rules.
    ///
    /// # Errors
    /// A rule that cannot be taken.
    pub fn new(rules: Vec<Rule>, has_standing: bool) -> Result<Self, PlanError> {
        let mut plan = Plan::default();
        let first = plan.checked(rules)?;
        plan.rules = first.iter().cloned().map(Counted::new).collect();
        let shared = Shared { plan: Mutex::new(plan), first, has_standing, ..Shared::default() };
        let this = Self(Arc::new(shared));
        this.note(&this.lock());
        Ok(this)
    }

    /// The rules, in the order in which they are asked.
    #[must_use]
    pub fn rules(&self) -> Vec<Rule> {
        self.lock().rules.iter().map(|counted| Rule::clone(&counted.rule)).collect()
    }

    /// Replaces all rules; each begins to count anew. Returns them with their names.
    ///
    /// # Errors
    /// A rule that cannot be taken; the plan is as it was.
    pub fn replace(&self, rules: Vec<Rule>) -> Result<Vec<Rule>, PlanError> {
        let mut plan = self.lock();
        let old = std::mem::take(&mut plan.rules);
        match plan.checked(rules) {
            Ok(rules) => {
                plan.rules = rules.iter().cloned().map(Counted::new).collect();
                self.note(&plan);
                Ok(rules)
            }
            Err(error) => {
                plan.rules = old;
                Err(error)
            }
        }
    }

    /// Adds a rule behind the others, and returns it with its name.
    ///
    /// # Errors
    /// A rule that cannot be taken.
    pub fn add(&self, rule: Rule) -> Result<Rule, PlanError> {
        let mut plan = self.lock();
        let rule = plan.checked(vec![rule])?.remove(0);
        plan.rules.push(Counted::new(rule.clone()));
        self.note(&plan);
        Ok(rule)
    }

    /// Removes the rule of this name; `false` if there is none.
    #[must_use]
    pub fn remove(&self, id: &str) -> bool {
        let mut plan = self.lock();
        let before = plan.rules.len();
        plan.rules.retain(|counted| counted.rule.id() != id);
        self.note(&plan);
        plan.rules.len() < before
    }

    /// Removes every rule.
    pub fn clear(&self) {
        let mut plan = self.lock();
        plan.rules.clear();
        self.note(&plan);
    }

    /// Makes it the plan of the first day again.
    pub fn reset(&self) {
        let mut plan = self.lock();
        *plan = Plan { rules: self.0.first.iter().cloned().map(Counted::new).collect(), ..Plan::default() };
        self.note(&plan);
    }

    /// The rules with their counts.
    #[must_use]
    pub fn state(&self) -> PlanState {
        let Plan { rules, standing, named } = self.lock().clone();
        let rules = rules.into_iter().map(|counted| (Rule::clone(&counted.rule), counted.count));
        PlanState { rules: rules.collect(), standing, named }
    }

    /// How many calls the rule of this name has fitted so far; nothing where there is none.
    #[must_use]
    pub fn count(&self, id: &str) -> Option<u64> {
        self.lock().rules.iter().find(|counted| counted.rule.id() == id).map(|counted| counted.count)
    }

    /// Brings back rules with their counts.
    pub fn restore(&self, state: PlanState) {
        let PlanState { rules, standing, named } = state;
        let rules = rules.into_iter().map(|(rule, count)| Counted { rule: Arc::new(rule), count }).collect();
        let mut plan = self.lock();
        *plan = Plan { rules, standing, named };
        self.note(&plan);
    }

    /// Whether there is any rule at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.0.has_rules.load(Ordering::Relaxed)
    }

    /// Counts the call with every rule that it fits, and gives the first one that acts on it. To
    /// be asked once for each call.
    #[must_use]
    pub fn on_call(&self, call: &Call<'_>) -> Option<Arc<Rule>> {
        if self.is_empty() {
            return None;
        }
        let mut plan = self.lock();
        let of_plan = plan.count(|rule| !rule.is_of_handshakes() && rule.fits(call));
        let standing = if self.0.has_standing && !call.is_delivery() { plan.count_standing(call) } else { None };
        of_plan.or(standing)
    }

    /// The same for a TLS handshake: rules that end one count handshakes, of whatever call.
    #[must_use]
    pub fn on_handshake(&self) -> Option<Arc<Rule>> {
        if !self.0.ends_handshakes.load(Ordering::Relaxed) {
            return None;
        }
        self.lock().count(Rule::is_of_handshakes)
    }

    fn note(&self, plan: &Plan) {
        self.0.has_rules.store(self.0.has_standing || !plan.rules.is_empty(), Ordering::Relaxed);
        let ends_handshakes = plan.rules.iter().any(|counted| counted.rule.is_of_handshakes());
        self.0.ends_handshakes.store(ends_handshakes, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Plan> {
        self.0.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counted {
    fn new(rule: Rule) -> Self {
        Self { rule: Arc::new(rule), count: 0 }
    }
}

impl Plan {
    fn count(&mut self, fits: impl Fn(&Rule) -> bool) -> Option<Arc<Rule>> {
        let mut acting = None;
        for counted in &mut self.rules {
            if fits(&counted.rule) {
                counted.count += 1;
                if acting.is_none() && counted.rule.acts_on(counted.count) {
                    acting = Some(Arc::clone(&counted.rule));
                }
            }
        }
        acting
    }

    /// A standing rule acts on every second call, so that a client that sends again succeeds.
    fn count_standing(&mut self, call: &Call<'_>) -> Option<Arc<Rule>> {
        let worker = call.worker?;
        let index = STANDING.iter().position(|rule| rule.worker.as_deref() == Some(worker))?;
        self.standing.resize(STANDING.len(), 0);
        self.standing[index] += 1;
        (self.standing[index] % 2 == 1).then(|| Arc::clone(&STANDING[index]))
    }

    /// The rules with names, beside those of the plan.
    fn checked(&mut self, rules: Vec<Rule>) -> Result<Vec<Rule>, PlanError> {
        let mut names: HashSet<String> = self.rules.iter().map(|counted| counted.rule.id().to_owned()).collect();
        let mut taken = Vec::new();
        for (index, mut rule) in rules.into_iter().enumerate() {
            let bad = |pointer: String, detail: Text| PlanError { pointer, index, detail, is_taken: false };
            if names.len() >= MOST {
                let detail = Text::new(
                    format!("un piano ha al massimo {MOST} regole"),
                    format!("a plan has {MOST} rules at most"),
                );
                return Err(bad(String::new(), detail));
            }
            check(&rule).map_err(|(pointer, detail)| bad(pointer, detail))?;
            let id = match rule.id.take() {
                Some(id) if names.contains(&id) => {
                    let detail =
                        Text::new(format!("c'è già una regola `{id}`"), format!("there already is a rule `{id}`"));
                    return Err(PlanError { is_taken: true, ..bad("/id".to_owned(), detail) });
                }
                Some(id) => id,
                None => self.made_up(&names),
            };
            names.insert(id.clone());
            rule.phase = Some(rule.phase());
            taken.push(Rule { id: Some(id), ..rule });
        }
        Ok(taken)
    }

    fn made_up(&mut self, names: &HashSet<String>) -> String {
        loop {
            self.named += 1;
            let name = format!("fault-{}", self.named);
            if !names.contains(&name) {
                return name;
            }
        }
    }
}

/// Checks what the types leave open.
fn check(rule: &Rule) -> Result<(), (String, Text)> {
    let bad = |pointer: &str, it: &str, en: &str| Err((pointer.to_owned(), Text::new(it, en)));
    let is_id = |id: &str| {
        (1..=100).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b))
    };
    if rule.id.as_deref().is_some_and(|id| !is_id(id)) {
        return bad(
            "/id",
            "un nome ha da 1 a 100 caratteri tra a-z, A-Z, 0-9 e - _ . :",
            "a name has 1 to 100 of a-z, A-Z, 0-9 and - _ . :",
        );
    }
    if rule.nth == 0 {
        return bad("/nth", "si conta da 1", "it is counted from 1");
    }
    check_operation(rule).map_err(|detail| ("/operation".to_owned(), detail))?;
    let is_about_a_call = rule.operation != ANY || rule.caller.is_some() || rule.worker.is_some() || rule.puc.is_some();
    if rule.is_of_handshakes() && is_about_a_call {
        return bad(
            "/do/kind",
            "nell'handshake della chiamata non si sa nulla: togliere operation, caller, worker, puc",
            "in a handshake nothing is known of the call: leave out operation, caller, worker, puc",
        );
    }
    let is_of_deliveries = rule.action.is_of_deliveries();
    if rule.operation != ANY && rule.operation.starts_with(super::call::DELIVERY) != is_of_deliveries {
        return bad(
            "/do/kind",
            "ai messaggi succedono delivery-transient, delivery-permanent, delivery-delay e no-receipt, e nient'altro: \
             l'operazione è delivery:email, delivery:pec, delivery:sms, delivery:letter, o * per tutti",
            "messages go wrong by delivery-transient, delivery-permanent, delivery-delay and no-receipt, and nothing \
             else does: the operation is delivery:email, delivery:pec, delivery:sms, delivery:letter, or * for all of them",
        );
    }
    if rule.to.is_some() && !is_of_deliveries {
        return bad(
            "/to",
            "solo un messaggio ha un destinatario: l'operazione è delivery:email, delivery:pec, …",
            "only a message has an address: the operation is delivery:email, delivery:pec, …",
        );
    }
    rule.action.check(rule.phase).map_err(|BadAction { member, detail }| (format!("/do/{member}"), detail))
}

fn check_operation(rule: &Rule) -> Result<(), Text> {
    let name = rule.operation.as_str();
    if operations().any(|known| known == name) {
        return Ok(());
    }
    let nearest = closest(name, operations());
    let meant = meant(nearest.first().copied());
    Err(Text::new(format!("l'operazione `{name}` non esiste"), format!("there is no operation `{name}`"))
        .followed_by(&meant))
}
