//! The pages of employers and workers (decree §3.5, §3.6), and the public page for whoever has codice fiscale and number.
//!
//! Pages only translate: what they show is made by [`sac_certificates`], who may see it is settled by [`sac_people`] and
//! the addressees on record. What goes to an employer is made from
//! [`EmployerDocument`](sac_certificates::lista::EmployerDocument) alone, which has no place for a diagnosis.
//!
//! ```text
//! handler (session, faults, journal) ─▶ site (azienda, cittadino, classic: one file a page) ─▶ view, html (askama) ─▶ answer
//! ```

mod answer;
mod audience;
mod azienda;
mod call;
mod certificate;
mod cittadino;
mod classic;
mod counts;
mod faults;
mod filter;
mod form;
mod handler;
mod html;
mod labels;
mod lang;
mod look_up;
mod medici;
mod nav;
mod pin;
mod public;
mod record;
mod remark;
mod second;
mod session;
mod site;
mod upload;
mod view;
mod wild;

use std::marker::PhantomData;
use std::sync::Arc;

use sac_http::Handler;
use sac_world::World;

use azienda::Azienda;
use call::Memory;
use cittadino::Cittadino;
use classic::Classic;
use counts::Counts;
use handler::Pages;
use medici::Medici;
use pin::PinPages;
use session::Sessions;
use site::Site;

/// The handlers of a world's pages, with the path of each channel.
#[must_use]
pub fn handlers(world: &Arc<World>) -> Vec<(&'static str, Arc<dyn Handler>)> {
    let shared = Shared {
        world: Arc::clone(world),
        sessions: Arc::new(Sessions::with_pin_pause(world.pins().settings().pin_session)),
        requests: Arc::default(),
    };
    vec![
        shared.handler::<Azienda>(),
        shared.handler::<Cittadino>(),
        shared.handler::<Classic>(),
        shared.handler::<Medici>(),
        shared.handler::<PinPages>(),
        (wild::PASSIWEB, Arc::new(wild::Wild)),
        (wild::INVCIV, Arc::new(wild::Wild)),
    ]
}

/// What the channels of a world have in common.
struct Shared {
    world: Arc<World>,
    sessions: Arc<Sessions>,
    requests: Arc<Counts>,
}

impl Shared {
    fn handler<S: Site>(&self) -> (&'static str, Arc<dyn Handler>) {
        let memory = Memory {
            world: Arc::clone(&self.world),
            audience: S::AUDIENCE,
            sessions: Arc::clone(&self.sessions),
            requests: Arc::clone(&self.requests),
        };
        (S::AUDIENCE.path(), Arc::new(Pages { memory, site: PhantomData::<S> }))
    }
}
