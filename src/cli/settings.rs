//! The settings as flags.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};

use sac_gateway::config::{Config, ConfigError, SETTINGS, Setting, Values};

const CONFIG: &str = "config";
const CONFIG_VARIABLE: &str = "SAC_CONFIG";

/// What the flags say of the settings.
#[derive(Clone, Debug, Default)]
pub(super) struct Flags {
    file: Option<PathBuf>,
    given: Vec<(&'static Setting, Vec<String>)>,
}

impl Flags {
    /// The configuration that file, environment and these flags make.
    pub(super) fn load(&self) -> Result<Config, ConfigError> {
        self.load_with(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    fn load_with(&self, variable: impl Fn(&str) -> Option<String>) -> Result<Config, ConfigError> {
        let mut values = Values::default();
        let file =
            self.file.clone().or_else(|| variable(CONFIG_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from));
        if let Some(path) = file {
            values.give_file(&path)?;
        }
        values.give_environment(variable);
        for (setting, texts) in &self.given {
            values.give_flag(setting, texts.iter().map(String::as_str));
        }
        values.resolve()
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let texts_of = |setting: &Setting| Some(matches.get_many::<String>(setting.key)?.cloned().collect());
        Ok(Self {
            file: matches.get_one::<PathBuf>(CONFIG).cloned(),
            given: SETTINGS.iter().filter_map(|setting| Some((setting, texts_of(setting)?))).collect(),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for Flags {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(CONFIG)
            .long(CONFIG)
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help("TOML file of settings");
        command.arg(file).args(SETTINGS.iter().map(flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The setting of this key.
pub(super) fn found(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

fn flag(setting: &Setting) -> Arg {
    let choices = setting.choices.join("|");
    let mut arg = Arg::new(setting.key)
        .long(setting.flag())
        .value_name(if choices.is_empty() { setting.placeholder.to_owned() } else { choices })
        .help_heading(setting.heading)
        .help(setting.paragraphs().collect::<Vec<_>>().join("\n\n"));
    if setting.many {
        arg = arg.action(ArgAction::Append);
    }
    if setting.switch {
        arg = arg.num_args(0..=1).default_missing_value("on");
    }
    arg
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Write as _;

    use clap::Args as _;

    use super::*;

    fn flags(arguments: &[&str]) -> Flags {
        let command = Flags::augment_args(Command::new("test").no_binary_name(true));
        Flags::from_arg_matches(&command.try_get_matches_from(arguments).unwrap()).unwrap()
    }

    fn shown(config: &Config, key: &str) -> Vec<String> {
        config.show().into_iter().find(|(name, _)| *name == key).unwrap().1
    }

    #[test]
    fn the_flags_are_the_settings_and_the_file() {
        let command = Flags::augment_args(Command::new("test"));
        let flags: BTreeSet<_> = command.get_arguments().filter_map(Arg::get_long).map(str::to_owned).collect();
        let mut expected: BTreeSet<_> = SETTINGS.iter().map(Setting::flag).collect();
        expected.insert(CONFIG.to_owned());
        assert_eq!(flags, expected);
    }

    #[test]
    fn every_setting_can_be_set_by_its_flag_its_variable_and_the_file() {
        let defaults = flags(&[]).load_with(|_| None).unwrap();
        for setting in SETTINGS {
            let (flag, example) = (format!("--{}", setting.flag()), setting.example);
            let by_flag = flags(&[&flag, example]).load_with(|_| None).unwrap();
            let by_variable =
                flags(&[]).load_with(|name| (name == setting.variable()).then(|| example.to_owned())).unwrap();
            let mut file = tempfile::NamedTempFile::new().unwrap();
            writeln!(file, "{} = {example:?}", setting.key).unwrap();
            let path = file.path().to_str().unwrap();
            let by_file = flags(&["--config", path]).load_with(|_| None).unwrap();
            let by_named_file =
                flags(&[]).load_with(|name| (name == CONFIG_VARIABLE).then(|| path.to_owned())).unwrap();

            assert_ne!(shown(&by_flag, setting.key), shown(&defaults, setting.key), "{}", setting.key);
            assert_eq!(by_variable, by_flag, "{}", setting.key);
            assert_eq!(by_file, by_flag, "{}", setting.key);
            assert_eq!(by_named_file, by_flag, "{}", setting.key);
        }
    }

    #[test]
    fn a_switch_may_stand_alone_and_a_list_be_repeated() {
        let config = flags(&["--allow-remote", "--host", "a,b", "--host", "c"]).load_with(|_| None).unwrap();
        assert!(config.place.allow_remote);
        assert_eq!(config.place.host, ["a", "b", "c"]);
    }
}
