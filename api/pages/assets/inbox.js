// The list is not renewed under the hands of somebody who is choosing from it: the notice above it then leads on.
document.addEventListener("htmx:beforeRequest", (event) => {
  const list = event.target;
  if (list.id !== "list") return;
  if (list.querySelector("input:checked") || list.contains(document.activeElement)) event.preventDefault();
});
