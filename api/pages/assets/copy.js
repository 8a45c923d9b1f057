// Buttons that copy what stands on the page, and that print it.
"use strict";
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const parts = [...document.querySelectorAll(button.dataset.copies)];
    await navigator.clipboard.writeText(parts.map((part) => part.textContent.trim()).join("\n"));
    button.textContent = button.dataset.copied;
  });
}
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
