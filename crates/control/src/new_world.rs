//! What a new world is to be like, as callers say it.

use std::collections::BTreeMap;

use sac_domain::clock::{Clock, Setting};
use sac_domain::instant::Instant;
use sac_settings::{Config, ConfigError, PinSettings, RuleSettings, SETTINGS, Source, Values, WORLD_HEADINGS};
use sac_world::{People, Shared, WorldName, WorldPlan};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::problem::{Kind, Problem};
use crate::words;
use sac_domain::words::{Said, Text, said};

/// What a new world is to be like. Everything may be absent.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWorld {
    /// Its name: one to forty of `a-z`, `0-9` and `-`, the first no `-`. One is made up where it is absent.
    #[schema(pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    pub(crate) name: Option<String>,
    /// The same seed gives the same protocol numbers.
    pub(crate) seed: Option<u64>,
    /// The instant that its clock begins with; the machine's time where it is absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) now: Option<Instant>,
    /// Whether its clock stands still.
    pub(crate) frozen: Option<bool>,
    /// `default`, `none`, or the text of a seed file (TOML).
    pub(crate) people: Option<String>,
    /// Whether it is kept on disk and is opened again with the gateway. In memory where it is absent.
    pub(crate) durable: Option<bool>,
    /// Settings of the groups *rules*, *PIN* and *time*, by their names, for this world alone.
    #[schema(value_type = Option<Object>)]
    pub(crate) settings: Option<BTreeMap<String, Value>>,
}

/// The settings of one world.
struct Own {
    rules: RuleSettings,
    pin: PinSettings,
    now: Option<Instant>,
    seed: Option<u64>,
}

impl NewWorld {
    /// The plan of a world that is otherwise like the others.
    pub(crate) fn plan(&self, shared: &Shared) -> Result<WorldPlan, Problem> {
        let own = own_settings(self.settings.as_ref(), shared)?;
        let both = |name: &str| {
            let detail = Text::new(format!("`{name}` è dato due volte"), format!("`{name}` is given twice"));
            Problem::bad_value(format!("/settings/{name}"), detail)
        };
        if self.now.is_some() && own.now.is_some() {
            return Err(both("now"));
        }
        if self.seed.is_some() && own.seed.is_some() {
            return Err(both("seed"));
        }
        let mut plan = WorldPlan::new().rules(own.rules).pin(own.pin).clock(self.clock(own.now)).people(self.people());
        if let Some(seed) = self.seed.or(own.seed) {
            plan = plan.seed(seed);
        }
        Ok(if self.durable == Some(true) { plan.durable() } else { plan })
    }

    fn clock(&self, now: Option<Instant>) -> Clock {
        let system = Clock::system();
        let given = self.now.or(now).map(|now| now.0);
        Clock::of(match (given, self.frozen) {
            (given, Some(true)) => Setting::Frozen(given.unwrap_or_else(|| system.now()), 1.0),
            (Some(now), _) => Setting::Running(now, 1.0),
            (None, _) => Setting::System,
        })
    }

    fn people(&self) -> People {
        match self.people.as_deref() {
            None | Some("default") => People::Default,
            Some("none") => People::None,
            Some(text) => People::Seed(text.to_owned()),
        }
    }
}

const SETTING: Said = said("nessuna impostazione di un mondo", "no setting of a world");
const SCALARS: Said = said(
    "è atteso un testo, un numero, true, false o una lista di testi",
    "a text, a number, true, false or a list of texts is expected",
);
const NOT_SHOWN: Said = said("nessun orologio può mostrare questo istante", "no clock can show this instant");
/// The system gives no random numbers.
pub(crate) const NO_CHANCE: Said = said("il sistema non dà numeri casuali", "the system has no random numbers");

/// A name that no other world has.
pub(crate) fn made_up_name() -> Result<WorldName, Problem> {
    let mut bytes = [0_u8; 5];
    getrandom::fill(&mut bytes).map_err(|_| Problem::new(Kind::Internal, NO_CHANCE))?;
    let digits = bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    format!("world-{digits}")
        .parse()
        .map_err(|_| Problem::new(Kind::Internal, said("non si è trovato un nome", "no name could be made up")))
}

fn own_settings(given: Option<&BTreeMap<String, Value>>, shared: &Shared) -> Result<Own, Problem> {
    let mut values = Values::default();
    for (name, value) in given.into_iter().flatten() {
        let pointer = || format!("/settings/{}", name.replace('~', "~0").replace('/', "~1"));
        let known = SETTINGS.iter().filter(|setting| WORLD_HEADINGS.contains(&setting.heading));
        let Some(setting) = known.clone().find(|setting| setting.key == name) else {
            let names: Vec<&str> = known.map(|setting| setting.key).collect();
            let detail = if SETTINGS.iter().any(|setting| setting.key == name) {
                let list = names.join(", ");
                Text::new(
                    format!("`{name}` è del gateway, nessun mondo ne ha uno suo; un mondo può avere {list}"),
                    format!("`{name}` is the gateway's, no world has it for itself; a world may have {list}"),
                )
            } else {
                words::unknown(SETTING, name, &names)
            };
            return Err(Problem::new(Kind::UnknownMember, detail).at(pointer()));
        };
        let texts = texts(value).ok_or_else(|| Problem::bad_value(pointer(), SCALARS))?;
        values.give(setting, texts, Source::World);
    }
    let mut base = Config::default();
    base.rules = shared.rules().clone();
    base.pin = shared.pin().clone();
    let config = values.resolve_over(base).map_err(|error| match &error {
        ConfigError::BadValue { key, .. } => Problem::bad_value(format!("/settings/{key}"), Text::of(&error)),
        _ => Problem::bad_value("/settings", Text::of(&error)),
    })?;
    let now =
        config.world.now.map(|now| Instant::within(now).ok_or_else(|| Problem::bad_value("/settings/now", NOT_SHOWN)));
    Ok(Own { rules: config.rules, pin: config.pin, now: now.transpose()?, seed: config.world.seed })
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        single => scalar(single).map(|text| vec![text]),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
