// Inserts an answer template into the words of a form, at the caret. Without it the link opens the form begun with the template.
"use strict";
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-inserts]");
  const words = link && document.getElementById(link.dataset.into);
  if (!words) return;
  event.preventDefault();
  const atEnd = document.activeElement !== words && words.selectionStart === 0;
  const from = atEnd ? words.value.length : words.selectionStart;
  const to = atEnd ? from : words.selectionEnd;
  const before = words.value.slice(0, from).trimEnd();
  words.setRangeText((before ? "\n\n" : "") + link.dataset.inserts, before ? before.length : 0, to, "end");
  document.getElementById(link.dataset.names).value = link.dataset.chosen;
  words.focus();
  words.dispatchEvent(new Event("input", { bubbles: true }));
});
