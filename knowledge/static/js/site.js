/* Small comforts; every page works without this file. A module, so it runs after the page is there. */

const german = document.documentElement.lang === "de";

/* ---------------------------------------------------------------- announcements for screen readers */

const speaker = document.createElement("p");
speaker.className = "kern-sr-only";
speaker.setAttribute("role", "status");
document.body.append(speaker);

function announce(text) {
  speaker.textContent = "";
  window.setTimeout(() => { speaker.textContent = text; }, 80);
}

/* ---------------------------------------------------------------- print buttons */

function preparePrint(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/* ---------------------------------------------------------------- filters and run sheets in place */

let running = null;

/* Addresses an element again after its part of the page was replaced. */
function bookmark(element) {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.name) return `[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
  return null;
}

async function load(address, { push = true } = {}) {
  running?.abort();
  running = new AbortController();
  const region = document.querySelector("[data-live]");
  region.classList.add("is-loading");
  try {
    const response = await fetch(address, { signal: running.signal, headers: { "X-Requested-With": "fetch" } });
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh) throw new Error("no live region");
    const focused = bookmark(document.activeElement);
    const open = [...region.querySelectorAll("details")].map((details) => details.open);
    region.replaceWith(fresh);
    const folds = fresh.querySelectorAll("details");
    if (folds.length === open.length) folds.forEach((details, index) => { details.open = open[index]; });
    document.title = page.title;
    if (push) window.history.pushState(null, "", address);
    prepare(fresh);
    if (focused) fresh.querySelector(focused)?.focus({ preventScroll: true });
    const summary = fresh.querySelector("[data-announce]");
    if (summary) announce(summary.textContent.trim().replace(/\s+/g, " "));
  } catch (error) {
    if (error.name !== "AbortError") window.location.assign(address);
  }
}

function addressOf(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  const address = new URL(form.action || window.location.href, window.location.href);
  address.search = query.toString();
  address.hash = "";
  return address.href;
}

function prepareLiveForms(root) {
  for (const form of root.querySelectorAll("form[data-in-place]")) {
    form.querySelector("[data-submit]")?.setAttribute("hidden", "");
    form.addEventListener("change", () => load(addressOf(form)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      load(addressOf(form));
    });
  }
}

window.addEventListener("popstate", () => {
  if (document.querySelector("[data-live]")) load(window.location.href, { push: false });
});

/* ---------------------------------------------------------------- suggestions while typing */

function prepareSuggestions(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-vorschlaege`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  list.hidden = true;
  input.closest("form").append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let request = null;
  let active = -1;

  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function select(index) {
    const all = options();
    active = (index + all.length) % all.length;
    all.forEach((option, position) => option.setAttribute("aria-selected", String(position === active)));
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    input.value = option.dataset.text;
    close();
    if (option.dataset.url) window.location.assign(option.dataset.url);
    else input.form.requestSubmit();
  }

  function show(items) {
    list.replaceChildren(...items.map((item, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = item.text;
      option.dataset.url = item.url || "";
      option.textContent = item.text;
      if (german) option.lang = "de";
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return option;
    }));
    if (!items.length) { close(); return; }
    active = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    announce(`${items.length} ${input.dataset.suggestCount}`);
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    const text = input.value.trim();
    if (text.length < 2) { close(); return; }
    try {
      const response = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: request.signal });
      if (!response.ok) return;
      const answer = await response.json();
      const items = answer.items ?? answer.suggestions ?? answer;
      if (document.activeElement === input && Array.isArray(items)) show(items.slice(0, 7));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 160);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); select(active + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); select(active < 0 ? -1 : active - 1); }
    else if (event.key === "Enter" && active >= 0) { event.preventDefault(); choose(options()[active]); }
  });
  input.addEventListener("blur", close);
}

/* ---------------------------------------------------------------- the menu on phones */

const menu = document.querySelector(".menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function prepare(root) {
  preparePrint(root);
  prepareLiveForms(root);
  for (const input of root.querySelectorAll("input[data-suggest]")) prepareSuggestions(input);
}

prepare(document);
