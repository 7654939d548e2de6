/* "Merken": a list in this browser alone. Without this script the same links lead to a dossier of one record. */

const STORE = "weiterdenken.merkliste";
const german = document.documentElement.lang === "de";
const words = german
  ? { keep: "Merken", kept: "Gemerkt", added: "Gemerkt – in Ihrer Merkliste", place: "– in Ihrer Merkliste", removed: "Nicht mehr in der Merkliste" }
  : { keep: "Save", kept: "Saved", added: "Saved – on your list", place: "– on your list", removed: "No longer on your list" };

function kept() {
  try {
    const found = JSON.parse(window.localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(found) ? found.filter((key) => typeof key === "string") : [];
  } catch {
    return [];
  }
}

function keep(keys) {
  try {
    window.localStorage.setItem(STORE, JSON.stringify([...new Set(keys)].slice(0, 40)));
  } catch {
    /* A browser that stores nothing has the links. */
  }
  show(document);
}

/* What was remarked on a record, in this browser alone as well. */
const NOTES = "weiterdenken.anmerkungen";

function notes() {
  try {
    const found = JSON.parse(window.localStorage.getItem(NOTES) ?? "{}");
    return found && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}

function note(key, text) {
  const { [key]: before, ...others } = notes();
  if ((before ?? "") === text) return;
  try {
    const all = Object.entries(text ? { ...others, [key]: text } : others).slice(-100);
    window.localStorage.setItem(NOTES, JSON.stringify(Object.fromEntries(all)));
  } catch {
    /* Then the address carries it, as without a script. */
  }
}

function addressOf(start, keys) {
  const path = start.split("?")[0];
  return keys.length ? `${path}?${new URLSearchParams(keys.map((key) => ["key", key]))}` : path;
}

/* What stands at each record, and how many there are. */
function show(root) {
  const list = kept();
  for (const link of root.querySelectorAll("[data-keep]")) {
    const is = list.includes(link.dataset.keep);
    link.setAttribute("role", "button");
    link.setAttribute("aria-pressed", String(is));
    const text = is ? words.kept : words.keep;
    for (const label of link.querySelectorAll("[data-keep-label]")) {
      if (label.textContent !== text) label.textContent = text;
    }
  }
  for (const link of document.querySelectorAll("[data-kept]")) {
    link.href = addressOf(link.getAttribute("href"), list);
    const count = link.querySelector("[data-kept-count]");
    const text = list.length ? ` (${list.length})` : "";
    if (count && count.textContent !== text) count.textContent = text;
  }
  for (const form of document.querySelectorAll("[data-kept-form]")) offer(form, list);
}

/* What an account may take over; the form is there for whoever is signed in. */
function offer(form, list) {
  if ((form.dataset.keptForm ?? "") === list.join()) return;
  const remarks = notes();
  form.dataset.keptForm = list.join();
  form.hidden = !list.length;
  form.querySelector("[data-kept-count]").textContent = ` (${list.length})`;
  for (const input of form.querySelectorAll("[name=key], [name=notiz]")) input.remove();
  for (const key of list) {
    for (const [name, value] of [["key", key], ["notiz", remarks[key] ?? ""]]) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
  }
}

/* Behind what was kept just now: the way to the list. The focus stays where it is. */
function lead(link, is) {
  document.querySelector("[data-keep-way]")?.remove();
  const list = document.querySelector(".kept-link[data-kept]");
  if (!is || !list) return;
  const way = document.createElement("a");
  Object.assign(way, { href: list.href, className: "keep-way", textContent: words.place });
  way.dataset.keepWay = "";
  way.dataset.kept = "";
  link.after(way);
}

function toggle(link) {
  const list = kept();
  const is = list.includes(link.dataset.keep);
  keep(is ? list.filter((key) => key !== link.dataset.keep) : [...list, link.dataset.keep]);
  lead(link, !is);
  const speaker = document.querySelector("p[role=status].kern-sr-only");
  if (speaker) speaker.textContent = is ? words.removed : words.added;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-keep]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  toggle(link);
});
document.addEventListener("keydown", (event) => {
  const link = event.key === " " ? event.target.closest?.("[data-keep]") : null;
  if (!link) return;
  event.preventDefault();
  toggle(link);
});

const taken = document.querySelector("[data-kept-taken]");
if (taken) {
  const there = taken.dataset.keptTaken.split(" ");
  for (const key of there) note(key, "");
  keep(kept().filter((key) => !there.includes(key)));
}
/* Back to the choice: what this browser has kept need not stand in the address. */
for (const link of document.querySelectorAll('a[href*="notiz="]:not([href^="mailto:"])')) {
  const [path, query] = link.getAttribute("href").split("?");
  const parameters = new URLSearchParams(query);
  const remarks = notes();
  const texts = parameters.getAll("notiz");
  if (parameters.getAll("key").every((key, place) => !texts[place] || remarks[key] === texts[place])) parameters.delete("notiz");
  link.href = `${path}?${parameters}`;
}
show(document);
const main = document.querySelector("main");
if (main) new MutationObserver(() => show(main)).observe(main, { childList: true, subtree: true });
/* What only the page of the dossier needs, it brings along; it gets the list of this module, for there is one. */
const page = document.querySelector("[data-dossier]");
if (page) import(page.dataset.script).then((dossier) => dossier.open(page, { kept, keep, addressOf, notes, note }));
