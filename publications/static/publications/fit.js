/* "Passt das zu uns?": the answers stay in this browser, and so does what comes of them. */

const STORE = "weiterdenken.passt";
const section = document.querySelector("[data-fit]");
const form = section.querySelector("[data-fit-form]");
const sum = section.querySelector("[data-fit-sum]");
const needs = [...form.querySelectorAll("fieldset")];
const copy = section.querySelector("[data-fit-copy]");
const clear = section.querySelector("[data-fit-clear]");

function stored() {
  try {
    return JSON.parse(window.localStorage.getItem(STORE) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

function store(answers) {
  try {
    const all = stored();
    if (answers) all[section.dataset.fit] = answers;
    else delete all[section.dataset.fit];
    window.localStorage.setItem(STORE, JSON.stringify(all));
  } catch {
    /* Nothing is kept then; the result is there all the same. */
  }
}

/* fits, adapt, missing or unknown; "" while there is no answer. */
function verdict(need) {
  const answer = need.querySelector("input:checked")?.value;
  if (!answer) return "";
  if (answer === "unklar") return "unknown";
  if (answer === "teils") return "adapt";
  if ((answer === "ja") === (need.dataset.for === "1")) return "fits";
  return need.dataset.must === "1" ? "missing" : "adapt";
}

function tip(need, is) {
  return { fits: need.dataset.given, unknown: need.dataset.unknown }[is] ?? need.dataset.next;
}

function overall(found) {
  if (found.includes("missing")) return sum.dataset.someMissing;
  if (found.includes("unknown")) return sum.dataset.someUnknown;
  if (found.includes("adapt")) return sum.dataset.someAdapt;
  return sum.dataset.allFit;
}

function show() {
  const found = needs.map(verdict);
  needs.forEach((need, place) => {
    const result = need.querySelector("[data-fit-result]");
    const is = found[place];
    result.dataset.fitResult = is;
    result.textContent = is ? `${sum.dataset[is]}: ${tip(need, is)}` : "";
  });
  const answered = found.filter(Boolean);
  if (!answered.length) sum.textContent = "";
  else sum.textContent = answered.length === needs.length ? overall(found) : `${answered.length} / ${needs.length}`;
  clear.hidden = !answered.length;
  copy.hidden = !answered.length || !navigator.clipboard;
}

function asText() {
  const lines = needs.map((need) => {
    const text = need.querySelector(".fit__text").textContent.trim();
    const result = need.querySelector("[data-fit-result]").textContent;
    return `- ${text}: ${result || "–"}`;
  });
  const address = document.querySelector("link[rel=canonical]")?.href ?? window.location.href;
  /* As the page calls it, in its language. */
  const title = document.querySelector("h1").textContent.trim();
  return [`${section.querySelector("h2").textContent} ${title}`, sum.textContent, ...lines, address].join("\n");
}

const before = stored()[section.dataset.fit] ?? [];
needs.forEach((need, place) => {
  const input = [...need.querySelectorAll("input")].find((one) => one.value === before[place]);
  if (input) input.checked = true;
});
form.addEventListener("change", () => {
  store(needs.map((need) => need.querySelector("input:checked")?.value ?? ""));
  show();
});
form.addEventListener("submit", (event) => event.preventDefault());
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(asText());
  copy.querySelector("span").textContent = copy.dataset.copied;
});
clear.addEventListener("click", () => { store(null); form.reset(); show(); needs[0].querySelector("input").focus(); });
show();
