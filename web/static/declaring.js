// A fault's link puts the cursor on its place in the text; without this, it leads to the line's number.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  const text = document.getElementById("text");
  if (!link || !text) return;
  event.preventDefault();
  const lines = text.value.split("\n");
  const at = Math.min(Number(link.dataset.line), lines.length) - 1;
  const before = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
  // Columns count characters, a browser counts halves of the rarer ones.
  const characters = Array.from(lines[at]);
  const column = Math.min(Number(link.dataset.column) - 1, characters.length);
  const start = before + characters.slice(0, column).join("").length;
  const length = characters.slice(column, column + Number(link.dataset.length)).join("").length;
  text.focus({ preventScroll: true });
  text.setSelectionRange(start, start + length);
  const number = document.getElementById("L" + link.dataset.line);
  if (number) number.scrollIntoView({ block: "center" });
  const sheet = text.closest(".sheet");
  sheet.scrollLeft = 0;
});

// Where a browser does not fit the box to its text by itself.
document.addEventListener("input", (event) => {
  if (event.target.id !== "text" || CSS.supports("field-sizing", "content")) return;
  event.target.rows = event.target.value.split("\n").length + 1;
});

// What is typed and not saved outlives a session that ends meanwhile, in this window and until it is closed.
const form = document.getElementById("editor");
if (form) {
  const text = document.getElementById("text");
  const name = "duban:" + form.elements.file.value;
  if ("saved" in form.dataset) sessionStorage.removeItem(name);
  const kept = sessionStorage.getItem(name);
  const offer = document.getElementById("unsaved");
  offer.hidden = kept === null || kept === text.value;
  offer.querySelector("button").addEventListener("click", () => {
    text.value = kept;
    offer.hidden = true;
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  text.addEventListener("input", () => {
    try {
      sessionStorage.setItem(name, text.value);
    } catch {
      // Too long to be kept: then it is not.
    }
  });
}
