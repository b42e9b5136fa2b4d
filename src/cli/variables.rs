//! Variables of the environment that look like ours and are not.

use std::net::IpAddr;

use sac_gateway::config::{SETTINGS, Setting};
use sac_gateway::domain::likeness::closest;

/// Those that are not settings.
const OTHERS: [&str; 7] =
    ["SAC_CONFIG", "SAC_DATA_DIR", "SAC_USER", "SAC_PASSWORD", "SAC_PINCODE", "SAC_LANG", SMTP_PASSWORD];
/// The password of the mail server, for the user of the setting `smtp_user`.
pub(super) const SMTP_PASSWORD: &str = "SAC_SMTP_PASSWORD";

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
    /// All that Kubernetes set in the pod for services called `sac` or `sac-…`.
    ServiceLinks(Vec<String>),
}

/// Of these variables those that begin with `SAC_` and that nothing reads: first what is misspelt, last
/// what Kubernetes set.
pub(super) fn unused(variables: impl IntoIterator<Item = (String, String)>) -> Vec<Unused> {
    let known: Vec<String> = SETTINGS.iter().map(Setting::variable).chain(OTHERS.map(str::to_owned)).collect();
    let ours = variables
        .into_iter()
        .filter(|(name, value)| name.starts_with("SAC_") && !value.is_empty() && !known.contains(name));
    let (links, others): (Vec<_>, Vec<_>) = ours.partition(|(name, value)| is_service_link(name, value));
    let mut unused: Vec<Unused> = others
        .into_iter()
        .map(|(name, _)| match meant(&name, &known) {
            Some(meant) => Unused::Misspelt { meant, name },
            None => Unused::Unknown(name),
        })
        .collect();
    unused.sort_by_key(|one| matches!(one, Unused::Unknown(_)));
    let mut links: Vec<String> = links.into_iter().map(|(name, _)| name).collect();
    links.sort_unstable();
    unused.extend((!links.is_empty()).then_some(Unused::ServiceLinks(links)));
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

/// Whether Kubernetes sets such a variable, with such a value, for a service whose name begins with `sac`.
///
/// For each service of the namespace it sets, in the style of Docker's links, `…_SERVICE_HOST`,
/// `…_SERVICE_PORT` and `…_SERVICE_PORT_NAME`, `…_PORT`, and `…_PORT_8443_TCP` alone and followed by
/// `_PROTO`, `_PORT` and `_ADDR`.
fn is_service_link(name: &str, value: &str) -> bool {
    let is_number = |text: &str| text.parse::<u16>().is_ok();
    let is_address = |text: &str| text.parse::<IpAddr>().is_ok();
    if name.ends_with("_SERVICE_HOST") {
        return is_address(value);
    }
    if name.contains("_SERVICE_PORT") {
        return is_number(value);
    }
    let is_url = PROTOCOLS.iter().any(|protocol| {
        value.strip_prefix(protocol).and_then(|rest| rest.strip_prefix("://")).is_some_and(|rest| !rest.is_empty())
    });
    if name.ends_with("_PORT") && is_url {
        return true;
    }
    let Some((_, of_port)) =
        name.rsplit_once("_PORT_").filter(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))
    else {
        return false;
    };
    let (_, of_protocol) = of_port.split_once('_').unwrap_or((of_port, ""));
    let (protocol, part) = of_protocol.split_once('_').unwrap_or((of_protocol, ""));
    let is_protocol = |text: &str| PROTOCOLS.contains(&text.to_ascii_lowercase().as_str());
    is_protocol(protocol)
        && match part {
            "" => is_url,
            "PROTO" => is_protocol(value),
            "PORT" => is_number(value),
            "ADDR" => is_address(value),
            _ => false,
        }
}

const PROTOCOLS: [&str; 3] = ["tcp", "udp", "sctp"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_what_is_no_slip_is_of_another_program() {
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
        for (name, value) in [("SAC_LISTEN", "x"), ("SAC_LISTENS", ""), ("SACCO", "x")] {
            assert_eq!(unused(name, value), [], "{name}");
        }
        assert_eq!(unused("SAC_ORACLE_CASES", "5"), [Unused::Unknown("SAC_ORACLE_CASES".to_owned())]);
    }
    /// All that Kubernetes sets for the services `sac`, `sac-mail` and `sac-v6` of a namespace.
    const LINKS: [(&str, &str); 22] = [
        ("SAC_SERVICE_HOST", "10.43.7.21"),
        ("SAC_SERVICE_PORT", "8443"),
        ("SAC_SERVICE_PORT_HTTPS", "8443"),
        ("SAC_SERVICE_PORT_CONTROL", "8444"),
        ("SAC_PORT", "tcp://10.43.7.21:8443"),
        ("SAC_PORT_8443_TCP", "tcp://10.43.7.21:8443"),
        ("SAC_PORT_8443_TCP_PROTO", "tcp"),
        ("SAC_PORT_8443_TCP_PORT", "8443"),
        ("SAC_PORT_8443_TCP_ADDR", "10.43.7.21"),
        ("SAC_PORT_53_UDP", "udp://10.43.7.21:53"),
        ("SAC_PORT_53_UDP_PROTO", "udp"),
        ("SAC_PORT_53_UDP_PORT", "53"),
        ("SAC_PORT_53_UDP_ADDR", "10.43.7.21"),
        ("SAC_PORT_9_SCTP", "sctp://10.43.7.21:9"),
        ("SAC_MAIL_SERVICE_HOST", "10.43.7.22"),
        ("SAC_MAIL_SERVICE_PORT_SMTP", "25"),
        ("SAC_MAIL_PORT", "tcp://10.43.7.22:25"),
        ("SAC_MAIL_PORT_25_TCP_ADDR", "10.43.7.22"),
        ("SAC_V6_SERVICE_HOST", "fd00::7"),
        ("SAC_V6_PORT", "tcp://[fd00::7]:8443"),
        ("SAC_V6_PORT_8443_TCP", "tcp://[fd00::7]:8443"),
        ("SAC_V6_PORT_8443_TCP_ADDR", "fd00::7"),
    ];

    #[test]
    fn what_kubernetes_sets_is_one_finding_whatever_the_service_and_its_ports() {
        let owned = LINKS.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut names: Vec<String> = owned.iter().map(|(name, _)| name.clone()).collect();
        names.sort_unstable();
        assert_eq!(unused(owned.clone()), [Unused::ServiceLinks(names.clone())]);
        // A slip beside them is found as ever, and comes first.
        let slip = ("SAC_LISTN".to_owned(), "x".to_owned());
        let found = unused(owned.into_iter().chain([slip]));
        let misspelt = Unused::Misspelt { name: "SAC_LISTN".to_owned(), meant: "SAC_LISTEN".to_owned() };
        assert_eq!(found, [misspelt, Unused::ServiceLinks(names)]);
    }

    #[test]
    fn a_person_s_variable_of_such_a_name_is_not_taken_for_kubernetes() {
        for (name, value) in [
            ("SAC_PORT", "8443"),
            ("SAC_PORT", "tcp://"),
            ("SAC_SERVICE_HOST", "my host"),
            ("SAC_SERVICE_PORT", "all"),
            ("SAC_PORT_8443_TCP", "8443"),
            ("SAC_PORT_8443_TCP_PROTO", "x"),
            ("SAC_PORT_8443_TCP_WORD", "tcp"),
            ("SAC_PORT_X_TCP", "tcp://10.0.0.1:1"),
        ] {
            let found = unused([(name.to_owned(), value.to_owned())]);
            assert!(matches!(&*found, [Unused::Unknown(_) | Unused::Misspelt { .. }]), "{name}={value}: {found:?}");
        }
    }

    #[test]
    fn no_setting_has_a_name_that_kubernetes_would_set() {
        // The name is given; it would be a link's beside a service that is called `sac-smtp`.
        for setting in SETTINGS.iter().filter(|setting| setting.key != "smtp_port") {
            let name = setting.variable();
            let is_link =
                ["1", "10.0.0.1", "tcp", "tcp://10.0.0.1:1"].iter().any(|value| is_service_link(&name, value));
            assert!(!is_link, "{name}");
        }
    }
}
