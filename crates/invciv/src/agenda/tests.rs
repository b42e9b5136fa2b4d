//! The agenda against a model that lists every slot, and what it takes with many commissions.

use std::collections::BTreeSet;
use std::time::Instant;

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use proptest::prelude::*;

use super::*;
use crate::calendar::{CalendarError, Calendario, Draft, Extraordinary, Hours, Weekly};
use crate::code::{Beneficio, EsitoAgenda, TipoSeduta, Tipologie, Urgenza};
use crate::identifier::{CodiceAmbulatorio, CodiceAsl, CodiceCommissione, IdSlot, Piu};
use crate::settings::{NoSlot, Settings};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2010-03-01T08:00:00Z".parse().unwrap()
}

fn asl() -> CodiceAsl {
    CodiceAsl::parse("120201").unwrap()
}

fn commission(number: usize) -> CodiceCommissione {
    CodiceCommissione::parse(&format!("COM{number:04}")).unwrap()
}

fn hours(from: u32, to: u32) -> Hours {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    Hours::new(time(from), time(to)).unwrap()
}

const WEEKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn draft(number: usize) -> Draft {
    let weekly = |giorno| Weekly { giorno, hours: hours(9, 11), tipologie: Tipologie::default() };
    Draft {
        commissione: commission(number),
        ambulatorio: CodiceAmbulatorio::parse(&format!("AMB{number:04}")).unwrap(),
        dal: day("2010-03-01"),
        al: day("2010-05-30"),
        minutes: 30,
        weekly: WEEKDAYS.map(weekly).to_vec(),
        closed: BTreeSet::new(),
        extraordinary: Vec::new(),
    }
}

fn calendar(draft: Draft) -> Calendario {
    Calendario::publish(draft, day("2010-03-01")).unwrap()
}

fn need(kinds: &[Beneficio]) -> Need {
    Need {
        asl: asl(),
        cap: Some("00184".to_owned()),
        tipologie: kinds.iter().copied().collect(),
        therapy: BTreeSet::new(),
    }
}

fn window(urgency: Urgenza, settings: &Settings) -> Window {
    let presented = day("2010-03-01");
    Window::within_limit(presented, limit(presented, urgency), now(), settings)
}

fn names(slots: &[Slot]) -> Vec<String> {
    slots.iter().map(|slot| slot.id.to_string()).collect()
}

#[test]
fn the_proposal_leaves_time_for_the_letter_and_keeps_the_limit() {
    let mut agenda = Agenda::default();
    agenda.publish(&asl(), &[], &calendar(draft(1)));
    let settings = Settings::default();
    let proposal = agenda.propose(&need(&[Beneficio::Ic]), window(Urgenza::Rosso, &settings), now(), &settings);
    assert_eq!(proposal.esito, EsitoAgenda::EntroLimite);
    // 6 March is a Saturday.
    assert_eq!(proposal.proposta.unwrap().id.to_string(), "COM0001-20100308-0900");
    let expected = ["0308-0930", "0308-1000", "0308-1030", "0309-0900", "0309-0930", "0309-1000"];
    let found = names(&proposal.alternative);
    assert_eq!(found[..6], expected.map(|end| format!("COM0001-2010{end}")));
    assert_eq!(found.len(), 9);
}

#[test]
fn sessions_leave_out_holidays_closed_days_and_sundays() {
    let mut with_saint = draft(1);
    with_saint.closed.insert(day("2010-03-19"));
    let on = |data: &str| Extraordinary { data: day(data), hours: hours(9, 11), tipologie: Tipologie::default() };
    with_saint.extraordinary = vec![on("2010-03-20"), on("2010-03-21"), on("2010-04-25")];
    let days: Vec<NaiveDate> = calendar(with_saint.clone()).sessions().map(|session| session.data()).collect();
    for (text, works) in [
        ("2010-03-18", true),
        ("2010-03-19", false),
        ("2010-03-20", true),
        ("2010-03-21", false),
        ("2010-04-05", false),
        ("2010-04-25", false),
        ("2010-05-28", true),
    ] {
        assert_eq!(days.contains(&day(text)), works, "{text}");
    }
    with_saint.weekly.push(Weekly { giorno: Weekday::Sun, hours: hours(14, 16), tipologie: Tipologie::default() });
    let with_sundays: Vec<NaiveDate> = calendar(with_saint).sessions().map(|session| session.data()).collect();
    assert!(with_sundays.contains(&day("2010-03-21")) && with_sundays.contains(&day("2010-04-04")));
    assert!(!with_sundays.contains(&day("2010-04-25")), "a holiday on a Sunday stays one");
}

#[test]
fn a_calendar_that_does_not_fit_is_not_published() {
    type Spoil = fn(&mut Draft);
    let cases: [(Spoil, CalendarError); 6] = [
        (|draft| draft.al = day("2010-05-31"), CalendarError::Days),
        (|draft| draft.dal = day("2010-02-28"), CalendarError::Days),
        (|draft| draft.al = day("2010-02-28"), CalendarError::Days),
        (|draft| draft.minutes = 121, CalendarError::Short),
        (|draft| draft.weekly.push(Weekly { hours: hours(10, 12), ..draft.weekly[0] }), CalendarError::Overlap),
        (|draft| draft.weekly.clear(), CalendarError::Empty),
    ];
    for (change, expected) in cases {
        let mut changed = draft(1);
        change(&mut changed);
        assert_eq!(Calendario::publish(changed, day("2010-03-01")), Err(expected));
    }
}

#[test]
fn a_room_is_not_used_by_two_commissions_at_once() {
    let mut agenda = Agenda::default();
    agenda.publish(&asl(), &[], &calendar(draft(1)));
    let mut same_room = draft(2);
    same_room.ambulatorio = draft(1).ambulatorio;
    assert!(agenda.room_is_used(&asl(), &calendar(same_room.clone())));
    for window in &mut same_room.weekly {
        window.hours = hours(11, 13);
    }
    assert!(!agenda.room_is_used(&asl(), &calendar(same_room)));
    assert!(!agenda.room_is_used(&asl(), &calendar(draft(1))), "its own sessions are replaced");
}

#[test]
fn without_a_slot_inside_the_limit_the_setting_decides() {
    let mut agenda = Agenda::default();
    let mut late = draft(1);
    late.dal = day("2010-03-20");
    agenda.publish(&asl(), &[], &calendar(late));
    let later = Settings::default();
    let proposal = agenda.propose(&need(&[Beneficio::H]), window(Urgenza::Rosso, &later), now(), &later);
    assert_eq!(proposal.esito, EsitoAgenda::OltreLimite);
    assert_eq!(proposal.proposta.unwrap().id.data(), day("2010-03-22"));
    let wait = Settings { no_slot: NoSlot::Prenotazione, ..later };
    let proposal = agenda.propose(&need(&[Beneficio::H]), window(Urgenza::Rosso, &wait), now(), &wait);
    assert_eq!((proposal.esito, proposal.proposta, proposal.alternative.len()), (EsitoAgenda::Nessuna, None, 0));
}

#[test]
fn a_domanda_of_several_kinds_falls_back_to_its_leading_kind() {
    let settings = Settings::default();
    let with_kinds = |number: usize, kinds: &[TipoSeduta]| {
        let mut draft = draft(number);
        for window in &mut draft.weekly {
            window.tipologie = kinds.iter().copied().collect();
        }
        calendar(draft)
    };
    let mut agenda = Agenda::default();
    agenda.publish(&asl(), &[], &with_kinds(1, &[TipoSeduta::Ic]));
    agenda.publish(&asl(), &[], &with_kinds(2, &[TipoSeduta::Cc]));
    agenda.publish(&asl(), &[], &with_kinds(3, &[TipoSeduta::Dom]));
    let first = |agenda: &Agenda, need: &Need| {
        let proposal = agenda.propose(need, window(Urgenza::Verde, &settings), now(), &settings);
        proposal.proposta.map(|slot| slot.id.commissione().to_string())
    };
    assert_eq!(first(&agenda, &need(&[Beneficio::Ic, Beneficio::Cc])).as_deref(), Some("COM0002"));
    assert_eq!(first(&agenda, &need(&[Beneficio::Sc])), None);
    let home = Need { tipologie: Tipologie::DOMICILIO, ..need(&[]) };
    assert_eq!(first(&agenda, &home).as_deref(), Some("COM0003"));
    agenda.publish(&asl(), &[], &with_kinds(4, &[TipoSeduta::Ic, TipoSeduta::Cc]));
    assert_eq!(first(&agenda, &need(&[Beneficio::Ic, Beneficio::Cc])).as_deref(), Some("COM0004"));
}

#[test]
fn a_room_takes_only_the_places_that_it_lists() {
    let mut agenda = Agenda::default();
    agenda.publish(&asl(), &["00100".to_owned()], &calendar(draft(1)));
    let settings = Settings::default();
    let propose = |cap: &str| {
        let need = Need { cap: Some(cap.to_owned()), ..need(&[Beneficio::Ic]) };
        agenda.propose(&need, window(Urgenza::Verde, &settings), now(), &settings).esito
    };
    assert_eq!(propose("00100"), EsitoAgenda::EntroLimite);
    assert_eq!(propose("00184"), EsitoAgenda::Nessuna);
}

#[test]
fn days_of_therapy_are_passed_over_but_may_be_chosen() {
    let mut agenda = Agenda::default();
    agenda.publish(&asl(), &[], &calendar(draft(1)));
    let settings = Settings::default();
    let mut need = need(&[Beneficio::Ic]);
    need.therapy.insert(day("2010-03-08"));
    let window = window(Urgenza::Rosso, &settings);
    assert_eq!(agenda.propose(&need, window, now(), &settings).proposta.unwrap().id.data(), day("2010-03-09"));
    let slot = IdSlot::parse("COM0001-20100308-0900").unwrap();
    assert!(agenda.choose(&need, window, &slot, None, now()).is_ok());
}

#[test]
fn a_slot_is_chosen_within_the_limit_while_one_is_free_there() {
    let mut agenda = Agenda::default();
    agenda.publish(&asl(), &[], &calendar(draft(1)));
    let settings = Settings::default();
    let (need, window) = (need(&[Beneficio::Ic]), window(Urgenza::Rosso, &settings));
    let choose = |agenda: &Agenda, name: &str, own: Option<&str>| {
        let own = own.map(|own| IdSlot::parse(own).unwrap());
        agenda.choose(&need, window, &IdSlot::parse(name).unwrap(), own.as_ref(), now()).map(|slot| slot.id.to_string())
    };
    assert!(choose(&agenda, "COM0001-20100316-1030", None).is_ok());
    assert_eq!(choose(&agenda, "COM0001-20100317-0900", None), Err(NotChosen::BeyondLimit));
    for unknown in ["COM0001-20100305-0900", "COM0001-20100308-0915", "COM0001-20100308-1100", "COM0009-20100308-0900"]
    {
        assert_eq!(choose(&agenda, unknown, None), Err(NotChosen::NotAvailable), "{unknown}");
    }
    let held = "COM0001-20100308-0900";
    assert!(agenda.take(&IdSlot::parse(held).unwrap()) && !agenda.take(&IdSlot::parse(held).unwrap()));
    assert_eq!(choose(&agenda, held, None), Err(NotChosen::NotAvailable));
    assert!(choose(&agenda, held, Some(held)).is_ok());
    for day in ["08", "09", "10", "11", "12", "15", "16"] {
        for hour in ["0900", "0930", "1000", "1030"] {
            agenda.take(&IdSlot::parse(&format!("COM0001-201003{day}-{hour}")).unwrap());
        }
    }
    assert!(choose(&agenda, "COM0001-20100317-0900", None).is_ok());
}

#[test]
fn a_fixed_date_is_changed_once_until_the_day_before() {
    let mut agenda = Agenda::default();
    agenda.publish(&asl(), &[], &calendar(draft(1)));
    let settings = Settings::default();
    let change = |now: &str, changes: u8, name: &str| {
        let change = Change { old: day("2010-03-15"), changes };
        let slot = IdSlot::parse(name).unwrap();
        agenda.change(&need(&[Beneficio::Ic]), day("2010-03-16"), change, &slot, now.parse().unwrap(), &settings).err()
    };
    assert_eq!(change("2010-03-10T08:00:00Z", 0, "COM0001-20100414-0900"), None);
    assert_eq!(change("2010-03-10T08:00:00Z", 0, "COM0001-20100415-0900"), Some(NotChosen::NotAvailable));
    assert_eq!(change("2010-03-14T22:59:00Z", 0, "COM0001-20100322-0900"), None);
    assert_eq!(change("2010-03-14T23:00:00Z", 0, "COM0001-20100322-0900"), Some(NotChosen::NoChangeLeft));
    assert_eq!(change("2010-03-10T08:00:00Z", 1, "COM0001-20100322-0900"), Some(NotChosen::NoChangeLeft));
}

#[test]
fn a_new_calendar_replaces_the_days_without_appointments() {
    let mut agenda = Agenda::default();
    agenda.publish(&asl(), &[], &calendar(draft(1)));
    assert!(agenda.take(&IdSlot::parse("COM0001-20100308-0900").unwrap()));
    let mut newer = draft(1);
    for window in &mut newer.weekly {
        window.hours = hours(14, 15);
    }
    agenda.publish(&asl(), &[], &calendar(newer));
    let settings = Settings::default();
    let proposal = agenda.propose(&need(&[Beneficio::Ic]), window(Urgenza::Rosso, &settings), now(), &settings);
    let mut all = names(&[proposal.proposta.unwrap()]);
    all.extend(names(&proposal.alternative));
    assert_eq!(all[..4], ["0308-0930", "0308-1000", "0308-1030", "0309-1400"].map(|end| format!("COM0001-2010{end}")));
}

#[test]
fn suspended_commissions_and_cancelled_sessions_have_no_slots() {
    let mut agenda = Agenda::default();
    agenda.publish(&asl(), &[], &calendar(draft(1)));
    let settings = Settings::default();
    let first = |agenda: &Agenda| {
        let window = window(Urgenza::Rosso, &settings);
        agenda.propose(&need(&[Beneficio::Ic]), window, now(), &settings).proposta.map(|slot| slot.id.to_string())
    };
    let slot = IdSlot::parse("COM0001-20100308-0930").unwrap();
    agenda.take(&slot);
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    assert_eq!(agenda.cancel(&commission(1), day("2010-03-08"), nine), Some(vec![slot]));
    assert_eq!(agenda.cancel(&commission(1), day("2010-03-07"), nine), None);
    assert_eq!(first(&agenda).as_deref(), Some("COM0001-20100309-0900"));
    agenda.set_suspended(&commission(1), true);
    assert_eq!(first(&agenda), None);
}

#[test]
fn the_queue_is_served_rosso_first() {
    let mut agenda = Agenda::default();
    let mut two_slots = draft(1);
    two_slots.minutes = 60;
    two_slots.weekly.truncate(1);
    two_slots.al = day("2010-03-08");
    let waiting = |numero: u32, urgenza: Urgenza, presentata: &str| Waiting {
        piu: Piu::parse(&format!("INPS.7000.20100301.{numero:07}")).unwrap(),
        urgenza,
        presentata: day(presentata),
        need: need(&[Beneficio::Ic]),
    };
    let queue = vec![
        waiting(1, Urgenza::Verde, "2010-02-27"),
        waiting(2, Urgenza::Verde, "2010-02-26"),
        waiting(3, Urgenza::Rosso, "2010-03-01"),
    ];
    agenda.publish(&asl(), &[], &calendar(two_slots));
    let served = agenda.serve(queue, now(), &Settings::default());
    let order: Vec<String> = served.iter().map(|served| format!("{} {}", served.piu, served.slot.id.ora())).collect();
    assert_eq!(order, ["INPS.7000.20100301.0000003 09:00:00", "INPS.7000.20100301.0000002 10:00:00"]);
}

/// A calendar made from a few numbers.
#[derive(Clone, Debug)]
struct Made {
    weekdays: u8,
    from: u32,
    length: u32,
    minutes: u16,
    kinds: u8,
    taken: u64,
    served: bool,
}

fn made() -> impl Strategy<Value = Made> {
    (
        0_u8..128,
        8_u32..16,
        1_u32..4,
        prop::sample::select(vec![10_u16, 20, 30, 45]),
        0_u8..64,
        any::<u64>(),
        any::<bool>(),
    )
        .prop_map(|(weekdays, from, length, minutes, kinds, taken, served)| Made {
            weekdays,
            from,
            length,
            minutes,
            kinds,
            taken,
            served,
        })
}

fn kinds_of(bits: u8) -> Tipologie {
    TipoSeduta::ALL.iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0).map(|(_, kind)| *kind).collect()
}

/// A slot in the model: (day, minute, commission, room, kinds, whether the room serves the CAP, taken).
type Listed = (NaiveDate, u32, String, String, Tipologie, bool, bool);

/// Lists every slot one by one, from the description of the agenda alone.
fn list(all: &[Made]) -> Vec<Listed> {
    let mut slots = Vec::new();
    for (number, made) in all.iter().enumerate() {
        for offset in 0..=90 {
            let date = day("2010-03-01") + Days::new(offset);
            let weekday = date.weekday().num_days_from_monday();
            let fixed = ["04-25", "05-01", "04-05"].contains(&date.format("%m-%d").to_string().as_str());
            if made.weekdays & (1 << weekday) == 0 || fixed {
                continue;
            }
            let mut start = made.from * 60;
            let mut nth = u64::from(date.ordinal());
            while start + u32::from(made.minutes) <= (made.from + made.length) * 60 {
                let taken = made.taken.rotate_left(u32::try_from(nth % 64).unwrap()) & 1 == 1;
                let draft = draft(number);
                let (commission, room) = (draft.commissione.to_string(), draft.ambulatorio.to_string());
                slots.push((date, start, commission, room, kinds_of(made.kinds), made.served, taken));
                start += u32::from(made.minutes);
                nth += 7;
            }
        }
    }
    slots.sort_by(|a, b| (a.0, a.1, &a.2, &a.3).cmp(&(b.0, b.1, &b.2, &b.3)));
    slots
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn it_answers_as_a_list_of_every_slot_does(
        all in prop::collection::vec(made(), 1..6),
        wanted in prop::collection::btree_set(prop::sample::select(Beneficio::ALL.to_vec()), 1..4),
        at_home in prop::bool::weighted(0.2),
        rosso in any::<bool>(),
        notice in 0_u8..15,
        alternatives in 0_u8..12,
        wait in any::<bool>(),
        therapy in prop::collection::btree_set(0_u64..40, 0..4),
        hour in 0_i64..24,
    ) {
        let now = day("2010-03-01").and_hms_opt(0, 0, 0).unwrap().and_utc() + Duration::hours(hour - 1);
        let now = now.max("2010-02-28T23:00:00Z".parse().unwrap());
        let tipologie = if at_home { Tipologie::DOMICILIO } else { wanted.iter().copied().collect() };
        let therapy: BTreeSet<NaiveDate> = therapy.into_iter().map(|days| day("2010-03-01") + Days::new(days)).collect();
        let need = Need { asl: asl(), cap: Some("00184".to_owned()), tipologie, therapy: therapy.clone() };
        let no_slot = if wait { NoSlot::Prenotazione } else { NoSlot::Later };
        let settings = Settings { notice_days: notice, alternatives, no_slot, ..Settings::default() };
        let urgency = if rosso { Urgenza::Rosso } else { Urgenza::Verde };

        let mut agenda = Agenda::default();
        for (number, made) in all.iter().enumerate() {
            let mut draft = draft(number);
            let weekdays = [WEEKDAYS.as_slice(), &[Weekday::Sat, Weekday::Sun]].concat();
            draft.weekly = weekdays
                .into_iter()
                .filter(|weekday| made.weekdays & (1 << weekday.num_days_from_monday()) != 0)
                .map(|giorno| Weekly { giorno, hours: hours(made.from, made.from + made.length), tipologie: kinds_of(made.kinds) })
                .collect();
            draft.minutes = made.minutes;
            let cap = if made.served { vec![] } else { vec!["98100".to_owned()] };
            if let Ok(calendar) = Calendario::publish(draft, day("2010-03-01")) {
                agenda.publish(&asl(), &cap, &calendar);
            }
        }
        let listed = list(&all);
        for (date, minute, commission, _, _, _, taken) in &listed {
            if *taken {
                let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap();
                let slot = IdSlot::new(CodiceCommissione::parse(commission).unwrap(), *date, time);
                prop_assert!(agenda.take(&slot), "{}", slot);
            }
        }

        let whole = |kinds: Tipologie| {
            if at_home { kinds.contains(TipoSeduta::Dom) } else { kinds.is_empty() || kinds.contains_all(tipologie) }
        };
        let any_whole = listed.iter().any(|slot| slot.5 && whole(slot.4));
        let eligible = |slot: &&Listed| {
            let fits = if any_whole || at_home { whole(slot.4) } else { slot.4.contains(tipologie.leading().unwrap()) };
            let local = now + Duration::hours(1);
            let minute_of_day = i64::from(slot.1);
            let begins = slot.0.and_hms_opt(0, 0, 0).unwrap().and_utc() + Duration::minutes(minute_of_day);
            // Summer time does not matter here: only today's hours count, and today is in winter.
            let future = slot.0 > day("2010-03-01") || begins - local >= Duration::minutes(1);
            fits && slot.5 && !slot.6 && future && !therapy.contains(&slot.0)
        };
        let (first, last) = (day("2010-03-01") + Days::new(notice.into()), limit(day("2010-03-01"), urgency));
        let within: Vec<&Listed> = listed.iter().filter(eligible).filter(|slot| slot.0 >= first && slot.0 <= last).collect();
        let later: Vec<&Listed> = listed.iter().filter(eligible).filter(|slot| slot.0 >= first && slot.0 > last).collect();
        let (esito, chosen) = match (within.is_empty(), wait, later.is_empty()) {
            (false, ..) => (EsitoAgenda::EntroLimite, within),
            (true, false, false) => (EsitoAgenda::OltreLimite, later),
            _ => (EsitoAgenda::Nessuna, Vec::new()),
        };
        let mut expected: Vec<String> = Vec::new();
        let mut of_day: Vec<NaiveDate> = Vec::new();
        for (nth, slot) in chosen.iter().enumerate() {
            let offered = nth > 0;
            if offered && (of_day.iter().filter(|day| **day == slot.0).count() == 3 || of_day.len() == usize::from(alternatives)) {
                continue;
            }
            if offered {
                of_day.push(slot.0);
            }
            expected.push(format!("{}-{}-{:02}{:02}", slot.2, slot.0.format("%Y%m%d"), slot.1 / 60, slot.1 % 60));
        }
        let presented = day("2010-03-01");
        let window = Window::within_limit(presented, limit(presented, urgency), now, &settings);
        let proposal = agenda.propose(&need, window, now, &settings);
        let mut found = names(proposal.proposta.as_slice());
        found.extend(names(&proposal.alternative));
        prop_assert_eq!((proposal.esito, found), (esito, expected));
    }
}

/// A thousand commissions of one ASL, of which every slot but those of the last day is taken: the longest
/// search there is. The measured time is printed; the bound leaves room for a busy machine and for a
/// build without optimisation.
#[test]
fn a_thousand_commissions_are_searched_in_no_time() {
    let mut agenda = Agenda::default();
    let published = Instant::now();
    for number in 0..1000 {
        let mut draft = draft(number);
        draft.weekly.iter_mut().for_each(|window| window.hours = hours(8, 18));
        draft.minutes = 15;
        agenda.publish(&asl(), &[], &calendar(draft));
    }
    let published = published.elapsed();
    let settings = Settings { alternatives: 20, ..Settings::default() };
    let propose = |agenda: &Agenda| {
        let before = Instant::now();
        let proposal =
            agenda.propose(&need(&[Beneficio::Ic, Beneficio::H]), window(Urgenza::Verde, &settings), now(), &settings);
        (proposal, before.elapsed())
    };
    let (_, empty) = propose(&agenda);
    agenda.take_all_before(day("2010-05-28"));
    let (proposal, full) = propose(&agenda);
    assert_eq!(proposal.proposta.unwrap().id.to_string(), "COM0000-20100528-0800");
    println!("1,000 calendars: {published:?}; first slot in an empty agenda: {empty:?}, in a full one: {full:?}");
    assert!(full.as_millis() < 400 && empty.as_millis() < 400, "{empty:?} {full:?}");
}
