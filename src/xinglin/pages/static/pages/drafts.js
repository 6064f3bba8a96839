// Drafts of long texts: kept in this browser while they are typed, until they are saved.
"use strict";

const written = document.querySelector("[data-draft-form]");
if (written) {
  const key = "draft:" + written.dataset.draftForm;
  const boxes = [...written.querySelectorAll("textarea")];
  const saved = Object.fromEntries(boxes.map((box) => [box.name, box.value]));
  const seen = (box) => written.elements["seen_" + box.name.slice("text_".length)];
  const changed = () => boxes.filter((box) => box.value.trim() !== saved[box.name].trim());
  const refused = written.hasAttribute("data-refused");
  const mark = () => {
    const unsaved = refused || changed().length > 0;
    for (const button of document.querySelectorAll("[data-needs-saved]")) {
      button.disabled = unsaved;
      button.title = unsaved ? "有没保存的文字，请先保存" : "";
    }
  };
  const keep = () => {
    // With each text goes the mark of what it was written over: a late draft meets the conflict.
    const draft = changed().map((box) => [box.name, { text: box.value, seen: seen(box).value }]);
    if (draft.length) localStorage.setItem(key, JSON.stringify(Object.fromEntries(draft)));
    else localStorage.removeItem(key);
    mark();
  };
  const stored = JSON.parse(localStorage.getItem(key) || "{}");
  const wanting = boxes.filter((box) => stored[box.name] && stored[box.name].text.trim() !== box.value.trim());
  if (!refused) {
    if (!wanting.length) localStorage.removeItem(key);
    for (const box of wanting) {
      box.value = stored[box.name].text;
      seen(box).value = stored[box.name].seen;
    }
    document.getElementById("draft-restored").hidden = !wanting.length;
    document.getElementById("draft-discard").addEventListener("click", () => {
      localStorage.removeItem(key);
      location.reload();
    });
  }
  written.addEventListener("input", keep);
  written.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); written.requestSubmit(); }
  });
  mark();
}
