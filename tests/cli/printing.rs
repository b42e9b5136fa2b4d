use std::fs;

use super::harness::{FIXTURE_DAY, Gateway, fixture, puc, run, sac};

#[test]
fn a_document_is_printed_while_the_gateway_runs_always_in_the_same_bytes() {
    let gateway = Gateway::start(&["--now", FIXTURE_DAY]);
    let message = fixture("ok/InviaMalattia/cinque-giorni.xml");
    let sent = run(sac(gateway.folder()).arg("send").arg(message));
    let number = puc(&sent.out).to_owned();
    for kind in ["A", "b"] {
        let printed = [1, 2].map(|_| {
            let printed = gateway.sac(&["print", kind, &number, "--output", "print.pdf"]);
            assert_eq!((printed.code, printed.err.as_str()), (0, ""), "{printed:?}");
            fs::read(gateway.folder().join("print.pdf")).unwrap()
        });
        assert!(printed[0].starts_with(b"%PDF-1.7") && printed[0] == printed[1], "{kind}");
    }
    let wrong = [
        (&["print", "C", &number, "--output", "x"] as &[&str], "C and D are of certificates written at discharge"),
        (&["print", "A", "999999999", "--output", "x"], "there is no print A of 999999999"),
        (&["print", "A", &number, "--output", "x", "--world", "other"], "there is no world other"),
        (&["print", "F", &number, "--output", "x"], "the prints are A"),
    ];
    for (flags, words) in wrong {
        let refused = gateway.sac(flags);
        assert!(refused.code == 2 && refused.err.contains(words), "{refused:?}");
    }
    assert!(!gateway.folder().join("x").exists());
}
