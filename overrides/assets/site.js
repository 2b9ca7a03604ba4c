// What the pages do beyond being read: the color switch, the contents list that shows where one is, the meanings of
// terms, copying and printing, and search.
// Every page is complete without it.

const root = document.documentElement;
const byId = (id) => document.getElementById(id);

// The color scheme follows the system until the reader chooses; a choice that agrees with the system is forgotten.

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const schemeSwitch = byId("scheme-switch");

function isDark() {
  return root.dataset.scheme ? root.dataset.scheme === "dark" : systemIsDark.matches;
}

function labelSchemeSwitch() {
  const label = isDark() ? schemeSwitch.dataset.toLight : schemeSwitch.dataset.toDark;
  schemeSwitch.title = label;
  schemeSwitch.setAttribute("aria-label", label);
}

function choose(scheme) {
  const isChoice = (scheme === "dark") !== systemIsDark.matches;
  root.dataset.scheme = isChoice ? scheme : "";
  try {
    if (isChoice) localStorage.setItem("scheme", scheme);
    else localStorage.removeItem("scheme");
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
  labelSchemeSwitch();
}

schemeSwitch.hidden = false;
schemeSwitch.addEventListener("click", () => choose(isDark() ? "light" : "dark"));
systemIsDark.addEventListener("change", labelSchemeSwitch);
labelSchemeSwitch();

// The contents list stands open where it has a column of its own, and marks the last heading that has been passed.

const contents = document.querySelector(".contents");

function markPlace(links) {
  const passed = links.filter((link) => byId(decodeURIComponent(link.hash.slice(1)))?.getBoundingClientRect().top < 120);
  const isAtEnd = innerHeight + scrollY >= root.scrollHeight - 1;
  for (const link of links) link.removeAttribute("aria-current");
  (isAtEnd ? links : passed).at(-1)?.setAttribute("aria-current", "true");
}

if (contents) {
  const links = [...contents.querySelectorAll("a")];
  contents.querySelector("details").open = matchMedia("(min-width: 60em)").matches;
  let isWaiting = false;
  addEventListener("scroll", () => {
    if (!isWaiting) requestAnimationFrame(() => { markPlace(links); isWaiting = false; });
    isWaiting = true;
  }, { passive: true });
}

// A term says what it means while the pointer or the focus is on it. A finger has neither: its first tap shows the
// meaning, its second follows the link. Escape hides it (WCAG 2.2, 1.4.13).

const tip = byId("tip");
let explained;

function explain(term, isTouch) {
  if (explained === term) return;
  hideTip();
  explained = term;
  tip.textContent = term.dataset.short;
  if (isTouch) tip.append(Object.assign(document.createElement("small"), { textContent: tip.dataset.tapAgain }));
  term.setAttribute("aria-describedby", "tip");
  tip.showPopover();
  const line = term.getClientRects()[0], box = tip.getBoundingClientRect(), edge = 16;
  const isBelow = line.bottom + box.height < innerHeight;
  const left = Math.max(edge, Math.min(line.left, root.clientWidth - box.width - edge));
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${(isBelow ? line.bottom : line.top - box.height) + scrollY}px`;
}

function hideTip() {
  explained?.removeAttribute("aria-describedby");
  explained = null;
  tip.hidePopover();
}

const termAt = (event) => event.target.closest?.("[data-short]");
if (tip.showPopover) {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || tip.contains(event.target)) return;
    const term = termAt(event);
    if (term) explain(term);
    else if (explained && explained !== document.activeElement) hideTip();
  });
  document.addEventListener("focusin", (event) => {
    const term = termAt(event);
    if (term?.matches(":focus-visible")) explain(term);
    else if (!term && explained) hideTip();
  });
  document.addEventListener("click", (event) => {
    const term = termAt(event);
    if (term && term !== explained && event.pointerType === "touch") {
      event.preventDefault();
      explain(term, true);
    } else if (explained && !tip.contains(event.target)) hideTip();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && explained) hideTip();
  });
}

// Copying: the texts that have a button, and the address behind the mark of a heading.

const said = byId("said");

async function copy(text) {
  await navigator.clipboard.writeText(text);
  said.textContent = said.dataset.copied;
  setTimeout(() => { said.textContent = ""; }, 2000);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(byId(button.dataset.copies).textContent.trim()));
  }
  for (const link of document.querySelectorAll(".headerlink")) link.addEventListener("click", () => copy(link.href));
}

const print = document.querySelector(".print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// Search costs nothing until it is opened: then the index and Material's search worker are fetched, once.

const SETUP = 0, QUERY = 2, RESULT = 3; // the worker's kinds of message; it answers a setup with 1
const dialog = byId("search");
const input = byId("search-words");
const [status, results] = [".search__status", ".search__results"].map((name) => dialog.querySelector(name));
let worker;
let isReady = false;

async function startWorker() {
  worker = new Worker(dialog.dataset.worker);
  worker.addEventListener("message", ({ data }) => {
    if (data.type === RESULT) return show(data.data.items);
    isReady = true;
    ask();
  });
  const index = await (await fetch(dialog.dataset.index)).json();
  worker.postMessage({ type: SETUP, data: { ...index, options: {} } });
}

function ask() {
  if (!isReady) return;
  if (input.value.trim()) worker.postMessage({ type: QUERY, data: input.value });
  else show([]);
}

function plain(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

function show(groups) {
  const asked = input.value.trim().toLowerCase();
  const isNamed = (hit) => plain(hit.title).toLowerCase().includes(asked); // what is called so comes first
  const hits = groups.flat().filter((hit) => hit.score > 0).sort((one, other) => isNamed(other) - isNamed(one) || other.score - one.score);
  const pages = new Map(groups.flat().filter((hit) => !hit.location.includes("#")).map((hit) => [hit.location, hit]));
  status.textContent = !input.value.trim() ? "" : hits.length ? `${dialog.dataset.found} ${hits.length}` : dialog.dataset.nothing;
  results.replaceChildren(...hits.slice(0, 30).map((hit) => result(hit, pages.get(hit.location.split("#")[0]))));
}

function result(hit, page) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = dialog.dataset.base + hit.location;
  link.textContent = plain(hit.title);
  link.addEventListener("click", () => dialog.close());
  item.append(link);
  if (page && page !== hit) item.append(Object.assign(document.createElement("p"), { className: "search__page", textContent: plain(page.title) }));
  const text = plain(hit.text);
  if (text) item.append(Object.assign(document.createElement("p"), { textContent: text.length > 160 ? `${text.slice(0, 160)}…` : text }));
  return item;
}

function openSearch() {
  dialog.showModal();
  if (!worker) startWorker();
}

byId("search-open").hidden = false;
byId("search-open").addEventListener("click", openSearch);
input.addEventListener("input", ask);
dialog.querySelector("form").addEventListener("submit", (event) => {
  const first = results.querySelector("a");
  if (event.submitter?.className !== "search__close" || document.activeElement === input) {
    event.preventDefault();
    first?.click();
  }
});
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && !dialog.open) {
    event.preventDefault();
    openSearch();
  }
});
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [input, ...results.querySelectorAll("a")];
  const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  if (next >= 0 && next < stops.length) {
    event.preventDefault();
    stops[next].focus();
  }
});
