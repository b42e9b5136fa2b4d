//! Variables of the environment that look like ours and are not.

use sac_gateway::config::{SETTINGS, Setting};
use sac_gateway::domain::likeness::closest;

/// Those that are not settings.
const OTHERS: [&str; 6] = ["SAC_CONFIG", "SAC_DATA_DIR", "SAC_USER", "SAC_PASSWORD", "SAC_PINCODE", "SAC_LANG"];

/// What to say of a variable that nothing reads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unused {
    /// Almost the name of this one: it was meant, and would be without effect.
    Misspelt {
        /// What is set.
        name: String,
        /// What was meant.
        meant: String,
    },
    /// Of another program, or of a later release.
    Unknown(String),
}

/// Of these variables those that begin with `SAC_` and that nothing reads. Those that Kubernetes sets
/// for each service (`SAC_SERVICE_HOST`, `SAC_PORT_8443_TCP`) are not ours, and are passed over.
pub(super) fn unused(variables: impl IntoIterator<Item = (String, String)>) -> Vec<Unused> {
    let known: Vec<String> = SETTINGS.iter().map(Setting::variable).chain(OTHERS.map(str::to_owned)).collect();
    let ours = variables.into_iter().filter(|(name, value)| {
        name.starts_with("SAC_") && !value.is_empty() && !known.contains(name) && !is_service_link(name, value)
    });
    let mut unused: Vec<Unused> = ours
        .map(|(name, _)| match meant(&name, &known) {
            Some(meant) => Unused::Misspelt { meant, name },
            None => Unused::Unknown(name),
        })
        .collect();
    unused.sort_by_key(|one| matches!(one, Unused::Unknown(_)));
    unused
}

/// Only what differs by a slip counts: `SAC_LISTENS` is refused, `SAC_ORACLE_CASES` is another program's.
fn meant(name: &str, known: &[String]) -> Option<String> {
    let bare = |name: &str| name.trim_start_matches("SAC_").to_owned();
    let names: Vec<String> = known.iter().map(|name| bare(name)).collect();
    let written = bare(name);
    let found = *closest(&written, names.iter().map(String::as_str)).first()?;
    let slips = written.chars().count().abs_diff(found.chars().count());
    let same = written.chars().filter(|c| found.contains(*c)).count();
    let is_slip = slips <= 2 && same + 2 >= written.chars().count();
    is_slip.then(|| format!("SAC_{found}"))
}

fn is_service_link(name: &str, value: &str) -> bool {
    let is_url = value.starts_with("tcp://") || value.starts_with("udp://") || value.starts_with("sctp://");
    name.ends_with("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || is_url && name.contains("_PORT")
        || ["_TCP_", "_UDP_", "_SCTP_"].iter().any(|part| name.contains("_PORT_") && name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_what_kubernetes_sets_is_passed_over() {
        let unused = |name: &str, value: &str| unused([(name.to_owned(), value.to_owned())]);
        for (name, meant) in [
            ("SAC_LISTENS", "SAC_LISTEN"),
            ("SAC_LISTN", "SAC_LISTEN"),
            ("SAC_PASWORD", "SAC_PASSWORD"),
            ("SAC_DUPLICATE", "SAC_DUPLICATES"),
            ("SAC_MAX_BODY_BYTE", "SAC_MAX_BODY_BYTES"),
        ] {
            assert_eq!(unused(name, "x"), [Unused::Misspelt { name: name.to_owned(), meant: meant.to_owned() }]);
        }
        for (name, value) in [
            ("SAC_SERVICE_HOST", "10.0.0.1"),
            ("SAC_SERVICE_PORT", "8443"),
            ("SAC_SERVICE_PORT_HTTPS", "8443"),
            ("SAC_PORT", "tcp://10.0.0.1:8443"),
            ("SAC_PORT_8443_TCP", "tcp://10.0.0.1:8443"),
            ("SAC_PORT_8443_TCP_PROTO", "tcp"),
            ("SAC_LISTEN", "x"),
            ("SAC_LISTENS", ""),
            ("SACCO", "x"),
        ] {
            assert_eq!(unused(name, value), [], "{name}");
        }
        assert_eq!(unused("SAC_ORACLE_CASES", "5"), [Unused::Unknown("SAC_ORACLE_CASES".to_owned())]);
    }
}
