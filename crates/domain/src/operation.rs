//! The ten operations of the service, under all the names they go by (contract §2).

use std::fmt;

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident: $request:literal => $response:literal),+ $(,)?) => {
        /// One of the ten operations.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operation { $($(#[$doc])* $name),+ }

        impl Operation {
            /// All of them, in the contract's order.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The WSDL's name, which is also the last part of the `SOAPAction`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }

            /// The local name of the request element.
            #[must_use]
            pub fn request_element(self) -> &'static str {
                match self { $(Self::$name => $request),+ }
            }

            /// The local name of the response element.
            #[must_use]
            pub fn response_element(self) -> &'static str {
                match self { $(Self::$name => $response),+ }
            }

            /// The operation of this WSDL name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|operation| operation.name() == name)
            }

            /// The operation whose request element has this local name.
            #[must_use]
            pub fn from_request_element(local: &str) -> Option<Self> {
                match local { $($request => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

operations! {
    /// Asks for a worker's name (decree §3.1).
    InterrogazioneLavoratore: "interrogazioneLavoratoreRequest" => "interrogazioneLavoratoreResponse",
    /// Sends a certificate (decree §3.2).
    InviaMalattia: "invioMalattiaRequest" => "invioMalattiaResponse",
    /// Brings a certificate's end forward (decree §3.3).
    RettificaMalattia: "rettificaMalattiaRequest" => "rettificaMalattiaResponse",
    /// Cancels a certificate (decree §3.4).
    AnnullaMalattia: "annullamentoMalattiaRequest" => "annullamentoMalattiaResponse",
    /// Lists a doctor's certificates for a worker.
    RicercaMalattia: "ricercaMalattiaRequest" => "ricercaMalattiaResponse",
    /// Gives a certificate back, to be printed again.
    RistampaMalattia: "ristampaMalattiaRequest" => "ristampaMalattiaResponse",
    /// Gives notice of an admission (decree §3.7).
    InviaRicovero: "invioRicoveroRequest" => "invioRicoveroResponse",
    /// Cancels such a notice.
    AnnullaRicovero: "annullamentoRicoveroRequest" => "annullamentoRicoveroResponse",
    /// Sends the certificate written at discharge (decree §3.8).
    InviaDimissione: "invioDimissioneRequest" => "invioDimissioneResponse",
    /// Brings such a certificate's end forward.
    RettificaDimissione: "rettificaDimissioneRequest" => "rettificaDimissioneResponse",
}

impl Operation {
    /// Whether a clerk of an ASL or hospital may call it (rules §5).
    #[must_use]
    pub fn is_for_operators(self) -> bool {
        matches!(self, Self::InviaRicovero | Self::AnnullaRicovero)
    }

    /// The element that says who writes: `medico`, or `operatore` for admissions.
    #[must_use]
    pub fn redattore_element(self) -> &'static str {
        if self.is_for_operators() { "operatore" } else { "medico" }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
