// Checks the annual report while it is being typed: the server answers with the page as it would be, and what does not
// hold is put in its place. Cells keep what was typed; what a sum becomes stands beside it. Without this script the
// checks are made on saving.
"use strict";
const report = document.querySelector("[data-try]");
const form = document.getElementById("report");
let timer = 0;
let running = null;

function put(page) {
  for (const id of ["parts", "identities", "wrong"]) {
    const [old, now] = [document.getElementById(id), page.getElementById(id)];
    if (old && now) old.replaceChildren(...now.childNodes);
  }
  for (const cell of form.querySelectorAll("input.cell")) {
    const now = page.getElementById(cell.id);
    cell.className = now.className;
    const becomes = now.parentElement.dataset.now;
    if (becomes === undefined) delete cell.parentElement.dataset.now;
    else cell.parentElement.dataset.now = becomes;
  }
}

async function check() {
  if (running) running.abort();
  running = new AbortController();
  const request = { method: "POST", body: new FormData(form), signal: running.signal, credentials: "same-origin" };
  try {
    const answer = await fetch(report.dataset.try, request);
    if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch (error) {
    if (error.name !== "AbortError" && error.name !== "TypeError") throw error; // without a network: on saving
  }
}

form.addEventListener("input", () => {
  window.clearTimeout(timer);
  timer = window.setTimeout(check, 400);
});
