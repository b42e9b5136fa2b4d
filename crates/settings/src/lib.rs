//! Every setting, declared once.
//!
//! The table below makes the types of [`Config`], the reading of the file, the environment
//! and the flags ([`Values`]), the text of `--help`, and `docs/settings.md`. The first
//! paragraph of a setting's comment is its line of help; all of it is its documentation.
//!
//! A value comes from, in rising precedence: the default here, the TOML file
//! (`duplicates = "accept"`), the environment (`SAC_DUPLICATES=accept`), the flag
//! (`--duplicates accept`).

mod channels;
mod choice;
mod control;
pub mod docs;
mod limits;
mod mail;
mod pin;
mod source;
#[macro_use]
mod table;
mod value;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use sac_domain::provenance::Provenance;

pub use channels::ChannelSet;
pub use choice::{
    AuthStyle, Captcha, Delivery, DuplicatePolicy, EmptyOptional, LogFormat, OnlineInstances, PinAlphabet,
    PinDelegates, PinFirstHalf, PinHash, PinRegeneration, PinRestoreUnused, PinType, RegisterMode, SchemaErrors,
    SmtpTls,
};
pub use control::ControlAddress;
pub use limits::LimitError;
pub use mail::{DomainPattern, MailAddress, Namespace, PecFlow};
pub use pin::{Approval, DispositivoUse, DispositivoUses, HandoverHour, PecBox, PinChannel, PinChannels, Span};
pub use source::{ConfigError, Problem, Source, Values};
pub use table::Setting;
pub use value::{BaseUrl, LogFilter, Misfit, Value};

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_hours(24);
/// Domains in which nobody has a mailbox (RFC 2606).
const RESERVED: [&str; 4] = ["*.example", "*.test", "*.invalid", "localhost"];

/// A day of the law.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

settings! {
    /// Where the gateway is found, and where it keeps its things.
    place: PlaceSettings = "Place" {
        /// Directory of the database, the keys and the certificates.
        ///
        /// Made at the first start, open to its owner only. Everybody who can read it can read
        /// every certificate and every key.
        data_dir: PathBuf = PathBuf::from("sac-data"), "DIR", "/var/lib/sac";

        /// Address and port to listen on.
        ///
        /// Port 0 takes a free one; `announce` tells which.
        listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 8443)), "ADDRESS:PORT", "127.0.0.1:9443";

        /// Address and port of the control API, for testers: worlds, clocks, people, documents; `off` for none.
        ///
        /// Plain HTTP, on a loopback address only; every call needs the token in the data directory
        /// (`control.token`). Port 0 takes a free one, and so does the default where `listen` has port 0 or where
        /// another program has the port; `announce` tells which.
        control: ControlAddress = ControlAddress::DEFAULT, "ADDRESS:PORT|off", "127.0.0.1:9444";

        /// Listen beyond this machine though a seed password stands, or without TLS.
        ///
        /// Without it the gateway refuses to listen on anything but loopback while a user
        /// still has the password of the seed, which everybody can read, and while `tls`
        /// is off.
        allow_remote: bool = false, "on|off", "on";

        /// Speak HTTPS. With `off` the gateway serves plain HTTP, for use behind a proxy that ends TLS.
        tls: bool = true, "on|off", "off";

        /// Further host name or IP address for the server certificate; may be repeated.
        ///
        /// The certificate always holds `localhost`, `127.0.0.1` and `::1`, the address of
        /// `listen` if it is one, and the host of `public_url`. It is made anew when this
        /// list changes. A gateway that listens on all addresses (`0.0.0.0`, `[::]`)
        /// announces the first of these names, else the host of `public_url`, else `localhost`.
        host: Vec<String> = Vec::new(), "NAME", "sac.example.org";

        /// Address at which clients reach the gateway, for the WSDL.
        ///
        /// To be set behind a proxy: scheme, host, port and, where the proxy adds one, a
        /// leading path. Without it the WSDL names the address that the client itself used.
        public_url: Option<BaseUrl> = None, "URL", "https://sac.example.org";

        /// File of the fault plan with which the default world starts: a JSON array of rules.
        ///
        /// `docs/fault-plan.md` shows the form.
        fault_plan: Option<PathBuf> = None, "FILE", "plan.json";

        /// File to write once the gateway is ready: one JSON object for scripts.
        ///
        /// Its members are `endpoint`, `wsdl`, `ca`, `encryption_certificate`,
        /// `encryption_certificate_pem`, `control` and `control_token` (unless `control` is off), `pid` and
        /// `version`. It appears whole or not at all;
        /// one that is there already is removed before the gateway starts, and its own when
        /// it stops.
        announce: Option<PathBuf> = None, "FILE", "ready.json";
    }

    /// Time and chance.
    world: WorldSettings = "Time and chance" {
        /// Make it this instant when the gateway starts (RFC 3339); the clock runs on from there.
        now: Option<DateTime<Utc>> = None, "RFC3339", "2026-02-28T23:30:00+01:00";

        /// Make protocol numbers repeatable: from an empty data directory the same seed gives the same ones.
        ///
        /// Without it they differ from one installation to the next. It concerns no key and
        /// no password. (The made-up persons of the open register are always the same.)
        seed: Option<u64> = None, "NUMBER", "42";
    }

    /// How a message is judged, where the published specification leaves room.
    rules: RuleSettings = "Rules" {
        /// What answers a message that breaks the schema.
        ///
        /// `fault` is a SOAP fault (HTTP 500) that lists every violation; `receipt` a
        /// `ricevutaNonOk` (HTTP 200) with the first ten.
        schema_errors: SchemaErrors = SchemaErrors::Fault, "STYLE", "receipt", observed;

        /// What to make of an optional element that is there but empty.
        ///
        /// `reject` follows the schema; `absent` reads it as if it were not there, for
        /// clients that always send `reperibilita`.
        empty_optional: EmptyOptional = EmptyOptional::Reject, "READING", "absent", observed;

        /// What to do with a certificate equal to one that stands (`certificato-duplicato`).
        ///
        /// `refuse` gives back the protocol number of the one on record; `accept` records
        /// another. The same goes for admissions (`ricovero-duplicato`).
        duplicates: DuplicatePolicy = DuplicatePolicy::Refuse, "POLICY", "accept", assumed;

        /// Refuse a prognosis that ends more than three months after `dataRilascio` (`prognosi-tre-mesi`).
        ///
        /// That there is such a control is specified; how it counts is our reading.
        prognosi_tre_mesi: bool = true, "on|off", "off", assumed;

        /// Refuse a CAP that is not one of the comune's (`indirizzo-cap-incongruente`).
        cap_control: bool = true, "on|off", "off", specification;

        /// Whether a worker must be on the register.
        ///
        /// `open` gives a valid but unknown codice fiscale a made-up person, the same every
        /// time; `closed` refuses it (`lavoratore-sconosciuto`).
        register: RegisterMode = RegisterMode::Open, "MODE", "closed", assumed;

        /// ICD-9-CM table of the diagnosis codes to accept (`diagnosi-codice-sconosciuto`).
        ///
        /// A text file with one code a line, up to the first blank, comma or semicolon; lines
        /// that begin with `#` are passed over, and dots do not matter. Without it any code of
        /// the right shape passes: the list has no licence under which it could be shipped.
        icd9_table: Option<PathBuf> = None, "FILE", "icd9.txt", assumed;

        /// The control code of the public page that programs know (`/AttestatiCittadinoWeb/`).
        ///
        /// `fixed`: it is always `prova`. `off`: none is asked for. `random`: each image shows another;
        /// `GET /control/v1/worlds/W/captcha` tells the last one that was shown.
        captcha: Captcha = Captcha::Fixed, "MODE", "random", assumed;

        /// Table that replaces numbers and texts of the errors, for who holds the official one.
        ///
        /// TOML with one section for each rule to change, such as `[certificato-duplicato]`,
        /// and in it `tipoErrore`, `sezioneErrata` or `text`; what the rule fills in stands in
        /// braces, as in `crates/certificates/src/rule/catalogue.toml`.
        error_table: Option<PathBuf> = None, "FILE", "errori.toml", assumed;

        /// People to have beside the default ones, TOML or CSV.
        ///
        /// It is taken as a whole or not at all, and all that is wrong with it is told, with
        /// its lines. `data/seed.toml` shows the form.
        seed_file: Option<PathBuf> = None, "FILE", "people.toml";
    }

    /// The PIN: credentials of the institute's services.
    pin: PinSettings = "PIN" {
        /// Channels whose log-in takes the PIN too; `none` for no channel.
        ///
        /// Words with commas between, of `web`, `cittadino`, `azienda`, `invciv` and `ctu`. The last two know only
        /// the PIN: without their word nobody logs in there.
        pin_login: PinChannels = PinChannels(vec![PinChannel::Web, PinChannel::Cittadino, PinChannel::Azienda, PinChannel::Invciv, PinChannel::Ctu]), "CHANNEL,…|none", "cittadino,ctu", assumed;

        /// What needs a PIN *dispositivo*; `none` for nothing.
        ///
        /// Words with commas between, of `gdp` (the area of public bodies, after `gdp_dispositivo_by`), `passweb`,
        /// `soggiorni`, `invciv-domanda`, `cittadino-servizi`, `azienda` and `ctu`.
        dispositivo_required: DispositivoUses = DispositivoUses(vec![DispositivoUse::Gdp, DispositivoUse::Passweb, DispositivoUse::Soggiorni]), "USE,…|none", "gdp", specification;

        /// The last day on which a PIN *online* opens the area of public bodies.
        gdp_dispositivo_by: NaiveDate = day(2016, 7, 1), "DATE", "2026-12-31", specification;

        /// The day from which credentials of the former INPDAP are unified with the PIN at their next use.
        gdp_unification_from: NaiveDate = day(2016, 5, 9), "DATE", "2026-05-09", specification;

        /// How the new secret comes about at a change: `generated` and shown once, or `chosen` by the user.
        pin_regeneration: PinRegeneration = PinRegeneration::Generated, "WAY", "chosen", specification;

        /// How hard the hash of a PIN is: `normal`, or `fast` for worlds that are not durable.
        pin_hash: PinHash = PinHash::Normal, "COST", "fast", assumed;

        /// The signs of generated secrets: `readable` (32 letters and digits) or `hex` (digits and A to F).
        pin_alphabet: PinAlphabet = PinAlphabet::Readable, "SIGNS", "hex", assumed;

        /// The day from which a secret has 8 characters after the first change; before it, 16. Absent: always 8.
        pin_short_from: Option<NaiveDate> = None, "DATE", "2013-03-04", observed;

        /// Wrong secrets in a row that block a PIN; 0 never blocks.
        pin_attempts: u32 = 3, "COUNT", "5", observed;

        /// How long a PIN stays blocked.
        pin_block: Span = Span::minutes(30), "DURATION", "10m", assumed;

        /// Blocks within 24 hours of which the last has no end; 0 for no such block.
        pin_block_hard: u32 = 3, "COUNT", "5", assumed;

        /// From the delivery of an initial secret to the first access; `0s` without end.
        pin_initial_validity: Span = Span::days(60), "DURATION", "30d", assumed;

        /// From a change of the secret to the next forced one; `0s` without end.
        pin_validity: Span = Span::days(180), "DURATION", "365d", assumed;

        /// The same for subjects with other profiles than `cittadino`; `90d` as doctors' manuals have it.
        pin_validity_professional: Span = Span::days(180), "DURATION", "90d", assumed;

        /// Without use for so long a PIN expires; `0s` never.
        pin_idle: Span = Span(Duration::ZERO), "DURATION", "180d", assumed;

        /// How long the post takes to deliver half of a PIN.
        pin_letter: Span = Span::days(7), "DURATION", "3d", assumed;

        /// Within what time a request handed over by an Ordine is to be decided.
        pin_ordine_limit: Span = Span::hours(48), "DURATION", "24h", specification;

        /// When a valid request is decided: by itself after so long, or `manual` by an operator only.
        pin_approval: Approval = Approval::After(Duration::from_hours(24)), "DURATION|manual", "manual", assumed;

        /// The pause that ends a session opened with a PIN; after eight hours it ends anyway.
        pin_session: Duration = 15 * 60 * SECOND, "DURATION", "5m", assumed;

        /// From which hour of Rome on an Ordine hands over; `any` for every hour.
        pin_ordine_handover: HandoverHour = HandoverHour::AFTERNOON, "HH:MM|any", "any", assumed;

        /// The kind of PIN that comes of a request through an Ordine.
        pin_ordine_type: PinType = PinType::Online, "TYPE", "dispositivo", specification;

        /// Whether somebody else may ask for the holder at a counter; parents of minors and guardians always may.
        pin_delegates: PinDelegates = PinDelegates::Any, "WHO", "none", specification;

        /// What becomes of an instance sent with a PIN *online*: worked, received but suspended, or refused.
        online_instances: OnlineInstances = OnlineInstances::Process, "WAY", "suspend", specification;

        /// Where the first half of a PIN asked for online goes: on the page, or to a contact.
        pin_first_half: PinFirstHalf = PinFirstHalf::Page, "WHERE", "contact", specification;

        /// Whether a restore goes by a link that is sent first.
        pin_restore_link: bool = false, "on|off", "on", specification;

        /// Whether a PIN that was never used can be restored.
        pin_restore_unused: PinRestoreUnused = PinRestoreUnused::Allow, "WAY", "refuse", observed;

        /// Whether a new PIN after a revocation has the profiles from before.
        pin_profiles_survive: bool = false, "on|off", "on", observed;

        /// The last day on which PINs are issued to everybody. Absent: no last day.
        pin_issue_until: Option<NaiveDate> = None, "DATE", "2020-09-30", observed;

        /// The last day on which PINs log in. Absent: no last day.
        pin_valid_until: Option<NaiveDate> = None, "DATE", "2021-09-30", observed;

        /// The box of certified mail for requests of `PassWeb`. A real address has no place here.
        pin_pec_passweb: PecBox = PecBox("abilitazioni@pec.example".to_owned()), "ADDRESS", "passweb@pec.example", assumed;

        /// The box of certified mail for requests of stays. A real address has no place here.
        pin_pec_centrale: PecBox = PecBox("welfare@pec.example".to_owned()), "ADDRESS", "centrale@pec.example", assumed;
    }

    /// Who may authenticate, and how a refusal looks.
    auth: AuthSettings = "Authentication" {
        /// What answers wrong credentials.
        ///
        /// `fault` is a SOAP fault (HTTP 500) with `Credenziali invalide`; `401` repeats the
        /// challenge. A request without any credentials always gets the challenge.
        auth_style: AuthStyle = AuthStyle::Fault, "STYLE", "401", observed;

        /// The realm of the challenge.
        realm: String = "Sistema TS".to_owned(), "TEXT", "Prova", assumed;

        /// Wrong passwords in a row that block a user for a while; 0 never blocks.
        lockout_after: u32 = 3, "COUNT", "5", observed;

        /// How long such a user stays blocked.
        lockout_for: Duration = 5 * 60 * SECOND, "DURATION", "90s", assumed;

        /// Failures in ten minutes after which an address waits before it may look up an attestato again; 0 for any number.
        ///
        /// Of the public page, where codice fiscale and protocol number are enough.
        public_attempts: u32 = 10, "COUNT", "20", assumed;

        /// PEM file of a CA whose client certificates are trusted too; may be repeated.
        ///
        /// The gateway's own CA always is.
        trusted_ca: Vec<PathBuf> = Vec::new(), "FILE", "cns-ca.pem";
    }

    /// By which ways the worlds are reached.
    channels: ChannelSettings = "Channels" {
        /// The channels that are served; at any other's addresses there is nothing (404). May be repeated.
        ///
        /// `soap` (the service of doctors' programs), `web` (pages of doctors), `azienda` (employers), `cittadino`
        /// (workers, and the public page), `phone` (telephone, as VoiceXML), `pin` (pages of the PIN).
        channels: ChannelSet = ChannelSet::all(), "NAME", "soap";

        /// Namespace of the list of attestati that employers import, and of its schema.
        ///
        /// None by default: that of INPS's files is not known, and importers look at local names.
        attestati_namespace: Option<Namespace> = None, "URI", "urn:attestati", assumed;

        /// How long a telephone call may be silent before it ends, by the world's clock.
        phone_idle: Duration = 120 * SECOND, "DURATION", "60s", assumed;
    }

    /// Messages to workers and employers, and how they leave.
    messages: MessageSettings = "Messages" {
        /// Where e-mail and certified mail go.
        ///
        /// `outbox`: nothing leaves the machine, a carrier is simulated. `smtp`: both go to the server of `smtp_host`.
        /// Text messages never leave.
        delivery: Delivery = Delivery::Outbox, "WAY", "smtp";

        /// When the daily message to employers leaves, in Rome's time; `immediate` with each document, `off` never by itself.
        ///
        /// With `off` the control API still sends it (`flows/pec`).
        pec_flow: PecFlow = PecFlow::daily(), "HH:MM|immediate|off", "07:30", assumed;

        /// The sender of e-mail.
        mail_from: MailAddress = MailAddress::fixed("sac@posta.example"), "ADDRESS", "prova@mail.example", assumed;

        /// The sender of certified mail.
        pec_from: MailAddress = MailAddress::fixed("sac@pec.example"), "ADDRESS", "prova@pec.example", assumed;

        /// The server that mail is handed to, with `delivery = "smtp"`.
        smtp_host: Option<String> = None, "HOST", "localhost";

        /// The port of that server.
        smtp_port: u16 = 587, "PORT", "465";

        /// How the connection to it is encrypted: `starttls`, `tls` from the first byte, `off` (only to this machine).
        smtp_tls: SmtpTls = SmtpTls::Starttls, "WAY", "tls";

        /// PEM file of a CA that may have issued its certificate, beside the public ones.
        smtp_ca: Option<PathBuf> = None, "FILE", "smtp-ca.pem";

        /// The user to log in there as; the password is in the environment (`SAC_SMTP_PASSWORD`).
        smtp_user: Option<String> = None, "NAME", "sac";

        /// The one box that all mail goes to, whoever it is for; the true recipient stands in the header `X-Sac-To`.
        smtp_redirect_to: Option<MailAddress> = None, "ADDRESS", "tests@mail.example";

        /// Domains that mail may leave for; mail to any other is kept and fails. May be repeated.
        ///
        /// A name (`firm.example`), all below one (`*.example`), or every one (`*`). Where `smtp_redirect_to` is set,
        /// mail goes to that box whatever is allowed here.
        smtp_allow: Vec<DomainPattern> = RESERVED.map(DomainPattern::fixed).to_vec(), "DOMAIN", "*.firm.example";
    }

    /// What one client may take of the machine.
    limits: Limits = "Limits" {
        /// Connections open at a time.
        ///
        /// Those beyond it wait, unaccepted, in the system's queue: a client of a busy
        /// gateway sees a delay, not an error.
        max_connections: usize = 1024, "COUNT", "64";

        /// Requests that one HTTP/2 connection may have under way.
        max_streams: u32 = 32, "COUNT", "8";

        /// Bytes of a request's line and headers; beyond it 431. At least 8192.
        max_header_bytes: usize = 32 * 1024, "BYTES", "16384";

        /// Bytes of a request's body as it travels; beyond it 413.
        max_body_bytes: usize = 1024 * 1024, "BYTES", "65536";

        /// Bytes of a gzip body once inflated; beyond it 413.
        ///
        /// As long as the limit of a plain body by default, so that compression gives room
        /// to nothing that could not come uncompressed.
        max_inflated_bytes: usize = 1024 * 1024, "BYTES", "131072";

        /// From accepting a connection to the end of its TLS handshake; then it is closed.
        handshake_timeout: Duration = 10 * SECOND, "DURATION", "3s";

        /// From a request's first byte to the end of its headers; then the connection is closed.
        header_timeout: Duration = 10 * SECOND, "DURATION", "4s";

        /// From the end of a request's headers to the end of its body; then 408.
        body_timeout: Duration = 30 * SECOND, "DURATION", "45s";

        /// From a reply to the first byte of the next request; then the connection is closed.
        ///
        /// The time that the client takes to read the reply is part of it.
        idle_timeout: Duration = 75 * SECOND, "DURATION", "2m";

        /// How long a connection being closed goes on throwing away what the client still sends.
        ///
        /// It lets a client that was refused in the middle of its request read the reply.
        linger_timeout: Duration = 5 * SECOND, "DURATION", "2s";

        /// How long a stop waits for the requests under way.
        drain_timeout: Duration = 20 * SECOND, "DURATION", "1m";
    }

    /// What is logged and kept of what happened.
    logging: LogSettings = "Log and journal" {
        /// What to log: a level (`error`, `warn`, `info`, `debug`, `trace`) or a filter such as `info,sac_http=debug`.
        ///
        /// No level logs names, diagnoses, codici fiscali, pincodes or passwords.
        log_filter: LogFilter = LogFilter::default(), "FILTER", "debug";

        /// How log lines look, on standard error.
        log_format: LogFormat = LogFormat::Text, "FORMAT", "json";

        /// How long the journal of exchanges is kept.
        journal_retention: Duration = 30 * DAY, "DURATION", "7d";

        /// How many exchanges the journal keeps; of more the oldest are forgotten. With 0 none is written.
        ///
        /// It is looked at every 10,000 exchanges: for a while there may be so many more.
        journal_entries: u32 = 10_000_000, "COUNT", "100000";

        /// Whether the journal keeps whole messages, for testers: `on` by default, `off` where the gateway listens beyond this machine.
        ///
        /// Messages hold everything personal that is in them, so they are kept for made-up people
        /// only: beyond loopback it takes an explicit `on`. With `off` the journal holds nothing personal.
        journal_bodies: Option<bool> = None, "on|off", "off";

        /// How many bytes of messages the journal keeps; of more the oldest are forgotten.
        ///
        /// It is looked at whenever a sixteenth of that has come in: for a while there may be so much more. A world
        /// that is kept in memory keeps 32 MiB of them, and 100,000 exchanges.
        journal_bytes: u64 = 1 << 30, "BYTES", "104857600";
    }
}

/// The headings of the settings that a world may have for itself.
pub const WORLD_HEADINGS: [&str; 3] = ["Time and chance", "Rules", "PIN"];

#[cfg(test)]
mod tests;
