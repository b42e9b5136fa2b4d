//! The gateway that runs out of a data directory of this machine.

use std::path::{Path, PathBuf};

use sac_gateway::client::Target;
use sac_gateway::domain::words::Said;

use super::announcement::Announcement;
use super::failure::Failure;

/// The announcement that a running gateway keeps in its data directory.
pub(super) const FILE_NAME: &str = "gateway.json";

/// The gateway that runs out of a data directory, as far as a client needs to know it.
pub(super) struct LocalGateway {
    /// Where this machine reaches it.
    pub target: Target,
    /// The address that it announces.
    announced: Target,
    /// The CA to trust.
    pub ca: PathBuf,
    /// The certificate to encrypt with.
    pub encryption_certificate: PathBuf,
}

impl LocalGateway {
    /// The gateway of this data directory, if one has announced itself there.
    pub(super) fn find(data_dir: &Path) -> Result<Option<Self>, Failure> {
        let Some(announcement) = Announcement::read(&data_dir.join(FILE_NAME))? else { return Ok(None) };
        let announced = Target::parse(&announcement.endpoint)?;
        Ok(Some(Self {
            target: from_this_machine(&announced)?,
            announced,
            ca: announcement.ca,
            encryption_certificate: announcement.encryption_certificate,
        }))
    }

    /// The address meant by `given`, or else this gateway's; and the gateway, where it is the one meant.
    pub(super) fn resolve(data_dir: &Path, given: Option<&str>, flag: Said) -> Result<(Target, Option<Self>), Failure> {
        let Some(text) = given else {
            let local = Self::find(data_dir)?;
            let local =
                local.ok_or_else(|| Failure::NoGateway { data_dir: data_dir.to_owned(), file: FILE_NAME, flag })?;
            return Ok((local.target.clone(), Some(local)));
        };
        let target = Target::parse(text)?;
        // A broken announcement must not keep anybody from calling another gateway.
        let local = Self::find(data_dir).ok().flatten();
        let is_meant = |local: &Self| is_same(&local.target, &target) || is_same(&local.announced, &target);
        Ok((target.clone(), local.filter(is_meant)))
    }
}

/// A gateway announces a name only where it listens on all addresses, and whether the name leads
/// here is for the network's names to say: `localhost` does.
fn from_this_machine(announced: &Target) -> Result<Target, Failure> {
    let host = announced.host();
    if host == "localhost" || host.parse::<std::net::IpAddr>().is_ok() {
        return Ok(announced.clone());
    }
    let scheme = if announced.is_tls() { "https" } else { "http" };
    Ok(Target::parse(&format!("{scheme}://localhost:{}{}", announced.port(), announced.path_and_query()))?)
}

/// Whether both are one service: the same address, or two names of this machine with one port.
fn is_same(one: &Target, other: &Target) -> bool {
    let this_machine = |target: &Target| {
        target.host().eq_ignore_ascii_case("localhost")
            || target.host().parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    };
    let same_host = one.host().eq_ignore_ascii_case(other.host()) || (this_machine(one) && this_machine(other));
    same_host && (one.is_tls(), one.port()) == (other.is_tls(), other.port())
}

#[cfg(test)]
mod tests {
    use sac_gateway::domain::words::said;

    use super::*;

    fn announce(data_dir: &Path, endpoint: &str) {
        let announcement = Announcement {
            endpoint: endpoint.to_owned(),
            wsdl: String::new(),
            ca: "ca.pem".into(),
            encryption_certificate: "c.cer".into(),
            encryption_certificate_pem: PathBuf::new(),
            control: None,
            control_token: None,
            pid: 1,
            version: String::new(),
        };
        announcement.write(&data_dir.join(FILE_NAME)).unwrap();
    }

    #[test]
    fn what_is_known_of_the_local_gateway_is_used_for_it_only() {
        let folder = tempfile::tempdir().unwrap();
        let is_local =
            |given| LocalGateway::resolve(folder.path(), given, said("--to URL", "--to URL")).unwrap().1.is_some();
        let none = LocalGateway::resolve(folder.path(), None, said("--to URL", "--to URL"));
        assert!(matches!(none, Err(Failure::NoGateway { .. })));
        assert!(!is_local(Some("https://localhost:8443")));
        announce(folder.path(), "https://localhost:8443/x");
        let cases = [
            (None, true),
            (Some("https://localhost:8443"), true),
            (Some("https://127.0.0.1:8443/other"), true),
            (Some("https://[::1]:8443"), true),
            (Some("https://localhost:8444"), false),
            (Some("http://localhost:8443"), false),
            (Some("https://sac.example.org:8443"), false),
        ];
        for (given, expected) in cases {
            assert_eq!(is_local(given), expected, "{given:?}");
        }
        announce(folder.path(), "https://sac.example:8443/x");
        let (target, _) = LocalGateway::resolve(folder.path(), None, said("--to URL", "--to URL")).unwrap();
        assert_eq!(target.to_string(), "https://localhost:8443/x");
        for given in ["https://sac.example:8443", "https://127.0.0.1:8443"] {
            assert!(is_local(Some(given)), "{given}");
        }
        assert!(!is_local(Some("https://other.example:8443")));
    }
}
