//! Workers of the default people whose calls go wrong by themselves, so that a person at a
//! keyboard can see it without an API. `data/seed.toml` has them, `docs/fault-plan.md` names them.

use std::sync::{Arc, LazyLock};
use std::time;

use sac_domain::duration::Duration;

use super::action::{Action, RetryAfter};
use super::phase::Phase;
use super::rule::Rule;

/// One rule for each of the workers. It acts on every second call about the worker.
pub static STANDING: LazyLock<Vec<Arc<Rule>>> = LazyLock::new(|| {
    let rule = |(worker, phase, action): &(&str, Phase, Action)| {
        let name = format!("seed-{worker}");
        let rule = Rule { phase: Some(*phase), times: 0, ..Rule::new(action.clone()) };
        Arc::new(rule.named(&name).worker(worker))
    };
    workers().iter().map(rule).collect()
});

fn workers() -> [(&'static str, Phase, Action); 8] {
    [
        ("GSTMTU70A01H501B", Phase::After, Action::NoReply { hold: seconds(60) }),
        ("GSTRTT70A01H501F", Phase::After, Action::Reset {}),
        ("GSTCHS70A01H501S", Phase::After, Action::Close {}),
        ("GSTTNC70A01H501W", Phase::After, Action::Cut { at: 200 }),
        ("GSTLNT70A01H501F", Phase::After, Action::Delay { by: seconds(30) }),
        ("GSTFRM70A01H501G", Phase::Before, Action::Status { code: 503, retry_after: Some(RetryAfter::Seconds(5)) }),
        ("GSTNPS70A01H501P", Phase::Before, Action::InpsUnavailable {}),
        ("GSTPGN70A01H501Y", Phase::Before, Action::HttpErrorPage {}),
    ]
}

fn seconds(seconds: u64) -> Duration {
    Duration(time::Duration::from_secs(seconds))
}
