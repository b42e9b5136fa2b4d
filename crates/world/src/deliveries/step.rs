//! What happens to one message at one moment.

use chrono::{DateTime, TimeDelta, Utc};

use sac_domain::delivery::{Attempt, Message, MessageKind, MessageState, Receipt, ReceiptKind};

use crate::faults::Action;

/// Between an attempt and the next one: one minute, five, thirty, two hours, six, twelve, twenty-four.
const PAUSES: [i64; 7] = [60, 300, 1800, 7200, 21_600, 43_200, 86_400];
/// Until an e-mail or SMS that was handed over has arrived.
const ARRIVAL: TimeDelta = TimeDelta::seconds(5);
/// Until certified mail that was handed over has arrived.
const PEC_ARRIVAL: TimeDelta = TimeDelta::seconds(60);
/// Until the first warning that certified mail has not arrived.
const WARNING: TimeDelta = TimeDelta::hours(12);
/// Until certified mail counts as not arrived.
const GIVEN_UP: TimeDelta = TimeDelta::hours(24);

/// What came of handing a message over to a mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Handed {
    /// The server has it.
    Over,
    /// Not now, for this reason.
    Later(Option<String>),
    /// Never, for this reason.
    Refused(Option<String>),
}

/// Notes what came of handing it over to a mail server. Of certified mail no receipts are made up.
pub(super) fn handed(message: &mut Message, at: DateTime<Utc>, handed: Handed) {
    let (outcome, detail) = match handed {
        Handed::Over => ("sent", None),
        Handed::Later(why) => ("transient", why),
        Handed::Refused(why) => ("permanent", why),
    };
    message.due = None;
    message.state = match outcome {
        "sent" => MessageState::Sent,
        "transient" => {
            message.due = next_attempt(message, at, 1);
            if message.due.is_some() { MessageState::Queued } else { MessageState::Failed }
        }
        _ => MessageState::Failed,
    };
    message.body.attempts.push(Attempt { at, outcome: outcome.to_owned(), detail });
}

/// When it is tried again, unless it was tried often enough; `more` attempts are not noted yet.
fn next_attempt(message: &Message, at: DateTime<Utc>, more: usize) -> Option<DateTime<Utc>> {
    let made = message.body.attempts.iter().filter(|attempt| attempt.outcome != "delayed").count() + more;
    let pause = made.checked_sub(1).and_then(|index| PAUSES.get(index))?;
    at.checked_add_signed(TimeDelta::seconds(*pause))
}

/// Carries out what is due at `at`. The fault plan's action, where there is one, acts on attempts only.
pub(super) fn step(message: &mut Message, at: DateTime<Utc>, action: Option<&Action>) {
    match message.state {
        MessageState::Queued => attempt(message, at, action),
        MessageState::Sent => arrive(message, at),
        MessageState::Delivered | MessageState::Failed | MessageState::Cancelled => message.due = None,
    }
}

fn attempt(message: &mut Message, at: DateTime<Utc>, action: Option<&Action>) {
    let (outcome, detail) = match action {
        Some(Action::DeliveryTransient { detail }) => ("transient", detail.clone()),
        Some(Action::DeliveryPermanent { detail }) => ("permanent", detail.clone()),
        Some(Action::DeliveryDelay { by }) => {
            let by = TimeDelta::from_std(by.0).unwrap_or(TimeDelta::MAX);
            message.due = at.checked_add_signed(by);
            message.body.attempts.push(Attempt { at, outcome: "delayed".to_owned(), detail: None });
            return;
        }
        Some(Action::NoReceipt { receipt }) if message.kind == MessageKind::Pec => {
            message.body.withheld = Some(*receipt);
            ("sent", None)
        }
        _ => ("sent", None),
    };
    message.body.attempts.push(Attempt { at, outcome: outcome.to_owned(), detail });
    match outcome {
        "sent" => handed_over(message, at),
        "transient" => match next_attempt(message, at, 0) {
            Some(next) => message.due = Some(next),
            None => give_up(message, at),
        },
        _ => give_up(message, at),
    }
}

fn handed_over(message: &mut Message, at: DateTime<Utc>) {
    if message.kind == MessageKind::Letter {
        // The way of a letter is before its hand-over, which is to the addressee.
        message.state = MessageState::Delivered;
        message.due = None;
        return;
    }
    message.state = MessageState::Sent;
    let withheld = message.body.withheld;
    let next = if message.kind == MessageKind::Pec {
        if withheld != Some(ReceiptKind::Accettazione) {
            receipt(message, ReceiptKind::Accettazione, at);
        }
        if withheld.is_some() { WARNING } else { PEC_ARRIVAL }
    } else {
        ARRIVAL
    };
    message.due = at.checked_add_signed(next);
}

fn arrive(message: &mut Message, at: DateTime<Utc>) {
    if message.body.withheld.is_some() {
        if message.body.receipts.iter().any(|one| one.kind == ReceiptKind::PreavvisoErroreConsegna) {
            give_up(message, at);
        } else {
            receipt(message, ReceiptKind::PreavvisoErroreConsegna, at);
            message.due = at.checked_add_signed(GIVEN_UP - WARNING);
        }
        return;
    }
    if message.kind == MessageKind::Pec {
        receipt(message, ReceiptKind::AvvenutaConsegna, at);
    }
    message.state = MessageState::Delivered;
    message.due = None;
}

fn give_up(message: &mut Message, at: DateTime<Utc>) {
    if message.kind == MessageKind::Pec {
        receipt(message, ReceiptKind::ErroreConsegna, at);
    }
    message.state = MessageState::Failed;
    message.due = None;
}

fn receipt(message: &mut Message, kind: ReceiptKind, at: DateTime<Utc>) {
    message.body.receipts.push(Receipt { kind, at });
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_domain::delivery::MessageBody;
    use sac_domain::duration::Duration;

    fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn message(kind: MessageKind) -> Message {
        Message {
            nr: 1,
            kind,
            event: "malattia".to_owned(),
            document: None,
            worker: None,
            to: "a@b.example".to_owned(),
            state: MessageState::Queued,
            created: start(),
            due: Some(start()),
            exchange: None,
            body: MessageBody::default(),
        }
    }

    /// Minutes after the start at which attempts were made, with receipts and the state in the end.
    fn run(kind: MessageKind, actions: &[Option<Action>]) -> (Vec<i64>, Vec<(&'static str, i64)>, MessageState) {
        let mut message = message(kind);
        let mut actions = actions.iter();
        while let Some(at) = message.due {
            let is_attempt = message.state == MessageState::Queued;
            let action = if is_attempt { actions.next().cloned().flatten() } else { None };
            step(&mut message, at, action.as_ref());
        }
        let after = |at: &DateTime<Utc>| (*at - start()).num_minutes();
        let receipts = message.body.receipts.iter().map(|one| (one.kind.as_str(), after(&one.at)));
        (message.body.attempts.iter().map(|one| after(&one.at)).collect(), receipts.collect(), message.state)
    }

    #[test]
    fn a_mail_server_leaves_no_receipts_and_is_tried_as_often() {
        let mut over = message(MessageKind::Pec);
        handed(&mut over, start(), Handed::Over);
        assert_eq!((over.state, over.due, over.body.receipts.len()), (MessageState::Sent, None, 0));
        let mut refused = message(MessageKind::Pec);
        handed(&mut refused, start(), Handed::Refused(None));
        assert_eq!((refused.state, refused.due, refused.body.receipts.len()), (MessageState::Failed, None, 0));
        let mut later = message(MessageKind::Email);
        while let Some(at) = later.due {
            handed(&mut later, at, Handed::Later(None));
        }
        let minutes: Vec<i64> = later.body.attempts.iter().map(|one| (one.at - start()).num_minutes()).collect();
        assert_eq!(minutes, [0, 1, 6, 36, 156, 516, 1236, 2676]);
        assert_eq!(later.state, MessageState::Failed);
    }

    #[test]
    fn a_message_is_tried_again_and_arrives_or_is_given_up() {
        let again = || Some(Action::DeliveryTransient { detail: None });
        let never = || Some(Action::DeliveryPermanent { detail: None });
        let later = || Some(Action::DeliveryDelay { by: Duration(std::time::Duration::from_mins(10)) });
        let without = |receipt| Some(Action::NoReceipt { receipt });
        let accettazione = ("accettazione", 0);
        let cases = [
            (MessageKind::Email, vec![], vec![0], vec![], MessageState::Delivered),
            (MessageKind::Letter, vec![], vec![0], vec![], MessageState::Delivered),
            (MessageKind::Email, vec![again(), again()], vec![0, 1, 6], vec![], MessageState::Delivered),
            (MessageKind::Sms, vec![never()], vec![0], vec![], MessageState::Failed),
            (MessageKind::Sms, vec![later()], vec![0, 10], vec![], MessageState::Delivered),
            (
                MessageKind::Email,
                vec![again(); 8],
                vec![0, 1, 6, 36, 156, 516, 1236, 2676],
                vec![],
                MessageState::Failed,
            ),
            (MessageKind::Pec, vec![], vec![0], vec![accettazione, ("avvenuta-consegna", 1)], MessageState::Delivered),
            (MessageKind::Pec, vec![never()], vec![0], vec![("errore-consegna", 0)], MessageState::Failed),
            (
                MessageKind::Pec,
                vec![without(ReceiptKind::AvvenutaConsegna)],
                vec![0],
                vec![accettazione, ("preavviso-errore-consegna", 720), ("errore-consegna", 1440)],
                MessageState::Failed,
            ),
            (
                MessageKind::Pec,
                vec![without(ReceiptKind::Accettazione)],
                vec![0],
                vec![("preavviso-errore-consegna", 720), ("errore-consegna", 1440)],
                MessageState::Failed,
            ),
        ];
        for (kind, actions, attempts, receipts, state) in cases {
            assert_eq!(run(kind, &actions), (attempts, receipts, state), "{kind:?} {actions:?}");
        }
    }
}
