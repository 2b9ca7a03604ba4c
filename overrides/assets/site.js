// What the pages do beyond being read: the color switch, the contents list that shows where one is, the meanings of
// terms, copying and printing, and the way into search.
// Every page is complete without it.

const root = document.documentElement;
const byId = (id) => document.getElementById(id);

// Sites below other paths of the same host share its storage: what this one keeps begins with its own path.
const path = new URL("..", document.currentScript.src).pathname.slice(1);
const kept = {
  setItem: (name, value) => { localStorage[path + name] = value; },
  removeItem: (name) => localStorage.removeItem(path + name),
};

// What cannot work says so, in the words for a page at an address, or for one that was opened from a file.
const isOnDisk = location.protocol === "file:";

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
    if (isChoice) kept.setItem("scheme", scheme);
    else kept.removeItem("scheme");
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
  const isCopied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  said.textContent = isCopied ? said.dataset.copied : said.dataset.notCopied;
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

// A block whose program did not come stays as it is without one.

addEventListener("load", () => {
  for (const block of document.querySelectorAll("article :not(:defined)")) {
    const textContent = isOnDisk ? said.dataset.noProgramOnDisk : said.dataset.noProgram;
    block.prepend(Object.assign(document.createElement("p"), { className: "no-program", textContent }));
  }
});

// Search costs nothing until it is opened: then its script, Material's search worker and the index are fetched, once.

const dialog = byId("search");
const searchParts = dialog.querySelectorAll("label, input");

async function openSearch() {
  for (const part of searchParts) part.hidden = false;
  dialog.showModal();
  try {
    const { load } = await import("./search.js");
    await load();
  } catch {
    dialog.querySelector(".search__status").textContent = isOnDisk ? dialog.dataset.failedOnDisk : dialog.dataset.failed;
    for (const part of searchParts) part.hidden = true;
    dialog.querySelector("button").focus();
  }
}

byId("search-open").hidden = false;
byId("search-open").addEventListener("click", openSearch);
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && !dialog.open) {
    event.preventDefault();
    openSearch();
  }
});
