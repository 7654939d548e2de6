/* The page for the wall counts along: every five seconds it takes what the server says now. */

const EVERY = 5000;

window.setInterval(async () => {
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-wall]");
    const shown = document.querySelector("[data-wall]");
    if (fresh && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(document.adoptNode(fresh));
  } catch {
    /* The network is away; the code on the wall stays. */
  }
}, EVERY);
