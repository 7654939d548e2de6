/* Asks the browser for a passkey, or to make one, and sends what it answers. What is to be asked stands in the
   page, or is fetched from where the form goes. allauth's webauthn-json.js does the encoding. */
(() => {
  "use strict";
  const able = Boolean(window.PublicKeyCredential && window.webauthnJSON);

  const optionsOf = async (form) => {
    const inPage = form.dataset.passkeyOptions && document.getElementById(form.dataset.passkeyOptions);
    if (inPage) return JSON.parse(inPage.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw answer;
    return (await answer.json()).request_options;
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const show = (name, shown) => {
      const part = form.querySelector(`[data-passkey-${name}]`);
      if (part) part.hidden = !shown;
    };
    show(able ? "able" : "unable", true);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      show("failed", false);
      show("often", false);
      try {
        const answer = await window.webauthnJSON[form.dataset.passkey](await optionsOf(form));
        form.elements.credential.value = JSON.stringify(answer);
        form.submit();
      } catch (error) {
        show(error.status === 429 ? "often" : "failed", true); // the person broke off, there is no such key, or this address cannot have one
      }
    });
  }
})();
