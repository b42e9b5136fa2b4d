//! The people of a world: workers, and the users who call.

use std::collections::{BTreeMap, HashMap, HashSet};

use axum::extract;
use hyper::StatusCode;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::contact::{Recapiti, UserProfile, WorkerProfile};
use sac_domain::person::Lavoratore;
use sac_domain::user::{User, UserKind};
use sac_people::seed::Seed;
use sac_store::pin::Subjects;
use sac_world::World;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::employers::{ShownEmployer, ShownEmployerUser, ShownEmployment};
use super::merge::merge;
use super::planting::{given, plant, same_as_in_path, secret, vanished};
use crate::chosen::Chosen;
use crate::json::{self, Json};
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;
use sac_domain::words::Text;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(put_worker, patch_worker, delete_worker))
        .routes(routes!(put_user, delete_user))
}

/// Everybody in a world.
#[derive(Serialize, ToSchema)]
pub(crate) struct People {
    /// The workers on the register, by codice fiscale.
    pub(crate) workers: Vec<ShownWorker>,
    /// Those who call, by name.
    pub(crate) users: Vec<ShownUser>,
    /// Employers, by codice fiscale.
    pub(crate) employers: Vec<ShownEmployer>,
    /// Those who read for employers, by name.
    pub(crate) employer_users: Vec<ShownEmployerUser>,
    /// Who works where, by worker.
    pub(crate) employments: Vec<ShownEmployment>,
}

/// A worker, with the members of a seed file but the PIN; what is not known of contacts is left out.
#[derive(Serialize, ToSchema)]
#[schema(as = Worker)]
#[expect(clippy::struct_excessive_bools, reason = "services are on or off")]
pub(crate) struct ShownWorker {
    pub(crate) codice_fiscale: String,
    pub(crate) cognome: String,
    pub(crate) nome: String,
    pub(crate) sesso: &'static str,
    pub(crate) data_nascita: String,
    pub(crate) comune_nascita: String,
    pub(crate) provincia_nascita: String,
    pub(crate) deceduto: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) residenza: Option<Residenza>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pec: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cellulare: Option<String>,
    /// Whether the protocol number is sent by SMS.
    #[serde(skip_serializing_if = "is_off")]
    pub(crate) sms: bool,
    /// Whether the attestato is sent by e-mail.
    #[serde(skip_serializing_if = "is_off")]
    pub(crate) copia_email: bool,
    /// Whether certificate and attestato are sent by PEC.
    #[serde(skip_serializing_if = "is_off")]
    pub(crate) copia_pec: bool,
    /// Whether the worker can log in.
    #[serde(skip_serializing_if = "is_off")]
    pub(crate) has_pin: bool,
}

/// Where a worker lives.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Residenza {
    pub(crate) via: String,
    pub(crate) civico: String,
    /// Five digits.
    pub(crate) cap: String,
    /// Such as `H501`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) codice_catastale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) comune: Option<String>,
    /// Two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) provincia: Option<String>,
}

/// A user, with the members of a seed file but the secrets.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
#[expect(clippy::struct_excessive_bools, reason = "what is shown of a user is yes or no")]
pub(crate) struct ShownUser {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) codice_fiscale: Option<String>,
    pub(crate) iscrizioni: Vec<String>,
    pub(crate) regione: Option<String>,
    pub(crate) blocked: bool,
    pub(crate) has_password: bool,
    pub(crate) has_pincode: bool,
    /// The password is the one of the default people, which everybody can read.
    pub(crate) seed_password: bool,
    /// Surname, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cognome: Option<String>,
    /// First name, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nome: Option<String>,
    /// For the telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) codice_telefonico: Option<String>,
    /// Whether there is a PIN for the telephone.
    #[serde(skip_serializing_if = "is_off")]
    pub(crate) has_pin: bool,
}

/// A worker as a seed file has it. What is absent is as the codice fiscale says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWorker {
    /// The same as in the path, where it is given.
    codice_fiscale: Option<String>,
    cognome: String,
    nome: String,
    /// `M` or `F`.
    sesso: Option<String>,
    /// A date such as `1970-01-31`.
    data_nascita: Option<String>,
    comune_nascita: Option<String>,
    /// Two letters, `EE` for abroad.
    provincia_nascita: Option<String>,
    deceduto: Option<bool>,
    residenza: Option<Residenza>,
    /// Eight characters; without it the worker cannot log in. It never comes out again.
    #[schema(value_type = Option<String>)]
    pin: Option<SecretString>,
    email: Option<String>,
    pec: Option<String>,
    /// A mobile number, `+39` before it or not.
    cellulare: Option<String>,
    /// Whether the protocol number is sent by SMS.
    sms: Option<bool>,
    /// Whether the attestato is sent by e-mail.
    copia_email: Option<bool>,
    /// Whether certificate and attestato are sent by PEC.
    copia_pec: Option<bool>,
}

/// Members of a worker that change; the others stay.
#[derive(ToSchema)]
#[expect(dead_code, reason = "for the document only: the members are merged with those that are kept")]
pub(super) struct WorkerChange {
    /// The same as in the path, where it is given.
    codice_fiscale: Option<String>,
    cognome: Option<String>,
    nome: Option<String>,
    /// `M` or `F`; `null`: as the codice fiscale says, and so for the three that follow.
    sesso: Option<String>,
    /// A date such as `1970-01-31`.
    data_nascita: Option<String>,
    comune_nascita: Option<String>,
    /// Two letters, `EE` for abroad.
    provincia_nascita: Option<String>,
    deceduto: Option<bool>,
    /// Of its members too those that are absent stay.
    residenza: Option<Residenza>,
    /// Eight characters; `null`: the worker cannot log in any more.
    pin: Option<String>,
    email: Option<String>,
    pec: Option<String>,
    /// A mobile number, `+39` before it or not.
    cellulare: Option<String>,
    /// Whether the protocol number is sent by SMS.
    sms: Option<bool>,
    /// Whether the attestato is sent by e-mail.
    copia_email: Option<bool>,
    /// Whether certificate and attestato are sent by PEC.
    copia_pec: Option<bool>,
}

/// A user as a seed file has it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    /// The same as in the path, where it is given.
    name: Option<String>,
    /// `medico`, `operatore` or `ente`.
    kind: String,
    /// The person's own; not for an ente.
    codice_fiscale: Option<String>,
    /// Where the person is registered, each as `120/201`; not for an ente.
    iscrizioni: Option<Vec<String>>,
    /// Three digits; for an ente only.
    regione: Option<String>,
    /// Without it only a client certificate opens. It never comes out again.
    #[schema(value_type = Option<String>)]
    password: Option<SecretString>,
    /// For a medico only. It never comes out again.
    #[schema(value_type = Option<String>)]
    pincode: Option<SecretString>,
    /// Whether the user is barred.
    blocked: Option<bool>,
    /// Surname, as printed; goes with `nome`.
    cognome: Option<String>,
    /// First name, as printed.
    nome: Option<String>,
    /// Eight digits, for the telephone.
    codice_telefonico: Option<String>,
    /// Five digits, for the telephone. It never comes out again.
    #[schema(value_type = Option<String>)]
    pin: Option<SecretString>,
}

/// Lists everybody, without secrets
#[utoipa::path(get, path = "/worlds/{world}/people", tag = "people", params(("world" = String, Path, example = "default")),
    responses((status = 200, body = People), Refusals))]
pub(crate) async fn list(Chosen(world): Chosen) -> Result<axum::Json<People>, Problem> {
    let store = world.ledger().store();
    let (workers, users) = (store.workers().await?, store.users().await?);
    let mut worker_profiles: HashMap<_, _> = store.worker_profiles().await?.into_iter().collect();
    let which = Subjects { limit: u32::MAX, ..Subjects::default() };
    let subjects = store.pin_subjects(which).await?;
    let with_pin: HashSet<&str> = subjects
        .iter()
        .filter(|subject| subject.pin_in_vita().is_some())
        .map(|subject| subject.codice_fiscale.as_str())
        .collect();
    let mut user_profiles: HashMap<_, _> = store.user_profiles().await?.into_iter().collect();
    let worker = |worker: Lavoratore| {
        let profile = worker_profiles.remove(worker.codice_fiscale.as_str()).unwrap_or_default();
        let has_pin = with_pin.contains(worker.codice_fiscale.as_str()) || profile.pin_hash.is_some();
        ShownWorker::of(worker, profile, has_pin)
    };
    let user = |user: User| {
        let profile = user_profiles.remove(&user.name).unwrap_or_default();
        ShownUser::of(user, profile)
    };
    Ok(axum::Json(People {
        workers: workers.into_iter().map(worker).collect(),
        users: users.into_iter().map(user).collect(),
        employers: store.employers().await?.into_iter().map(ShownEmployer::of).collect(),
        employer_users: store.employer_users().await?.into_iter().map(ShownEmployerUser::of).collect(),
        employments: store.employments(None).await?.into_iter().map(ShownEmployment::of).collect(),
    }))
}

/// Adds or replaces a worker
#[utoipa::path(put, path = "/worlds/{world}/people/workers/{codice_fiscale}", tag = "people",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)), request_body = NewWorker,
    responses((status = 200, description = "Replaced", body = ShownWorker), (status = 201, description = "Added", body = ShownWorker), Refusals))]
pub(crate) async fn put_worker(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
    Json(new): Json<NewWorker>,
) -> Result<(StatusCode, axum::Json<ShownWorker>), Problem> {
    let code = in_path(&path.0.1, &new)?;
    let store = world.ledger().store();
    let status = if store.worker(&code).await?.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    plant(&world, Seed::of_worker(new.members(&code), world.clock().today())).await?;
    Ok((status, axum::Json(worker(&world, &code).await?)))
}

/// Changes some members of a worker, and leaves the others as they are, the PIN included
///
/// As a JSON merge patch (RFC 7396): a member that is `null` is taken away.
#[utoipa::path(patch, path = "/worlds/{world}/people/workers/{codice_fiscale}", tag = "people",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)), request_body = WorkerChange,
    responses((status = 200, description = "Changed", body = ShownWorker), Refusals))]
pub(crate) async fn patch_worker(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
    Json(changes): Json<Map<String, Value>>,
) -> Result<axum::Json<ShownWorker>, Problem> {
    let code = path.0.1.to_ascii_uppercase();
    let unknown = || not_on_register(&code);
    let code = CodiceFiscale::parse(&code).map_err(|_| unknown())?;
    let store = world.ledger().store();
    let known = store.worker(&code).await?.ok_or_else(unknown)?;
    let profile = store.worker_profile(&code).await?.unwrap_or_default();
    let shown = serde_json::to_value(ShownWorker::of(known.clone(), profile.clone(), false)).unwrap_or_default();
    let mut merged = Value::Object(Map::new());
    for name in ["cognome", "nome"].into_iter().chain(changes.keys().map(String::as_str)) {
        // Of an object some members may change.
        let kept = shown.get(name).filter(|kept| name == "cognome" || name == "nome" || kept.is_object());
        if let Some(kept) = kept {
            merged[name] = kept.clone();
        }
    }
    let given = changes.keys().cloned().collect();
    merge(&mut merged, Value::Object(changes));
    let new: NewWorker = json::read(merged.to_string().as_bytes())?;
    in_path(code.as_str(), &new)?;
    let members = new.members(&code);
    plant(&world, Seed::of_changed_worker(&known, &profile, members, &given, world.clock().today())).await?;
    Ok(axum::Json(worker(&world, &code).await?))
}

/// The code in the path, which is the same as in the body where it is given there.
fn in_path(code: &str, new: &NewWorker) -> Result<CodiceFiscale, Problem> {
    let code = code.to_ascii_uppercase();
    let given = new.codice_fiscale.as_ref().map(|code| code.to_ascii_uppercase());
    same_as_in_path("codice_fiscale", &code, given.as_ref())?;
    CodiceFiscale::parse(&code).map_err(|_| not_a_code(&code))
}

/// The worker as kept.
async fn worker(world: &World, code: &CodiceFiscale) -> Result<ShownWorker, Problem> {
    let store = world.ledger().store();
    let kept = store.worker(code).await?.ok_or_else(vanished)?;
    let profile = store.worker_profile(code).await?.unwrap_or_default();
    let subject = store.pin_subject(code).await?;
    let has_pin = subject.is_some_and(|kept| kept.soggetto.pin_in_vita().is_some()) || profile.pin_hash.is_some();
    Ok(ShownWorker::of(kept, profile, has_pin))
}

impl NewWorker {
    /// The members by their names in a seed file.
    fn members(self, code: &CodiceFiscale) -> BTreeMap<String, SecretString> {
        let mut members = given([
            ("codice_fiscale", Some(code.as_str().to_owned())),
            ("cognome", Some(self.cognome)),
            ("nome", Some(self.nome)),
            ("sesso", self.sesso),
            ("data_nascita", self.data_nascita),
            ("comune_nascita", self.comune_nascita),
            ("provincia_nascita", self.provincia_nascita),
            ("deceduto", self.deceduto.map(|truth| truth.to_string())),
            ("email", self.email),
            ("pec", self.pec),
            ("cellulare", self.cellulare),
            ("sms", self.sms.map(|truth| truth.to_string())),
            ("copia_email", self.copia_email.map(|truth| truth.to_string())),
            ("copia_pec", self.copia_pec.map(|truth| truth.to_string())),
        ]);
        members.extend(secret([("pin", self.pin)]));
        if let Some(Residenza { via, civico, cap, codice_catastale, comune, provincia }) = self.residenza {
            members.extend(given([
                ("residenza.via", Some(via)),
                ("residenza.civico", Some(civico)),
                ("residenza.cap", Some(cap)),
                ("residenza.codice_catastale", codice_catastale),
                ("residenza.comune", comune),
                ("residenza.provincia", provincia),
            ]));
        }
        members
    }
}

/// Removes a worker from the register
#[utoipa::path(delete, path = "/worlds/{world}/people/workers/{codice_fiscale}", tag = "people",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)),
    responses((status = 204, description = "The worker is gone"), Refusals))]
pub(crate) async fn delete_worker(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let code = path.0.1.to_ascii_uppercase();
    let unknown = || not_on_register(&code);
    let parsed = CodiceFiscale::parse(&code).map_err(|_| unknown())?;
    if world.ledger().remove_worker(parsed).await? { Ok(StatusCode::NO_CONTENT) } else { Err(unknown()) }
}

/// Adds or replaces a user, with the secrets given and no others
#[utoipa::path(put, path = "/worlds/{world}/people/users/{name}", tag = "people",
    params(("world" = String, Path, example = "default"), ("name" = String, Path)), request_body = NewUser,
    responses((status = 200, description = "Replaced", body = ShownUser), (status = 201, description = "Added", body = ShownUser), Refusals))]
pub(crate) async fn put_user(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
    Json(new): Json<NewUser>,
) -> Result<(StatusCode, axum::Json<ShownUser>), Problem> {
    let (_, name) = path.0;
    same_as_in_path("name", &name, new.name.as_ref())?;
    let members = [
        ("name", Some(name.clone())),
        ("kind", Some(new.kind)),
        ("codice_fiscale", new.codice_fiscale),
        ("iscrizioni", new.iscrizioni.map(|all| all.join(" "))),
        ("regione", new.regione),
        ("blocked", new.blocked.map(|truth| truth.to_string())),
        ("cognome", new.cognome),
        ("nome", new.nome),
        ("codice_telefonico", new.codice_telefonico),
    ];
    let mut members = given(members);
    members.extend(secret([("password", new.password), ("pincode", new.pincode), ("pin", new.pin)]));
    let store = world.ledger().store();
    let status = if store.user(&name).await?.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    plant(&world, Seed::of_user(members, world.clock().today())).await?;
    world.credentials().forget_user(&name);
    let kept = store.user(&name).await?.ok_or_else(vanished)?;
    let profile = store.user_profile(&name).await?.unwrap_or_default();
    Ok((status, axum::Json(ShownUser::of(kept, profile))))
}

/// Removes a user
#[utoipa::path(delete, path = "/worlds/{world}/people/users/{name}", tag = "people",
    params(("world" = String, Path, example = "default"), ("name" = String, Path)),
    responses((status = 204, description = "The user is gone"), Refusals))]
pub(crate) async fn delete_user(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (_, name) = path.0;
    if !world.ledger().remove_user(&name).await? {
        let detail = Text::new(format!("l'utente `{name}` non esiste"), format!("there is no user `{name}`"));
        return Err(Problem::new(Kind::NotFound, detail));
    }
    world.credentials().forget_user(&name);
    Ok(StatusCode::NO_CONTENT)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_off(truth: &bool) -> bool {
    !truth
}

fn not_on_register(code: &str) -> Problem {
    let detail = Text::new(
        format!("nell'anagrafe non c'è un lavoratore `{code}`"),
        format!("there is no worker `{code}` on the register"),
    );
    Problem::new(Kind::NotFound, detail)
}

fn not_a_code(code: &str) -> Problem {
    let detail = Text::new(
        format!("`{code}` non è un codice fiscale: sedici caratteri con il carattere di controllo, o undici cifre"),
        format!("`{code}` is no codice fiscale: sixteen characters with their check letter, or eleven digits"),
    );
    Problem::bad_value("/codice_fiscale", detail)
}

impl ShownWorker {
    pub(super) fn of(worker: Lavoratore, profile: WorkerProfile, has_pin: bool) -> Self {
        let Recapiti { residenza, email, pec, cellulare, sms, copia_email, copia_pec } = profile.recapiti;
        Self {
            codice_fiscale: worker.codice_fiscale.as_str().to_owned(),
            cognome: worker.cognome,
            nome: worker.nome,
            sesso: worker.sesso.as_str(),
            data_nascita: worker.data_nascita.to_string(),
            comune_nascita: worker.comune_nascita,
            provincia_nascita: worker.provincia_nascita,
            deceduto: worker.deceduto,
            residenza: residenza.map(|address| Residenza {
                via: address.via,
                civico: address.civico,
                cap: address.cap,
                codice_catastale: address.codice_catastale,
                comune: address.comune,
                provincia: address.provincia,
            }),
            email,
            pec,
            cellulare,
            sms,
            copia_email,
            copia_pec,
            has_pin,
        }
    }
}

impl ShownUser {
    fn of(user: User, profile: UserProfile) -> Self {
        let (cognome, nome) = profile.nome.map(|name| (name.cognome, name.nome)).unzip();
        Self {
            cognome,
            nome,
            codice_telefonico: profile.codice_telefonico,
            has_pin: profile.pin_hash.is_some(),
            kind: user.kind.name(),
            codice_fiscale: user.kind.codice_fiscale().map(|code| code.as_str().to_owned()),
            iscrizioni: user.kind.iscrizioni().iter().map(|one| format!("{}/{}", one.regione, one.asl)).collect(),
            regione: match &user.kind {
                UserKind::Ente { regione } => Some(regione.clone()),
                UserKind::Medico { .. } | UserKind::Operatore { .. } => None,
            },
            blocked: user.blocked,
            has_password: user.password_hash.is_some(),
            has_pincode: user.pincode_hash.is_some(),
            seed_password: user.seed_password,
            name: user.name,
        }
    }
}
