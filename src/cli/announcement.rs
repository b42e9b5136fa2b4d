//! What a running gateway tells scripts about itself, in a file.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf, absolute};

use serde::{Deserialize, Serialize};

use sac_gateway::Gateway;
use sac_gateway::gateway::Control;

use super::draft;
use super::failure::{Doing, Failure};

/// What a running gateway tells scripts about itself. Paths are absolute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Announcement {
    /// The address to send messages to.
    pub endpoint: String,
    /// The address of the WSDL.
    pub wsdl: String,
    /// The CA of the server's certificate, PEM.
    pub ca: PathBuf,
    /// The certificate to encrypt fields with, DER.
    pub encryption_certificate: PathBuf,
    /// The same, PEM.
    pub encryption_certificate_pem: PathBuf,
    /// The address of the control API, unless it is off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<String>,
    /// The file with the token that the control API asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control_token: Option<PathBuf>,
    /// The gateway's process.
    pub pid: u32,
    /// The gateway's version.
    pub version: String,
}

impl Announcement {
    /// What there is to tell about `gateway`, which runs in this process.
    pub(super) fn of(gateway: &Gateway) -> io::Result<Self> {
        Ok(Self {
            endpoint: gateway.endpoint(),
            wsdl: gateway.wsdl(),
            ca: absolute(gateway.ca_path())?,
            encryption_certificate: absolute(gateway.encryption_certificate_path())?,
            encryption_certificate_pem: absolute(gateway.encryption_certificate_pem_path())?,
            control: gateway.control().map(Control::url),
            control_token: gateway.control().map(|control| absolute(control.token_path())).transpose()?,
            pid: std::process::id(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    /// Writes the file, so that whoever looks finds all of it or nothing.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let json =
            serde_json::to_string(self).map_err(|cause| Failure::Announcement { path: path.to_owned(), cause })?;
        let written = draft::beside(path).and_then(|mut draft| {
            writeln!(draft, "{json}")?;
            draft.as_file().sync_all()?;
            draft.persist(path)?;
            Ok(())
        });
        written.map_err(Failure::file(Doing::Write, path))
    }

    /// Reads the file, if it is there.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Failure> {
        match fs::read(path) {
            Ok(json) => serde_json::from_slice(&json)
                .map(Some)
                .map_err(|cause| Failure::Announcement { path: path.to_owned(), cause }),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Failure::file(Doing::Read, path)(cause)),
        }
    }

    /// Removes a file that a gateway left which did not stop in good order.
    pub(super) fn discard(path: &Path) -> Result<(), Failure> {
        match fs::remove_file(path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(Failure::file(Doing::Remove, path)(cause)),
            _ => Ok(()),
        }
    }

    /// Removes the file, if it is still this process's.
    pub(super) fn withdraw(&self, path: &Path) {
        if Self::read(path).is_ok_and(|found| found.as_ref() == Some(self)) {
            // A file left behind does no harm: whoever follows it finds nobody there.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_withdrawn_only_by_its_own_process() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gateway.json");
        assert_eq!(Announcement::read(&path).unwrap(), None);
        let mine = Announcement {
            endpoint: "https://localhost:1/x".to_owned(),
            wsdl: "https://localhost:1/x?wsdl".to_owned(),
            ca: "ca.pem".into(),
            encryption_certificate: "c.cer".into(),
            encryption_certificate_pem: "c.pem".into(),
            control: Some("http://127.0.0.1:2".to_owned()),
            control_token: Some("control.token".into()),
            pid: 1,
            version: "0".to_owned(),
        };
        mine.write(&path).unwrap();
        assert_eq!(Announcement::read(&path).unwrap().as_ref(), Some(&mine));
        let other = Announcement { pid: 2, ..mine.clone() };
        other.withdraw(&path);
        assert!(path.exists());
        mine.withdraw(&path);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::write(&path, "left by another").unwrap();
        for _ in 0..2 {
            Announcement::discard(&path).unwrap();
            assert!(!path.exists());
        }
        fs::write(&path, "{").unwrap();
        assert!(matches!(Announcement::read(&path), Err(Failure::Announcement { .. })));
        assert!(matches!(mine.write(&folder.path().join("no/such/file")), Err(Failure::File { .. })));
    }
}
