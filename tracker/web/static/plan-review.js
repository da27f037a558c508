// Plan review: brings the open item and its place in the document into sight, and lets keys press what has a button.
"use strict";

function show(element, block) {
  if (element) element.scrollIntoView({ block });
}

function isTyping(element) {
  return element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
}

function act(key) {
  const fields = { u: "lead", l: "limit_phrase" };
  const target = key in fields ? document.getElementById(fields[key]) : document.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (key in fields) target.focus();
  else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  if (isTyping(event.target) || event.target.matches("a, button, summary")) return;
  if (act(event.key === "Enter" ? event.key : event.key.toLowerCase())) event.preventDefault();
});

show(document.querySelector(".paper .is-here"), "center");
show(document.querySelector(".item-open"), "start");
