/* k beside the profile: asks again whenever a band changes. Without this file the numbers are those of the last save. */
(() => {
  "use strict";
  const BANDS = ["federal_state", "size_band", "finance_band", "workforce_band"];
  for (const box of document.querySelectorAll("[data-kzahlen]")) {
    const fields = BANDS.map((name) => document.querySelector(`select[name="${name}"]`)).filter(Boolean);
    const meeting = document.getElementById(box.dataset.kzahlenTreffen || "");
    let newest = 0;
    const ask = async () => {
      const number = (newest += 1);
      const query = new URLSearchParams(fields.map((field) => [field.name, field.value]));
      if (box.dataset.kzahlenFall) query.set("fall", box.dataset.kzahlenFall);
      if (meeting && meeting.value) query.set("treffen", meeting.value);
      const answer = await fetch(`${box.dataset.kzahlen}?${query}`, { credentials: "same-origin" });
      // An older answer that comes late must not stand there.
      if (answer.ok && number === newest) box.innerHTML = await answer.text();
    };
    for (const field of [...fields, meeting].filter(Boolean)) field.addEventListener("change", ask);
  }
})();
