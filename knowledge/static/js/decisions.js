/* One click, one post: while the form of a page is being sent, Wagtail's autosave keeps still. It would send the decision a second time. */
(() => {
  "use strict";
  let sending = false;
  let waiting = null;
  document.addEventListener("w-autosave:save", (event) => {
    // Wagtail asks for leave when it notices a change, and sends half a second later.
    waiting = event;
    if (sending || event.detail.formData.has("action-workflow-action")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-edit-form]") || event.defaultPrevented) return;
    sending = true;
    if (waiting) waiting.preventDefault();
  });
  // Back by the button of the browser: the form lives on.
  window.addEventListener("pageshow", () => { sending = false; });
})();
