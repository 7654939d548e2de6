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

/* The address of a page into the clipboard; where there is none, the button stays hidden. */
function prepareCopy(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.querySelector("span").textContent = button.dataset.copied;
      announce(button.dataset.copied);
    });
  }
}

/* What a phone folds opens for whoever is sent to it, and on paper. */
function unfoldTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target ? target.closest(".part--fold") : null;
  if (!folded) return;
  for (const part of folded.querySelectorAll(":scope > .unfold")) part.open = true;
  target.scrollIntoView();
}
window.addEventListener("hashchange", unfoldTarget);
document.addEventListener("click", (event) => {
  if (event.target.closest?.("a[href^='#']")) window.setTimeout(unfoldTarget);
});
unfoldTarget();

/* On paper an address needs its host; the style sheet prints what stands in data-address. */
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll(".unfold")) part.open = true;
  for (const link of document.querySelectorAll(".links a[href^='/']")) link.dataset.address = link.href;
});

/* ---------------------------------------------------------------- filters and run sheets in place */

let running = null;

/* Addresses an element again after its part of the page was replaced. */
function bookmark(element) {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (!element.name) return null;
  const value = element.type === "checkbox" ? `[value="${CSS.escape(element.value)}"]` : "";
  return `[name="${CSS.escape(element.name)}"]${value}:not([type="hidden"])`;
}

/* Focus where it was; where that is gone, the number of hits, so that nobody is thrown back to the top of the page. */
function focusAgain(region, place) {
  const target = place ? region.querySelector(place) : null;
  target?.focus({ preventScroll: true });
  if (target && document.activeElement !== target) {
    target.closest("details")?.setAttribute("open", "");
    target.focus({ preventScroll: true });
  }
  if (target && document.activeElement === target) return;
  const summary = region.querySelector("[data-announce]");
  summary?.setAttribute("tabindex", "-1");
  summary?.focus({ preventScroll: true });
}

function foldName(details) {
  return details.className + (details.querySelector("input")?.name ?? "");
}

/* What stands outside the replaced part and carries the address: language link, feed. */
function follow(page) {
  for (const kind of ["[data-follows]", "link[rel=alternate][type]"]) {
    const fresh = [...page.querySelectorAll(kind)];
    document.querySelectorAll(kind).forEach((old, index) => { if (fresh[index]) old.href = fresh[index].getAttribute("href"); });
  }
}

async function fetched(address, signal) {
  const response = await fetch(address, { signal, headers: { "X-Requested-With": "fetch" } });
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const region = page.querySelector("[data-live]");
  if (!region) throw new Error("no live region");
  return { page, region };
}

/* The address without its fragment: a jump inside the page is no new search. */
function searched() {
  return window.location.pathname + window.location.search;
}

let shown = searched();

/* No answer came: what is there stays, with a sentence and a way to try again. Any other trouble is the server's to tell. */
function failed(error, address) {
  if (error.name === "AbortError") return;
  const region = document.querySelector("[data-live]");
  const sentence = region?.querySelector("template[data-offline]");
  if (!(error instanceof TypeError) || !sentence) { window.location.assign(address); return; }
  region.classList.remove("is-loading");
  region.querySelector(":scope > .notice")?.remove();
  const notice = sentence.content.firstElementChild.cloneNode(true);
  const retry = notice.querySelector("[data-retry]");
  retry.href = address;
  retry.addEventListener("click", (event) => { event.preventDefault(); load(address); });
  sentence.after(notice);
  announce(notice.textContent.trim().replace(/\s+/g, " "));
}

async function load(address, { push = true, pages = 1 } = {}) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const region = document.querySelector("[data-live]");
  region.classList.add("is-loading");
  try {
    const { page, region: fresh } = await fetched(address, signal);
    const inside = region.contains(document.activeElement);
    const focused = bookmark(document.activeElement);
    const open = new Set([...region.querySelectorAll("details[open]")].map(foldName));
    const typed = [...region.querySelectorAll("textarea, input[type=email]")].filter((field) => field.id && field.value);
    region.replaceWith(fresh);
    for (const details of fresh.querySelectorAll("details")) if (open.has(foldName(details))) details.open = true;
    for (const field of typed) {
      const again = fresh.querySelector(`#${CSS.escape(field.id)}`);
      if (again && field.value !== field.defaultValue) again.value = field.value;
    }
    document.title = page.title;
    if (push) window.history.pushState(null, "", address);
    shown = searched();
    follow(page);
    prepare(fresh);
    if (inside) focusAgain(fresh, focused);
    const summary = fresh.querySelector("[data-announce]");
    if (summary) announce(summary.textContent.trim().replace(/\s+/g, " "));
    await extend(pages);
  } catch (error) {
    failed(error, address);
  }
}

/* ---------------------------------------------------------------- more hits under those that are there */

/* Appends the next page; gives the first new hit. The address stays that of the search, the number of pages goes into its state. */
async function appendNext(link) {
  running?.abort();
  running = new AbortController();
  const region = link.closest("[data-live]");
  const { region: fresh } = await fetched(link.href, running.signal);
  const list = region.querySelector("[data-hits]");
  const found = fresh.querySelector("[data-hits]");
  if (!list || !found) throw new Error("no hits");
  const first = found.firstElementChild;
  list.append(...found.children);
  for (const part of ["[data-more]", ".pages"]) {
    const old = region.querySelector(part);
    const next = fresh.querySelector(part);
    if (old && next) old.replaceWith(next);
    else old?.remove();
  }
  region.querySelectorAll("[data-more]").forEach(prepareMore);
  const pages = (window.history.state?.pages ?? 1) + 1;
  return { first, pages, summary: found.dataset.hits };
}

function prepareMore(holder) {
  const link = holder.querySelector("a");
  link.addEventListener("click", async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (holder.getAttribute("aria-busy")) return;
    holder.setAttribute("aria-busy", "true");
    try {
      const { first, pages, summary } = await appendNext(link);
      window.history.replaceState({ pages }, "");
      first.querySelector("a")?.focus();
      announce(summary);
    } catch (error) {
      holder.removeAttribute("aria-busy");
      failed(error, link.href);
    }
  });
}

/* Coming back to a search: as many pages as were open when it was left. */
async function extend(pages) {
  for (let page = 1; page < pages; page += 1) {
    const link = document.querySelector("[data-live] [data-more] a");
    if (!link) return;
    await appendNext(link);
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

/* On a phone the filters are a sheet above the list; its button, always at hand, leads to the hits. */
function closeSheet(form) {
  const sheet = form.querySelector(".filters[open]");
  if (!sheet || !window.matchMedia("(max-width: 61.99rem)").matches) return;
  sheet.open = false;
  const count = form.closest("[data-live]")?.querySelector(".listing__count");
  count?.setAttribute("tabindex", "-1");
  count?.focus();
}

function prepareLiveForms(root) {
  for (const form of root.querySelectorAll("form[data-in-place]")) {
    form.classList.add("is-live");
    form.querySelector("[data-live-only]")?.removeAttribute("hidden");
    form.addEventListener("change", () => load(addressOf(form)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      closeSheet(form);
      load(addressOf(form));
    });
  }
}

window.addEventListener("popstate", () => {
  if (document.querySelector("[data-live]") && searched() !== shown) load(window.location.href, { push: false, pages: window.history.state?.pages });
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
    window.clearTimeout(timer);
    request?.abort();
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
      const text = document.createElement("span");
      text.textContent = item.text;
      if (german) text.lang = "de";
      const kind = document.createElement("span");
      kind.className = "suggestions__kind";
      kind.textContent = [item.label, item.remark].filter(Boolean).join(": ");
      option.append(text, " ", kind);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return option;
    }));
    if (!items.length) { close(); return; }
    active = -1;
    input.removeAttribute("aria-activedescendant");
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
      const response = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}&sprache=${document.documentElement.lang}`, { signal: request.signal });
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

/* ---------------------------------------------------------------- Back to a form that was refused */

/* A page that answers a form becomes, in the history, a page that is asked for by its address alone: Back never ends
   at the browser's own question whether to send again. What was typed stays with that entry until it has been taken:
   each try has a mark, which is under way from the button on and has arrived with a page that a form was answered with.
   A connection that broke has brought no such page, and the text is still there. Long forms keep a draft of their own
   (drafts.js); data-done stands where all is taken and nothing would be missed. */
const NEVER_KEPT = new Set(["stempel", "webseite", "csrfmiddlewaretoken"]);
const UNDER_WAY = "unterwegs";
const ARRIVED = "angekommen";
const typedFields = (form) => [...form.elements].filter((field) =>
  field.name && field.type !== "hidden" && !["file", "password", "submit", "button"].includes(field.type) && !NEVER_KEPT.has(field.name));
const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
const markIn = (name) => {
  try { return sessionStorage.getItem(name) ?? ""; } catch { return ""; }
};
const setMark = (name, mark) => {
  try {
    if (mark) sessionStorage.setItem(name, mark);
    else sessionStorage.removeItem(name);
  } catch { /* a browser that stores nothing: what was typed stays */ }
};
const hasArrived = (mark) => Boolean(mark) && markIn(ARRIVED).split(" ").includes(mark);

/* Whether the server has taken what was sent: it leads on to another page, or its answer says so. */
function isTaken() {
  if ("posted" in document.body.dataset) return Boolean(document.querySelector("main [data-done]"));
  const [way] = performance.getEntriesByType("navigation");
  return way?.type === "navigate" && way.redirectCount > 0;
}

function prepareBack() {
  const form = [...document.querySelectorAll("[name=stempel]")].map((stamp) => stamp.form)
    .find((one) => !("draft" in one.dataset) && typedFields(one).length);
  const address = form && new URL(form.action, window.location.href).pathname;
  const { address: whose, typed: before, mark: own } = window.history.state ?? {};
  const underWay = markIn(UNDER_WAY);
  setMark(UNDER_WAY, "");
  if (underWay && isTaken()) setMark(ARRIVED, [...markIn(ARRIVED).split(" ").slice(-20), underWay].join(" ").trim());

  const isAnswer = "posted" in document.body.dataset;
  const mark = own || (isAnswer && underWay) || String(Date.now());
  const keep = () => {
    const typed = form && typedFields(form).map((field) => [field.name, field.value, isChoice(field) ? field.checked : null]);
    window.history.replaceState(form ? { address, typed, mark } : null, "", window.location.href);
  };
  const keepOn = () => {
    keep();
    form.addEventListener("change", keep);
    form.addEventListener("submit", () => { keep(); setMark(UNDER_WAY, mark); });
  };
  if (isAnswer) {
    if (form) keepOn();
    else if (document.querySelector("main form[method=post]:not([data-draft-answered])")) {
      document.addEventListener("submit", (event) => { if (event.target.method === "post" && !event.defaultPrevented) keep(); });
    } else if (document.querySelector("main [data-done]")) keep();
    return;
  }
  if (hasArrived(own)) {
    window.history.replaceState(null, "", window.location.href);
    window.addEventListener("pageshow", () => form?.reset(), { once: true }); /* after the browser has filled it again */
    return;
  }
  if (!before || whose !== address) return;
  for (const [name, value, checked] of before) {
    for (const field of typedFields(form).filter((one) => one.name === name)) {
      if (!isChoice(field)) field.value = value;
      else if (field.value === value) field.checked = checked;
    }
  }
  keepOn();
}

/* A browser that shows the page again as it was left runs nothing of the above. */
window.addEventListener("pageshow", (event) => {
  if (event.persisted && hasArrived(window.history.state?.mark)) window.location.reload();
});

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
  prepareCopy(root);
  prepareLiveForms(root);
  root.querySelectorAll("[data-live] [data-more]").forEach(prepareMore);
  for (const input of root.querySelectorAll("input[data-suggest]")) prepareSuggestions(input);
}

prepare(document);
prepareBack();
extend(window.history.state?.pages ?? 1).catch(() => {});
