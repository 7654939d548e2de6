/* Long forms keep their draft in this tab (sessionStorage) until they are sent: pages that no cache may store lose their fields on Back.
   A form says so by data-draft with a name that is another one once something was saved; by data-draft-warn it asks before it is left.
   data-draft-answered stands where the server has printed what was sent: then its text counts, not the draft. */
(() => {
  "use strict";
  const PREFIX = "entwurf:";
  const SIGNED_OUT = "entwuerfe-beendet";
  const { owner, restored, discard } = document.currentScript.dataset;
  const NEVER = new Set(["csrfmiddlewaretoken", "stempel", "webseite", "konto"]);
  let silent = false;

  const names = () => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  const read = (name) => {
    try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; }
  };
  const clear = () => names().forEach((name) => sessionStorage.removeItem(name));

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("entwuerfe") : null;
  /* Signed out in another tab: what is typed here stays on the screen and is stored no more. */
  if (channel) channel.onmessage = () => { silent = true; clear(); };

  const isKept = (field) => field.name && !NEVER.has(field.name) && !["file", "password", "submit", "button"].includes(field.type);
  const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
  const values = (form) => [...form.elements].filter(isKept).map((field) => {
    if (isChoice(field)) return [field.name, field.value, field.checked];
    if (field.type === "select-multiple") return [field.name, [...field.selectedOptions].map((option) => option.value)];
    return [field.name, field.value];
  });
  const fill = (form, stored) => {
    for (const [name, value, checked] of stored) {
      for (const field of [...form.elements].filter((one) => one.name === name && isKept(one))) {
        if (isChoice(field)) { if (field.value === value) field.checked = checked; }
        else if (Array.isArray(value)) for (const option of field.options) option.selected = value.includes(option.value);
        else field.value = value;
      }
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const say = (form, name, before) => {
    const note = document.createElement("div");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    const sentence = document.createElement("p");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button-secondary";
    button.textContent = discard;
    button.addEventListener("click", () => {
      fill(form, before);
      sessionStorage.removeItem(name);
      note.remove();
      form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    });
    note.append(sentence, button);
    form.before(note);
    /* A live region speaks what comes into it after it is there. */
    window.setTimeout(() => { sentence.textContent = restored; }, 80);
  };

  const watch = (form) => {
    const name = PREFIX + form.dataset.draft;
    const shown = JSON.stringify(values(form));
    let sending = false;
    const isChanged = () => JSON.stringify(values(form)) !== shown || "draftAnswered" in form.dataset;
    const keep = (sent = false) => {
      if (silent) return;
      if (!isChanged()) { sessionStorage.removeItem(name); return; }
      const address = new URL(form.getAttribute("action") || window.location.href, window.location.href).pathname;
      const draft = { owner, address, sent, values: values(form) };
      try { sessionStorage.setItem(name, JSON.stringify(draft)); } catch { /* full: the form itself works on */ }
    };
    const draft = read(name);
    if ("draftAnswered" in form.dataset) {
      keep();
      /* Back and reload ask for the form, which takes the draft, and never whether to send again. */
      window.history.replaceState(null, "", window.location.href);
    }
    else if (draft && JSON.stringify(draft.values) !== shown) {
      fill(form, draft.values);
      say(form, name, JSON.parse(shown));
      keep();
    } else sessionStorage.removeItem(name);
    let timer = 0;
    const later = () => { window.clearTimeout(timer); timer = window.setTimeout(keep, 400); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    window.addEventListener("pagehide", () => { window.clearTimeout(timer); if (!sending) keep(); });
    document.addEventListener("submit", (event) => {
      if (event.target !== form || event.defaultPrevented) return;
      if (sending) { event.preventDefault(); return; } /* a second click */
      window.clearTimeout(timer);
      sending = true;
      keep(true);
    });
    window.addEventListener("pageshow", () => {
      sending = false;
      /* On Back the browser fills the fields itself, also with what was typed before signing out. */
      if (sessionStorage.getItem(SIGNED_OUT) && !read(name)) form.reset();
    });
    if ("draftWarn" in form.dataset) {
      window.addEventListener("beforeunload", (event) => { if (!sending && isChanged()) event.preventDefault(); });
    }
  };

  const sentAgain = document.querySelector("[data-sent-again]");
  if (document.querySelector("[data-signed-out]")) {
    clear();
    sessionStorage.setItem(SIGNED_OUT, "1");
    channel?.postMessage("");
    return;
  }
  if (owner) sessionStorage.removeItem(SIGNED_OUT);
  /* Nobody sees what another account has written, also not with the tools of the browser. */
  for (const name of names()) {
    const draft = read(name);
    if (!draft || (owner && draft.owner && draft.owner !== owner)) sessionStorage.removeItem(name);
  }
  const forms = [...document.querySelectorAll("form[data-draft]")];
  forms.forEach(watch);
  const waiting = names().filter((name) => read(name).sent);
  if (sentAgain) {
    /* The draft that was just sent comes back in its form: no second tab is needed. */
    const draft = waiting.length === 1 ? read(waiting[0]) : null;
    const way = document.querySelector("[data-back-to-form]");
    if (!draft || !way) return;
    const link = way.querySelector("a");
    const address = new URL(link.href);
    address.searchParams.set("next", draft.address);
    link.href = address.href;
    way.hidden = false;
    for (const other of document.querySelectorAll("[data-sent-again] form, [data-other-tab]")) other.hidden = true;
  } else if (owner || !waiting.some((name) => read(name).owner)) {
    /* Sent, and no page said that it was refused. */
    const here = new Set(forms.map((form) => PREFIX + form.dataset.draft));
    waiting.filter((name) => !here.has(name)).forEach((name) => sessionStorage.removeItem(name));
  }
})();
