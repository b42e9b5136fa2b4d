//! One language at a time: the flag's, the variable's, the system's.

use tempfile::TempDir;

use super::harness::{Run, run, sac};

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
