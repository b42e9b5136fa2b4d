use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// Reads all of a text: the events in short, or the error.
fn events(text: &str) -> Result<String, Box<ParseError>> {
    let document = Document::from_text(text);
    let mut reader = Reader::new(&document, Limits::default());
    let mut events = String::new();
    loop {
        match reader.read()? {
            Event::Start => {
                let name = reader.name();
                let namespace = reader.namespace(name.namespace);
                let _ = write!(events, "<{{{namespace}}}{}", name.local);
                for attribute in reader.attributes() {
                    let namespace = reader.namespace(attribute.name.namespace);
                    let _ = write!(events, " {{{namespace}}}{}={}", attribute.name.local, attribute.value);
                }
                events.push('>');
            }
            Event::End => events.push('.'),
            Event::Text(text) => {
                let _ = write!(events, "[{text}]");
            }
            Event::Finish => return Ok(events),
        }
    }
}

/// The kind of an error in one word.
fn short(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Limit(LimitReached::Bytes { .. }) => "LIMIT-BYTES",
        ErrorKind::Limit(LimitReached::Depth { .. }) => "LIMIT-DEPTH",
        ErrorKind::Limit(LimitReached::Attributes { .. }) => "LIMIT-ATTRIBUTES",
        ErrorKind::Limit(LimitReached::Namespaces { .. }) => "LIMIT-NAMESPACES",
        ErrorKind::Limit(LimitReached::Elements { .. }) => "LIMIT-ELEMENTS",
        ErrorKind::NoElement => "EMPTY",
        ErrorKind::Doctype { .. } => "DOCTYPE",
        ErrorKind::Declaration { .. } => "DECLARATION",
        ErrorKind::Character { .. } => "CHARACTER",
        ErrorKind::Surrogate { .. } => "SURROGATE",
        ErrorKind::Name { .. } => "NAME",
        ErrorKind::Tag { .. } => "TAG",
        ErrorKind::AttributeTwice { .. } => "ATTRIBUTE-TWICE",
        ErrorKind::Reference { .. } => "REFERENCE",
        ErrorKind::EndTag { .. } => "END-TAG",
        ErrorKind::Unclosed { .. } | ErrorKind::CutShort { .. } => "UNCLOSED",
        ErrorKind::Prefix { .. } => "PREFIX",
        ErrorKind::Namespace { .. } => "NAMESPACE",
        ErrorKind::Cdata { .. } => "CDATA",
        ErrorKind::Comment => "COMMENT",
        ErrorKind::Instruction { .. } => "INSTRUCTION",
        ErrorKind::OutsideRoot { .. } => "OUTSIDE-ROOT",
        other => other.name(),
    }
}

const WELL_FORMED: &[(&str, &str)] = &[
    ("<a/>", "<{}a>."),
    ("\n<a></a >\n<!-- - - --><?p?>", "<{}a>."),
    ("<?xml version='1.0'?><a/>", "<{}a>."),
    ("<?xml version=\"1.1\" encoding='x' standalone='no' ?><a/>", "<{}a>."),
    ("<a b = 'c' d=\"'&quot;\"/>", "<{}a {}b=c {}d='\">."),
    ("<a>&lt;&#233;&#xE9;&amp;</a>", "<{}a>[<éé&]."),
    ("<a>&#00000000000000000000000000000000000000000000000065;</a>", "<{}a>[A]."),
    ("<a>x\r\ny\rz</a>", "<{}a>[x\ny\nz]."),
    ("<a b='1\t2\r\n3&#10;'/>", "<{}a {}b=1 2 3\n>."),
    ("<a>1<!--c-->2<![CDATA[<&]]]]>3]]&gt;</a>", "<{}a>[1][2][<&]]][3]]>]."),
    ("<a xmlns='u'><b xmlns=''/><c/></a>", "<{u}a><{}b>.<{u}c>.."),
    ("<p:a xmlns:p='u' p:x='1' x='2'/>", "<{u}a {u}x=1 {}x=2>."),
    ("<p:a xmlns:p='u'><p:b xmlns:p='v'/><p:c/></p:a>", "<{u}a><{v}b>.<{u}c>.."),
    ("<a xml:lang='it'/>", "<{}a {http://www.w3.org/XML/1998/namespace}lang=it>."),
    ("<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>", "<{}a>."),
    ("<a xmlns:p='u&amp;v'><p:b/></a>", "<{}a><{u&v}b>.."),
    ("<è·1/>", "<{}è·1>."),
    ("<a>\u{7F}\u{85}\u{FFFD}\u{1F600}</a>", "<{}a>[\u{7F}\u{85}\u{FFFD}\u{1F600}]."),
    ("<a>></a>", "<{}a>[>]."),
];

/// Text, kind, line and column, path.
const ILL_FORMED: &[(&str, &str)] = &[
    ("", "EMPTY 1:1 "),
    ("  \n", "EMPTY 2:1 "),
    ("<!-- c -->", "EMPTY 1:11 "),
    ("text", "OUTSIDE-ROOT 1:1 "),
    ("\u{FEFF}<a/>", "OUTSIDE-ROOT 1:1 "),
    ("<a/>x", "OUTSIDE-ROOT 1:5 "),
    ("<a/>\n<b/>", "OUTSIDE-ROOT 2:1 "),
    ("<a/></a>", "OUTSIDE-ROOT 1:5 "),
    ("<a/>&#32;", "OUTSIDE-ROOT 1:5 "),
    ("<!DOCTYPE a><a/>", "DOCTYPE 1:1 "),
    ("<a><!DOCTYPE a></a>", "DOCTYPE 1:4 /a"),
    ("<!ELEMENT a EMPTY><a/>", "DOCTYPE 1:1 "),
    ("\n<?xml version='1.0'?><a/>", "DECLARATION 2:1 "),
    ("<?xml?><a/>", "DECLARATION 1:1 "),
    ("<?xml version=1.0?><a/>", "DECLARATION 1:7 "),
    ("<?xml version='1.0' version='1.0'?><a/>", "DECLARATION 1:21 "),
    ("<?xml version='1.0' lang='it'?><a/>", "DECLARATION 1:21 "),
    ("<?xml encoding='x'?><a/>", "DECLARATION 1:7 "),
    ("<?xml version='2.0'?><a/>", "DECLARATION 1:7 "),
    ("<?xml version='1.0'encoding='x'?><a/>", "DECLARATION 1:20 "),
    ("<?xml version='1.0' standalone='maybe'?><a/>", "DECLARATION 1:21 "),
    ("<?xml version='1.0' standalone='no' encoding='x'?><a/>", "DECLARATION 1:37 "),
    ("<a>\u{1}</a>", "CHARACTER 1:4 /a"),
    ("<a>\u{FFFE}</a>", "CHARACTER 1:4 /a"),
    ("<a b='\u{0}'/>", "CHARACTER 1:7 /a"),
    ("<a><!--\u{B}--></a>", "CHARACTER 1:8 /a"),
    ("<a><![CDATA[\u{FFFF}]]></a>", "CHARACTER 1:13 /a"),
    ("<1/>", "NAME 1:2 "),
    ("<a><b<</a>", "TAG 1:6 /a/b"),
    ("<a>< b/></a>", "NAME 1:4 /a"),
    ("<:a/>", "NAME 1:2 "),
    ("<a:/>", "NAME 1:2 "),
    ("<a:b:c/>", "NAME 1:2 "),
    ("<a:1 xmlns:a='u'/>", "NAME 1:2 "),
    ("<×/>", "NAME 1:2 "),
    ("<a><b\n <c/></a>", "TAG 1:6 /a/b"),
    ("<a><b x='1'\n <c/></a>", "TAG 1:12 /a/b"),
    ("<a =''/>", "TAG 1:4 /a"),
    ("<a><![cdata[x]]></a>", "CDATA 1:4 /a"),
    ("<a><!Entity x 'y'></a>", "DOCTYPE 1:4 /a"),
    ("<a><!x></a>", "NAME 1:4 /a"),
    ("<a b='1'c='2'/>", "TAG 1:9 /a"),
    ("<a b/>", "TAG 1:5 /a"),
    ("<a b=1/>", "TAG 1:6 /a"),
    ("<a b='<'/>", "TAG 1:7 /a"),
    ("<a / >", "TAG 1:4 /a"),
    ("<a b='1' b='2'/>", "ATTRIBUTE-TWICE 1:10 /a"),
    ("<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", "ATTRIBUTE-TWICE 1:35 /a"),
    ("<a xmlns='u' xmlns='v'/>", "ATTRIBUTE-TWICE 1:14 /a"),
    ("<a xmlns:p='u' xmlns:p='u'/>", "ATTRIBUTE-TWICE 1:16 /a"),
    ("<a>&egrave;</a>", "REFERENCE 1:4 /a"),
    ("<a>&</a>", "REFERENCE 1:4 /a"),
    ("<a>& b;</a>", "REFERENCE 1:4 /a"),
    ("<a>&#1;</a>", "CHARACTER 1:4 /a"),
    ("<a>&#xD800;</a>", "SURROGATE 1:4 /a"),
    ("<a>&#x110000;</a>", "CHARACTER 1:4 /a"),
    ("<a>&#0;</a>", "CHARACTER 1:4 /a"),
    ("<a b='&#xFFFE;'/>", "CHARACTER 1:7 /a"),
    ("<a>&#99999999999999999999;</a>", "CHARACTER 1:4 /a"),
    ("<a>&#xZZ;</a>", "REFERENCE 1:4 /a"),
    ("<a>&è;</a>", "REFERENCE 1:4 /a"),
    ("<a>&#;</a>", "REFERENCE 1:4 /a"),
    ("<a>&#x;</a>", "REFERENCE 1:4 /a"),
    ("<a>&#+9;</a>", "REFERENCE 1:4 /a"),
    ("<a>&#X41;</a>", "REFERENCE 1:4 /a"),
    ("<a b='&x;'/>", "REFERENCE 1:7 /a"),
    ("<a><b></a></b>", "END-TAG 1:7 /a/b"),
    ("<a></A>", "END-TAG 1:4 /a"),
    ("<a></ab>", "END-TAG 1:4 /a"),
    ("<a></a x>", "END-TAG 1:4 /a"),
    ("<p:a xmlns:p='u' xmlns:q='u'></q:a>", "END-TAG 1:30 /p:a"),
    ("<a>", "UNCLOSED 1:4 /a"),
    ("<a><b/>", "UNCLOSED 1:8 /a"),
    ("<a", "UNCLOSED 1:1 /a"),
    ("<a b", "UNCLOSED 1:1 /a"),
    ("<a b='", "UNCLOSED 1:1 /a"),
    ("<a></a", "UNCLOSED 1:4 /a"),
    ("<a><!-- ", "UNCLOSED 1:4 /a"),
    ("<a><!-- --", "UNCLOSED 1:4 /a"),
    ("<a><![CDATA[", "UNCLOSED 1:4 /a"),
    ("<a><?p", "UNCLOSED 1:4 /a"),
    ("<?xml version='1.0'", "UNCLOSED 1:1 "),
    ("<a>\n<b c='d'\n e", "UNCLOSED 2:1 /a/b"),
    ("<a><", "UNCLOSED 1:4 /a"),
    ("<a><!", "UNCLOSED 1:4 /a"),
    ("<a><![CDATA", "UNCLOSED 1:4 /a"),
    ("<a></", "UNCLOSED 1:4 /a"),
    ("<abc></ab", "UNCLOSED 1:6 /abc"),
    ("<abc></x", "UNCLOSED 1:6 /abc"),
    ("<a>b&", "UNCLOSED 1:5 /a"),
    ("<a>b&#00", "UNCLOSED 1:5 /a"),
    ("<a b='&am", "UNCLOSED 1:7 /a"),
    ("<p:a/>", "PREFIX 1:1 /p:a"),
    ("<a p:b=''/>", "PREFIX 1:4 /a"),
    ("<a><b xmlns:p='u'/><p:c/></a>", "PREFIX 1:20 /a/p:c"),
    ("<xmlns:a/>", "PREFIX 1:1 /xmlns:a"),
    ("<a xmlns:p=''/>", "NAMESPACE 1:4 /a"),
    ("<a xmlns:xmlns='u'/>", "NAMESPACE 1:4 /a"),
    ("<a xmlns:xml='u'/>", "NAMESPACE 1:4 /a"),
    ("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", "NAMESPACE 1:4 /a"),
    ("<a xmlns='http://www.w3.org/2000/xmlns/'/>", "NAMESPACE 1:4 /a"),
    ("<a>]]></a>", "CDATA 1:4 /a"),
    ("<![CDATA[x]]><a/>", "CDATA 1:1 "),
    ("<a><!-- a--b --></a>", "COMMENT 1:10 /a"),
    ("<a><!-- a ---></a>", "COMMENT 1:11 /a"),
    ("<a><?XML x?></a>", "INSTRUCTION 1:4 /a"),
    ("<a><? x?></a>", "INSTRUCTION 1:4 /a"),
    ("<a><?p:q x?></a>", "INSTRUCTION 1:4 /a"),
    // Positions in paths.
    ("<a><b/><b/><c/><b><d/>&x;</b></a>", "REFERENCE 1:23 /a/b[3]"),
    ("<a><b/><b x/></a>", "TAG 1:12 /a/b[2]"),
    ("<a><b><c/></b><b><c/><c/></b>&x;</a>", "REFERENCE 1:30 /a"),
];

#[test]
fn well_formed_documents_give_their_events() {
    for (text, expected) in WELL_FORMED {
        match events(text) {
            Ok(found) => assert_eq!(&found, expected, "{text}"),
            Err(error) => panic!("{text}: {error:?}"),
        }
    }
}

#[test]
fn what_is_not_well_formed_is_named_with_its_place() {
    let mut wrong = Vec::new();
    for (text, expected) in ILL_FORMED {
        let ParseError { kind, place } = *events(text).map(|events| panic!("{text:?} read as {events}")).unwrap_err();
        let found = format!("{} {}:{} {}", short(&kind), place.line, place.column, place.xpath);
        if found != *expected {
            wrong.push(format!("{text:?}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn limits_stop_the_reader() {
    let limits = Limits { bytes: 500, depth: 3, attributes: 4, namespaces: 3, elements: 5, findings: 1 };
    let reached = |text: &str| {
        let document = Document::from_text(text);
        let mut reader = Reader::new(&document, limits);
        loop {
            match reader.read() {
                Ok(Event::Finish) => return "",
                Ok(_) => {}
                Err(error) => {
                    assert_eq!(reader.read(), Err(error.clone()), "the reader stays at its first error");
                    return short(&error.kind);
                }
            }
        }
    };
    assert_eq!(reached("<a><b><c/></b></a>"), "");
    assert_eq!(reached("<a><b><c><d/></c></b></a>"), "LIMIT-DEPTH");
    assert_eq!(reached("<a b='' c='' d='' e=''/>"), "");
    assert_eq!(reached("<a b='' c='' d='' e='' f=''/>"), "LIMIT-ATTRIBUTES");
    assert_eq!(reached("<a xmlns:b='u' xmlns:c='u'/>"), "");
    assert_eq!(reached("<a xmlns:b='u' xmlns:c='u'><d xmlns:e='u'/></a>"), "LIMIT-NAMESPACES");
    assert_eq!(reached("<a><b/><b/><b/><b/></a>"), "");
    assert_eq!(reached("<a><b/><b/><b/><b/><b/></a>"), "LIMIT-ELEMENTS");
    assert_eq!(reached(&format!("<a>{}</a>", " ".repeat(600))), "LIMIT-BYTES");
}

#[test]
fn a_tree_answers_what_is_asked_of_it() {
    let document = Document::from_text("<e><x/><r a='1' xmlns='u'>\n <n>1</n> <n>2<!-- -->3</n>\n <o/></r></e>");
    let mut reader = Reader::new(&document, Limits::default());
    while reader.name().local != "r" {
        reader.read().unwrap();
    }
    let tree = Tree::read(&mut reader).unwrap();
    let root = tree.root().unwrap();
    assert_eq!((root.local(), root.namespace(), root.attribute("a"), root.text()), ("r", "u", Some("1"), ""));
    assert_eq!(root.text_of("n"), Some("1"));
    assert_eq!(root.text_of("o"), Some(""));
    assert_eq!(root.text_of("p"), None);
    let paths: Vec<String> = root.children().map(|child| child.xpath()).collect();
    assert_eq!(paths, ["/e/r/n[1]", "/e/r/n[2]", "/e/r/o"]);
    assert_eq!(root.children().nth(1).unwrap().text(), "23");
    assert_eq!(reader.depth(), 1);
}

#[test]
fn the_last_child_can_be_taken_back() {
    let document = Document::from_text("<a/>");
    let mut reader = Reader::new(&document, Limits::default());
    reader.read().unwrap();
    let mut builder = TreeBuilder::new(&reader);
    builder.start(&reader);
    for _ in 0..3 {
        builder.start(&reader);
        builder.start(&reader);
        builder.end();
        builder.end();
    }
    for left in [2, 1, 0, 0] {
        builder.remove_last_child();
        assert_eq!(builder.so_far().root().unwrap().children().count(), left);
    }
    builder.start(&reader);
    assert_eq!(builder.so_far().root().unwrap().children().count(), 1);
}

#[test]
fn written_documents_are_escaped_for_their_charset() {
    let write = |charset| {
        let mut writer = Writer::new(charset);
        writer.start("a").attribute("b", "\"<&>\n").element("c", "D'Amìco €\r\u{1}").start("d").end();
        writer.finish()
    };
    let utf8 = String::from_utf8(write(Charset::Utf8)).unwrap();
    assert_eq!(
        utf8,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"&quot;&lt;&amp;&gt;&#10;\"><c>D'Amìco €&#13;\u{FFFD}</c><d/></a>"
    );
    let latin = write(Charset::Latin1);
    let end = b"<c>D'Am\xECco &#8364;&#13;&#65533;</c><d/></a>";
    assert!(latin.ends_with(end), "{}", latin.escape_ascii());
}

/// Pieces of which nearly well-formed documents are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<a>"),
        Just("</a>"),
        Just("<b/>"),
        Just("<p:c xmlns:p='u'>"),
        Just("</p:c>"),
        Just(" x='1'"),
        Just("<"),
        Just(">"),
        Just("&amp;"),
        Just("&#x"),
        Just(";"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<!--"),
        Just("-->"),
        Just("<?p"),
        Just("?>"),
        Just("è"),
        Just("\u{FFFF}"),
        Just("\r\n"),
        Just("'"),
        Just("\""),
        Just("="),
        Just(":"),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_within_it(text in prop_oneof![pieces(), any::<String>()]) {
        if let Err(error) = events(&text) {
            let offset = error.place.offset;
            prop_assert!(offset <= text.len() && text.is_char_boundary(offset));
        }
    }

    #[test]
    fn any_value_survives_writing_and_reading(value: String, latin: bool) {
        let mut writer = Writer::new(if latin { Charset::Latin1 } else { Charset::Utf8 });
        writer.start("a").attribute("b", &value).text(&value);
        let bytes = writer.finish();
        let document = decode(&bytes, None).unwrap();
        let mut reader = Reader::new(&document, Limits::default());
        reader.read().unwrap();
        let expected: String =
            value.chars().map(|c| if chars::is_char(c) { c } else { char::REPLACEMENT_CHARACTER }).collect();
        prop_assert_eq!(reader.attribute("", "b").unwrap(), &expected);
        let tree = Tree::read(&mut reader).unwrap();
        prop_assert_eq!(tree.root().unwrap().text(), &expected);
        prop_assert_eq!(reader.read(), Ok(Event::Finish));
    }
}
