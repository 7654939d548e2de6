/* The page of the dossier: one's own list opens by itself, somebody else's is taken over by a click. Remarks stay in
   this browser: no address carries them unless somebody passes on the one that says so. */
export function open(page, { kept, keep, addressOf, notes, note }) {
  const shown = page.dataset.dossier.split(" ").filter(Boolean);
  const own = kept();
  if (!window.location.search && own.length && !("posted" in page.dataset)) {
    window.location.replace(addressOf(window.location.pathname, own));
    return;
  }
  const foreign = shown.filter((key) => !own.includes(key));
  if (shown.length && !foreign.length && shown.length === own.length) keep(shown);
  const adopt = page.querySelector("[data-adopt]");
  if (adopt && foreign.length) {
    adopt.hidden = false;
    adopt.addEventListener("click", () => { keep([...own, ...foreign]); adopt.hidden = true; });
  }
  for (const button of page.querySelectorAll("[data-drop]")) {
    button.addEventListener("click", () => {
      note(button.dataset.drop, "");
      keep(kept().filter((key) => key !== button.dataset.drop));
    });
  }
  const fields = [...page.querySelectorAll("[data-note]")];
  if (fields.length) remark(page, fields, { notes, note, addressOf });
}

/* The remarks on what is shown: from this browser where the page brings none, and kept while they are typed. */
function remark(page, fields, { notes, note, addressOf }) {
  const before = notes();
  for (const field of fields) {
    if (!field.value) field.value = before[field.dataset.note] ?? "";
    field.addEventListener("input", () => { note(field.dataset.note, field.value); share(page, fields); });
  }
  const form = fields[0].form;
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    for (const field of fields) {
      if (field.dataset.note === button?.dataset.drop) field.value = "";
      note(field.dataset.note, field.value);
    }
    const some = fields.some((field) => field.value);
    if (button?.hasAttribute("data-posts")) button.formMethod = some ? "post" : "get";
    const isPosted = (button?.getAttribute("formmethod") ?? form.method) === "post";
    const there = notes();
    const areKept = fields.every((field) => (there[field.dataset.note] ?? "") === field.value);
    for (const field of fields) field.disabled = !isPosted && areKept;
    /* What was sent may be a file, and then the page stays: the fields are as they were, also for who comes back. */
    setTimeout(() => { for (const field of fields) field.disabled = false; });
  });
  if ("posted" in page.dataset) {
    for (const field of fields) note(field.dataset.note, field.value);
    window.history.replaceState(null, "", addressOf(form.getAttribute("action"), fields.map((field) => field.dataset.note)));
  }
  share(page, fields);
}

/* The address with the remarks: only whoever passes it on lets them out of this browser. */
function share(page, fields) {
  const part = page.querySelector("[data-share-notes]");
  const plain = page.querySelector("[data-share]").textContent;
  const [path, query] = plain.split("?");
  const address = new URLSearchParams(query);
  for (const field of fields) address.append("notiz", field.value);
  part.hidden = !fields.some((field) => field.value);
  part.querySelector("code").textContent = `${path}?${address}`;
  const mail = part.querySelector("a");
  mail.href = `${mail.href.split("&body=")[0]}&body=${encodeURIComponent(`${path}?${address}`)}`;
}
