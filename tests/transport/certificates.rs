//! TLS versions and client certificates.

use chrono::{Duration, Utc};
use rustls::version::{TLS12, TLS13};
use sac_gateway::{
    clock::Clock,
    keys::{ClientKind, Keys},
    transport::Limits,
};

use crate::client::{Caller, FOREIGN_KEYS, KEYS, serve};

fn card(keys: &Keys, years_from_now: i64) -> sac_gateway::keys::ClientIdentity {
    let clock = Clock::frozen_at(Utc::now() + Duration::days(years_from_now * 365));
    keys.issue_client(ClientKind::Medico, "PROVAX00X00X000Y", &clock).unwrap()
}

#[tokio::test]
async fn each_certificate_gets_its_verdict_and_none_a_reset() {
    let server = serve(true, Limits::default()).await;
    let cases = [
        (None, "none"),
        (Some(card(&KEYS, 0)), "medico PROVAX00X00X000Y"),
        (Some(card(&KEYS, -10)), "Expired"),
        (Some(card(&KEYS, 10)), "NotYetValid"),
        (Some(card(&FOREIGN_KEYS, 0)), "UnknownIssuer"),
    ];
    for (identity, expected) in &cases {
        for version in [&TLS12, &TLS13] {
            let caller = Caller { identity: identity.as_ref(), versions: Some(version), ..Caller::default() };
            let mut wire = server.call_as(caller).await;
            wire.post("/who", "", b"").await;
            assert_eq!(wire.answer().await.text(), *expected, "{version:?}");
        }
    }
}

#[tokio::test]
async fn clients_that_verify_rsa_only_connect() {
    use openssl::ssl::{SslConnector, SslMethod, SslVersion};

    let server = serve(true, Limits::default()).await;
    let cases = [
        (SslVersion::TLS1_2, "aRSA", "RSA+SHA256"),
        (SslVersion::TLS1_2, "ECDHE-RSA-AES128-GCM-SHA256", "RSA-PSS+SHA256:RSA+SHA256"),
        (SslVersion::TLS1_2, "ECDHE-RSA-CHACHA20-POLY1305", "RSA+SHA512:RSA+SHA256"),
        (SslVersion::TLS1_3, "DEFAULT", "RSA-PSS+SHA256:RSA+SHA256"),
    ];
    for (version, ciphers, signatures) in cases {
        let mut client = SslConnector::builder(SslMethod::tls_client()).unwrap();
        client.set_min_proto_version(Some(version)).unwrap();
        client.set_max_proto_version(Some(version)).unwrap();
        client.set_cipher_list(ciphers).unwrap();
        client.set_sigalgs_list(signatures).unwrap();
        let ca = openssl::x509::X509::from_der(KEYS.ca_der()).unwrap();
        client.cert_store_mut().add_cert(ca).unwrap();
        let (client, address) = (client.build(), server.address);
        let connected = tokio::task::spawn_blocking(move || {
            let tcp = std::net::TcpStream::connect(address).unwrap();
            client.connect("localhost", tcp).map(|_| ()).map_err(|error| error.to_string())
        });
        assert_eq!(connected.await.unwrap(), Ok(()), "{version:?} {ciphers} {signatures}");
    }
}

#[tokio::test]
async fn a_server_certificate_is_no_client_certificate() {
    use zeroize::Zeroizing;
    let pem = |label: &str, der: &[u8]| {
        use base64::{Engine, engine::general_purpose::STANDARD};
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
    };
    let identity = sac_gateway::keys::ClientIdentity {
        certificate_pem: pem("CERTIFICATE", &KEYS.server_chain()[0]),
        key_pem: Zeroizing::new(pem("PRIVATE KEY", KEYS.server_key().secret_der())),
        ca_pem: String::new(),
    };
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call_as(Caller { identity: Some(&identity), ..Caller::default() }).await;
    wire.post("/who", "", b"").await;
    assert_eq!(wire.answer().await.text(), "WrongPurpose");
}
