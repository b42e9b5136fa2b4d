//! The log, on standard error.

use std::fmt;
use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt as _;
use tracing_subscriber::fmt::format::{Writer, debug_fn};

use sac_gateway::config::{LogFormat, LogSettings};
use sac_gateway::diagnostic::Language;

/// Starts logging as the settings say. A second start changes nothing. Lines for people are in
/// `language`; JSON is for programs, and always the same.
pub(super) fn start(settings: &LogSettings, language: Language) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(settings.log_filter.as_str()))
        .with_ansi(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .with_writer(io::stderr);
    // It fails only where logging was started before.
    let _ = match (settings.log_format, language) {
        (LogFormat::Json, _) => log.json().try_init(),
        (LogFormat::Text, Language::En) => log.try_init(),
        (LogFormat::Text, Language::It) => {
            let fields = debug_fn(|writer, field, value| write_field(writer, field.name(), value));
            log.fmt_fields(fields.delimited(" ")).try_init()
        }
    };
}

/// A field, or the message, which has no name.
fn write_field(writer: &mut Writer<'_>, name: &str, value: &dyn fmt::Debug) -> fmt::Result {
    let text = format!("{value:?}");
    match name {
        "message" => writer.write_str(in_italian(&text)),
        "ending" => {
            let (word, rules) = text.split_once(": ").map_or((&*text, None), |(word, rules)| (word, Some(rules)));
            let word = in_italian(word);
            match rules {
                None => write!(writer, "{name}={word}"),
                Some(rules) => write!(writer, "{name}={word}: {rules}"),
            }
        }
        // A path is not to be taken for words.
        "path" => write!(writer, "{name}={text}"),
        _ => {
            let bare = text.trim_matches('"');
            match in_italian(bare) {
                same if same == bare => write!(writer, "{name}={text}"),
                italian => write!(writer, "{name}={italian:?}"),
            }
        }
    }
}

/// What the log says in English, and in Italian.
const WORDS: &[(&str, &str)] = &[
    ("exchange", "scambio"),
    ("exchange failed", "scambio non riuscito"),
    ("caller denied", "chiamante respinto"),
    ("client certificate rejected", "certificato client rifiutato"),
    ("a request ended in a panic", "una richiesta è finita con un errore del programma"),
    ("a connection cannot be reset, and is closed instead", "una connessione non si può azzerare, e viene chiusa"),
    ("cannot accept connections", "non si possono accettare connessioni"),
    ("a batch was not written", "un gruppo di scritture non è stato registrato"),
    ("the journal was not pruned", "il giornale non è stato sfoltito"),
    ("a world could not be opened again", "un mondo non si è potuto riaprire"),
    ("a call of the control API failed", "una chiamata dell'API di controllo non è riuscita"),
    ("the control API listens on another port", "l'API di controllo ascolta su un'altra porta"),
    (
        "a mail server is set, but `delivery` is outbox: nothing leaves the machine",
        "un server di posta è impostato, ma `delivery` vale outbox: nulla lascia la macchina",
    ),
    ("what became of a message could not be noted", "non si è potuto annotare che cosa è stato di un messaggio"),
    ("the outbox could not be read", "i messaggi in uscita non si sono potuti leggere"),
    ("what is due could not be done", "ciò che era in scadenza non si è potuto fare"),
    (
        "a variable of the environment is no setting, and is not used",
        "una variabile d'ambiente non è un'impostazione, e non viene usata",
    ),
    (
        "Kubernetes set variables for a service called sac: they are no settings, and are not used. enableServiceLinks: false in the pod leaves them out",
        "Kubernetes ha impostato variabili per un servizio di nome sac: non sono impostazioni, e non vengono usate. Con enableServiceLinks: false nel pod non ci sono",
    ),
    (
        "ca.pem and ca.key were missing: a new CA was made. Clients must trust the new ca.pem, and client certificates must be issued again",
        "mancavano ca.pem e ca.key: è stata creata una nuova CA. I client devono fidarsi della nuova ca.pem, e i certificati client vanno emessi di nuovo",
    ),
    (
        "SanitelCF.key and its certificate were missing: new ones were made. Clients must encrypt with the new SanitelCF.cer; what they encrypt with the old one cannot be read",
        "mancavano SanitelCF.key e il suo certificato: ne sono stati creati di nuovi. I client devono cifrare con la nuova SanitelCF.cer; ciò che cifrano con la vecchia non si può leggere",
    ),
    ("the journal was not written to its end", "il giornale non è stato scritto fino in fondo"),
    ("a comparison was not written", "un confronto non è stato scritto"),
    ("a connection ended", "una connessione è finita"),
    ("a connection was not accepted", "una connessione non è stata accettata"),
    (
        "a client certificate does not pass: with --cert and --key the proxy shows one of its own to the other SAC",
        "un certificato client non passa oltre: con --cert e --key il proxy ne mostra uno suo all'altro SAC",
    ),
    (
        "an exchange was passed on without a look: too many wait",
        "uno scambio è passato senza essere guardato: troppi aspettano",
    ),
    ("an export was not written to its end", "un'esportazione non è stata scritta fino in fondo"),
    ("a page of the console was not made", "una pagina della console non è stata fatta"),
    ("a call could not go on", "una telefonata non ha potuto proseguire"),
    ("a page was not made", "una pagina non è stata fatta"),
    ("no such user", "l'utente non esiste"),
    ("wrong password", "la password è errata"),
    ("the user is blocked", "l'utente è bloccato"),
    ("locked out after repeated failures", "bloccato per un po', dopo più tentativi falliti"),
    ("it has expired", "è scaduto"),
    ("it is not valid yet", "non è ancora valido"),
    ("no trusted CA issued it", "nessuna CA fidata lo ha emesso"),
    ("it is not meant for client authentication", "non è fatto per autenticare un client"),
    ("its signature is false", "la sua firma è falsa"),
    ("it cannot be read", "non si può leggere"),
    ("accepted", "accettato"),
    ("refused", "respinto"),
    ("dropped", "interrotto"),
];

fn in_italian(text: &str) -> &str {
    WORDS.iter().find(|(english, _)| *english == text).map_or(text, |(_, italian)| italian)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") && !path.ends_with("target") {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_line_of_the_log_that_people_see_has_italian_words() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        sources(&root.join("src"), &mut files);
        sources(&root.join("crates"), &mut files);
        let mut seen = 0;
        for path in files {
            let text = fs::read_to_string(&path).unwrap();
            for level in ["info", "warn", "error"] {
                for call in text.split(&format!("tracing::{level}!(")).skip(1) {
                    let call = call.split(");").next().unwrap();
                    // The message is the last literal; one that is only filled in has its words elsewhere.
                    let Some(message) = call.split('"').rev().nth(1).filter(|message| !message.starts_with('{')) else {
                        continue;
                    };
                    assert!(in_italian(message) != message, "{}: {message:?} has no Italian words", path.display());
                    seen += 1;
                }
            }
        }
        assert!(seen >= 10, "{seen}");
    }

    #[test]
    fn fields_keep_their_names_and_values_that_are_words_are_italian() {
        let mut line = String::new();
        let mut writer = Writer::new(&mut line);
        write_field(&mut writer, "message", &format_args!("caller denied")).unwrap();
        write_field(&mut writer, "reason", &format_args!("wrong password")).unwrap();
        write_field(&mut writer, "peer", &format_args!("127.0.0.1:1")).unwrap();
        assert_eq!(line, "chiamante respintoreason=\"la password è errata\"peer=127.0.0.1:1");
    }
}
