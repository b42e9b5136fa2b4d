//! One language at a time: the flag's, the variable's, the system's.

use tempfile::TempDir;

use super::harness::{Gateway, Run, fixture, puc, run, sac};

/// What the program says with these variables; the harness's locale is English.
fn said(arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let folder = TempDir::new().unwrap();
    let mut command = sac(folder.path());
    command.args(arguments).env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("LANG");
    run(command.envs(variables.iter().copied()))
}

#[test]
fn the_language_is_the_flags_else_the_variables_else_the_systems() {
    let (it, en) = ("Uso: sac send", "Usage: sac send");
    for (arguments, variables, expected) in [
        (&["send", "-h"][..], &[][..], en),
        (&["send", "-h"], &[("LANG", "it_IT.UTF-8")], it),
        (&["send", "-h"], &[("LANG", "it_IT.UTF-8"), ("LC_ALL", "C")], en),
        (&["send", "-h"], &[("SAC_LANG", "it")], it),
        (&["send", "-h", "--lang", "en"], &[("LANG", "it_IT.UTF-8")], en),
        (&["--lang", "it", "send", "-h"], &[("SAC_LANG", "en")], it),
    ] {
        let help = said(arguments, variables);
        assert!(help.code == 0 && help.out.contains(expected), "{arguments:?} {variables:?}: {help:?}");
    }
    let unknown = said(&["send", "-h"], &[("SAC_LANG", "fr"), ("LANG", "it_IT")]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("\"fr\" non è una lingua del programma"), "{unknown:?}");
}

#[test]
fn a_wrong_command_line_is_told_in_italian() {
    for (arguments, part) in [
        (&["chek"][..], "il comando «chek» non esiste; forse si intendeva «check»"),
        (&["send"], "manca ciò che è obbligatorio: <FILE>..."),
        (&["send", "--exampel"], "«--exampel» non esiste qui; forse si intendeva «--example»"),
        (&["check", "--jobs", "0", "x"], "«0» non è un valore di «--jobs <QUANTI>»: è un numero intero, 1 o più"),
        (&["check", "--format", "pdf", "x"], "ammessi: text, json, junit, sarif, html"),
        (&["check", "--now", "ieri", "x"], "è un giorno (2026-03-02)"),
        (&["check", "--allow", "SAC-XSD-ORDR", "x"], "questo codice non esiste; i più simili sono: SAC-XSD-ORDER"),
        (&["send", "x", "--timeout", "1"], "con un'unità: 500ms"),
        (&["user", "add", "--kind", "medico", "--cf", "X"], "un codice fiscale ha 16 caratteri"),
        (&["user", "add", "--kind", "medico", "--asl", "1"], "tre cifre"),
        (&["worker", "add", "--cf", "PNIMRA70A01H501P", "--deceduto", "forse"], "è on oppure off"),
        (&["worker", "add", "--cf", "PNIMRA70A01H501P", "--comune-nascita", "Rona"], "nessun comune"),
        (&["print", "Z", "1"], "le stampe sono A"),
        (&["print", "A", "1", "--world", "X Y"], "non può essere il nome di un mondo"),
        (&["clock", "set", "--speed", "x"], "è un numero, come 60"),
        (&["seed", "a", "--keep", "--check"], "non può stare con"),
        (&["serve", "--listen", "qui"], "è un indirizzo IP con una porta"),
        (&["serve", "--listen"], "manca il valore di «--listen <INDIRIZZO:PORTA>»"),
    ] {
        let wrong = said(arguments, &[("SAC_LANG", "it")]);
        assert_eq!(wrong.code, 2, "{arguments:?}: {wrong:?}");
        assert!(wrong.err.contains(part), "{arguments:?}: {}", wrong.err);
        for english in ["error", "invalid", "required", "Usage", "OPTIONS", "is a", "For more"] {
            let text = wrong.err.replace("errore", "");
            assert!(!text.contains(english), "{arguments:?}: {english:?} in {}", wrong.err);
        }
    }
}

#[test]
fn no_text_of_a_library_is_shown_in_english_either() {
    for (arguments, part) in [
        (&["check", "--jobs", "0", "x"][..], "it is a whole number, 1 or more"),
        (&["check", "--max-bytes", "x", "x"], "it is a whole number, 0 or more"),
        (&["journal", "--last", "-1"], "it is a whole number, 0 or more"),
        (&["clock", "set", "--speed", "x"], "it is a number, such as 60 or 0.5"),
        (&["send", "--example", "--day", "x"], "it is a day, such as 2026-03-02"),
    ] {
        let wrong = said(arguments, &[]);
        assert!(
            wrong.code == 2 && (wrong.err.contains(part) || wrong.err.contains("unexpected argument")),
            "{wrong:?}"
        );
        for library in ["invalid digit", "non-zero type", "invalid float", "premature end", "input contains"] {
            assert!(!wrong.err.contains(library), "{}", wrong.err);
        }
    }
}

/// Words that no Italian output has.
fn assert_italian(text: &str) {
    // Commands, flags and variables are quoted as they are typed.
    let text: String = text.split('`').step_by(2).collect();
    let text: Vec<&str> = text.split_whitespace().filter(|word| !word.contains("--") && !word.contains('_')).collect();
    let text = text.join(" ");
    let words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    let english = [
        "the",
        "is",
        "are",
        "of",
        "and",
        "not",
        "there",
        "cannot",
        "with",
        "user",
        "refused",
        "accepted",
        "line",
        "file's",
        "error",
        "ready",
        "trust",
        "reply",
        "gateway's",
        "certificate",
        "found",
        "wrong",
        "stops",
    ];
    let found: Vec<String> = words.filter(|word| english.contains(&word.as_str())).collect();
    assert!(found.is_empty(), "{found:?} in\n{text}");
}

#[test]
fn banner_receipts_errors_and_log_are_italian() {
    let gateway = Gateway::start(&["--lang", "it"]);
    let banner = gateway.printed();
    assert!(banner.contains("è pronto.") && banner.contains("  utente        PROVAX00X00X000Y"), "{banner}");
    assert!(banner.contains("Ctrl-C lo ferma."), "{banner}");
    let own_words: Vec<&str> = banner.lines().filter(|line| !line.contains(['/', '@'])).collect();
    assert_italian(&own_words.join("\n"));

    let sent = gateway.sac(&["send", "--example", "--lang", "it"]);
    assert!(sent.code == 0 && sent.out.starts_with("esempio: accettato, PUC "), "{sent:?}");
    let sent = gateway.sac(&["send", "--example"]);
    assert!(sent.code == 0 && sent.out.starts_with("example: accepted, PUC "), "{sent:?}");
    puc(&sent.out);

    let text = std::fs::read_to_string(fixture("ok/InviaMalattia/cinque-giorni.xml")).unwrap();
    gateway.write("ill.xml", text.replace("<visita>", "<visitta>").replace("</visita>", "</visitta>"));
    let refused = gateway.sac(&["send", "ill.xml", "--lang", "it"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.out.contains("respinto") && refused.out.contains("riga "), "{}", refused.out);

    gateway.write("cut.xml", "<invioMalattiaRequest>");
    let unsent = gateway.sac(&["send", "cut.xml", "none.xml", "--lang", "it"]);
    assert_eq!(unsent.code, 2);
    assert!(unsent.err.contains("non è XML") && unsent.err.contains("file o cartella inesistente"), "{unsent:?}");

    // A client that trusts public CAs only.
    let stranger = TempDir::new().unwrap();
    let asked = run(sac(stranger.path()).args(["health", gateway.endpoint(), "--lang", "it"]));
    assert_eq!(asked.code, 2);
    assert!(asked.err.contains("non è di una CA fidata; indicare la sua CA con --ca FILE"), "{asked:?}");
    assert_italian(&asked.err);
    let log = || std::fs::read_to_string(gateway.folder().join("log")).unwrap();
    let line = (0..1000).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        log().lines().find(|line| line.contains("connessione TLS rifiutata")).map(str::to_owned)
    });
    let line = line.unwrap_or_else(log);
    assert!(line.contains("il client non si fida della CA del gateway"), "{line}");
    assert!(line.contains("va dato al client ca.pem"), "{line}");
}

#[test]
fn what_stands_in_the_way_is_told_in_italian() {
    let gateway = Gateway::start(&[]);
    let port = gateway.endpoint().split(':').nth(2).unwrap().split('/').next().unwrap();
    let taken = format!("127.0.0.1:{port}");
    gateway.write("people.csv", "name;kind\nrossi;dottore\n");
    gateway.write("sac.toml", "duplicate = 'accept'\n");
    gateway.write("errors.toml", "[nessuna-regola]\ntext = 'x'\n");
    for (arguments, code, part) in [
        (&["serve"][..], 2, "usa già la cartella dei dati"),
        (&["serve", "--data-dir", "other", "--control", "off", "--listen", &taken], 2, "l'indirizzo è già usato"),
        (&["serve", "--config", "sac.toml"], 2, "riga 1: l'impostazione \"duplicate\" non esiste; forse si intendeva"),
        (&["serve", "--duplicates", "forse"], 2, "non è un valore di duplicates: è uno tra refuse, accept"),
        (&["seed", "people.csv"], 1, "people.csv:2: `kind`: medico, operatore o ente"),
        (&["user", "block", "nessuno"], 2, "l'utente «nessuno» non esiste"),
        (&["user", "list", "--data-dir", "none"], 2, "non è la cartella dei dati di un gateway"),
        (&["health", "--data-dir", "none"], 2, "nessun gateway usa la cartella none"),
        (&["health", "localhost"], 2, "non è l'indirizzo di un servizio"),
        (&["send", "x.xml", "--password", "x"], 2, "c'è una password ma non un utente"),
        (&["send", "--example", "--encrypt-with", "people.csv"], 2, "non è un certificato"),
        (&["explain", "certificato-duplicatto"], 2, "forse si intendeva certificato-duplicato?"),
        (&["rules", "--error-table", "errors.toml"], 2, "riga 1: la regola «nessuna-regola» non esiste"),
        (&["print", "A", "123456789"], 2, "non c'è una stampa A di 123456789"),
        (&["world", "show", "nessuno"], 1, "il mondo `nessuno` non esiste"),
        (&["world", "create", "A B"], 1, "/name: "),
        (&["world", "create", "default"], 1, "c'è già un mondo `default`"),
        (&["world", "create", "w", "--people", "people.csv"], 1, "/people: "),
        (&["world", "snapshot", "restore", "default", "mai"], 1, "l'istantanea `mai` non esiste"),
        (&["world", "delete", "default"], 1, "il mondo default non si può togliere"),
        (&["clock", "advance", "--to", "2000-01-01T00:00:00Z"], 1, "/to: sono già le "),
        (&["clock", "set", "--speed", "0"], 1, "/speed: è un numero maggiore di 0"),
        (&["fault", "remove", "mai"], 1, "la regola `mai` non esiste"),
        (&["fault", "add", "reset", "--operation", "InviaMalatia"], 1, "forse si intendeva `InviaMalattia`?"),
        (&["journal", "outcome=forse"], 1, "non c'è nessun valore `forse`; ci sono `accepted`"),
        (&["expect", "--xpath", "a b=c", "--within", "1s"], 1, "non è il percorso di un elemento"),
        (&["expect", "operation=InviaRicovero", "--within", "0s"], 1, "gli scambi che corrispondono sono 0"),
        (&["check", "none.xml"], 2, "none.xml"),
    ] {
        let told = gateway.sac(&[arguments, &["--lang", "it"]].concat());
        assert_eq!(told.code, code, "{arguments:?}: {told:?}");
        assert!(told.err.contains(part) || told.out.contains(part), "{arguments:?}: {told:?}");
        assert_italian(&told.err);
    }
    for (arguments, part) in [
        (&["health"][..], "funziona"),
        (&["user", "list"], "SI AUTENTICA CON"),
        (&["worker", "list"], "COGNOME"),
        (&["journal"], "ESITO"),
        (&["employer", "list"], "DENOMINAZIONE"),
        (&["employment", "list"], "LAVORATORE"),
        (&["rules"], "PROVENIENZA"),
        (&["explain"], "GRAVITÀ"),
        (&["world", "list"], "OROLOGIO"),
        (&["fault", "list"], "CHE COSA FA"),
        (&["user", "unblock", "ente"], "utente ente sbloccato"),
    ] {
        let told = gateway.sac(&[arguments, &["--lang", "it"]].concat());
        assert!(told.code == 0 && told.out.contains(part), "{arguments:?}: {told:?}");
    }
}
