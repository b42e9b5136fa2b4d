//! The secrets of workers and of those who read for employers, one at a time: the rest of a person stays as it is.

use axum::extract;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::employer::EmployerUser;
use sac_domain::input;
use sac_domain::words::{Said, Text, said};
use sac_people::credentials::hash_password;
use sac_people::pin::set_worker_pin;
use sac_store::register::PutRegister;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::employers::ShownEmployerUser;
use super::people::ShownWorker;
use super::pins::problem;
use crate::chosen::Chosen;
use crate::json::Json;
use crate::problem::{Kind, Problem};
use crate::query::of_parameter;
use crate::response::Refusals;
use crate::state::State;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(put_pin)).routes(routes!(put_password))
}

/// A worker's new PIN.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPin {
    /// Eight characters; absent: the worker cannot log in any more. It never comes out again.
    #[schema(value_type = Option<String>)]
    pin: Option<SecretString>,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// Absent: nobody can log in by this name any more. It never comes out again.
    #[schema(value_type = Option<String>)]
    password: Option<SecretString>,
}

/// Gives a worker another PIN, or none
#[utoipa::path(put, path = "/worlds/{world}/people/workers/{codice_fiscale}/pin", tag = "people",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)), request_body = NewPin,
    responses((status = 200, description = "Changed", body = ShownWorker), Refusals))]
async fn put_pin(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
    Json(new): Json<NewPin>,
) -> Result<axum::Json<ShownWorker>, Problem> {
    let code = path.0.1.to_ascii_uppercase();
    let unknown = || {
        let detail = Text::new(
            format!("nell'anagrafe non c'è un lavoratore `{code}`"),
            format!("there is no worker `{code}` on the register"),
        );
        Problem::new(Kind::NotFound, detail)
    };
    let parsed = CodiceFiscale::parse(&code).map_err(|_| unknown())?;
    let store = world.ledger().store();
    let worker = store.worker(&parsed).await?.ok_or_else(unknown)?;
    let pin = new.pin.map(|pin| input::pin_lavoratore(pin.expose_secret())).transpose();
    let pin = pin.map_err(|wanted| Problem::bad_value("/pin", of_parameter("pin", &Text::of(&wanted))))?;
    let set = set_worker_pin(world.ledger(), &worker, pin.as_ref(), world.clock().now()).await;
    set.map_err(|error| problem(&world, error))?;
    world.credentials().forget_worker(&parsed);
    let profile = store.worker_profile(&parsed).await?.unwrap_or_default();
    Ok(axum::Json(ShownWorker::of(worker, profile, pin.is_some())))
}

const BROKEN_OFF: Said =
    said("il calcolo dell'impronta della password si è interrotto", "hashing the password was broken off");

/// Gives one who reads for employers another password, or none
#[utoipa::path(put, path = "/worlds/{world}/people/employer-users/{name}/password", tag = "people",
    params(("world" = String, Path, example = "default"), ("name" = String, Path)), request_body = NewPassword,
    responses((status = 200, description = "Changed", body = ShownEmployerUser), Refusals))]
async fn put_password(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
    Json(new): Json<NewPassword>,
) -> Result<axum::Json<ShownEmployerUser>, Problem> {
    let (_, name) = path.0;
    let found = world.ledger().store().employer_user(&name).await?;
    let user = found.ok_or_else(|| {
        let detail = Text::new(
            format!("l'utente `{name}` dei datori di lavoro non esiste"),
            format!("there is no user `{name}` of employers"),
        );
        Problem::new(Kind::NotFound, detail)
    })?;
    if new.password.as_ref().is_some_and(|password| password.expose_secret().is_empty()) {
        let detail = said(
            "`password`: un carattere o più; senza il membro non ce n'è",
            "`password`: one character or more; without the member there is none",
        );
        return Err(Problem::bad_value("/password", detail));
    }
    let hashed = tokio::task::spawn_blocking(move || new.password.as_ref().map(hash_password).transpose()).await;
    let password_hash = match hashed {
        Ok(Ok(hash)) => hash,
        Ok(Err(error)) => return Err(Problem::new(Kind::Internal, Text::of(&error))),
        Err(_) => return Err(Problem::new(Kind::Internal, BROKEN_OFF)),
    };
    let user = EmployerUser { password_hash, seed_password: false, ..user };
    let employer_users = vec![user.clone()];
    world.ledger().put_register(PutRegister { employer_users, ..PutRegister::default() }).await?;
    world.credentials().forget_employer_user(&name);
    Ok(axum::Json(ShownEmployerUser::of(user)))
}
