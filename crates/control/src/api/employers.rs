//! Employers, those who read for them, and who works where.

use axum::extract;
use hyper::StatusCode;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::employer::{Employer, EmployerUser, Employment};
use sac_people::seed::Seed;
use sac_store::register::RemoveRegistered;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::planting::{given, plant, same_as_in_path, secret, vanished};
use crate::chosen::Chosen;
use crate::json::Json;
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;
use sac_domain::words::Text;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(put_employer, delete_employer))
        .routes(routes!(put_employer_user, delete_employer_user))
        .routes(routes!(add_employment))
}

/// An employer, with the members of a seed file.
#[derive(Serialize, ToSchema)]
#[schema(as = Employer)]
pub(crate) struct ShownEmployer {
    codice_fiscale: String,
    matricola_inps: Option<String>,
    codice_sede: Option<String>,
    denominazione: String,
    settore: &'static str,
    pec: Option<String>,
    pec_formato: &'static str,
}

/// Someone who reads for employers, without the password.
#[derive(Serialize, ToSchema)]
#[schema(as = EmployerUser)]
pub(crate) struct ShownEmployerUser {
    name: String,
    employers: Vec<String>,
    has_password: bool,
    /// The password is the one of the default people, which everybody can read.
    seed_password: bool,
}

/// Who works where, with the members of a seed file.
#[derive(Serialize, ToSchema)]
#[schema(as = Employment)]
pub(crate) struct ShownEmployment {
    worker: String,
    employer: String,
    dal: String,
    al: Option<String>,
    codice_sede: Option<String>,
}

/// An employer as a seed file has it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEmployer {
    /// The same as in the path, where it is given.
    codice_fiscale: Option<String>,
    /// Ten digits; private employers.
    matricola_inps: Option<String>,
    /// One to ten digits; public bodies with several offices.
    codice_sede: Option<String>,
    denominazione: String,
    /// `privato` (default) or `pubblico`.
    settore: Option<String>,
    /// Where the daily flow goes; absent: none.
    pec: Option<String>,
    /// `xml` (default), `pdf` or `xml+pdf`.
    pec_formato: Option<String>,
}

/// Someone who reads for employers, as a seed file has it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEmployerUser {
    /// The same as in the path, where it is given.
    name: Option<String>,
    /// Without it nobody can log in by this name. It never comes out again.
    #[schema(value_type = Option<String>)]
    password: Option<SecretString>,
    /// Codici fiscali; several: an intermediary.
    employers: Vec<String>,
}

/// An employment as a seed file has it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEmployment {
    /// The worker's codice fiscale.
    worker: String,
    /// The employer's codice fiscale.
    employer: String,
    /// The first day.
    dal: String,
    /// The last day; absent: still employed.
    al: Option<String>,
    /// The office of this post; absent: the employer's.
    codice_sede: Option<String>,
}

/// Adds or replaces an employer
#[utoipa::path(put, path = "/worlds/{world}/people/employers/{codice_fiscale}", tag = "people",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)), request_body = NewEmployer,
    responses((status = 200, description = "Replaced", body = ShownEmployer), (status = 201, description = "Added", body = ShownEmployer), Refusals))]
async fn put_employer(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
    Json(new): Json<NewEmployer>,
) -> Result<(StatusCode, axum::Json<ShownEmployer>), Problem> {
    let code = path.0.1.to_ascii_uppercase();
    let in_body = new.codice_fiscale.as_ref().map(|code| code.to_ascii_uppercase());
    same_as_in_path("codice_fiscale", &code, in_body.as_ref())?;
    let parsed = CodiceFiscale::parse(&code).map_err(|_| {
        let detail = Text::new(
            format!("`{code}` non è un codice fiscale: undici cifre, o sedici caratteri"),
            format!("`{code}` is no codice fiscale: eleven digits, or sixteen characters"),
        );
        Problem::bad_value("/codice_fiscale", detail)
    })?;
    let members = given([
        ("codice_fiscale", Some(code)),
        ("matricola_inps", new.matricola_inps),
        ("codice_sede", new.codice_sede),
        ("denominazione", Some(new.denominazione)),
        ("settore", new.settore),
        ("pec", new.pec),
        ("pec_formato", new.pec_formato),
    ]);
    let store = world.ledger().store();
    let status = if store.employer(&parsed).await?.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    plant(&world, Seed::of_employer(members, world.clock().today())).await?;
    let kept = store.employer(&parsed).await?.ok_or_else(vanished)?;
    Ok((status, axum::Json(ShownEmployer::of(kept))))
}

/// Removes an employer, with the employments there; documents that it has stay
#[utoipa::path(delete, path = "/worlds/{world}/people/employers/{codice_fiscale}", tag = "people",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)),
    responses((status = 204, description = "The employer is gone"), Refusals))]
async fn delete_employer(Chosen(world): Chosen, path: extract::Path<(String, String)>) -> Result<StatusCode, Problem> {
    let code = path.0.1.to_ascii_uppercase();
    let unknown = || {
        let detail =
            Text::new(format!("il datore di lavoro `{code}` non esiste"), format!("there is no employer `{code}`"));
        Problem::new(Kind::NotFound, detail)
    };
    let parsed = CodiceFiscale::parse(&code).map_err(|_| unknown())?;
    let was_there = world.ledger().remove_registered(RemoveRegistered::Employer(parsed)).await?;
    if was_there { Ok(StatusCode::NO_CONTENT) } else { Err(unknown()) }
}

/// Adds or replaces one who reads for employers, with the password given or none
#[utoipa::path(put, path = "/worlds/{world}/people/employer-users/{name}", tag = "people",
    params(("world" = String, Path, example = "default"), ("name" = String, Path)), request_body = NewEmployerUser,
    responses((status = 200, description = "Replaced", body = ShownEmployerUser), (status = 201, description = "Added", body = ShownEmployerUser), Refusals))]
async fn put_employer_user(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
    Json(new): Json<NewEmployerUser>,
) -> Result<(StatusCode, axum::Json<ShownEmployerUser>), Problem> {
    let (_, name) = path.0;
    same_as_in_path("name", &name, new.name.as_ref())?;
    let mut members = given([("name", Some(name.clone())), ("employers", Some(new.employers.join(" ")))]);
    members.extend(secret([("password", new.password)]));
    let store = world.ledger().store();
    let status = if store.employer_user(&name).await?.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    plant(&world, Seed::of_employer_user(members, world.clock().today())).await?;
    world.credentials().forget_employer_user(&name);
    let kept = store.employer_user(&name).await?.ok_or_else(vanished)?;
    Ok((status, axum::Json(ShownEmployerUser::of(kept))))
}

/// Removes one who reads for employers
#[utoipa::path(delete, path = "/worlds/{world}/people/employer-users/{name}", tag = "people",
    params(("world" = String, Path, example = "default"), ("name" = String, Path)),
    responses((status = 204, description = "The user is gone"), Refusals))]
async fn delete_employer_user(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (_, name) = path.0;
    if !world.ledger().remove_registered(RemoveRegistered::EmployerUser(name.clone())).await? {
        let detail = Text::new(
            format!("l'utente `{name}` dei datori di lavoro non esiste"),
            format!("there is no user `{name}` of employers"),
        );
        return Err(Problem::new(Kind::NotFound, detail));
    }
    world.credentials().forget_employer_user(&name);
    Ok(StatusCode::NO_CONTENT)
}

/// Adds an employment, or replaces the one of the same worker, employer and first day
#[utoipa::path(post, path = "/worlds/{world}/people/employments", tag = "people",
    params(("world" = String, Path, example = "default")), request_body = NewEmployment,
    responses((status = 201, description = "Written down", body = ShownEmployment), Refusals))]
async fn add_employment(
    Chosen(world): Chosen,
    Json(new): Json<NewEmployment>,
) -> Result<(StatusCode, axum::Json<ShownEmployment>), Problem> {
    let NewEmployment { worker, employer, dal, al, codice_sede } = new;
    let members = given([
        ("worker", Some(worker.clone())),
        ("employer", Some(employer.clone())),
        ("dal", Some(dal.clone())),
        ("al", al.clone()),
        ("codice_sede", codice_sede.clone()),
    ]);
    plant(&world, Seed::of_employment(members, world.clock().today())).await?;
    let (worker, employer) = (worker.trim().to_ascii_uppercase(), employer.trim().to_ascii_uppercase());
    Ok((StatusCode::CREATED, axum::Json(ShownEmployment { worker, employer, dal, al, codice_sede })))
}

impl ShownEmployer {
    pub(super) fn of(employer: Employer) -> Self {
        Self {
            codice_fiscale: employer.codice_fiscale.as_str().to_owned(),
            matricola_inps: employer.matricola_inps,
            codice_sede: employer.codice_sede,
            denominazione: employer.denominazione,
            settore: employer.settore.as_str(),
            pec: employer.pec,
            pec_formato: employer.pec_formato.as_str(),
        }
    }
}

impl ShownEmployerUser {
    pub(super) fn of(user: EmployerUser) -> Self {
        Self {
            employers: user.employers.iter().map(|code| code.as_str().to_owned()).collect(),
            has_password: user.password_hash.is_some(),
            seed_password: user.seed_password,
            name: user.name,
        }
    }
}

impl ShownEmployment {
    pub(super) fn of(employment: Employment) -> Self {
        Self {
            worker: employment.worker.as_str().to_owned(),
            employer: employment.employer.as_str().to_owned(),
            dal: employment.dal.to_string(),
            al: employment.al.map(|day| day.to_string()),
            codice_sede: employment.codice_sede,
        }
    }
}
