use std::path::Path;

use super::*;

/// The values that a setting has after `given`, as they would be written.
fn shown(given: &Values, key: &str) -> Vec<String> {
    let config = given.resolve().unwrap();
    config.show().into_iter().find(|(name, _)| *name == key).unwrap().1
}

fn file(text: &str) -> Result<Values, ConfigError> {
    let mut values = Values::default();
    values.give_toml(Path::new("sac.toml"), text)?;
    Ok(values)
}

fn quoted(setting: &Setting) -> String {
    if setting.many { format!("[{:?}]", setting.example) } else { format!("{:?}", setting.example) }
}

#[test]
fn every_setting_is_read_from_each_of_its_sources() {
    for setting in SETTINGS {
        let by_default = shown(&Values::default(), setting.key);
        assert_eq!((!by_default.is_empty()).then(|| by_default.join(",")), setting.default_text());

        let from_file = file(&format!("{} = {}", setting.key, quoted(setting))).unwrap();
        let mut from_environment = Values::default();
        from_environment.give_environment(|name| (name == setting.variable()).then(|| setting.example.to_owned()));
        let mut from_flag = Values::default();
        from_flag.give_flag(setting, [setting.example]);

        let expected = shown(&from_flag, setting.key);
        assert_ne!(expected, by_default, "{}: the example is the default", setting.key);
        assert_eq!(shown(&from_file, setting.key), expected, "{}", setting.key);
        assert_eq!(shown(&from_environment, setting.key), expected, "{}", setting.key);
        // What is shown reads back as the same value.
        from_flag.give_flag(setting, [expected.join(",").as_str()]);
        assert_eq!(shown(&from_flag, setting.key), expected, "{}", setting.key);
    }
}

#[test]
fn keys_are_unique_and_the_choices_hold_default_and_example() {
    let mut keys: Vec<_> = SETTINGS.iter().map(|setting| setting.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), SETTINGS.len());
    for setting in SETTINGS.iter().filter(|setting| !setting.choices.is_empty()) {
        assert!(setting.choices.contains(&setting.example), "{}", setting.key);
        assert!(setting.default_text().is_none_or(|text| setting.choices.contains(&text.as_str())), "{}", setting.key);
    }
}

#[test]
fn the_flag_beats_the_environment_which_beats_the_file_in_whatever_order_they_are_read() {
    let setting = SETTINGS.iter().find(|setting| setting.key == "max_connections").unwrap();
    let mut values = Values::default();
    values.give_flag(setting, ["3"]);
    values.give_environment(|name| (name == "SAC_MAX_CONNECTIONS").then(|| "2".to_owned()));
    values.give_toml(Path::new("sac.toml"), "max_connections = 1\nrealm = 'File'").unwrap();
    let config = values.resolve().unwrap();
    assert_eq!((config.limits.max_connections, config.auth.realm.as_str()), (3, "File"));

    let mut values = file("max_connections = 1").unwrap();
    values.give_environment(|name| (name == "SAC_MAX_CONNECTIONS").then(|| "2".to_owned()));
    assert_eq!(values.resolve().unwrap().limits.max_connections, 2);
}

#[test]
fn the_file_may_use_the_types_of_toml() {
    let config = file(
        "max_connections = 7\ntls = false\nnow = 2026-02-28T23:30:00+01:00\nhost = ['a', 'b']\nseed = 1_000\n\
         trusted_ca = 'one.pem'",
    )
    .unwrap()
    .resolve()
    .unwrap();
    assert_eq!(config.limits.max_connections, 7);
    assert!(!config.place.tls);
    assert_eq!(config.world.now, Some("2026-02-28T22:30:00Z".parse().unwrap()));
    assert_eq!(config.place.host, ["a", "b"]);
    assert_eq!(config.world.seed, Some(1000));
    assert_eq!(config.auth.trusted_ca, [Path::new("one.pem")]);
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let mut values = Values::default();
    values.give_environment(|_| Some(String::new()));
    assert_eq!(values.resolve().unwrap(), Config::default());
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let cases = [
        ("\nduplicate = 'accept'", r#"sac.toml, line 2: there is no setting "duplicate"; did you mean "duplicates"?"#),
        ("max-body = 1", r#"sac.toml, line 1: there is no setting "max-body"; did you mean "max_body_bytes"?"#),
        ("xyzzy = 1", r#"sac.toml, line 1: there is no setting "xyzzy""#),
        ("[limits]\nmax_connections = 1", "sac.toml, line 1: settings stand at the top, not under limits"),
        (
            "tls = true\n\nduplicates = 'perhaps'",
            r#"sac.toml, line 3: "perhaps" is no value of duplicates: it is one of refuse, accept"#,
        ),
        ("realm = ['a', 'b']", r#"sac.toml, line 1: "a, b" is no value of realm: it takes one value"#),
        ("realm = 1.5", "sac.toml, line 1: realm takes a text, a number, true or false, or a list of texts"),
        (
            "body_timeout = 10",
            r#"sac.toml, line 1: "10" is no value of body_timeout: it is a whole number, 1 or more, and a unit: 500ms, 10s, 2m, 12h, 7d"#,
        ),
    ];
    for (text, expected) in cases {
        let error = file(text).and_then(|values| values.resolve()).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    for text in ["tls = ", "tls = true\ntls = false", "\u{0}"] {
        let error = file(text).unwrap_err();
        assert!(matches!(error, ConfigError::Malformed { .. }), "{error}");
    }
}

#[test]
fn a_wrong_value_is_told_with_the_variable_or_flag_that_gave_it() {
    let setting = SETTINGS.iter().find(|setting| setting.key == "auth_style").unwrap();
    let mut values = Values::default();
    values.give_environment(|name| (name == "SAC_AUTH_STYLE").then(|| "403".to_owned()));
    assert_eq!(
        values.resolve().unwrap_err().to_string(),
        r#"environment variable SAC_AUTH_STYLE: "403" is no value of auth_style: it is one of fault, 401"#
    );
    values.give_flag(setting, ["402"]);
    assert_eq!(
        values.resolve().unwrap_err().to_string(),
        r#"flag --auth-style: "402" is no value of auth_style: it is one of fault, 401"#
    );
}
