use super::*;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_world::resets::Resets;

const AZIENDA: Audience = Audience::Azienda;

fn moment(minutes: i64) -> Moment {
    let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
    Moment { at: start + TimeDelta::minutes(minutes), era: Resets::default().era(), certificate: None }
}

fn employer() -> Who {
    Who::Employer("a".to_owned())
}

fn worker() -> Who {
    Who::Worker(CodiceFiscale::parse("PNIMRA70A01H501P").unwrap())
}

fn is_live(found: &Found) -> bool {
    matches!(found, Found::Live(_))
}

#[test]
fn a_session_ends_by_time_by_log_out_and_by_another_log_in() {
    let sessions = Sessions::default();
    let before = sessions.begin(AZIENDA, &moment(0)).unwrap();
    let session = sessions.log_in(AZIENDA, employer(), Some(&before.id), &moment(0)).unwrap();
    assert!(matches!(sessions.find(AZIENDA, &before.id, &moment(0)), Found::None));
    assert_ne!(before.id, session.id);
    assert!(session.is_own(&session.csrf) && !session.is_own("") && !session.is_own(&before.csrf));
    assert!(is_live(&sessions.find(AZIENDA, &session.id, &moment(15))));
    assert!(matches!(sessions.find(AZIENDA, &session.id, &moment(31)), Found::Expired));
    assert!(matches!(sessions.find(AZIENDA, &session.id, &moment(31)), Found::None));
    let session = sessions.log_in(AZIENDA, employer(), None, &moment(0)).unwrap();
    let second = sessions.log_in(AZIENDA, employer(), None, &moment(0)).unwrap();
    assert!(matches!(sessions.find(AZIENDA, &session.id, &moment(0)), Found::Replaced));
    sessions.end(&second.id);
    assert!(matches!(sessions.find(AZIENDA, &second.id, &moment(0)), Found::None));
    let session = sessions.log_in(AZIENDA, employer(), None, &moment(0)).unwrap();
    for minutes in (0..=480).step_by(10) {
        assert!(is_live(&sessions.find(AZIENDA, &session.id, &moment(minutes))));
    }
    assert!(matches!(sessions.find(AZIENDA, &session.id, &moment(481)), Found::Expired));
}

#[test]
fn a_session_opens_one_channel_and_ends_no_session_of_another() {
    let sessions = Sessions::default();
    let employer = sessions.log_in(AZIENDA, employer(), None, &moment(0)).unwrap();
    let worker = sessions.log_in(Audience::Cittadino, worker(), None, &moment(0)).unwrap();
    assert!(is_live(&sessions.find(AZIENDA, &employer.id, &moment(0))));
    assert!(is_live(&sessions.find(Audience::Cittadino, &worker.id, &moment(0))));
    assert!(matches!(sessions.find(AZIENDA, &worker.id, &moment(0)), Found::None));
    assert!(matches!(sessions.find(Audience::Cittadino, &employer.id, &moment(0)), Found::None));
}

#[test]
fn of_too_many_sessions_those_without_a_log_in_go_first() {
    let sessions = Sessions::default();
    let first = sessions.log_in(AZIENDA, employer(), None, &moment(0)).unwrap();
    for _ in 0..MOST + 5 {
        sessions.begin(Audience::Classic, &moment(1)).unwrap();
    }
    assert_eq!(sessions.lock().live.len(), MOST);
    assert!(is_live(&sessions.find(AZIENDA, &first.id, &moment(1))));
}

#[tokio::test]
async fn a_token_leads_twice_to_the_same_place_and_the_second_waits_for_the_first() {
    let tokens = Tokens::default();
    let first = tokens.of("a");
    let mut location = first.lock().await;
    let second = tokens.of("a");
    assert!(second.try_lock().is_err());
    *location = Some("/web/malattia/1".to_owned());
    drop(location);
    assert_eq!(second.lock().await.as_deref(), Some("/web/malattia/1"));
    assert!(tokens.of("b").lock().await.is_none());
}
