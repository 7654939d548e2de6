/* A clock per phase of a consultation: it counts down from the usual minutes and goes on below zero. */

for (const phase of document.querySelectorAll("[data-phase]")) {
  const button = phase.querySelector("[data-phase-start]");
  const clock = phase.querySelector("[data-phase-clock]");
  const seconds = Number(phase.dataset.phase) * 60;
  let ticking = 0;
  button.hidden = false;
  button.addEventListener("click", () => {
    const end = Date.now() + seconds * 1000;
    window.clearInterval(ticking);
    const show = () => {
      const left = Math.round((end - Date.now()) / 1000);
      const whole = Math.abs(left);
      clock.textContent = `${left < 0 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
    };
    ticking = window.setInterval(show, 1000);
    show();
  });
}
