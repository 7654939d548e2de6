/* Shows how far a job is until it is over. Without this script, the link "Stand neu laden" does the same. */
(() => {
  "use strict";
  const pause = 1500;
  const ask = async () => {
    const shown = document.querySelector("[data-job]");
    if (!shown || shown.dataset.job === "over") return;
    try {
      const answer = await fetch("?teil=stand", { credentials: "same-origin" });
      if (answer.redirected || answer.status === 403 || answer.status === 404) return; // signed out, or gone
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-job]");
        // The live region stays and only its content changes, or it would not be read out.
        if (fresh && fresh.innerHTML !== shown.innerHTML) {
          const held = shown.contains(document.activeElement);
          shown.replaceChildren(...fresh.childNodes);
          shown.dataset.job = fresh.dataset.job;
          shown.setAttribute("aria-busy", fresh.getAttribute("aria-busy"));
          if (held) shown.querySelector("a, button")?.focus();
        }
      }
    } catch {
      // No network for a moment: the next turn asks again.
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
})();
