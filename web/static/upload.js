// Uploads show how far they are; without scripts the form is simply sent. A page with faults is shown like any other.
// What was too large, or did not arrive, leaves the page as it is: what was typed stays.
function say(form) {
  let told = form.querySelector("[role=alert].error");
  if (!told) {
    told = document.createElement("p");
    told.className = "error";
    told.setAttribute("role", "alert");
    form.append(told);
  }
  told.textContent = form.dataset.tooLarge;
}
function formOf(event) {
  return event.target.closest && event.target.closest("form[data-upload]");
}
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (status < 400) return;
  const form = document.querySelector("form[data-upload]");
  event.detail.shouldSwap = status !== 413 || !form;
  event.detail.isError = false;
  if (!event.detail.shouldSwap) say(form);
});
document.addEventListener("htmx:sendError", (event) => {
  const form = formOf(event);
  if (form) say(form);
});
document.addEventListener("htmx:xhr:progress", (event) => {
  const form = formOf(event);
  const { loaded, total, lengthComputable } = event.detail;
  if (!form || !lengthComputable || total < 65536) return;
  let bar = form.querySelector("progress.upload");
  if (!bar) {
    bar = document.createElement("progress");
    bar.className = "upload";
    bar.max = 100;
    bar.setAttribute("aria-label", form.dataset.uploading);
    form.append(bar);
  }
  bar.value = (100 * loaded) / total;
});
