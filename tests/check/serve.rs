//! `sac check --serve`: the page for people without a shell, as curl and other programs meet it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use crate::archives::{archive, entry};
use crate::examples::envelope;
use crate::program::sac;

/// The program, serving the page until this is dropped.
pub(crate) struct Served {
    program: Child,
    pub(crate) url: String,
}

impl Served {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let all = [&["--serve", "--listen", "127.0.0.1:0"], arguments].concat();
        let mut program = sac(&all).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap_or_else(|| panic!("{line}"));
        Self { url: url.to_owned(), program }
    }

    fn address(&self) -> &str {
        self.url.trim_start_matches("http://").trim_end_matches('/')
    }

    /// What comes back for the bytes of a request.
    fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str, headers: &str) -> String {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}Connection: close\r\n\r\n", self.address()))
    }

    /// Head and body of what curl gets for these fields of the form.
    fn send(&self, fields: &[&str]) -> (String, String) {
        let mut curl = Command::new("curl");
        curl.args(["-sS", "--noproxy", "*", "-i"]);
        for field in fields {
            curl.args(["-F", field]);
        }
        let output = curl.arg(format!("{}check", self.url)).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let (head, body) = text.rsplit_once("\r\n\r\n").unwrap_or_else(|| panic!("{text}"));
        (head.to_owned(), body.to_owned())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn bad() -> String {
    envelope().replace("<cap>00184", "<cap>184")
}

#[test]
fn files_and_text_are_checked_as_the_command_checks_them() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let hostile = "</script><img src=x onerror=alert(1)>.xml";
    let (good, wrong) = (write("good.xml", envelope().as_bytes()), write("wrong.xml", bad().as_bytes()));
    let zip = write("export.zip", &archive(&[entry("a.xml", bad().as_bytes())]));
    let large = write("large.xml", &vec![b' '; 9 << 20]);
    let text = write("text", bad().replace("<cap>184", "<cap>99").as_bytes());
    let served = Served::start(&["--lang", "en"]);
    let (head, page) = served.send(&[
        &format!("file=@{good}"),
        &format!("file=@{wrong}"),
        &format!("file=@{wrong};filename=\"{hostile}\""),
        &format!("file=@{zip}"),
        &format!("file=@{large}"),
        &format!("text=<{text}"),
    ]);
    assert!(head.contains("HTTP/1.1 200"), "{head}");
    for shown in [
        "good.xml",
        "wrong.xml",
        "&lt;img src=x onerror=alert(1)&gt;.xml",
        "export.zip!/",
        "The value “184” of cap",
        "The value “99” of cap",
        "pasted text",
        "SAC-LIMIT-BYTES",
        "Settings of the check",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && !page.contains("<img"), "{}", &page[..200]);

    // The same file gives the same page as the command writes.
    let stamp = ["--made-at", "2026-03-02T10:00:00Z"];
    let served = Served::start(&[&["--lang", "it"][..], &stamp].concat());
    let (_, page) = served.send(&[&format!("file=@{wrong}")]);
    let command = ["--lang", "it", "--format", "html"];
    let output = sac(&[&command[..], &stamp, &["wrong.xml"]].concat()).current_dir(folder.path()).output().unwrap();
    assert_eq!(page, String::from_utf8(output.stdout).unwrap());
    // The form's language wins.
    let (_, page) = served.send(&[&format!("file=@{wrong}"), "language=en"]);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
}

#[test]
fn what_cannot_be_checked_is_answered_by_the_page() {
    let served = Served::start(&["--lang", "it"]);
    let (head, page) = served.send(&["text= ", "language=en"]);
    assert!(head.contains("HTTP/1.1 400") && page.contains("choose at least one file"), "{head}");
    let post = |headers: &str, body: &str| {
        let length = body.len();
        let host = served.address();
        served.raw(&format!(
            "POST /check HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        ))
    };
    for (headers, body) in [
        ("Content-Type: text/xml\r\n", "<a/>"),
        ("", ""),
        ("Content-Type: multipart/form-data; boundary=x\r\n", "--y\r\n\r\nabc"),
        (
            "Content-Type: multipart/form-data; boundary=x\r\n",
            "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na",
        ),
    ] {
        let answer = post(headers, body);
        assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("multipart/form-data"), "{headers}: {answer}");
    }
    assert!(served.get("/no-such", "").starts_with("HTTP/1.1 404"));
    assert!(served.get("/check", "").starts_with("HTTP/1.1 405"));
    // A request beyond the limit is refused before it is read.
    let host = served.address();
    let answer = served.raw(&format!(
        "POST /check HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 99999999999\r\n\r\n"
    ));
    assert!(answer.contains("HTTP/1.1 413"), "{answer}");
}

#[test]
fn only_this_machine_and_its_own_page_get_an_answer() {
    let served = Served::start(&[]);
    let port = served.address().rsplit(':').next().unwrap().to_owned();
    let own = format!("http://{}", served.address());
    let cases = [
        (format!("127.0.0.1:{port}"), "", "200"),
        (format!("localhost:{port}"), "", "200"),
        (format!("[::1]:{port}"), "", "200"),
        (format!("evil.example:{port}"), "", "403"),
        ("127.0.0.1.evil.example".to_owned(), "", "403"),
        (format!("localhost@evil.example:{port}"), "", "403"),
        (served.address().to_owned(), "http://evil.example", "403"),
        (served.address().to_owned(), "null", "403"),
        (served.address().to_owned(), "http://127.0.0.1:1", "403"),
        (served.address().to_owned(), &own, "200"),
    ];
    for (host, origin, status) in cases {
        let origin_line = if origin.is_empty() { String::new() } else { format!("Origin: {origin}\r\n") };
        let answer = served.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n{origin_line}Connection: close\r\n\r\n"));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{host} {origin}: {answer}");
        assert!(answer.to_ascii_lowercase().contains("cache-control: no-store"), "{answer}");
    }
    let page = served.get("/", "").to_ascii_lowercase();
    let policy = page.lines().find(|line| line.starts_with("content-security-policy:")).unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");

    for address in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0"] {
        let output = sac(&["--serve", "--listen", address, "--lang", "en"]).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && told.contains("127.0.0.1"), "{address}: {told}");
    }
    let output = sac(&["--serve", "fixtures"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
}
