use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use super::harness::{FIXTURE_DAY, Gateway, Run, fixture, run, sac};

const OTHER: &str = "RSSMRA80A01H501U";

fn gateway() -> Gateway {
    Gateway::start(&["--now", FIXTURE_DAY, "--duplicates", "accept"])
}

/// Sends a certificate as this user.
fn send(gateway: &Gateway, user: &str, password: &str, pincode: &str) -> Run {
    let message = fixture("ok/InviaMalattia/cinque-giorni.xml");
    let mut command = sac(gateway.folder());
    run(command.arg("send").arg(message).args(["--user", user, "--password", password, "--pincode", pincode]))
}

fn json(run: &Run) -> Vec<Value> {
    assert_eq!(run.code, 0, "{run:?}");
    serde_json::from_str(&run.out).unwrap()
}

/// What was made and is shown once.
fn made<'a>(run: &'a Run, what: &str) -> &'a str {
    let line = run.out.lines().find(|line| line.starts_with(what) && line.contains("not shown again"));
    line.unwrap_or_else(|| panic!("no {what}: {run:?}")).split(' ').nth(1).unwrap()
}

#[test]
fn a_doctor_added_beside_a_running_gateway_comes_in_at_once() {
    let gateway = gateway();
    assert_eq!(send(&gateway, OTHER, "segreta", "12345").code, 1);
    gateway.write("password", "segreta\n");
    let place = ["--regione", "120", "--asl", "201"];
    let flags = ["user", "add", "--kind", "medico", "--cf", OTHER, "--password-file", "password", "--pincode", "12345"];
    let added = gateway.sac(&[&flags[..], &place].concat());
    assert_eq!((added.code, added.out.as_str()), (0, format!("user {OTHER} added\n").as_str()), "{added:?}");
    assert_eq!(send(&gateway, OTHER, "segreta", "12345").code, 0);

    let again = gateway.sac(&[&flags[..], &place].concat());
    assert!(again.code == 2 && again.err.contains("already"), "{again:?}");

    let changed = gateway.sac(&["user", "password", OTHER]);
    let password = made(&changed, "password");
    assert!(send(&gateway, OTHER, "segreta", "12345").out.contains("Credenziali invalide"));
    assert_eq!(send(&gateway, OTHER, password, "12345").code, 0);

    let changed = gateway.sac(&["user", "pincode", OTHER]);
    let pincode = made(&changed, "pincode");
    assert!(send(&gateway, OTHER, password, "12345").out.contains("pincode"));
    assert_eq!(send(&gateway, OTHER, password, pincode).code, 0);

    assert_eq!(gateway.sac(&["user", "block", OTHER]).code, 0);
    assert!(send(&gateway, OTHER, password, pincode).out.contains("Credenziali invalide"));
    assert_eq!(gateway.sac(&["user", "unblock", OTHER]).code, 0);
    assert_eq!(send(&gateway, OTHER, password, pincode).code, 0);
}

#[test]
fn what_is_not_given_is_made_and_no_list_shows_a_secret() {
    let gateway = gateway();
    let places = ["--iscrizione", "120/201", "--iscrizione", "030/308"];
    let added =
        gateway.sac(&[&["user", "add", "--kind", "medico", "--name", "dott", "--cf", OTHER][..], &places].concat());
    assert_eq!(added.code, 0, "{added:?}");
    let (password, pincode) = (made(&added, "password"), made(&added, "pincode"));
    assert_eq!(send(&gateway, "dott", password, pincode).code, 0);

    let ente =
        gateway.sac(&["user", "add", "--kind", "ente", "--name", "lombardia", "--regione", "030", "--no-password"]);
    assert_eq!((ente.code, ente.out.as_str()), (0, "user lombardia added\n"), "{ente:?}");

    let table = gateway.sac(&["user", "list"]);
    let listed = gateway.sac(&["user", "list", "--json"]);
    for secret in [password, pincode, "argon2", "hash", "prova\""] {
        assert!(!table.out.contains(secret) && !listed.out.contains(secret), "{secret}");
    }
    let users = json(&listed);
    let of = |name: &str| users.iter().find(|user| user["name"] == name).unwrap();
    assert_eq!(of("dott")["iscrizioni"], serde_json::json!(["120/201", "030/308"]));
    assert_eq!(of("dott")["seed_password"], false);
    assert_eq!(of("PROVAX00X00X000Y")["seed_password"], true);
    assert_eq!((&of("lombardia")["regione"], &of("lombardia")["has_password"]), (&"030".into(), &false.into()));
    for user in &users {
        assert!(table.out.contains(user["name"].as_str().unwrap()), "{table:?}");
    }
}

#[test]
fn a_new_password_takes_the_mark_of_the_seed_away_and_may_come_from_standard_input() {
    let gateway = gateway();
    let mut process = sac(gateway.folder())
        .args(["user", "password", "PROVAX00X00X000Y", "--password-file", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all("più segreta\n".as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success() && !String::from_utf8(output.stdout).unwrap().contains("segreta"));
    let users = json(&gateway.sac(&["user", "list", "--json"]));
    let doctor = users.iter().find(|user| user["name"] == "PROVAX00X00X000Y").unwrap();
    assert_eq!(doctor["seed_password"], false);
    assert_eq!(send(&gateway, "PROVAX00X00X000Y", "più segreta", "1234567890").code, 0);
    assert_eq!(send(&gateway, "PROVAX00X00X000Y", "prova", "1234567890").code, 1);
}

#[test]
fn flags_that_make_no_user_are_refused_with_the_cure() {
    let gateway = gateway();
    let code = ["--cf", OTHER];
    let cases: [(&[&str], &str); 9] = [
        (&["--kind", "medico", "--regione", "120", "--asl", "201"], "--cf"),
        (&["--kind", "medico", code[0], code[1]], "--iscrizione"),
        (&["--kind", "operatore", code[0], code[1], "--regione", "120"], "--asl"),
        (&["--kind", "medico", "--cf", "RSSMRA80A01H501X", "--iscrizione", "120/201"], "check character"),
        (&["--kind", "medico", code[0], code[1], "--iscrizione", "120-201"], "120/201"),
        (&["--kind", "ente", "--name", "x"], "--regione"),
        (&["--kind", "ente", "--regione", "120"], "--name"),
        (&["--kind", "ente", "--name", "a:b", "--regione", "120"], "colon"),
        (&["--kind", "ente", "--name", "x", "--regione", "120", "--pincode", "1"], "only a medico"),
    ];
    for (flags, remedy) in cases {
        let refused = gateway.sac(&[&["user", "add"], flags].concat());
        assert!(refused.code == 2 && refused.err.contains(remedy), "{remedy}: {refused:?}");
    }
    let unknown = gateway.sac(&["user", "block", "operatorre"]);
    assert!(unknown.code == 2 && unknown.err.contains("did you mean «operatore»?"), "{unknown:?}");
}

#[test]
fn a_directory_without_a_gateway_is_left_alone() {
    let folder = TempDir::new().unwrap();
    for command in [&["user", "list"][..], &["worker", "list"], &["seed", "/dev/null"], &["journal"]] {
        let refused = run(sac(folder.path()).args(command));
        assert!(refused.code == 2 && refused.err.contains("sac serve"), "{refused:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_closed_register_knows_only_whom_was_added() {
    let gateway = Gateway::start(&["--now", FIXTURE_DAY, "--register", "closed"]);
    let example = fs::read_to_string(fixture("ok/InviaMalattia/cinque-giorni.xml")).unwrap();
    gateway.write("m.xml", example.replace("PNIMRA70A01H501P", OTHER));
    let unknown = gateway.sac(&["send", "m.xml"]);
    assert!(unknown.code == 1 && unknown.out.contains("lavoratore"), "{unknown:?}");

    let added = gateway.sac(&["worker", "add", "--cf", OTHER, "--cognome", "Rossi", "--nome", "Mario"]);
    assert_eq!((added.code, added.out.as_str()), (0, format!("worker {OTHER} added\n").as_str()), "{added:?}");
    assert_eq!(gateway.sac(&["send", "m.xml"]).code, 0);
    let workers = json(&gateway.sac(&["worker", "list", "--json"]));
    let worker = workers.iter().find(|worker| worker["codice_fiscale"] == OTHER).unwrap();
    let expected = serde_json::json!({
        "codice_fiscale": OTHER, "cognome": "Rossi", "nome": "Mario", "sesso": "M", "data_nascita": "1980-01-01",
        "comune_nascita": "Roma", "provincia_nascita": "RM", "deceduto": false
    });
    assert_eq!(worker, &expected);
    assert!(gateway.sac(&["worker", "list"]).out.contains("Roma (RM)"));

    // What is not given stays.
    let died = gateway.sac(&["worker", "add", "--cf", OTHER, "--deceduto"]);
    assert!(died.out.contains("changed"), "{died:?}");
    let workers = json(&gateway.sac(&["worker", "list", "--json"]));
    let worker = workers.iter().find(|worker| worker["codice_fiscale"] == OTHER).unwrap();
    assert_eq!((&worker["cognome"], &worker["deceduto"]), (&"Rossi".into(), &true.into()));
    let refused = gateway.sac(&["send", "m.xml"]);
    assert!(refused.code == 1 && refused.out.contains("deceduto"), "{refused:?}");
    let wrong = gateway.sac(&["worker", "add", "--cf", "RSSMRA80A01H501X"]);
    assert!(wrong.code == 2 && wrong.err.contains("check character"), "{wrong:?}");
}

#[test]
fn a_file_of_people_is_taken_whole_or_not_at_all() {
    let gateway = gateway();
    gateway.write(
        "wrong.toml",
        "[[user]]\nname = 'lombardia'\nkind = 'ente'\nregione = '030'\n\n[[worker]]\ncodice_fiscale = 'X'\nnome = 'Y'\n",
    );
    let refused = gateway.sac(&["seed", "wrong.toml"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    for line in ["wrong.toml:6: `cognome` is missing", "wrong.toml:7: ", "wrong.toml:8: ", "nobody was added"] {
        assert!(refused.err.contains(line), "{line}: {refused:?}");
    }
    assert!(!gateway.sac(&["user", "list"]).out.contains("lombardia"));

    gateway.write(
        "right.csv",
        format!("kind;name;codice_fiscale;iscrizioni;password;pincode\nmedico;dott;{OTHER};120/201;uno;1234\n"),
    );
    let checked = gateway.sac(&["seed", "right.csv", "--check"]);
    assert!(checked.code == 0 && !gateway.sac(&["user", "list"]).out.contains("dott"), "{checked:?}");
    let planted = gateway.sac(&["seed", "right.csv"]);
    assert_eq!((planted.code, planted.out.as_str()), (0, "1 users and 0 workers added or replaced\n"), "{planted:?}");
    assert_eq!(send(&gateway, "dott", "uno", "1234").code, 0);

    gateway.write(
        "new.csv",
        format!("kind;name;codice_fiscale;iscrizioni;password;pincode\nmedico;dott;{OTHER};120/201;due;1234\n"),
    );
    assert_eq!(gateway.sac(&["seed", "new.csv", "--keep"]).code, 0);
    assert_eq!(send(&gateway, "dott", "uno", "1234").code, 0);
    assert_eq!(gateway.sac(&["seed", "new.csv"]).code, 0);
    assert_eq!(send(&gateway, "dott", "due", "1234").code, 0);
    let missing = gateway.sac(&["seed", "none.toml"]);
    assert!(missing.code == 2 && missing.err.contains("none.toml"), "{missing:?}");
}

#[test]
fn the_files_that_the_documentation_shows_are_right() {
    let folder = TempDir::new().unwrap();
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/people.md")).unwrap();
    for form in ["toml", "csv"] {
        let (_, rest) = page.split_once(&format!("```{form}\n")).unwrap();
        let (text, _) = rest.split_once("```").unwrap();
        let name = format!("people.{form}");
        fs::write(folder.path().join(&name), text).unwrap();
        let checked = run(sac(folder.path()).args(["seed", "--check", &name]));
        assert_eq!(checked.code, 0, "{checked:?}");
    }
}

#[test]
fn when_all_have_ended_everything_is_in_the_one_database_file() {
    let mut gateway = gateway();
    assert_eq!(gateway.sac(&["send", "--example", "--day", "2026-03-02"]).code, 0);
    let data = gateway.folder().join("sac-data");
    let beside = || ["sac.db-wal", "sac.db-shm"].map(|name| data.join(name).exists());
    assert_eq!(beside(), [true; 2]);
    assert_eq!(gateway.sac(&["user", "block", "ente"]).code, 0);
    assert_eq!(beside(), [true; 2]);
    gateway.terminate();
    assert_eq!(beside(), [false; 2]);
    assert_eq!(gateway.sac(&["user", "unblock", "ente"]).code, 0);
    assert_eq!(beside(), [false; 2]);
}

#[test]
fn unblock_ends_a_lockout_at_once_and_the_list_shows_it() {
    let gateway = gateway();
    for _ in 0..3 {
        assert_eq!(send(&gateway, "PROVAX00X00X000Y", "errata", "1234567890").code, 1);
    }
    assert_eq!(send(&gateway, "PROVAX00X00X000Y", "prova", "1234567890").code, 1);
    let listed = gateway.sac(&["user", "list"]);
    assert!(listed.out.contains("locked out until 20"), "{listed:?}");
    let locked = json(&gateway.sac(&["user", "list", "--json"]));
    assert_eq!(locked.iter().filter(|user| user.get("locked_out_until").is_some()).count(), 1);
    assert_eq!(gateway.sac(&["user", "unblock", "PROVAX00X00X000Y"]).code, 0);
    assert_eq!(send(&gateway, "PROVAX00X00X000Y", "prova", "1234567890").code, 0);
    assert!(!gateway.sac(&["user", "list"]).out.contains("locked out"));
}

#[test]
fn what_would_be_without_effect_is_refused() {
    let gateway = gateway();
    gateway.write("password", "errata\n");
    gateway.write("m.xml", "<a/>");
    for what in ["--example", "m.xml"] {
        for given in [&["--password", "errata"], &["--password-file", "password"]] {
            let alone = gateway.sac(&[&["send", what], &given[..]].concat());
            assert!(alone.code == 2 && alone.err.contains("--user"), "{what} {given:?}: {alone:?}");
        }
        let by_variable = run(sac(gateway.folder()).args(["send", what]).env("SAC_PASSWORD", "errata"));
        assert!(by_variable.code == 2 && by_variable.err.contains("--user"), "{what}: {by_variable:?}");
        // And a name without a password.
        let name = run(sac(gateway.folder()).args(["send", what]).env("SAC_USER", "nessuno"));
        assert!(name.code == 2 && name.err.contains("SAC_PASSWORD"), "{what}: {name:?}");
    }
    let exported = gateway.sac(&["ca", "export", "--out", "client"]);
    assert_eq!((exported.code, exported.out.lines().count()), (0, 3), "{exported:?}");
    assert_eq!(
        fs::read(gateway.folder().join("client/ca.pem")).unwrap(),
        fs::read(gateway.folder().join("sac-data/ca.pem")).unwrap()
    );
    let misspelt = run(sac(gateway.folder()).arg("serve").env("SAC_LISTN", "127.0.0.1:0"));
    assert!(misspelt.code == 2 && misspelt.err.contains("SAC_LISTEN"), "{misspelt:?}");
    gateway.write(
        "people.csv",
        "codice_fiscale,cognome,nome,comune_nascita,cognome\r\nPNIMRA70A01H501P,ROSSI,MARIO,ROMMA,X\r\n",
    );
    let wrong = gateway.sac(&["seed", "people.csv", "--check"]);
    for text in ["people.csv:1:", "twice", "people.csv:2:", "Roma"] {
        assert!(wrong.code == 1 && wrong.err.contains(text), "{wrong:?}");
    }
}

#[test]
fn once_every_secret_of_the_seed_is_changed_the_gateway_may_listen_beyond_this_machine() {
    let mut gateway = gateway();
    assert_eq!(gateway.terminate(), 0);
    let start = || {
        let announce = gateway.folder().join("remote.json");
        let mut command = sac(gateway.folder());
        let flags = ["serve", "--listen", "0.0.0.0:0", "--announce", "remote.json"];
        let mut serving = command.args(flags).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let started = (0..600).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            announce.is_file() || serving.try_wait().unwrap().is_some()
        });
        let listens = started && announce.is_file();
        let _ = serving.kill();
        let done = serving.wait_with_output().unwrap();
        (listens, String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let users = ["PROVAX00X00X000Y", "PRVLBR75D52F205Q", "operatore", "ente"];
    let readers = ["azienda", "entepubblico", "intermediario"];
    for user in users {
        assert_eq!(gateway.sac(&["user", "password", user]).code, 0, "{user}");
    }
    for reader in readers {
        made(&gateway.sac(&["employer", "password", reader]), "password");
    }
    let (listens, said) = start();
    assert!(!listens && said.contains("CNSPRV68B10F158Y"), "{said}");
    let subjects = [
        "CNSPRV68B10F158Y",
        "CTPPRV71C11F158U",
        "LGLPRV66D12F158R",
        "SGRPRV80E45F158O",
        "RDNPRV77H48F158M",
        "PTRPRV74L09H501K",
        "SSCPRV79M50H501T",
        "DTRPRV70T13H501H",
        "NPSPRV69S12F158G",
        "NTEPRV72P10H501G",
        "PSSPRV73R11H501W",
    ];
    let subjects: Vec<String> = subjects
        .iter()
        .map(|code| {
            format!("[[pin]]\ncodice_fiscale = '{code}'\ncognome = 'Prova'\nnome = 'Prova'\nsecret = 'NUOVA234'\n")
        })
        .collect();
    gateway.write("subjects.toml", subjects.concat());
    let planted = gateway.sac(&["seed", "subjects.toml"]);
    assert_eq!(planted.code, 0, "{planted:?}");
    let (listens, said) = start();
    assert!(!listens && said.contains("PNIMRA70A01H501P"), "{said}");
    assert_eq!(made(&gateway.sac(&["worker", "pin", "--cf", "PNIMRA70A01H501P"]), "PIN").len(), 8);
    let (listens, said) = start();
    assert!(listens, "{said}");

    gateway.write("pin", "nuovo123\n");
    gateway.write("short", "nuovo12\n");
    let pini = ["worker", "pin", "--cf", "PNIMRA70A01H501P"];
    let given = gateway.sac(&[&pini[..], &["--pin-file", "pin"]].concat());
    assert_eq!((given.code, given.out.as_str()), (0, "PIN of PNIMRA70A01H501P changed\n"), "{given:?}");
    assert_eq!(gateway.sac(&[&pini[..], &["--no-pin"]].concat()).code, 0);
    for (arguments, reason) in [
        ([&pini[..], &["--pin-file", "short"]].concat(), "eight letters or digits"),
        ([&pini[..], &["--pin-file", "pin", "--no-pin"]].concat(), "--no-pin"),
        (vec!["worker", "pin", "--cf", OTHER], "sac worker add"),
        (vec!["employer", "password", "aziend"], "azienda"),
    ] {
        let refused = gateway.sac(&arguments);
        assert!(refused.code == 2 && refused.err.contains(reason), "{refused:?}");
    }
}
