//! `sac phone`: a call of the gateway's telephone, from the keyboard or a script.

mod script;

use std::io::{self, Write as _, stdin, stdout};
use std::path::PathBuf;

use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Method, StatusCode};
use sac_gateway::client::{Client, HttpReply, Trust, VoiceDocument};
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::said;
use sac_gateway::phone::keypad;
use sac_world::WorldName;

use super::failure::{Doing, Failure};
use super::local::LocalGateway;
use super::outcome::{Verdict, complain};
use super::runtime::run_alone;
use super::words::say;
use super::words::values;
use script::{Script, Step};

/// Call the telephone of a gateway: what it says is printed, what is to be keyed is read line by line
///
/// Each document is printed as `STATE> prompt`. A line is what is keyed: digits and asterisks, nothing for silence, `h` to
/// hang up; a `#` at its end may stand there, and is not needed. In a script, lines that begin with `# ` are comments,
/// `expect STATE` and `expect-text WORDS` check the document before them.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac phone
  sac phone --script call.txt
  sac phone --encode PNIMRA70A01H501P

Exit codes: 0 accepted, or ended as the script expects; 1 refused, or not as expected; 2 it could not be done.")]
pub(super) struct Args {
    /// Address of the gateway; without it, the one that runs out of the data directory
    #[arg(long, value_name = "URL")]
    to: Option<String>,

    /// Data directory of the gateway
    #[arg(long, value_name = "DIR", env = "SAC_DATA_DIR", default_value = "sac-data")]
    data_dir: PathBuf,

    /// The world to call
    #[arg(long, value_name = "WORLD", value_parser = values::of::<WorldName>, default_value = WorldName::DEFAULT)]
    world: WorldName,

    /// CA of the gateway's certificate, PEM or DER [default: the gateway's own, or those that browsers trust]
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,

    /// File with one answer a line
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,

    /// Print the digits to key for this codice fiscale, and call nobody
    #[arg(long, value_name = "CF", conflicts_with_all = ["to", "world", "ca", "script"])]
    encode: Option<String>,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    if let Some(code) = &args.encode {
        return encode(code);
    }
    let script = match &args.script {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(Failure::file(Doing::Read, path))?;
            match Script::read(&text) {
                Ok(script) => Some(script),
                Err(line) => {
                    complain(&say!(
                        language,
                        it: "{path}, riga {line}: ci vogliono cifre e asterischi, h, expect STATO o expect-text PAROLE",
                        en: "{path}, line {line}: expected are digits and asterisks, h, expect STATE or expect-text WORDS",
                        path = path.display(),
                    ));
                    return Ok(Verdict::Undone);
                }
            }
        }
        None => None,
    };
    let (target, local) = LocalGateway::resolve(&args.data_dir, args.to.as_deref(), said("--to URL", "--to URL"))?;
    let ca = args.ca.clone().or(local.map(|local| local.ca));
    let client = Client::new(target, &Trust { ca, identity: None })?;
    let mount = if args.world.is_default() { String::new() } else { format!("/w/{}", args.world) };
    Call { client, answers: script.map_or(Answers::Keyboard, Answers::Script), language }.make(&mount)
}

fn encode(code: &str) -> Result<Verdict, Failure> {
    let code = code.trim().to_ascii_uppercase();
    let digits = keypad::encode(&code).filter(|_| matches!(code.len(), 11 | 16)).ok_or(Failure::Flags(said(
        "un codice fiscale ha sedici lettere e cifre, o undici cifre",
        "a codice fiscale has sixteen letters and digits, or eleven digits",
    )))?;
    writeln!(stdout(), "{digits}")?;
    Ok(Verdict::Clean)
}

/// Where answers come from.
enum Answers {
    Keyboard,
    Script(Script),
}

struct Call {
    client: Client,
    answers: Answers,
    language: Language,
}

impl Call {
    fn make(mut self, mount: &str) -> Result<Verdict, Failure> {
        let reply = run_alone(self.client.call(Method::GET, &format!("{mount}/phone/start"), &[], "".into()))??;
        let Some(mut document) = self.read(&reply) else { return Ok(Verdict::Undone) };
        let mut verdict = Verdict::Clean;
        let mut has_expected = false;
        loop {
            writeln!(stdout(), "{}> {}", document.state, document.prompt)?;
            verdict = match document.outcome.as_str() {
                "accepted" => Verdict::Clean,
                "refused" => Verdict::Findings,
                _ if document.state == "FINE_ERR" => Verdict::Findings,
                _ => verdict,
            };
            if document.is_last && matches!(self.answers, Answers::Keyboard) {
                break;
            }
            let step = loop {
                match self.step()? {
                    Step::Expect(wanted) if !wanted.fits(&document) => {
                        let (line, wanted, state) = (wanted.line, wanted.what(), &document.state);
                        complain(&say!(
                            self.language,
                            it: "riga {line}: atteso {wanted}, trovato {state}",
                            en: "line {line}: expected {wanted}, found {state}",
                        ));
                        return Ok(Verdict::Findings);
                    }
                    Step::Expect(_) => has_expected = true,
                    Step::Unreadable => complain(&self.language.pick(
                        "ci vogliono cifre e asterischi, niente per il silenzio, o h per riagganciare",
                        "expected are digits and asterisks, nothing for silence, or h to hang up",
                    )),
                    step => break step,
                }
            };
            let (event, keyed) = match &step {
                _ if document.is_last => {
                    if !matches!(step, Step::End) && matches!(self.answers, Answers::Script(_)) {
                        complain(
                            &self
                                .language
                                .pick("la chiamata è finita prima dello script", "the call ended before the script"),
                        );
                        return Ok(Verdict::Findings);
                    }
                    break;
                }
                Step::Keyed(keyed) if keyed.is_empty() => ("noinput", ""),
                Step::Keyed(keyed) => ("input", keyed.as_str()),
                Step::HangUp | Step::End | Step::Expect(_) | Step::Unreadable => ("hangup", ""),
            };
            let reply = self.post(&document, event, keyed)?;
            if event == "hangup" && reply.status == StatusCode::NO_CONTENT {
                break;
            }
            let Some(next) = self.read(&reply) else { return Ok(Verdict::Undone) };
            document = next;
        }
        // A script that expects something says itself what is right.
        Ok(if has_expected { Verdict::Clean } else { verdict })
    }

    /// The next line; nothing more is read once the call is over.
    fn step(&mut self) -> io::Result<Step> {
        match &mut self.answers {
            Answers::Script(script) => Ok(script.next()),
            Answers::Keyboard => {
                stdout().flush()?;
                let mut line = String::new();
                if stdin().read_line(&mut line)? == 0 {
                    return Ok(Step::End);
                }
                Ok(Step::keyed(line.trim()).unwrap_or(Step::Unreadable))
            }
        }
    }

    fn post(&self, document: &VoiceDocument, event: &str, keyed: &str) -> Result<HttpReply, Failure> {
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        let body = document.answer(event, keyed);
        Ok(run_alone(self.client.call(Method::POST, &document.next, &[(CONTENT_TYPE, form)], body.into()))??)
    }

    /// The document that came; why there is none has been told.
    fn read(&self, reply: &HttpReply) -> Option<VoiceDocument> {
        if reply.status != StatusCode::OK {
            let status = reply.status.as_u16();
            let text = String::from_utf8_lossy(&reply.body).into_owned();
            let line = text.lines().nth(usize::from(self.language == Language::En)).unwrap_or_default();
            complain(&say!(
                self.language,
                it: "il gateway risponde {status} invece di un documento: {line}",
                en: "the gateway answers {status} instead of a document: {line}",
            ));
            return None;
        }
        match VoiceDocument::read(&reply.body) {
            Ok(document) => Some(document),
            Err(error) => {
                complain(&say!(
                    self.language,
                    it: "la risposta non è un documento del telefono (dettaglio tecnico: {error})",
                    en: "{error}",
                ));
                None
            }
        }
    }
}
