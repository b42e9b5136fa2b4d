// Keeps the list of exchanges up to date. Without it everything works, and the list is that of the last load.
"use strict";

const live = document.getElementById("live");
const list = document.getElementById("list");

if (live && list && "EventSource" in window) {
  const events = new EventSource(live.dataset.stream);
  let waiting = 0;

  const say = (text, isOn) => {
    live.textContent = text;
    live.classList.toggle("on", isOn);
    live.hidden = false;
  };
  const refresh = async () => {
    waiting = 0;
    // Whoever is in the list with the keyboard shall not lose the place.
    if (list.contains(document.activeElement)) {
      say(live.dataset.new, true);
      return;
    }
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("list");
    if (!fresh) return;
    const known = new Set([...list.querySelectorAll("tr[data-id]")].map((row) => row.dataset.id));
    for (const row of fresh.querySelectorAll("tr[data-id]")) {
      row.classList.toggle("new", !known.has(row.dataset.id));
    }
    list.replaceChildren(...fresh.childNodes);
  };
  const soon = () => {
    waiting ||= setTimeout(() => refresh().catch(() => say(live.dataset.off, false)), 250);
  };

  events.addEventListener("open", () => say(live.dataset.on, true));
  events.addEventListener("exchange", soon);
  events.addEventListener("missed", soon);
  events.addEventListener("error", () => say(live.dataset.off, false));
  list.addEventListener("focusout", () => live.textContent === live.dataset.new && soon());
  addEventListener("pagehide", () => events.close());
}

// A menu closes when it is left.
for (const menu of document.querySelectorAll("details.menu")) {
  addEventListener("click", (event) => menu.contains(event.target) || menu.removeAttribute("open"));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
