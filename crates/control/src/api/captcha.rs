//! The control code of the public page.

use sac_settings::Captcha;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::chosen::Chosen;
use crate::problem::Problem;
use crate::response::Refusals;
use crate::state::State;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(captcha))
}

/// What the public page that programs know asks for.
#[derive(Serialize, ToSchema)]
#[schema(as = Captcha)]
struct Shown {
    /// `fixed`, `off` or `random`.
    captcha: &'static str,
    /// What is to be typed; with `random` the code of the last image, absent as long as none was shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

/// Tells the control code of the public page
#[utoipa::path(get, path = "/worlds/{world}/captcha", tag = "worlds", params(("world" = String, Path, example = "default")),
    responses((status = 200, body = Shown), Refusals))]
async fn captcha(Chosen(world): Chosen) -> Result<axum::Json<Shown>, Problem> {
    let (captcha, code) = match world.rules().captcha {
        Captcha::Fixed => ("fixed", Some("prova".to_owned())),
        Captcha::Off => ("off", None),
        Captcha::Random => ("random", world.control_code().shown()),
    };
    Ok(axum::Json(Shown { captcha, code }))
}
