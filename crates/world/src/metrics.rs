//! What is counted of the exchanges of all worlds together. It holds no personal data.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use sac_domain::exchange::Entry;

/// The upper bounds of the histogram of durations, in seconds.
const BOUNDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
/// In the place of an operation that is not known.
const NO_OPERATION: &str = "none";

/// The counters. Clones count together.
#[derive(Clone, Debug)]
pub struct Metrics {
    exchanges: Family<Exchange, Counter>,
    durations: Family<Operation, Histogram>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Exchange {
    operation: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    operation: String,
}

impl Default for Metrics {
    fn default() -> Self {
        let durations = Family::new_with_constructor((|| Histogram::new(BOUNDS)) as fn() -> Histogram);
        Self { exchanges: Family::default(), durations }
    }
}

impl Metrics {
    /// Counts an exchange.
    pub fn observe(&self, entry: &Entry) {
        let operation = entry.operation.as_deref().unwrap_or(NO_OPERATION).to_owned();
        let outcome = entry.ending.name();
        self.durations.get_or_create(&Operation { operation: operation.clone() }).observe(entry.duration.as_secs_f64());
        self.exchanges.get_or_create(&Exchange { operation, outcome }).inc();
    }

    /// Names the counters in a registry.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("exchanges", "Exchanges, by operation and outcome", self.exchanges.clone());
        registry.register(
            "exchange_duration_seconds",
            "From a request's first byte to the answer",
            self.durations.clone(),
        );
    }
}
