//! The one table of phrases that findings are put together from, beside the sentences of
//! `table.rs`: what is allowed somewhere, and why.
//!
//! Names in braces are filled in.

use super::Text;
use super::template::{Piece, pieces};

/// Words in both languages, with names in braces to be filled in.
pub(super) struct Phrase {
    it: &'static str,
    en: &'static str,
}

impl Phrase {
    /// The words of a phrase in which nothing is to be filled in.
    pub(super) fn text(&self) -> Text {
        Text::new(self.it, self.en)
    }

    /// The words with the values of the names in braces.
    pub(super) fn with(&self, values: &[(&str, &str)]) -> Text {
        Text::new(filled(self.it, values), filled(self.en, values))
    }
}

fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let value = |name: &str| values.iter().find(|(other, _)| *other == name).map_or("?", |(_, value)| value);
    let word = |piece| match piece {
        Piece::Words(words) => words,
        Piece::Name(name) => value(name),
    };
    pieces(template).map(word).collect()
}

macro_rules! phrases {
    ($($name:ident: $it:literal, $en:literal;)*) => {
        $(pub(super) const $name: Phrase = Phrase { it: $it, en: $en };)*

        #[cfg(test)]
        const ALL: &[Phrase] = &[$($name),*];
    };
}

phrases! {
    // What is allowed in an XML declaration.
    DECLARATION_VERSION: "version=\"1.0\"", "version=\"1.0\"";
    DECLARATION_ENCODING: "encoding=\"UTF-8\"", "encoding=\"UTF-8\"";
    DECLARATION_STANDALONE: "standalone=\"yes\" o \"no\"", "standalone=\"yes\" or \"no\"";
    DECLARATION_ORDER:
        "version, encoding, standalone, in quest'ordine e una volta sola",
        "version, encoding, standalone, in this order and only once";
    DECLARATION_PAIR:
        "nome=\"valore\", fra virgolette e con uno spazio davanti",
        "name=\"value\", in quotes and with a blank before it";
    DECLARATION_FIRST_BYTES:
        "solo sui primissimi byte del documento, senza nulla davanti",
        "only on the very first bytes of the document, with nothing before it";

    // What is allowed in a start tag, and in a reference.
    TAG_END_OR_ATTRIBUTE: "«>», «/>» o un attributo", "“>”, “/>” or an attribute";
    TAG_END_OR_BLANK: "uno spazio, «>» o «/>»", "a blank, “>” or “/>”";
    TAG_EQUALS: "=", "=";
    TAG_VALUE: "un valore fra virgolette", "a value in quotes";
    TAG_LESS_THAN: "&lt;", "&lt;";
    REFERENCES: "&lt; &gt; &amp; &quot; &apos; &#n; &#xn;", "&lt; &gt; &amp; &quot; &apos; &#n; &#xn;";

    ONE_REFERENCE: "un solo riferimento per carattere", "one reference for each character";
    SURROGATE_PAIR:
        "Le due metà insieme sono il carattere {number} «{character}».",
        "The two halves together are the character {number} “{character}”.";

    // What a document that ends too early leaves open.
    OPEN_DECLARATION:
        "Qui si apre la dichiarazione XML, senza fine.",
        "The XML declaration opened here is never closed.";
    OPEN_COMMENT: "Qui si apre un commento, senza fine.", "The comment opened here is never closed.";
    OPEN_CDATA: "Qui si apre una sezione CDATA, senza fine.", "The CDATA section opened here is never closed.";
    OPEN_INSTRUCTION:
        "Qui si apre un'istruzione di elaborazione, senza fine.",
        "The processing instruction opened here is never closed.";
    OPEN_START_TAG: "Qui si apre un marcatore, senza fine.", "The tag opened here is never closed.";
    OPEN_END_TAG: "Qui si apre un marcatore di fine, senza fine.", "The end tag opened here is never closed.";
    OPEN_REFERENCE: "Qui si apre un riferimento, senza fine.", "The reference opened here is never closed.";
    OPEN_MARKUP: "Qui si apre un marcatore, senza fine.", "The markup opened here is never closed.";
    OPEN_ELEMENT:
        "L'elemento <{name}> è stato aperto alla riga {line}.",
        "The element <{name}> was opened on line {line}.";

    // What a simple type allows.
    ANY_STRING: "una stringa", "a string";
    DATE_TIME: "AAAA-MM-GGThh:mm:ss, con un fuso facoltativo", "YYYY-MM-DDThh:mm:ss, with an optional zone";
    DATE: "AAAA-MM-GG, con un fuso facoltativo", "YYYY-MM-DD, with an optional zone";
    BOOLEAN: "true, false, 1 o 0", "true, false, 1 or 0";
    INTEGER: "un numero intero", "a whole number";
    DECIMAL: "un numero, con il punto decimale", "a number, with a decimal point";
    NOT_LESS: ", almeno {value}", ", at least {value}";
    GREATER: ", maggiore di {value}", ", greater than {value}";
    NOT_GREATER: ", al più {value}", ", at most {value}";
    LESS: ", minore di {value}", ", less than {value}";
    TOTAL_DIGITS: ", al più {count} cifre", ", at most {count} digits";
    FRACTION_DIGITS: ", al più {count} decimali", ", at most {count} decimals";
    BASE64: "testo in base64", "text in base64";
    BASE64_AT_MOST: "testo in base64, al più {most} byte", "text in base64, at most {most} bytes";
    BASE64_AT_LEAST: "testo in base64, almeno {least} byte", "text in base64, at least {least} bytes";
    BASE64_FROM_TO: "testo in base64, da {least} a {most} byte", "text in base64, {least} to {most} bytes";
    AT_MOST: "al più {most} caratteri", "at most {most} characters";
    AT_LEAST: "almeno {least} caratteri", "at least {least} characters";
    FROM_TO: "da {least} a {most} caratteri", "{least} to {most} characters";
    PATTERN: " — modello {pattern}", " — pattern {pattern}";
    COUNT_FOUND: " (qui sono {count})", " (here {count})";

    // What does not exist in a date and time of the right form.
    NO_YEAR: " (l'anno 0000 non esiste)", " (there is no year 0000)";
    NO_MONTH: " (il mese non esiste)", " (there is no such month)";
    NO_DAY: " (il giorno non esiste in quel mese)", " (that month has no such day)";
    NO_TIME: " (l'ora non esiste)", " (there is no such time of day)";
    NO_ZONE: " (il fuso va da -14:00 a +14:00)", " (zones go from -14:00 to +14:00)";

    // Elements and types.
    NO_FURTHER_ELEMENT: "nessun altro elemento", "no further element";
    ANONYMOUS_TYPE: "un tipo senza nome", "a type without a name";
    TYPE_IN_NAMESPACE: "{name} (nel namespace {namespace})", "{name} (in the namespace {namespace})";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_name_the_same_things() {
        let names = |template: &'static str| {
            let mut names: Vec<_> = pieces(template).filter(|piece| matches!(piece, Piece::Name(_))).collect();
            names.sort_by_key(|piece| format!("{piece:?}"));
            names
        };
        for phrase in ALL {
            assert_eq!(names(phrase.it), names(phrase.en), "{}", phrase.en);
        }
    }

    #[test]
    fn names_are_filled_in() {
        let text = FROM_TO.with(&[("least", "1"), ("most", "9")]);
        assert_eq!((&*text.it, &*text.en), ("da 1 a 9 caratteri", "1 to 9 characters"));
    }
}
