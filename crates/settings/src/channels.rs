//! Which channels are served.

use sac_domain::exchange::Channel;
use sac_domain::likeness::closest;
use sac_domain::words::Wanted;

use super::value::{Misfit, Value};

/// The channels that are served: at least one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelSet(Vec<Channel>);

impl ChannelSet {
    /// Every channel.
    #[must_use]
    pub fn all() -> Self {
        Self(Channel::ALL.to_vec())
    }

    /// Whether this one is among them.
    #[must_use]
    pub fn has(&self, channel: Channel) -> bool {
        self.0.contains(&channel)
    }
}

impl Value for ChannelSet {
    const CHOICES: &'static [&'static str] = &[];
    const SWITCH: bool = false;
    const MANY: bool = true;

    fn read(texts: &[String]) -> Result<Self, Misfit> {
        let named = texts.iter().map(|text| {
            Channel::from_name(text.trim()).ok_or_else(|| Misfit { text: text.clone(), wanted: wanted(text.trim()) })
        });
        let named: Vec<Channel> = named.collect::<Result<_, _>>()?;
        if named.is_empty() {
            return Err(Misfit { text: String::new(), wanted: wanted("") });
        }
        Ok(Self(Channel::ALL.into_iter().filter(|channel| named.contains(channel)).collect()))
    }

    fn show(&self) -> Vec<String> {
        self.0.iter().map(|channel| channel.name().to_owned()).collect()
    }
}

fn wanted(text: &str) -> Wanted {
    let names = Channel::ALL.map(Channel::name);
    let list = names.join(", ");
    let (it, en) = match closest(text, names).first() {
        Some(near) => (format!("; forse si intendeva {near}?"), format!("; did you mean {near}?")),
        None => (String::new(), String::new()),
    };
    Wanted::new(format!("è uno o più tra {list}{it}"), format!("it is one or more of {list}{en}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str]) -> Result<ChannelSet, Misfit> {
        ChannelSet::read(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn names_of_channels_are_read_in_any_order_and_others_are_refused_with_the_nearest() {
        assert_eq!(read(&["phone", " soap", "phone"]).unwrap().show(), ["soap", "phone"]);
        assert!(read(&["web"]).unwrap().has(Channel::Web) && !read(&["web"]).unwrap().has(Channel::Soap));
        let cases =
            [("telephone", ""), ("fone", "did you mean phone?"), ("azienza", "did you mean azienda?"), ("", "")];
        for (name, near) in cases {
            let misfit = read(&["soap", name]).unwrap_err();
            assert_eq!(misfit.text, name);
            let sentence = misfit.wanted.to_string();
            assert!(sentence.starts_with("it is one or more of soap, web, azienda, cittadino, phone"), "{sentence}");
            assert!(sentence.ends_with(near), "{sentence}");
        }
        assert!(read(&[]).is_err());
    }
}
