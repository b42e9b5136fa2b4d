//! The doctor whom every gateway knows from its first start, as long as nobody changes the
//! password.

use sac_gateway::Gateway;

pub(super) const USER: &str = "PROVAX00X00X000Y";
pub(super) const PASSWORD: &str = "prova";
pub(super) const PINCODE: &str = "1234567890";

/// Whether the doctor can still come in by that password.
pub(super) async fn stands(gateway: &Gateway) -> bool {
    let user = gateway.ledger().store().user(USER).await;
    matches!(user, Ok(Some(user)) if user.seed_password && !user.blocked)
}
