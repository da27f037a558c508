// What may be put into a text, beside it: figures, found by typing, and words of sections. Pressing one writes it into
// the text. Without this script the lists can be read, and names and words typed.
"use strict";
function insert(text, words) {
  text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}
for (const list of document.querySelectorAll("[data-offers]")) {
  const text = document.getElementById(list.dataset.offers);
  for (const button of list.querySelectorAll("button[data-words]")) {
    button.hidden = false;
    button.addEventListener("click", () => insert(text, button.dataset.words));
  }
}
for (const list of document.querySelectorAll("[data-figures]")) {
  const text = document.getElementById(list.dataset.figures);
  const wanted = list.querySelector("[data-find]");
  const rows = [...list.querySelectorAll("tbody tr")];
  wanted.closest("[hidden]").hidden = false;
  wanted.addEventListener("input", () => {
    for (const row of rows) row.hidden = !row.textContent.includes(wanted.value.trim());
  });
  wanted.addEventListener("keydown", (event) => {
    const first = rows.find((row) => !row.hidden);
    if (event.key === "Enter") { event.preventDefault(); if (first) insert(text, `{${first.dataset.name}}`); }
  });
  for (const row of rows) {
    const button = row.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => insert(text, `{${row.dataset.name}}`));
  }
}
