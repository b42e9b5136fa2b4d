//! The report on what was sent, as the command writes it into a file.

use std::io;
use std::num::NonZero;

use super::form::{Form, MOST};
use crate::checker::Checker;
use crate::circumstances::Circumstances;
use crate::input::Input;
use crate::render::{Html, Renderer as _, policy};
use crate::run::run;
use sac_diagnostic::{Code, Finding, Text};

/// The report and its policy.
pub(super) struct Written {
    pub(super) html: Vec<u8>,
    pub(super) policy: String,
}

/// Checks what was sent.
pub(super) fn write(checker: &Checker, circumstances: Circumstances, form: Form) -> io::Result<Written> {
    let Form { mut inputs, language, is_too_long } = form;
    if is_too_long {
        let finding = Finding::new(Code::LIMIT_MESSAGES).allowed(Text::same(MOST.to_string()));
        inputs.push(Input::Missing("…".into(), Box::new(finding.into())));
    }
    let mut html = Vec::new();
    let mut renderer = Html::new(&mut html, language, circumstances);
    let summary = run(checker, &inputs, NonZero::<usize>::MIN, |report| renderer.report(report))?;
    renderer.finish(&summary)?;
    drop(renderer);
    Ok(Written { html, policy: policy(&summary) })
}
