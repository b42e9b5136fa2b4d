//! Captures of network packets: the HTTP in them is checked message by message, what cannot be read of them is
//! said, and what was made to harm is read like the rest.

use sac_gateway::check::{Report, Severity, Verdict};

use crate::packet_files::{File, Link, Piece, packet, pieces};
use crate::{checker, errors};

const PCAP: File = File::Pcap { big: false, nanos: false };

fn post(body: &str) -> String {
    format!(
        "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\r\nHost: sac\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn good() -> String {
    crate::examples::envelope()
}

fn bad() -> String {
    good().replace("<cap>00184", "<cap>184")
}

fn reply() -> String {
    let body = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><c:invioMalattiaResponse xmlns:c='http://cert.sanita.finanze.it/'><ricevutaNonOk/></c:invioMalattiaResponse></s:Body></s:Envelope>";
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    )
}

/// Two requests with their replies, the first one asked to go on by an interim reply.
fn conversation() -> (String, String) {
    (post(&good()) + &post(&bad()), format!("HTTP/1.1 100 Continue\r\n\r\n{}{}", reply(), reply()))
}

fn both_sides(client: &[u8], server: &[u8], size: usize) -> Vec<Piece> {
    let (client, server) = (pieces(true, 1000, client, size), pieces(false, u32::MAX - 200, server, size));
    // Taken by turns, as they would travel.
    let longer = client.len().max(server.len());
    (0..longer).flat_map(|at| [client.get(at).cloned(), server.get(at).cloned()]).flatten().collect()
}

fn file(pieces: &[Piece]) -> Vec<u8> {
    written(PCAP, Link::Ethernet, false, pieces)
}

fn written(form: File, link: Link, ip6: bool, pieces: &[Piece]) -> Vec<u8> {
    form.write(link, &pieces.iter().map(|piece| packet(link, ip6, piece)).collect::<Vec<_>>())
}

fn check(bytes: &[u8]) -> Vec<Report> {
    checker().check_bytes("seen.pcap", bytes)
}

/// Of each report the errors.
fn found(bytes: &[u8]) -> Vec<Vec<&'static str>> {
    check(bytes).iter().map(errors).collect()
}

fn expected() -> Vec<Vec<&'static str>> {
    vec![vec![], vec!["SAC-XSD-EMPTY-OPTIONAL"], vec!["SAC-XSD-PATTERN"], vec!["SAC-XSD-EMPTY-OPTIONAL"]]
}

/// The words of what could not be read.
fn unread(bytes: &[u8]) -> String {
    let reports = check(bytes);
    let last = reports.last().unwrap();
    assert_eq!(last.verdict, Verdict::Unchecked, "{last:?}");
    assert!(!last.not_checked.is_empty());
    let of_last = last.issues.iter().filter(|issue| issue.severity == Severity::Unchecked);
    of_last
        .map(|issue| {
            assert_ne!((&issue.message.it, &issue.hint.it), (&issue.message.en, &issue.hint.en));
            format!("{} {}\n", issue.message.en, issue.hint.en)
        })
        .collect()
}

#[test]
fn messages_are_read_from_every_form_of_file_and_link() {
    let (client, server) = conversation();
    let pieces = both_sides(client.as_bytes(), server.as_bytes(), 700);
    for form in File::all() {
        for link in Link::ALL {
            for ip6 in [false, true] {
                let bytes = written(form, link, ip6, &pieces);
                assert_eq!(found(&bytes), expected(), "{form:?} {link:?} {ip6}");
            }
        }
    }
    let reports = check(&file(&pieces));
    assert_eq!(reports.iter().map(|report| report.part).collect::<Vec<_>>(), [Some(1), Some(2), Some(3), Some(4)]);
    assert!(reports[0].issues[0].message.en.contains("a capture of network packets"), "{:?}", reports[0].issues);
    assert_eq!(reports[0].verdict, Verdict::Conformant);
}

#[test]
fn pieces_are_put_together_whatever_became_of_them() {
    let (client, server) = conversation();
    let sent = both_sides(client.as_bytes(), server.as_bytes(), 100);
    let mut reversed = sent.clone();
    reversed[2..].reverse();
    let twice: Vec<Piece> = sent.iter().flat_map(|piece| [piece.clone(), piece.clone()]).collect();
    // Sent again in other pieces.
    let overlapping: Vec<Piece> =
        sent.iter().cloned().chain(both_sides(client.as_bytes(), server.as_bytes(), 77)).collect();
    // The port is used again.
    let again: Vec<Piece> = pieces(true, 77, post(&good()).as_bytes(), 400);
    let reused: Vec<Piece> = sent.iter().cloned().chain(again).collect();
    // The opening was not recorded.
    let without_opening: Vec<Piece> = sent.iter().filter(|piece| piece.flags & 2 == 0).cloned().collect();
    for (what, pieces) in [
        ("in order", &sent),
        ("reversed", &reversed),
        ("twice", &twice),
        ("overlapping", &overlapping),
        ("without opening", &without_opening),
    ] {
        assert_eq!(found(&file(pieces)), expected(), "{what}");
    }
    assert_eq!(found(&file(&reused)), [expected(), vec![vec![]]].concat(), "ports used again");
}

#[test]
fn what_cannot_be_read_is_said() {
    let (client, server) = conversation();
    let sent = both_sides(client.as_bytes(), server.as_bytes(), 300);
    let without = |from_client: bool, nth: usize| {
        let at = sent.iter().enumerate().filter(|(_, piece)| piece.from_client == from_client).nth(nth).unwrap().0;
        let mut sent = sent.clone();
        sent.remove(at);
        sent
    };
    let tls = both_sides(b"\x16\x03\x01\0\x05hello", b"\x16\x03\x03\0\x05hello", 300);
    let tls_from_the_middle: Vec<Piece> =
        pieces(true, 5, b"\x17\x03\x03\0\x05hello", 300).into_iter().filter(|piece| piece.flags & 2 == 0).collect();
    let h2 = both_sides(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"", 300);
    let tunnel =
        both_sides(b"CONNECT sac:443 HTTP/1.1\r\n\r\n\x16\x03\x01", b"HTTP/1.1 200 OK\r\n\r\n\x16\x03\x03", 300);
    let whole = file(&sent);
    let cut_short = &whole[..whole.len() - 10];
    let mut other_link = whole.clone();
    other_link[20] = 195;
    let mut fragments = file(&sent);
    // "More fragments", in the first packet behind the heads of file and record and Ethernet's.
    fragments[24 + 16 + 14 + 6] = 0x20;
    let unfinished: Vec<Piece> = sent.iter().filter(|piece| piece.flags & 1 == 0).take(5).cloned().collect();
    for (what, bytes, words) in [
        ("TLS", file(&tls), "encrypted connection (TLS)"),
        ("TLS from the middle", file(&tls_from_the_middle), "SSLKEYLOGFILE"),
        ("a tunnel", file(&tunnel), "encrypted connection (TLS)"),
        ("HTTP/2", file(&h2), "HTTP/2 connection"),
        ("a gap at the client's", file(&without(true, 2)), "incomplete HTTP message"),
        ("a gap at the server's", file(&without(false, 2)), "incomplete HTTP message"),
        ("the beginning is missing", file(&without(true, 1)), "incomplete HTTP message"),
        ("it ends too early", file(&unfinished), "incomplete HTTP message"),
        ("a file cut short", cut_short.to_vec(), "breaks off"),
        ("another link", other_link, "packets of a link that is not read here"),
        ("fragments", fragments, "a fragmented IP packet"),
        ("no packet", PCAP.write(Link::Ethernet, &[]), "No SOAP message"),
        ("no whole head", b"\xD4\xC3\xB2\xA1\x02\0\x04\0".to_vec(), "breaks off"),
        ("nothing of the service", file(&both_sides(b"GET / HTTP/1.1\r\n\r\n", b"", 300)), "No SOAP message"),
        ("no HTTP", file(&both_sides(b"SSH-2.0-x\r\n", b"SSH-2.0-y\r\n", 300)), "No SOAP message"),
    ] {
        let said = unread(&bytes);
        assert!(said.contains(words), "{what}: {said}");
    }
    // What is whole is checked all the same.
    assert!(found(&file(&without(false, 2))).iter().any(|codes| codes.contains(&"SAC-XSD-PATTERN")));
    // Between the same ports, one after the other.
    let mixed: Vec<Piece> = sent.iter().cloned().chain(pieces(true, 9, b"\x16\x03\x01\0\x05hello", 300)).collect();
    let mixed = found(&file(&mixed));
    assert_eq!(mixed.last().unwrap(), &["SAC-CHECK-FORMAT"], "{mixed:?}");
    assert!(mixed.iter().any(|codes| codes.contains(&"SAC-XSD-PATTERN")), "{mixed:?}");
}

/// A client that states a wrong length, and closes, is told of it: that is no fault of the capture.
#[test]
fn a_wrong_length_is_the_client_s_if_it_closed() {
    let wrong = post(&good()).replace("Content-Length: ", "Content-Length: 9");
    assert_eq!(found(&file(&pieces(true, 7, wrong.as_bytes(), 500))), [["SAC-HTTP-LENGTH"]]);
}

#[test]
fn captures_made_to_harm_are_read_like_the_rest() {
    let many: Vec<Piece> = (0..60_000_u32)
        .map(|at| Piece {
            from_client: true,
            number: at * 3,
            flags: if at % 7 == 0 { 2 } else { 16 },
            bytes: vec![b'a'],
        })
        .collect();
    let same: Vec<Piece> =
        (0..200).map(|_| Piece { from_client: true, number: 1, flags: 16, bytes: vec![b'<'; 9_000] }).collect();
    let mut huge_record = PCAP.write(Link::Raw, &[]);
    huge_record.extend([[0; 8], [0xFF; 8]].concat());
    let mut endless_block = File::PcapNg { big: false, simple: false }.write(Link::Raw, &[]);
    for length in [0_u32, 1, 11, 12, 13, u32::MAX] {
        endless_block.extend([6_u32.to_le_bytes(), length.to_le_bytes(), length.to_le_bytes()].concat());
    }
    for bytes in [file(&many), file(&same), huge_record, endless_block] {
        let began = std::time::Instant::now();
        let reports = check(&bytes);
        assert!(reports.iter().all(|report| report.verdict != Verdict::Conformant));
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }
}
