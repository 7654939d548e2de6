/* Keyboard flow of the review. Everything here is a shortcut of the plain form; nothing depends on it.
   Shortcuts need Alt, so that single keys stay with screen readers and text fields. */
(() => {
  "use strict";
  const form = document.querySelector("[data-pruefung]");
  if (!form) return;
  const rows = [...form.querySelectorAll("fieldset[data-mark]")];
  const failure = document.querySelector("[data-fehler]");
  const undoForm = document.querySelector("[data-zuruecknehmen]");
  let current = null;

  const links = (mark) => document.querySelectorAll(`[data-fund="${mark}"]`);
  const isOpen = (row) => !row.classList.contains("fundzeile--entschieden");

  const show = (row) => {
    document.querySelectorAll(".fund--aktuell").forEach((link) => link.classList.remove("fund--aktuell"));
    current = row;
    const found = links(row.dataset.mark);
    found.forEach((link) => link.classList.add("fund--aktuell"));
    for (const link of found) {
      const box = link.closest("section");
      if (box.querySelector(".fund--aktuell") === link) box.scrollTop = link.offsetTop - box.offsetTop - box.clientHeight / 3;
    }
  };
  const go = (row) => {
    if (!row) return;
    show(row);
    row.focus();
    row.scrollIntoView({ block: "center" });
  };
  const step = (by) => {
    const index = current ? rows.indexOf(current) + by : by > 0 ? 0 : rows.length - 1;
    go(rows[(index + rows.length) % rows.length]);
  };
  const nextOpen = () => {
    const start = current ? rows.indexOf(current) + 1 : 0;
    const row = [...rows.slice(start), ...rows.slice(0, start)].find(isOpen);
    if (row) go(row);
    else document.getElementById("fertig").focus();
  };

  const apply = (state) => {
    document.getElementById("stand").textContent = state.progress;
    document.getElementById("balken").value = state.decided;
    for (const row of rows) {
      const words = state.marks[row.dataset.mark] || "";
      row.querySelector("[data-stand]").textContent = words;
      row.querySelector("[data-gesehen]").value = state.seen[row.dataset.mark] || "";
      row.classList.toggle("fundzeile--entschieden", Boolean(words));
      for (const link of links(row.dataset.mark)) {
        for (const choice of ["ersetzen", "bleibt"]) link.classList.toggle(`fund--${choice}`, state.choices[row.dataset.mark] === choice);
      }
      if (!words) row.querySelectorAll("input[type=radio]").forEach((choice) => { choice.checked = false; });
    }
    document.querySelectorAll("[data-schritt]").forEach((input) => { input.value = state.step; });
    const done = document.querySelector("[data-fertig]");
    if (done) done.disabled = !state.complete;
    document.getElementById("warum-nicht").hidden = state.complete;
    document.querySelector("[data-lautet]").innerHTML = state.reads;
    if (current) show(current);
    const undo = undoForm && undoForm.querySelector("button");
    if (undo) {
      undo.disabled = !state.step;
      undoForm.elements.schritt.value = state.step;
    }
  };
  // What is wrong stands where it happened: in the row, else below the form.
  const send = async (address, data, told = failure) => {
    document.querySelectorAll("[data-zeilenfehler], [data-fehler]").forEach((place) => { place.textContent = ""; });
    const answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin" });
    const state = await answer.json();
    if (!answer.ok) {
      // Somebody else has decided meanwhile: show it, then say so.
      if (state.marks) apply(state);
      told.textContent = state.error;
      return false;
    }
    apply(state);
    return true;
  };
  const save = async (row) => {
    show(row);
    const data = new FormData(form);
    data.set("nur", row.dataset.mark);
    if (await send(form.action, data, row.querySelector("[data-zeilenfehler]"))) nextOpen();
    else {
      const reason = row.querySelector("select");
      if (reason && row.querySelector('input[value="bleibt"]').checked && !reason.value) reason.focus();
      else row.focus();
      row.scrollIntoView({ block: "center" });
    }
  };
  const choose = (row, value) => { row.querySelector(`input[value="${value}"]`).checked = true; };
  const accept = (row) => {
    // A chosen "may stay" is confirmed; otherwise the proposal is taken.
    const stays = row.querySelector('input[value="bleibt"]');
    if (!stays || !stays.checked) choose(row, "ersetzen");
    save(row);
  };
  const ignore = (row) => {
    if (!row.querySelector('input[value="bleibt"]')) return go(row);
    choose(row, "bleibt");
    row.querySelector("select").focus();
  };
  const undo = async () => {
    if (undoForm && await send(undoForm.action, new FormData(undoForm))) { if (current) go(current); }
  };

  document.querySelectorAll("[data-tat]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => step(button.dataset.tat === "weiter" ? 1 : -1));
  });
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest("fieldset[data-mark]");
    if (row) show(row);
  });
  form.addEventListener("input", (event) => {
    const row = event.target.closest("fieldset[data-mark]");
    if (row && event.target.matches("input[type=text]")) choose(row, "ersetzen");
    if (row && event.target.matches("select")) choose(row, "bleibt");
  });
  form.addEventListener("keydown", (event) => {
    // Enter in the number of another finding joins the two, and presses no other button of the form.
    if (event.key !== "Enter" || !event.target.matches("input[type=number]")) return;
    event.preventDefault();
    event.target.parentElement.querySelector("button[name=verbinden]").click();
  });
  form.addEventListener("submit", (event) => {
    const mark = event.submitter && event.submitter.name === "nur" && event.submitter.value;
    const row = mark && rows.find((item) => item.dataset.mark === mark);
    if (!row) return;
    event.preventDefault();
    save(row);
  });
  if (undoForm) undoForm.addEventListener("submit", (event) => { event.preventDefault(); undo(); });
  // What is selected in the raw text is what somebody wants to mark.
  const passage = document.querySelector("[data-stelle]");
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    const words = chosen.toString().trim();
    const inText = chosen.anchorNode && chosen.anchorNode.parentElement && chosen.anchorNode.parentElement.closest(".pruefung__text");
    if (passage && words && inText) passage.value = words;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-fund]");
    if (!link) return;
    event.preventDefault();
    go(document.getElementById(`fund-${link.dataset.fund}`));
  });
  const target = rows.find((row) => `#${row.id}` === window.location.hash);
  if (target) go(target);
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const inText = event.target.matches("input[type=text], textarea");
    const row = event.target.closest("fieldset[data-mark]") || current;
    const actions = {
      PageDown: () => step(1),
      PageUp: () => step(-1),
      Enter: () => row && accept(row),
      Delete: () => row && !inText && ignore(row),
      Backspace: () => !inText && undo(),
    };
    if (!(event.key in actions)) return;
    event.preventDefault();
    actions[event.key]();
  });
})();
