//! The doctor whom every gateway knows from its first start, as long as nobody changes the
//! password.

use sac_gateway::Gateway;

pub(super) const USER: &str = "PROVAX00X00X000Y";
pub(super) const PASSWORD: &str = "prova";
pub(super) const PINCODE: &str = "1234567890";

/// Whether the doctor can still authenticate with that password.
pub(super) async fn stands(gateway: &Gateway) -> bool {
    let user = gateway.ledger().store().user(USER).await;
    matches!(user, Ok(Some(user)) if user.seed_password && !user.blocked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_doctor_is_the_one_of_the_seed() {
        let seed: toml::Table = include_str!("../../data/seed.toml").parse().unwrap();
        let mut users = seed.values().filter_map(toml::Value::as_array).flatten();
        let is_it = |user: &&toml::Value| user.get("name").and_then(toml::Value::as_str) == Some(USER);
        let doctor = users.find(is_it).expect("the doctor is in the seed");
        assert_eq!(doctor["password"].as_str(), Some(PASSWORD));
        assert_eq!(doctor["pincode"].as_str(), Some(PINCODE));
    }
}
