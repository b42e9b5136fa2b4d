//! Zip archives: the messages in them are checked one by one, under names like `export.zip!/a.xml`.
//! Fiddler's `.saz` is an archive of HTTP exchanges.
//!
//! Everything is bounded ([`Limits`]). Archives are looked into one level deep; what is encrypted,
//! damaged or an archive again is reported by its name, what holds no message is counted.

mod limits;
mod member;
mod saz;
mod unopened;

use super::checker::Checker;
use super::issue::Issue;
use super::passed_over::PassedOver;
use super::report::Report;
use super::{capture, recognise, search};
use limits::Limits;
use member::{Member, Members, Unread};
use sac_diagnostic::{Code, Finding, Text};

/// Whether this is a zip archive, perhaps one without any file.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Checks every message in an archive; at least one report comes back.
pub(super) fn check(checker: &Checker, name: &str, bytes: &[u8]) -> Vec<Report> {
    let Ok(mut members) = Members::open(bytes) else {
        return vec![unread(name, bytes.len(), unopened::damaged_archive())];
    };
    let sessions = saz::sessions(&members.names());
    if sessions.is_empty() && is_document(&members, bytes) {
        return vec![unread(name, bytes.len(), unopened::document())];
    }
    let mut archive = Archive {
        checker,
        name,
        limits: Limits::of(checker.max_bytes),
        reports: Vec::new(),
        passed_over: PassedOver::default(),
    };
    if sessions.is_empty() {
        archive.files(&mut members);
    } else {
        archive.exchanges(&mut members, &sessions);
    }
    archive.finish(bytes.len(), members.has_namesakes())
}

struct Archive<'c> {
    checker: &'c Checker,
    name: &'c str,
    limits: Limits,
    reports: Vec<Report>,
    passed_over: PassedOver,
}

impl Archive<'_> {
    /// Every file that holds messages, in the order of the archive.
    fn files(&mut self, members: &mut Members<'_>) {
        for (index, member) in members.list().into_iter().enumerate() {
            if member.is_folder || member.is_hidden() {
                continue;
            }
            if !self.limits.takes_one_more() {
                self.stop(&Finding::new(Code::LIMIT_MESSAGES).allowed(Text::same(limits::MOST.to_string())));
                return;
            }
            let title = self.title(&member);
            let bytes = match members.read(index, &member, &mut self.limits) {
                Ok(bytes) => bytes,
                Err(Unread::NoMoreRoom) => return self.stop(&self.limits.no_more_room()),
                Err(Unread::Because(issue)) => {
                    self.reports.push(unread(&title, 0, *issue));
                    continue;
                }
            };
            if is_archive(&bytes) {
                self.reports.push(unread(&title, bytes.len(), unopened::nested()));
            } else if search::is_message(member.name.as_ref()) || recognise::holds_messages(self.checker, &bytes) {
                self.reports.extend(recognise::check(self.checker, &title, &bytes));
            } else {
                self.passed_over.add_name(&member.name);
            }
        }
    }

    /// The exchanges that Fiddler recorded, as far as they are SOAP.
    fn exchanges(&mut self, members: &mut Members<'_>, sessions: &[saz::Session]) {
        let list = members.list();
        for session in sessions {
            if !self.limits.takes_one_more() {
                self.stop(&Finding::new(Code::LIMIT_MESSAGES).allowed(Text::same(limits::MOST.to_string())));
                return;
            }
            let mut parts = Vec::new();
            for index in [session.request, session.response].into_iter().flatten() {
                let Some(member) = list.get(index) else { continue };
                match members.read(index, member, &mut self.limits) {
                    Ok(bytes) => parts.push((self.title(member), bytes)),
                    Err(Unread::NoMoreRoom) => return self.stop(&self.limits.no_more_room()),
                    Err(Unread::Because(issue)) => {
                        self.reports.push(unread(&self.title(member), 0, *issue));
                    }
                }
            }
            let found = capture::exchange(self.checker, &parts);
            if found.is_empty() {
                let names =
                    [session.request, session.response].into_iter().flatten().filter_map(|index| list.get(index));
                names.for_each(|member| self.passed_over.add_name(&member.name));
            }
            self.reports.extend(found);
        }
    }

    fn title(&self, member: &Member) -> String {
        format!("{}!/{}", self.name, member.shown_name())
    }

    /// The rest of the archive is not looked at.
    fn stop(&mut self, why: &Finding) {
        self.reports.push(unread(self.name, 0, why.clone().into()));
    }

    fn finish(mut self, size: usize, has_namesakes: bool) -> Vec<Report> {
        if has_namesakes {
            self.reports.push(unread(self.name, size, unopened::namesakes()));
        }
        if self.reports.is_empty() {
            let nothing = Finding::new(Code::CHECK_NOTHING)
                .allowed(Text::new("un file con un messaggio nell'archivio", "a file with a message in the archive"));
            self.reports.push(Report { issues: vec![nothing.into()], ..Report::new(self.name, size) });
        }
        if let Some(first) = self.reports.first_mut() {
            first.passed_over = self.passed_over;
        }
        self.reports
    }
}

fn unread(name: &str, size: usize, issue: Issue) -> Report {
    let because = vec![issue.code.as_str().to_owned()];
    Report::unread(name, size, vec![issue], because)
}

/// Whether this is a document of an office program, whose parts are XML too.
fn is_document(members: &Members<'_>, bytes: &[u8]) -> bool {
    // The first file of an OpenDocument names its kind, uncompressed.
    const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument";
    let is_open_document = bytes.get(30..).is_some_and(|rest| rest.starts_with(OPEN_DOCUMENT));
    is_open_document || members.names().iter().any(|name| name == "[Content_Types].xml")
}
