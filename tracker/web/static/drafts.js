// Drafts: keeps on the server what is typed, at the latest after 20 seconds, and brings back what was not sent.
"use strict";

const PATIENCE = 20000;

function isTyped(control) {
  const left = ["file", "password", "submit", "button", "hidden"];
  return control.name === "version" || (control.name && !control.disabled && !left.includes(control.type));
}

function typedIn(form) {
  const ticks = (control) => control.type === "checkbox" || control.type === "radio";
  const pairs = [];
  for (const control of form.elements) {
    if (!isTyped(control)) continue;
    if (control.type === "select-multiple") {
      for (const option of control.selectedOptions) pairs.push([control.name, option.value]);
    } else if (!ticks(control) || control.checked) pairs.push([control.name, control.value]);
    else if (control.type === "checkbox") pairs.push([control.name, ""]);
  }
  return pairs;
}

function keepDraft(state) {
  const form = state.closest("form");
  let kept = "unsaved" in state.dataset ? "" : JSON.stringify(typedIn(form));
  let timer = 0;
  let isSent = false;
  let running = null;
  const buttons = form.querySelector(".actions");
  if (buttons) buttons.after(state);
  else form.append(state);
  state.hidden = false;

  function body(pairs) {
    const fields = new FormData();
    fields.append("csrf_token", form.elements.csrf_token.value);
    fields.append("form_token", form.elements.form_token.value);
    fields.append("draft_of", state.dataset.draft);
    for (const [name, value] of pairs) fields.append(name, value);
    return fields;
  }

  async function save() {
    window.clearTimeout(timer);
    timer = 0;
    const pairs = typedIn(form);
    const now = JSON.stringify(pairs);
    if (isSent || running || now === kept) return;
    running = new AbortController();
    try {
      const request = { method: "POST", body: body(pairs), signal: running.signal, credentials: "same-origin" };
      const answer = await fetch(state.dataset.to, request);
      if (!answer.ok) throw new Error(String(answer.status));
      kept = now;
      const answered = await answer.json();
      state.textContent = answered.said;
      const others = form.querySelector("[data-others]");
      if (others && answered.others !== undefined) {
        others.textContent = answered.others;
        others.hidden = !answered.others;
      }
    } catch (error) {
      if (!isSent) state.textContent = state.dataset.lost;
    } finally {
      running = null;
    }
    if (JSON.stringify(typedIn(form)) !== now) wait(PATIENCE);
  }

  function wait(milliseconds) {
    if (!isSent) timer = timer || window.setTimeout(save, milliseconds);
  }

  form.addEventListener("input", () => wait(PATIENCE));
  form.addEventListener("focusout", () => {
    window.clearTimeout(timer);
    timer = 0;
    wait(300); // not at once: leaving a field by pressing the button sends the form
  });
  function leave() {
    const pairs = typedIn(form);
    if (JSON.stringify(pairs) === kept) return;
    if (navigator.sendBeacon(state.dataset.to, body(pairs))) kept = JSON.stringify(pairs);
  }

  form.addEventListener("submit", () => {
    isSent = true;
    window.clearTimeout(timer);
    if (running) running.abort();
    leave(); // the answer may never come; the server forgets the draft with the success of the form
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) isSent = false; // back from the next page
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !isSent) leave();
  });
  if ("unsaved" in state.dataset) wait(300);
}

const offered = document.querySelector("a[data-draft-use]");
if (offered) window.location.replace(offered.href);
else document.querySelectorAll("[data-draft]").forEach(keepDraft);
