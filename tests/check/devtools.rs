//! A headless Chromium that is told what to do, over the pipe of its debugging protocol.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A browser with one page, in which scripts of pages are off.
pub(crate) struct Browser {
    program: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    calls: u64,
    session: Option<String>,
    /// What the browser complained of: its console, and policies that were broken.
    pub(crate) complaints: Vec<String>,
    loads: usize,
}

impl Browser {
    /// Starts it with a profile in `folder`.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut shell = Command::new("sh");
        // The protocol is spoken on the descriptors 3 and 4.
        shell.args(["-c", "exec chromium \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null", "sh"]);
        shell.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
        shell.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
        shell.args(["--no-proxy-server", "--remote-debugging-pipe"]);
        shell.arg(format!("--user-data-dir={}", folder.join("profile").display()));
        let mut program = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (program.stdin.take().unwrap(), BufReader::new(program.stdout.take().unwrap()));
        let mut browser = Self { program, to, from, calls: 0, session: None, complaints: Vec::new(), loads: 0 };
        let target = browser.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = browser.call("Target.attachToTarget", &attach);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page.enable", "Runtime.enable", "DOM.enable", "Log.enable"] {
            browser.call(domain, &json!({}));
        }
        browser.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
        browser
    }

    /// The width of the window, and `light` or `dark`.
    pub(crate) fn look(&mut self, width: u32, scheme: &str) {
        let size = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", &size);
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.call("Emulation.setEmulatedMedia", &features);
    }

    pub(crate) fn open(&mut self, url: &str) {
        let loads = self.loads;
        self.call("Page.navigate", &json!({ "url": url }));
        self.wait_for_load(loads);
    }

    /// Puts files into a file input.
    pub(crate) fn choose(&mut self, selector: &str, files: &[&Path]) {
        let document = self.call("DOM.getDocument", &json!({}));
        let input =
            self.call("DOM.querySelector", &json!({ "nodeId": document["root"]["nodeId"], "selector": selector }));
        self.call("DOM.setFileInputFiles", &json!({ "nodeId": input["nodeId"], "files": files }));
    }

    /// Clicks with the mouse, and waits for the page that follows.
    pub(crate) fn follow(&mut self, selector: &str) {
        let loads = self.loads;
        let place = format!(
            "(() => {{ const element = document.querySelector('{selector}'); element.scrollIntoView({{ block: 'center' }});
            const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        );
        let place = self.evaluate(&place);
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", &event);
        }
        self.wait_for_load(loads);
    }

    /// What an expression comes to in the page.
    pub(crate) fn evaluate(&mut self, expression: &str) -> Value {
        let result = self.call("Runtime.evaluate", &json!({ "expression": expression, "returnByValue": true }));
        assert!(result.get("exceptionDetails").is_none(), "{result}");
        result["result"]["value"].clone()
    }

    fn wait_for_load(&mut self, loads: usize) {
        while self.loads == loads {
            let message = self.read();
            self.note(&message);
        }
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.calls += 1;
        let mut message = json!({ "id": self.calls, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        write!(self.to, "{message}\0").unwrap();
        self.to.flush().unwrap();
        loop {
            let message = self.read();
            if message["id"] == self.calls {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
            self.note(&message);
        }
    }

    fn read(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).unwrap();
        assert_eq!(bytes.pop(), Some(0), "the browser has gone");
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Keeps count of what happens meanwhile.
    fn note(&mut self, message: &Value) {
        match message["method"].as_str() {
            Some("Page.loadEventFired") => self.loads += 1,
            Some("Log.entryAdded" | "Runtime.consoleAPICalled" | "Page.javascriptDialogOpening") => {
                let text = message["params"].to_string();
                // Browsers ask for it of their own accord.
                if !text.contains("favicon.ico") {
                    self.complaints.push(text);
                }
            }
            _ => {}
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
