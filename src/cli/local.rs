//! The gateway that runs out of a data directory of this machine.

use std::path::{Path, PathBuf};

use sac_gateway::client::Target;

use super::announcement::Announcement;
use super::failure::Failure;

/// The announcement that a running gateway keeps in its data directory.
pub(super) const FILE_NAME: &str = "gateway.json";

/// The gateway that runs out of a data directory, as far as a client needs to know it.
pub(super) struct LocalGateway {
    /// Where it listens.
    pub target: Target,
    /// The CA to trust.
    pub ca: PathBuf,
    /// The certificate to encrypt with.
    pub encryption_certificate: PathBuf,
}

impl LocalGateway {
    /// The gateway of this data directory, if one has announced itself there.
    pub(super) fn find(data_dir: &Path) -> Result<Option<Self>, Failure> {
        let Some(announcement) = Announcement::read(&data_dir.join(FILE_NAME))? else { return Ok(None) };
        Ok(Some(Self {
            target: Target::parse(&announcement.endpoint)?,
            ca: announcement.ca,
            encryption_certificate: announcement.encryption_certificate,
        }))
    }

    /// The address meant by `given`, or else this gateway's; and the gateway, where it is the one meant.
    pub(super) fn resolve(
        data_dir: &Path,
        given: Option<&str>,
        flag: &'static str,
    ) -> Result<(Target, Option<Self>), Failure> {
        let Some(text) = given else {
            let local = Self::find(data_dir)?;
            let local =
                local.ok_or_else(|| Failure::NoGateway { data_dir: data_dir.to_owned(), file: FILE_NAME, flag })?;
            return Ok((local.target.clone(), Some(local)));
        };
        let target = Target::parse(text)?;
        // A broken announcement must not keep anybody from calling another gateway.
        let local = Self::find(data_dir).ok().flatten();
        Ok((target.clone(), local.filter(|local| is_same(&local.target, &target))))
    }
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
    use super::*;

    fn announce(data_dir: &Path) {
        let announcement = Announcement {
            endpoint: "https://localhost:8443/x".to_owned(),
            wsdl: String::new(),
            ca: "ca.pem".into(),
            encryption_certificate: "c.cer".into(),
            encryption_certificate_pem: PathBuf::new(),
            pid: 1,
            version: String::new(),
        };
        announcement.write(&data_dir.join(FILE_NAME)).unwrap();
    }

    #[test]
    fn what_is_known_of_the_local_gateway_is_used_for_it_only() {
        let folder = tempfile::tempdir().unwrap();
        let is_local = |given| LocalGateway::resolve(folder.path(), given, "--to URL").unwrap().1.is_some();
        let none = LocalGateway::resolve(folder.path(), None, "--to URL");
        assert!(matches!(none, Err(Failure::NoGateway { .. })));
        assert!(!is_local(Some("https://localhost:8443")));
        announce(folder.path());
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
    }
}
