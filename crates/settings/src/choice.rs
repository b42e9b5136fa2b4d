//! The settings that choose one of a few ways.

use sac_domain::words::Wanted;

use super::value::Text;

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$case_doc])* $case),+
        }

        impl Text for $name {
            const CHOICES: &'static [&'static str] = &[$($word),+];

            fn parse(text: &str) -> Result<Self, Wanted> {
                match text {
                    $($word => Ok(Self::$case),)+
                    _ => {
                        let choices = Self::CHOICES.join(", ");
                        Err(Wanted::new(format!("è uno tra {choices}"), format!("it is one of {choices}")))
                    }
                }
            }

            fn print(&self) -> String {
                match self { $(Self::$case => $word),+ }.to_owned()
            }
        }
    };
}

choice! {
    /// What answers wrong credentials (rules §1, stage 2).
    AuthStyle {
        /// HTTP 500 with a SOAP fault.
        Fault = "fault",
        /// HTTP 401 with the challenge.
        Status401 = "401",
    }
}

choice! {
    /// What answers a message that breaks the schema (rules §1, stage 4).
    SchemaErrors {
        /// HTTP 500 with a SOAP fault that lists every violation.
        Fault = "fault",
        /// HTTP 200 with a `ricevutaNonOk` that lists the first ten.
        Receipt = "receipt",
    }
}

choice! {
    /// What the public page that programs know asks for beside code and number.
    Captcha {
        /// The code is always `prova`.
        Fixed = "fixed",
        /// Nothing.
        Off = "off",
        /// The code that an image shows, another each time.
        Random = "random",
    }
}

choice! {
    /// What to make of an optional element that is there but empty (rules §6).
    EmptyOptional {
        /// It breaks the schema.
        Reject = "reject",
        /// It is read as if it were not there.
        Absent = "absent",
    }
}

choice! {
    /// What to do with a document equal to one that stands (rules §3).
    DuplicatePolicy {
        /// Refuse it, and give back the number of the one on record.
        Refuse = "refuse",
        /// Record it under a number of its own.
        Accept = "accept",
    }
}

choice! {
    /// Whether a worker must be on the register (rules §3).
    RegisterMode {
        /// A valid unknown codice fiscale gets a made-up person.
        Open = "open",
        /// Who is not on the register is refused.
        Closed = "closed",
    }
}

choice! {
    /// How log lines look.
    LogFormat {
        /// For people.
        Text = "text",
        /// One JSON object a line.
        Json = "json",
    }
}

choice! {
    /// Who makes the new secret at the forced change.
    PinRegeneration {
        /// It is generated, and shown once.
        Generated = "generated",
        /// The user types one.
        Chosen = "chosen",
    }
}

choice! {
    /// Where e-mail and certified mail go.
    Delivery {
        /// A simulated carrier takes it; nothing leaves the machine.
        Outbox = "outbox",
        /// To a mail server.
        Smtp = "smtp",
    }
}

choice! {
    /// How hard a PIN is to guess from what is kept of it.
    PinHash {
        /// Argon2id with 19 MiB.
        Normal = "normal",
        /// Argon2id with little memory, for worlds that are not kept.
        Fast = "fast",
    }
}

choice! {
    /// The kind of a PIN.
    PinType {
        /// Enough to look and to ask.
        Online = "online",
        /// With the power to dispose.
        Dispositivo = "dispositivo",
    }
}

choice! {
    /// Whether somebody else may ask at a counter.
    PinDelegates {
        /// Whoever.
        Any = "any",
        /// Nobody but parents of minors and guardians.
        None = "none",
    }
}

choice! {
    /// What becomes of an instance sent with a PIN *online*.
    OnlineInstances {
        /// It is worked.
        Process = "process",
        /// It is received and waits for the conversion.
        Suspend = "suspend",
        /// It is refused.
        Refuse = "refuse",
    }
}

choice! {
    /// The signs of generated secrets.
    PinAlphabet {
        /// Letters and digits of which none looks like another.
        Readable = "readable",
        /// Digits and the letters A to F.
        Hex = "hex",
    }
}

choice! {
    /// Where the first half of a PIN asked for online goes.
    PinFirstHalf {
        /// It is shown on the page.
        Page = "page",
        /// To a contact: SMS, e-mail or certified mail.
        Contact = "contact",
    }
}

choice! {
    /// Whether a PIN that was never used can be restored.
    PinRestoreUnused {
        /// It can.
        Allow = "allow",
        /// It can only be revoked.
        Refuse = "refuse",
    }
}

choice! {
    /// How the connection to the mail server is encrypted.
    SmtpTls {
        /// After the command STARTTLS, which must be there.
        Starttls = "starttls",
        /// From the first byte.
        Tls = "tls",
        /// Not at all.
        Off = "off",
    }
}
