/* The page of the dossier: one's own list opens by itself, somebody else's is taken over by a click. */
export function open(page, { kept, keep, addressOf }) {
  const shown = page.dataset.dossier.split(" ").filter(Boolean);
  const own = kept();
  if (!window.location.search && own.length) {
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
    button.addEventListener("click", () => keep(kept().filter((key) => key !== button.dataset.drop)));
  }
}
