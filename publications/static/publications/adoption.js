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

/* A field without an answer asks again; a choice that is gone is chosen no more. */
function offer(element, isOffered) {
  const holder = element.closest("option") ?? (element.type === "radio" ? element.closest("label") : element.closest(".field"));
  holder.hidden = !isOffered;
  element.disabled = !isOffered;
  if (isOffered) return;
  if (element.type === "radio") element.checked = false;
  else if (element.tagName === "SELECT") element.value = "";
  else if (element.selected) element.closest("select").value = "";
}

/* In the order of the page: an answer that goes may take a later one along. */
function update() {
  for (const element of bound) offer(element, fits(element));
}

form.addEventListener("change", update);
window.addEventListener("pageshow", update);
update();
