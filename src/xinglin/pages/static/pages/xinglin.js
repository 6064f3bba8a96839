// Behaviour of the pages. No inline handlers, no requests to other hosts, no eval (strict CSP).
"use strict";

const drawer = document.getElementById("drawer");

// --- menu, network, drafts that were saved ---------------------------------------------------
document.querySelector(".menu-button")?.addEventListener("click", (event) => {
  const open = document.getElementById("menu").classList.toggle("open");
  event.currentTarget.setAttribute("aria-expanded", String(open));
});
for (const kind of ["online", "offline"]) {
  window.addEventListener(kind, () => { document.getElementById("offline").hidden = navigator.onLine; });
}
document.addEventListener("htmx:sendError", () => { document.getElementById("offline").hidden = false; });
document.addEventListener("htmx:afterOnLoad", () => { document.getElementById("offline").hidden = true; });
const forget = document.querySelector("[data-forget-draft]");
if (forget) localStorage.removeItem("draft:" + forget.dataset.forgetDraft);

// --- drawer beside a list: the address names it, Esc closes ----------------------------------
function openDrawer(address, name) {
  drawer.hidden = false;
  drawer.setAttribute("aria-busy", "true");
  if (!drawer.firstElementChild) drawer.textContent = "正在打开……";
  window.htmx.ajax("GET", address, { target: "#drawer", swap: "innerHTML" })
    .finally(() => drawer.removeAttribute("aria-busy"));
  history.replaceState(null, "", "#" + (name || "open=" + encodeURIComponent(address)));
}
function closeDrawer() {
  if (!drawer || drawer.hidden) return false;
  drawer.hidden = true;
  drawer.textContent = "";
  const row = document.querySelector("tr.chosen");
  row?.classList.remove("chosen");
  (row || opener)?.focus?.({ preventScroll: true });
  history.replaceState(null, "", location.pathname + location.search);
  return true;
}
let opener = null;
function choose(row) {
  document.querySelectorAll("tr.chosen").forEach((other) => other.classList.remove("chosen"));
  row.classList.add("chosen");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  openDrawer(row.dataset.drawer);
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) { closeDrawer(); return; }
  const door = event.target.closest("[data-door]");
  if (door) { event.preventDefault(); opener = door; openDrawer(door.dataset.door); return; }
  const row = event.target.closest("tr[data-drawer]");
  if (row && !event.target.closest("a, button, input")) choose(row);
  document.querySelectorAll("details.popup[open]").forEach((popup) => {
    if (!popup.contains(event.target)) popup.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const popup = document.querySelector("details.popup[open]");
    if (popup) popup.open = false; else closeDrawer();
    return;
  }
  const row = event.target.closest?.("tr[data-drawer]") || document.querySelector("tr.chosen");
  const typing = event.target.closest?.("input, textarea, select, button, a, [role=listbox]");
  if (!row || typing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    if (next?.dataset.drawer) { event.preventDefault(); choose(next); }
  } else if (event.key === "Enter") {
    location.assign(row.dataset.page);
  }
});
if (drawer && location.hash.startsWith("#open=")) {
  const address = decodeURIComponent(location.hash.slice(6));
  if (address.startsWith("/") && !address.startsWith("//")) {
    document.querySelector(`tr[data-drawer="${CSS.escape(address)}"]`)?.classList.add("chosen");
    window.addEventListener("load", () => openDrawer(address));
  }
}

// --- chosen columns ------------------------------------------------------------------------------
document.querySelector("[data-columns]")?.addEventListener("submit", (event) => {
  const chosen = [...event.target.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value);
  event.target.elements.columns.value = chosen.join(",");
});

// --- finder of places and institutions ---------------------------------------------------------
function setUpFinder(box) {
  const [code, text] = box.querySelectorAll("input");
  const list = box.querySelector(".found");
  let timer = 0, at = -1;
  const rows = () => [...list.children];
  const show = (open) => { list.hidden = !open; text.setAttribute("aria-expanded", String(open)); };
  const mark = () => rows().forEach((row, i) => {
    row.setAttribute("aria-selected", String(i === at));
    if (i === at) { text.setAttribute("aria-activedescendant", row.id); row.scrollIntoView({ block: "nearest" }); }
  });
  const take = (row) => {
    code.value = row.dataset.code; text.value = row.dataset.full; show(false);
    code.dispatchEvent(new CustomEvent("xinglin:taken", { bubbles: true }));
  };
  text.addEventListener("input", () => {
    code.value = text.value.trim();  // what is typed is judged as it is, unless a row is taken
    clearTimeout(timer);
    if (!code.value) { show(false); return; }
    timer = setTimeout(async () => {
      const answer = await fetch(box.dataset.finder + "?q=" + encodeURIComponent(code.value));
      if (!answer.ok) return;
      const found = (await answer.json()).rows;
      list.replaceChildren(...found.map((row, i) => {
        const line = document.createElement("li");
        line.id = list.id + "-" + i; line.setAttribute("role", "option");
        line.dataset.code = row.code; line.dataset.full = row.full;
        line.append(row.full + " ");
        const small = document.createElement("small"); small.textContent = row.code; line.append(small);
        return line;
      }));
      at = found.length ? 0 : -1; mark(); show(found.length > 0);
    }, 200);
  });
  text.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault(); at = (at + (event.key === "ArrowDown" ? 1 : rows().length - 1)) % rows().length; mark();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault(); event.stopPropagation(); take(rows()[at]);
    } else if (event.key === "Escape") { event.stopPropagation(); show(false); }
  });
  list.addEventListener("mousedown", (event) => {
    const row = event.target.closest("li");
    if (row) { event.preventDefault(); take(row); }
  });
  text.addEventListener("blur", () => show(false));
  const cascade = box.querySelector("[data-cascade]");
  if (cascade) setUpCascade(cascade, code, text);
}

// One select for each level, the next one appearing when there is a level below.
async function setUpCascade(cascade, code, text) {
  const ask = async (parent) => (await fetch(cascade.dataset.cascade + "?parent=" + parent)).json();
  const add = async (parent) => {
    const { rows } = await ask(parent);
    if (!rows.length) return;
    const select = document.createElement("select");
    select.className = "form-select"; select.setAttribute("aria-label", "逐级选择");
    select.append(new Option("逐级选择", ""), ...rows.map((row) => new Option(row.name, row.code)));
    select.addEventListener("change", async () => {
      while (select.nextElementSibling) select.nextElementSibling.remove();
      const row = rows.find((one) => one.code === select.value);
      if (!row) return;
      code.value = row.code; text.value = row.full;
      code.dispatchEvent(new CustomEvent("xinglin:taken", { bubbles: true }));
      if (row.has_parts) await add(row.code);
    });
    cascade.append(select);
  };
  await add(cascade.dataset.home);
}
document.querySelectorAll("[data-finder]").forEach(setUpFinder);

// --- form: check on leaving, drafts, Enter, Ctrl+Enter ------------------------------------------
const paper = document.getElementById("paper");
if (paper) {
  const key = "draft:" + paper.dataset.draft;
  const touched = paper.elements.touched;
  const skip = new Set(["csrfmiddlewaretoken", "touched", "draft_key", "version"]);
  const typed = () => Object.fromEntries([...new FormData(paper)].filter(([name]) => !skip.has(name)));
  const untouched = JSON.stringify(typed());
  const keep = () => {
    const now = JSON.stringify(typed());
    if (now !== untouched) localStorage.setItem(key, now);
  };
  const left = (name) => {
    const names = new Set(touched.value.split(",").filter(Boolean));
    names.add(name); touched.value = [...names].join(",");
    window.htmx.trigger(paper, "xinglin:check");
  };
  const nameOf = (input) => input.name || input.closest(".finder")?.querySelector("input[name]")?.name;
  paper.addEventListener("input", keep);
  paper.addEventListener("change", keep);
  paper.addEventListener("change", (event) => { if (event.target.type === "radio") left(event.target.name); });
  paper.addEventListener("xinglin:taken", (event) => { keep(); left(event.target.name); });
  paper.addEventListener("focusout", (event) => {
    const name = nameOf(event.target);
    if (name && event.target.matches("input, select, textarea") && event.target.type !== "radio"
        && !name.startsWith("reason") && name !== "again") left(name);
  });
  document.addEventListener("xinglin:told", (event) => {
    for (const [name, value] of Object.entries(event.detail)) {
      const input = paper.elements[name];
      if (!input) continue;
      if (input instanceof RadioNodeList) { if (!input.value) input.value = value; }
      else if (name in event.detail && !input.value) input.value = value;
    }
    keep();
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const item = event.target.closest?.(".item");
    item?.classList.toggle("has-errors", Boolean(item.querySelector(".problem-error")));
  });
  paper.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault(); paper.requestSubmit(paper.querySelector("[data-main]")); return;
    }
    if (!event.target.matches("input, select")) return;
    event.preventDefault();
    const inputs = [...paper.querySelectorAll("input:not([type=hidden]), select, textarea, button")]
      .filter((input) => !input.closest(".cascade") && input.offsetParent
        && !(input.type === "radio" && input.name === event.target.name && input !== event.target));
    inputs[inputs.indexOf(event.target) + 1]?.focus();
  });
  const stored = localStorage.getItem(key);
  if (stored && stored !== untouched && !document.getElementById("summary")) {
    const values = JSON.parse(stored);
    for (const [name, value] of Object.entries(values)) {
      const input = paper.elements[name];
      if (!input) continue;
      if (input.type === "checkbox") input.checked = true; else input.value = value;
      const shown = input.closest?.(".finder")?.querySelector("[role=combobox]");
      if (shown && value) shown.value = value;
    }
    document.getElementById("restored").hidden = false;
    document.getElementById("discard").addEventListener("click", () => {
      localStorage.removeItem(key); location.reload();
    });
  }
  document.getElementById("summary")?.focus();
}

// --- doors of figures: charts, report documents, forms inside the drawer ------------------------
window.xinglinOpen = (address) => { opener = document.activeElement; openDrawer(address); };
document.querySelector("[data-report-doors]")?.addEventListener("click", (event) => {
  const figure = event.target.closest("[data-figure]");
  if (!figure) return;
  opener = figure;
  const report = figure.closest("[data-report]").dataset.report;
  const base = event.currentTarget.dataset.reportDoors;
  openDrawer(`${base}?id=${encodeURIComponent(figure.dataset.figure)}&report=${encodeURIComponent(report)}`);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-door-form]");
  if (!form || !drawer.contains(form)) return;
  event.preventDefault();
  openDrawer(form.getAttribute("action") + "?" + new URLSearchParams(new FormData(form)));
});
if (matchMedia("(max-width: 800px)").matches) {
  document.querySelectorAll("details.filter-fold:not([data-set])").forEach((fold) => { fold.open = false; });
}
