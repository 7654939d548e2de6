/* A button behind each field that is there to be copied, and one to print. Without JavaScript both are missing,
   and the fields can be copied and the page printed as anywhere. */
(() => {
  "use strict";
  const words = document.documentElement.lang.startsWith("en") ? ["Copy", "Copied"] : ["Kopieren", "Kopiert"];
  for (const field of document.querySelectorAll("[data-kopieren]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = words[0];
    button.setAttribute("aria-describedby", field.id);
    field.after(" ", button);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "w-sr-only";
    button.after(said);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select();
        if (!document.execCommand("copy")) return;
      }
      button.textContent = words[1];
      said.textContent = words[1];
    });
  }
  for (const button of document.querySelectorAll("[data-drucken]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
