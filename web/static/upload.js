// Uploads show how far they are; without scripts the form is simply sent. A page with faults is shown like any other.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest("form[data-upload]");
  const { loaded, total, lengthComputable } = event.detail;
  if (!form || !lengthComputable || total < 65536) return;
  let bar = form.querySelector("progress.upload");
  if (!bar) {
    bar = document.createElement("progress");
    bar.className = "upload";
    bar.max = 100;
    bar.setAttribute("aria-label", document.documentElement.lang === "en" ? "Upload" : "上传");
    form.append(bar);
  }
  bar.value = (100 * loaded) / total;
});
