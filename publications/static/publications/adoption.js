/* Answers that contradict another one are not offered. data-fits="name:values" stands at a choice or a field. */

const form = document.querySelector("[data-fitting]");
const bound = [...form.querySelectorAll("[data-fits]")];

function answer(name) {
  return form.querySelector(`[name="${name}"]:checked`)?.value ?? "";
}

function fits(element) {
  const [name, values] = element.dataset.fits.split(":");
  const given = answer(name);
  return given === "" || values.split(" ").includes(given);
}

/* What an answer took away, by the name of its field: arrow keys pass answers on their way, and what went with one of
   them comes back with the next, unless something else was chosen meanwhile. */
const gone = new Map();

function isGiven(element) {
  if (element.type === "radio") return element.checked;
  return element.tagName === "SELECT" ? element.value !== "" : element.selected;
}

function give(element, isGiven) {
  if (element.type === "radio") element.checked = isGiven;
  else if (element.tagName === "SELECT") element.value = isGiven ? gone.get(element.name) : "";
  else element.closest("select").value = isGiven ? element.value : "";
}

function isAwaited(element) {
  const name = element.name ?? element.closest("select").name;
  if (!gone.has(name) || form.querySelector(`input[name="${name}"]:checked, select[name="${name}"] option:checked:not([value=""])`)) return false;
  return element.tagName === "SELECT" || gone.get(name) === element.value;
}

/* A field without an answer asks again; a choice that is gone is chosen no more. */
function offer(element, isOffered) {
  const holder = element.closest("option") ?? (element.type === "radio" ? element.closest("label") : element.closest(".field"));
  holder.hidden = !isOffered;
  element.disabled = !isOffered;
  if (isOffered && isAwaited(element)) give(element, true);
  if (isOffered || !isGiven(element)) return;
  gone.set(element.name ?? element.closest("select").name, element.value);
  give(element, false);
}

/* In the order of the page: an answer that goes may take a later one along. What stands in a form that was refused
   stays with the sentence that speaks of it (`keeps`) until another answer is given. */
function update(keeps) {
  for (const element of bound) {
    const isOffered = fits(element);
    if (isOffered || !keeps || !isGiven(element)) offer(element, isOffered);
  }
}

form.addEventListener("change", (event) => {
  gone.delete(event.target.name);
  update(!bound.some((element) => element.dataset.fits.startsWith(`${event.target.name}:`)));
});
window.addEventListener("pageshow", () => update(true));
update(true);
