//! The words of what is no fault of a message's content, in both languages.

use sac_gateway::check::{Checker, find};

use crate::checker;

#[test]
fn what_stands_in_the_way_of_a_verdict_is_said_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone.xml");
    let reported = |report: &sac_gateway::check::Report| {
        let message = &report.issues[0].message;
        (message.it.clone(), message.en.clone())
    };
    let (it, en) = reported(&checker().check(&find(&[gone], None).inputs[0])[0]);
    assert!(it.ends_with(": non esiste.") && en.contains(": No such file"), "{it} {en}");
    let (it, en) = reported(&checker().check(&find(&[folder.path().to_owned()], None).inputs[0])[0]);
    assert!(it.contains("; ci vuole: *.xml") && en.contains("; wanted: *.xml"), "{it} {en}");

    let (it, en) = reported(&checker().check_bytes("a.http", b"HTTP/1.1 204 No Content\r\n\r\n")[0]);
    assert!(it.ends_with("un corpo SOAP.") && en.ends_with("a SOAP body."), "{it} {en}");
    let chunked = b"POST /CertServiceWeb/CertificatiMedici HTTP/1.1\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n";
    let (it, en) = reported(&checker().check_bytes("a.http", chunked)[0]);
    assert!(it.contains("(vuoto) dove") && en.contains("(empty) where"), "{it} {en}");

    let file = folder.path().join("large.xml");
    std::fs::write(&file, [b' '; 200]).unwrap();
    let checker = Checker { max_bytes: 100, ..checker() };
    let (it, en) = reported(&checker.check(&find(&[file], None).inputs[0])[0]);
    assert_eq!((&*it, &*en), ("Troppi byte: 200; il limite è 100.", "Too many bytes: 200; the limit is 100."));
}
