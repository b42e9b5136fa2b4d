//! The people of a world: workers, and the users who call.

use std::collections::BTreeMap;

use axum::extract;
use hyper::StatusCode;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::person::Lavoratore;
use sac_domain::user::{User, UserKind};
use sac_people::seed::{Known, Seed, SeedError};
use sac_world::World;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::chosen::Chosen;
use crate::json::Json;
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(put_worker, delete_worker))
        .routes(routes!(put_user, delete_user))
}

/// Everybody in a world.
#[derive(Serialize, ToSchema)]
pub(crate) struct People {
    /// The workers on the register, by codice fiscale.
    pub(crate) workers: Vec<ShownWorker>,
    /// Those who call, by name.
    pub(crate) users: Vec<ShownUser>,
}

/// A worker, with the members of a seed file.
#[derive(Serialize, ToSchema)]
#[schema(as = Worker)]
pub(crate) struct ShownWorker {
    pub(crate) codice_fiscale: String,
    pub(crate) cognome: String,
    pub(crate) nome: String,
    pub(crate) sesso: &'static str,
    pub(crate) data_nascita: String,
    pub(crate) comune_nascita: String,
    pub(crate) provincia_nascita: String,
    pub(crate) deceduto: bool,
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
}

/// Lists everybody, without secrets
#[utoipa::path(get, path = "/worlds/{world}/people", tag = "people", params(("world" = String, Path, example = "default")),
    responses((status = 200, body = People), Refusals))]
pub(crate) async fn list(Chosen(world): Chosen) -> Result<axum::Json<People>, Problem> {
    let store = world.ledger().store();
    let (workers, users) = (store.workers().await?, store.users().await?);
    Ok(axum::Json(People {
        workers: workers.into_iter().map(ShownWorker::of).collect(),
        users: users.into_iter().map(ShownUser::of).collect(),
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
    let code = path.0.1.to_ascii_uppercase();
    same_as_in_path(
        "codice_fiscale",
        &code,
        new.codice_fiscale.as_ref().map(|code| code.to_ascii_uppercase()).as_ref(),
    )?;
    let code = CodiceFiscale::parse(&code).map_err(|_| not_a_code(&code))?;
    let members = [
        ("codice_fiscale", Some(code.as_str().to_owned())),
        ("cognome", Some(new.cognome)),
        ("nome", Some(new.nome)),
        ("sesso", new.sesso),
        ("data_nascita", new.data_nascita),
        ("comune_nascita", new.comune_nascita),
        ("provincia_nascita", new.provincia_nascita),
        ("deceduto", new.deceduto.map(|truth| truth.to_string())),
    ];
    let store = world.ledger().store();
    let status = if store.worker(&code).await?.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    plant(&world, Seed::of_worker(given(members), world.clock().today())).await?;
    let kept = store.worker(&code).await?.ok_or_else(vanished)?;
    Ok((status, axum::Json(ShownWorker::of(kept))))
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
    let unknown = || Problem::new(Kind::NotFound, format!("there is no worker `{code}` on the register"));
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
    ];
    let mut members = given(members);
    let secrets = [("password", new.password), ("pincode", new.pincode)];
    members.extend(secrets.into_iter().filter_map(|(name, secret)| Some((name.to_owned(), secret?))));
    let store = world.ledger().store();
    let status = if store.user(&name).await?.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    plant(&world, Seed::of_user(members, world.clock().today())).await?;
    world.credentials().forget_user(&name);
    let kept = store.user(&name).await?.ok_or_else(vanished)?;
    Ok((status, axum::Json(ShownUser::of(kept))))
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
        return Err(Problem::new(Kind::NotFound, format!("there is no user `{name}`")));
    }
    world.credentials().forget_user(&name);
    Ok(StatusCode::NO_CONTENT)
}

fn given<const N: usize>(members: [(&str, Option<String>); N]) -> BTreeMap<String, SecretString> {
    members.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into()))).collect()
}

async fn plant(world: &World, seed: Result<Seed, SeedError>) -> Result<(), Problem> {
    let planted = async { seed?.plant(world.ledger(), world.hasher(), Known::Replaced).await };
    match planted.await {
        Ok(_) => Ok(()),
        Err(SeedError::Store(error)) => Err(error.into()),
        Err(SeedError::Wrong { problems, .. }) => {
            let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
            // Each message begins with the member's name in backticks.
            let member = messages.first().and_then(|message| message.split('`').nth(1)).unwrap_or_default();
            Err(Problem::bad_value(format!("/{member}"), messages.join("; ")))
        }
        Err(error) => Err(Problem::new(Kind::Internal, error.to_string())),
    }
}

fn same_as_in_path(member: &str, in_path: &str, given: Option<&String>) -> Result<(), Problem> {
    match given {
        Some(given) if given != in_path => {
            Err(Problem::bad_value(format!("/{member}"), format!("it is `{in_path}` in the path")))
        }
        _ => Ok(()),
    }
}

fn not_a_code(code: &str) -> Problem {
    Problem::bad_value(
        "/codice_fiscale",
        format!("`{code}` is no codice fiscale: sixteen characters with their check letter, or eleven digits"),
    )
}

fn vanished() -> Problem {
    Problem::new(Kind::Conflict, "somebody else has removed it meanwhile")
}

impl ShownWorker {
    fn of(worker: Lavoratore) -> Self {
        Self {
            codice_fiscale: worker.codice_fiscale.as_str().to_owned(),
            cognome: worker.cognome,
            nome: worker.nome,
            sesso: worker.sesso.as_str(),
            data_nascita: worker.data_nascita.to_string(),
            comune_nascita: worker.comune_nascita,
            provincia_nascita: worker.provincia_nascita,
            deceduto: worker.deceduto,
        }
    }
}

impl ShownUser {
    fn of(user: User) -> Self {
        Self {
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
