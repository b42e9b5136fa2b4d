use std::{collections::BTreeMap, fs};

use chrono::Duration;
use openssl::{pkcs12::Pkcs12, x509::X509};

use super::*;

fn open(folder: &Path, hosts: &[&str], clock: &Clock) -> Result<Keys, KeysError> {
    let hosts: Vec<_> = hosts.iter().map(|&host| host.to_owned()).collect();
    Keys::open(folder, &hosts, clock, None)
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// The files that differ after `change` and a second opening.
fn renewed_after(change: impl FnOnce(&Path), hosts: &[&str], later: Duration) -> Result<Vec<String>, KeysError> {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::system();
    open(folder.path(), &[], &clock).unwrap();
    let before = contents(folder.path());
    change(folder.path());
    clock.advance(later);
    open(folder.path(), hosts, &clock)?;
    let after = contents(folder.path());
    Ok(after.into_iter().filter(|(name, file)| before.get(name) != Some(file)).map(|(name, _)| name).collect())
}

#[test]
fn keys_stay_as_long_as_they_serve() {
    let none: Vec<String> = Vec::new();
    let server = ["server.key", "server.pem"];
    let encryption = ["SanitelCF.cer", "SanitelCF.pem"];
    let remove = |name: &'static str| move |folder: &Path| fs::remove_file(folder.join(name)).unwrap();
    let same = |_: &Path| ();
    assert_eq!(renewed_after(same, &[], Duration::zero()).unwrap(), none);
    assert_eq!(renewed_after(same, &["LOCALHOST", "127.0.0.1"], Duration::zero()).unwrap(), none);
    assert_eq!(renewed_after(same, &[], Duration::days(365)).unwrap(), none);
    assert_eq!(renewed_after(same, &[], Duration::days(367)).unwrap(), server);
    assert_eq!(renewed_after(same, &["sac.example", "192.0.2.1"], Duration::zero()).unwrap(), server);
    assert_eq!(renewed_after(remove("server.key"), &[], Duration::zero()).unwrap(), server);
    assert_eq!(renewed_after(remove("SanitelCF.pem"), &[], Duration::zero()).unwrap(), encryption);
}

#[test]
fn a_new_authority_reissues_what_the_old_one_had_signed() {
    let change = |folder: &Path| {
        fs::remove_file(folder.join("ca.pem")).unwrap();
        fs::remove_file(folder.join("ca.key")).unwrap();
    };
    let expected = ["SanitelCF.cer", "SanitelCF.pem", "ca.key", "ca.pem", "server.key", "server.pem"];
    assert_eq!(renewed_after(change, &[], Duration::zero()).unwrap(), expected);
}

#[test]
fn an_older_directory_keeps_its_ecdsa_authority_and_gets_an_rsa_server_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let (path, now) = (|name| folder.path().join(name), Clock::system().now());
    let ecdsa = || rcgen::KeyPair::generate().unwrap();
    let authority = Authority::make(path("ca.pem"), &path("ca.key"), ecdsa(), now).unwrap();
    let older = ServerIdentity::open(folder.path(), &[], &authority, now, Some(ecdsa())).unwrap();
    let before = contents(folder.path());

    let keys = open(folder.path(), &[], &Clock::system()).unwrap();
    assert_ne!(keys.server_chain()[0], older.certificate);
    for ours in ["ca.pem", "ca.key"] {
        assert_eq!(contents(folder.path())[ours], before[ours], "{ours}");
    }
    let [server, ca] = [&keys.server_chain()[0], keys.ca_der()].map(|der| X509::from_der(der).unwrap());
    assert_eq!(server.public_key().unwrap().bits(), 2048);
    assert!(server.verify(&ca.public_key().unwrap()).unwrap());
    let again = open(folder.path(), &[], &Clock::system()).unwrap();
    assert_eq!(again.server_chain(), keys.server_chain());
}

#[test]
fn every_certificate_of_a_new_directory_is_rsa_throughout() {
    let folder = tempfile::tempdir().unwrap();
    let keys = open(folder.path(), &[], &Clock::system()).unwrap();
    let card = keys.issue_client(ClientKind::Ente, "ente", &Clock::system()).unwrap();
    let card = X509::from_pem(card.certificate_pem.as_bytes()).unwrap();
    let mut certificates: Vec<_> = keys.server_chain().iter().map(|der| X509::from_der(der).unwrap()).collect();
    certificates.push(card);
    assert_eq!(certificates.len(), 3);
    for certificate in certificates {
        let signed_with = certificate.signature_algorithm().object().nid();
        assert_eq!(signed_with, openssl::nid::Nid::SHA256WITHRSAENCRYPTION);
        assert_eq!(certificate.public_key().unwrap().rsa().unwrap().size(), 256);
    }
}

#[test]
fn what_must_not_be_replaced_is_refused_with_file_and_cure() {
    let cases: [(&str, Option<&[u8]>, Duration); 6] = [
        ("SanitelCF.key", None, Duration::zero()),
        ("ca.key", None, Duration::zero()),
        ("ca.key", Some(b"not a key"), Duration::zero()),
        ("ca.pem", Some(b"not a key"), Duration::zero()),
        ("SanitelCF.key", Some(b"not a key"), Duration::zero()),
        ("secret", Some(b"not a key"), Duration::zero()),
    ];
    for (name, content, later) in cases {
        let change = |folder: &Path| match content {
            Some(content) => fs::write(folder.join(name), content).unwrap(),
            None => fs::remove_file(folder.join(name)).unwrap(),
        };
        let message = renewed_after(change, &[], later).unwrap_err().to_string();
        assert!(message.contains(name) && message.contains("back from a copy"), "{message}");
    }
    let message = renewed_after(|_| (), &[], Duration::days(8000)).unwrap_err().to_string();
    assert!(message.contains("ca.pem has expired"), "{message}");
    let message = renewed_after(|_| (), &[], Duration::days(-2)).unwrap_err().to_string();
    assert!(message.contains("ca.pem is not valid yet") && message.contains("clock"), "{message}");
}

#[test]
fn what_is_out_of_its_period_is_made_anew_and_what_is_in_it_stays() {
    // Days before today on which it was made, and whether server and encryption certificate stay.
    let cases = [(0, true, true), (300, true, true), (380, false, true), (397, false, true), (-3, false, false)];
    for (days, server_stays, encryption_stays) in cases {
        let folder = tempfile::tempdir().unwrap();
        let now = Clock::system().now();
        let authority = Authority::open(folder.path(), now - Duration::days(1000)).unwrap();
        let open = |now| {
            let server = ServerIdentity::open(folder.path(), &[], &authority, now, None).unwrap();
            (server.certificate, Encryption::open(folder.path(), &authority, now).unwrap().der)
        };
        let (before, after) = (open(now - Duration::days(days)), open(now));
        assert_eq!((before.0 == after.0, before.1 == after.1), (server_stays, encryption_stays), "{days}");
    }
}

/// Removed files beside a database that is in use: what is refused by name, and what is made anew.
#[test]
fn a_key_lost_beside_a_database_is_refused_and_a_removed_pair_made_anew() {
    use MadeAnew::{Authority, Encryption};
    type Verdict = Result<&'static [MadeAnew], &'static str>;
    let cases: [(&[&str], Verdict); 12] = [
        (&[], Ok(&[])),
        (&["server.key", "server.pem"], Ok(&[])),
        (&["SanitelCF.cer"], Ok(&[])),
        (&["SanitelCF.cer", "SanitelCF.pem"], Ok(&[])),
        (&["ca.pem", "ca.key"], Ok(&[Authority])),
        (&["SanitelCF.cer", "SanitelCF.pem", "SanitelCF.key"], Ok(&[Encryption])),
        (&["secret"], Err("secret is missing")),
        (&["secret", "ca.pem", "ca.key"], Err("secret is missing")),
        (&["ca.pem"], Err("ca.pem is missing")),
        (&["ca.key"], Err("ca.key is missing")),
        (&["SanitelCF.key"], Err("SanitelCF.key is missing")),
        (&["SanitelCF.key", "SanitelCF.cer"], Err("SanitelCF.key is missing")),
    ];
    for (removed, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path(), &[], &Clock::system()).unwrap();
        for name in removed {
            fs::remove_file(folder.path().join(name)).unwrap();
        }
        let before = contents(folder.path());
        // As the gateway does.
        let made =
            check_in_use(folder.path()).and_then(|made| open(folder.path(), &[], &Clock::system()).map(|_| made));
        match (made, expected) {
            (Ok(made), Ok(expected)) => assert_eq!(made, expected, "{removed:?}"),
            (Err(error), Err(expected)) => {
                let text = error.to_string();
                assert!(text.contains(expected) && text.contains("Put it back"), "{removed:?}: {text}");
                assert!(text.contains("remove ") || text.contains("begin anew"), "{removed:?}: {text}");
                assert_eq!(contents(folder.path()), before, "{removed:?}");
            }
            (made, _) => panic!("{removed:?}: {made:?}"),
        }
    }
}

#[test]
fn work_beside_the_gateway_makes_no_keys() {
    for removed in [&["secret"] as &[&str], &["ca.pem"], &["ca.key"], &["ca.pem", "ca.key"]] {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path(), &[], &Clock::system()).unwrap();
        for name in removed {
            fs::remove_file(folder.path().join(name)).unwrap();
        }
        let before = contents(folder.path());
        let text = OfficeKeys::open(folder.path(), &Clock::system()).unwrap_err().to_string();
        assert!(text.contains(removed[0]), "{text}");
        assert_eq!(contents(folder.path()), before, "{removed:?}");
    }
}

#[test]
fn an_authority_and_a_key_that_do_not_belong_together_are_refused() {
    let other = tempfile::tempdir().unwrap();
    open(other.path(), &[], &Clock::system()).unwrap();
    let change = |folder: &Path| {
        fs::copy(other.path().join("ca.key"), folder.join("ca.key")).unwrap();
    };
    let message = renewed_after(change, &[], Duration::zero()).unwrap_err().to_string();
    assert!(message.contains("does not belong to ca.key"), "{message}");
}

#[test]
fn the_server_certificate_is_one_that_strict_clients_accept() {
    let folder = tempfile::tempdir().unwrap();
    let keys = open(folder.path(), &["sac.example", "2001:db8::1"], &Clock::system()).unwrap();
    let certificate = X509::from_der(&keys.server_chain()[0]).unwrap();
    let lifetime = certificate.not_before().diff(certificate.not_after()).unwrap();
    assert!(lifetime.days < 398, "{lifetime:?}");
    let names = certificate.subject_alt_names().unwrap();
    let dns: Vec<_> = names.iter().filter_map(|name| name.dnsname()).collect();
    assert_eq!(dns, ["localhost", "sac.example"]);
    assert_eq!(names.iter().filter(|name| name.ipaddress().is_some()).count(), 3);
}

#[test]
fn the_encryption_certificate_has_1024_bits_and_our_signature() {
    let folder = tempfile::tempdir().unwrap();
    let keys = open(folder.path(), &[], &Clock::system()).unwrap();
    let der = fs::read(keys.encryption_certificate_path()).unwrap();
    let pem = fs::read(keys.encryption_certificate_pem_path()).unwrap();
    let certificate = X509::from_der(&der).unwrap();
    assert_eq!(X509::from_pem(&pem).unwrap().to_der().unwrap(), der);
    let public_key = certificate.public_key().unwrap();
    assert_eq!(public_key.bits(), 1024);
    assert!(public_key.public_eq(keys.encryption_key()));
    let ca = X509::from_der(keys.ca_der()).unwrap();
    assert!(certificate.verify(&ca.public_key().unwrap()).unwrap());
    assert_eq!(ClientFiles::of(folder.path()).encryption_certificate, keys.encryption_certificate_path());
    assert_eq!(ClientFiles::of(folder.path()).ca, keys.ca_path());
}

#[test]
fn a_seed_repeats_the_identifiers_secret_and_no_other() {
    let secrets = |seed| {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path(), &[], &Clock::system(), seed).unwrap();
        (keys.secret(IDENTIFIERS), keys.secret("credentials"))
    };
    let (first, second) = (secrets(Some(1)), secrets(Some(1)));
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1);
    assert_ne!(secrets(None).0, secrets(None).0);
}

#[test]
fn a_client_certificate_bears_name_and_kind_and_packs_as_pkcs12() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::system();
    let keys = open(folder.path(), &[], &clock).unwrap();
    let identity = keys.issue_client(ClientKind::Operatore, "PROVAX00X00X000Y", &clock).unwrap();
    let certificate = X509::from_pem(identity.certificate_pem.as_bytes()).unwrap();
    let subject = format!("{:?}", certificate.subject_name());
    assert!(subject.contains("PROVAX00X00X000Y") && subject.contains("operatore"), "{subject}");
    let packed = Pkcs12::from_der(&identity.pkcs12(&"prova".into()).unwrap()).unwrap();
    assert!(packed.parse2("wrong").is_err());
    let parsed = packed.parse2("prova").unwrap();
    assert_eq!(parsed.cert.unwrap().to_der().unwrap(), certificate.to_der().unwrap());
    assert!(parsed.pkey.is_some() && parsed.ca.is_some_and(|ca| ca.len() == 1));
    for name in ["", "a\nb", &"x".repeat(65)] {
        assert!(matches!(keys.issue_client(ClientKind::Ente, name, &clock), Err(KeysError::ClientName)));
    }
}
