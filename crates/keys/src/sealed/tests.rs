use openssl::{asn1::Asn1Time, hash::MessageDigest, rsa::Rsa, x509::X509Builder};
use proptest::prelude::*;

use super::*;
use sac_domain::clock::Clock;

struct Bench {
    unsealer: Unsealer,
    sealer: Sealer,
    public: PKey<Public>,
}

fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::open(folder.path(), &[], &Clock::system(), None).unwrap();
    let sealer = Sealer::new(keys.encryption_certificate_der()).unwrap();
    Bench { unsealer: Unsealer::new(&keys).unwrap(), public: sealer.0.clone(), sealer }
}

#[test]
fn what_is_sealed_is_opened_and_fits_the_schema() {
    let Bench { unsealer, sealer, .. } = bench();
    for text in ["PNIMRA70A01H501P", "1234567890", "", "perché", &"x".repeat(117)] {
        let sealed = sealer.seal(text).unwrap();
        assert_eq!(sealed.len(), 172);
        assert_eq!(unsealer.unseal(&sealed).as_str(), Some(text));
    }
    let error = sealer.seal(&"x".repeat(118)).unwrap_err();
    assert!(matches!(error, SealError::TooLong { length: 118, room: 117 }), "{error}");
}

#[test]
fn line_breaks_and_missing_padding_do_no_harm() {
    let Bench { unsealer, sealer, .. } = bench();
    let sealed = sealer.seal("PNIMRA70A01H501P").unwrap();
    let (first, second) = sealed.split_at(76);
    for variant in [format!("{first}\r\n{second}\n"), format!("  {sealed}\t"), sealed.trim_end_matches('=').to_owned()]
    {
        assert_eq!(unsealer.unseal(&variant).as_str(), Some("PNIMRA70A01H501P"));
    }
}

#[test]
fn every_malformed_field_fails_alike() {
    let Bench { unsealer, sealer, public } = bench();
    let sealed = sealer.seal("PNIMRA70A01H501P").unwrap();
    let latin1 = encrypt(&public, b"perch\xe9").unwrap();
    let fields = [
        String::new(),
        "PNIMRA70A01H501P".to_owned(),
        sealed[4..].to_owned(),
        format!("{sealed}AAAA"),
        format!("{sealed}!"),
        STANDARD.encode([0xff; 128]),
        STANDARD.encode(&unsealer.key.modulus),
        STANDARD.encode(latin1),
    ];
    for field in fields {
        let opened = unsealer.unseal(&field);
        assert_eq!(opened.as_str(), None, "{field}");
    }
}

#[test]
fn bad_padding_yields_bytes_the_same_each_time_and_never_an_error() {
    let Bench { unsealer, public, .. } = bench();
    let key = &unsealer.key;
    for block in badly_padded(128) {
        let ciphertext = encrypt_raw(&public, &block).unwrap();
        let first = key.decrypt(&ciphertext).unwrap();
        assert_eq!(*first, *key.decrypt(&ciphertext).unwrap());
        assert_ne!(*first, b"abc");
    }
}

#[test]
fn implicit_rejection_depends_on_the_ciphertext() {
    let Bench { unsealer, public, .. } = bench();
    let outcomes: std::collections::BTreeSet<Vec<u8>> = (0..32_u8)
        .map(|n| {
            let mut block = [0x55; 128];
            block[..3].copy_from_slice(&[0, 1, n]);
            unsealer.key.decrypt(&encrypt_raw(&public, &block).unwrap()).unwrap().to_vec()
        })
        .collect();
    assert!(outcomes.len() > 16, "{}", outcomes.len());
}

#[tokio::test]
async fn fields_are_opened_in_their_order() {
    let Bench { unsealer, sealer, .. } = bench();
    let fields = vec![sealer.seal("uno").unwrap(), "no base64".to_owned(), sealer.seal("due").unwrap()];
    let opened = unsealer.unseal_all(fields).await;
    assert_eq!(opened.iter().map(Opened::as_str).collect::<Vec<_>>(), [Some("uno"), None, Some("due")]);
}

#[test]
fn debug_does_not_show_what_a_field_held() {
    let Bench { unsealer, sealer, .. } = bench();
    let opened = unsealer.unseal(&sealer.seal("1234567890").unwrap());
    assert_eq!(format!("{opened:?}"), "Opened(..)");
}

#[test]
fn certificates_of_other_sizes_and_forms_can_be_sealed_with() {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let mut builder = X509Builder::new().unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
    builder.sign(&key, MessageDigest::sha256()).unwrap();
    let certificate = builder.build();
    for form in [certificate.to_der().unwrap(), certificate.to_pem().unwrap()] {
        let sealed = Sealer::new(&form).unwrap().seal("1234567890").unwrap();
        let opened = Key::new(&key).unwrap().open(&sealed);
        assert_eq!(opened.as_str(), Some("1234567890"));
    }
    assert!(matches!(Sealer::new(b"not a key"), Err(SealError::NoCertificate)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_field_breaks_the_opener(field in "\\PC{0,300}") {
        static BENCH: std::sync::LazyLock<Bench> = std::sync::LazyLock::new(bench);
        prop_assert!(BENCH.unsealer.unseal(&field).as_str().is_none());
    }
}
