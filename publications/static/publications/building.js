/* A file that is being built: ask until it is there. Without this script a link does the same. */
async function ask() {
  const shown = document.querySelector("[data-building]");
  if (!shown) return;
  try {
    const answer = await fetch(window.location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main [role=status]");
    if (fresh && fresh.innerHTML !== shown.innerHTML) {
      shown.replaceChildren(...fresh.childNodes);
      if (!("building" in fresh.dataset)) shown.removeAttribute("data-building");
    }
  } catch {
    /* No network for a moment: the next turn asks again. */
  }
  window.setTimeout(ask, 1500);
}
if (document.querySelector("[data-building]")) window.setTimeout(ask, 1500);
