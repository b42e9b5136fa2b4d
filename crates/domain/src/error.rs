//! Errors as one line of text.

use std::error::Error;
use std::fmt;

/// An error with everything that led to it, from the outermost to the first cause, as logs
/// and the command line show it: `outer: inner: innermost`.
///
/// An error whose own text ends with its source's is not followed by that source again.
#[must_use]
pub fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl fmt::Display + use<'a> {
    Chain(error)
}

struct Chain<'a>(&'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.0.to_string();
        let mut source = self.0.source();
        while let Some(error) = source {
            let next = error.to_string();
            if !text.ends_with(&next) {
                text.push_str(": ");
                text.push_str(&next);
            }
            source = error.source();
        }
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    enum Example {
        #[error("outer")]
        Outer(#[source] Box<Example>),
        #[error("repeating: {0}")]
        Repeating(#[source] Box<Example>),
        #[error("innermost")]
        Innermost,
    }

    #[test]
    fn each_error_is_said_once_from_the_outermost_to_the_first_cause() {
        let innermost = || Box::new(Example::Innermost);
        assert_eq!(chain(&Example::Innermost).to_string(), "innermost");
        assert_eq!(chain(&Example::Outer(innermost())).to_string(), "outer: innermost");
        let repeating = Example::Outer(Box::new(Example::Repeating(innermost())));
        assert_eq!(chain(&repeating).to_string(), "outer: repeating: innermost");
    }
}
