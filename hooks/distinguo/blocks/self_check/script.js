// Makes a self-check of its worksheet: shows the result, keeps the answers in this browser, and sends nothing anywhere.
// All HTML and all words are the page's; what is hidden in it comes out here, as what `data-do` says is done here.

import { counts, isStraightLine, nearTotals, score } from "./scoring.js";

const chosenIn = (item) => item.querySelector("input:checked");
const labelOf = (input) => input?.closest("label").querySelector(".self-check__label").textContent ?? "";
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const today = () => new Date().toLocaleDateString("sv"); // as 2026-11-24, where the reader is
const span = (reach) => (reach ? [...new Set(reach)].join("–") : "–");

// Sites below other paths of the same host share its storage: what this one keeps begins with its own path.
const sitePath = new URL("../..", import.meta.url).pathname.slice(1);

// Storage can be forbidden or full; then `attempt` gives `undefined`, and the page goes on without.
const KINDS = ["sessionStorage", "localStorage"];
function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}

class Part {
  constructor(section) {
    this.section = section;
    this.id = section.dataset.dimension;
    this.title = section.dataset.title;
    this.about = section.querySelector("[data-about]");
    this.statements = [...section.querySelectorAll("[data-statement]")];
    this.isReversed = this.statements.map((item) => "reversed" in item.dataset);
  }

  get isLeftOut() {
    return this.about !== null && chosenIn(this.about)?.value === "";
  }

  // What must be answered, the question whom it is about included.
  get items() {
    return [...(this.about ? [this.about] : []), ...(this.isLeftOut ? [] : this.statements)];
  }

  get answers() {
    return this.statements.map((item) => Number(chosenIn(item)?.value) || null);
  }

  get aboutLabel() {
    return this.about ? labelOf(chosenIn(this.about)) : "";
  }
}

class SelfCheck extends HTMLElement {
  connectedCallback() {
    if (this.dataset.state) return;
    const [statements, first, last] = this.dataset.line.split(" ").map(Number);
    this.line = { statements, first, last };
    this.options = Number(this.dataset.options);
    this.keyStart = `${sitePath}${this.dataset.name}/`;
    this.key = this.keyStart + this.dataset.fingerprint;
    this.pageTitle = document.title;
    this.day = today();
    this.parts = [...this.querySelectorAll("[data-dimension]")].map((section) => new Part(section));
    for (const name of ["status", "outdated", "earlier", "errors", "keep", "kept", "result", "advice", "date", "sentence", "numbers", "actions"]) {
      this[name] = this.querySelector(`.self-check__${name}`);
    }
    const live = ".self-check__progress, .self-check__show, .self-check__keeping, .self-check__actions";
    for (const element of this.querySelectorAll(live)) element.hidden = false;
    this.addEventListener("change", ({ target }) => (target === this.keep ? this.save() : this.change()));
    this.addEventListener("click", ({ target }) => this[target.closest("[data-do]")?.dataset.do]?.());
    // A page's own keys, such as the one that opens search, are not for who is answering.
    this.querySelector(".self-check__questions").addEventListener("keydown", (event) => event.stopPropagation());
    this.close();
    this.restore();
  }

  // Answering

  get items() {
    return this.parts.flatMap((part) => part.items);
  }

  get gaps() {
    return this.items.filter((item) => !chosenIn(item));
  }

  change() {
    this.day = today();
    const isOutdated = this.dataset.state === "result";
    this.close();
    this.status.textContent = "";
    this.outdated.textContent = isOutdated ? this.outdated.dataset.text : "";
    if (!this.errors.hidden) this.tell(this.gaps);
    this.save();
  }

  // Back to the worksheet, with all advice in it, for whoever prints it.
  close() {
    this.dataset.state = "answering";
    this.result.hidden = true;
    this.earlier.hidden = true;
    this.outdated.textContent = "";
    for (const element of this.advice.querySelectorAll("[hidden]")) element.hidden = false;
    for (const piece of this.advice.querySelectorAll("details")) piece.open = true;
    this.advice.hidden = false;
    for (const part of this.parts) part.section.querySelector(".self-check__statements").hidden = part.isLeftOut;
    const asked = this.parts.flatMap((part) => (part.isLeftOut ? [] : part.statements));
    const progress = { answered: asked.filter(chosenIn).length, all: asked.length };
    for (const line of this.querySelectorAll(".self-check__progress")) line.textContent = fill(line.dataset.text, progress);
  }

  clear() {
    for (const input of this.querySelectorAll("[data-statement] input")) input.checked = false;
    this.tell([]);
    this.close();
  }

  // Gaps

  tell(gaps) {
    for (const item of this.querySelectorAll(".self-check__item")) {
      const message = item.querySelector(".self-check__gap");
      message.hidden = !gaps.includes(item);
      if (message.hidden) item.removeAttribute("aria-describedby");
      else item.setAttribute("aria-describedby", message.id);
    }
    this.errors.querySelector("ul").replaceChildren(...gaps.map(linkToGap));
    this.errors.querySelector("button").hidden = !this.scores.some(({ zone }) => zone);
    this.errors.hidden = gaps.length === 0;
    document.title = gaps.length ? fill(this.errors.dataset.title, { title: this.pageTitle }) : this.pageTitle;
  }

  // The result

  get scores() {
    return this.parts.map((part) => ({
      part,
      ...(part.isLeftOut ? {} : score(part.answers, part.isReversed, this.options, this.line)),
    }));
  }

  show() {
    const gaps = this.gaps;
    if (gaps.length === 0) return this.anyway();
    this.close();
    this.tell(gaps);
    goTo(this.errors);
  }

  anyway() {
    this.tell([]);
    this.reveal();
    this.status.textContent = "";
    this.outdated.textContent = "";
    this.save();
    goTo(this.result.querySelector(".self-check__result-title"));
  }

  reveal() {
    const scores = this.scores;
    const zones = Object.fromEntries(scores.map(({ part, zone }) => [part.id, zone]));
    const counted = this.parts.filter((part) => zones[part.id]);
    const notes = {
      near: counted.some((part) => zones[part.id] === "near"),
      same: isStraightLine(counted.flatMap((part) => part.answers), counted.flatMap((part) => part.isReversed)),
    };
    const name = this.advise(zones);
    this.dataset.state = "result";
    this.result.hidden = false;
    const date = new Date(`${this.day}T12:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    this.date.textContent = fill(this.date.dataset.text, { date });
    this.sentence.textContent = this.say(scores, name);
    scores.forEach((one) => this.count(one));
    for (const plot of this.querySelectorAll("[data-plot]")) this.plot(plot, scores);
    for (const note of this.querySelectorAll("[data-note]")) note.hidden = !notes[note.dataset.note];
  }

  // Leave the advice that fits best: for the place, else for single dimensions, else for the places that are possible.
  // That for both sides of the line is folded. Gives the name of the one place that all dimensions clearly point to.
  advise(zones) {
    const pieces = [...this.advice.querySelectorAll("[data-levels]")].map((piece) => {
      const levels = piece.dataset.levels.split(" ").map((one) => one.split(":"));
      const [clear, open] = [(zone, level) => zone === level, (zone, level) => zone === "near" || zone === level].map(
        (fits) => levels.filter(([id, level]) => fits(zones[id], level)).length,
      );
      const unknown = levels.filter(([id]) => !zones[id]).length;
      return { piece, all: levels.length, clear, open, unknown };
    });
    const fitting = [
      ({ all, clear, open }) => all > 1 && clear && open === all,
      ({ all, open }) => all === 1 && open,
      ({ all, open, unknown }) => open && open + unknown === all,
    ].map((fits) => pieces.filter(fits)).find((found) => found.length) ?? [];
    let placeName = "";
    for (const one of pieces) {
      const { piece, all, clear } = one;
      const name = piece.querySelector(".self-check__name");
      piece.open = clear === all;
      piece.hidden = !fitting.includes(one);
      if (name) name.hidden = !piece.open;
      if (name && piece.open) placeName = name.textContent;
    }
    this.advice.hidden = !fitting.length;
    return placeName;
  }

  say(scores, name) {
    const { place, part: plain, partAbout, none } = this.sentence.dataset;
    if (!scores.some(({ zone }) => zone)) return none;
    const parts = scores.map(({ part, zone }) => {
      const about = part.isLeftOut ? "" : part.aboutLabel;
      return fill(about ? partAbout : plain, { title: part.title, about, zone: this.nameOf(part, zone) });
    });
    return [...(name ? [fill(place, { name })] : []), ...parts].join(" ");
  }

  nameOf(part, zone) {
    return this.numbers.dataset[part.isLeftOut ? "leftOut" : zone ?? "none"];
  }

  count({ part, answered, needed, total, zone }) {
    const texts = this.numbers.dataset;
    const values = { answered, needed, total, all: part.statements.length };
    const [totalCell, nearCell, zoneCell] = this.numbers.querySelector(`[data-row="${part.id}"]`).querySelectorAll("td");
    totalCell.textContent = part.isLeftOut ? "–" : fill(zone ? texts.total : texts.notEnough, values);
    nearCell.textContent = zone ? span(nearTotals(answered, this.line)) : "–";
    zoneCell.textContent = this.nameOf(part, zone);
  }

  // One plot for both dimensions where both have a score; else a strip for each that has one.
  plot(figure, scores) {
    const ids = figure.dataset.plot.split(" ");
    const shown = ids.map((id) => scores.find(({ part }) => part.id === id));
    const grid = this.querySelector('[data-plot*=" "]');
    const isGrid = grid && scores.every(({ zone }) => zone);
    figure.hidden = !shown.every(({ zone }) => zone) || (isGrid && figure !== grid);
    if (figure.hidden) return;
    const [x, y] = shown.map(({ total, answered }) => (100 * (total - answered)) / (answered * (this.options - 1)));
    const dot = figure.querySelector(".self-check__dot");
    dot.setAttribute("cx", `${x}%`);
    if (y !== undefined) dot.setAttribute("cy", `${100 - y}%`);
  }

  // What else the buttons do

  again() {
    this.clear();
    this.save();
    this.announce(this.status.dataset.again);
  }

  delete() {
    for (const input of this.querySelectorAll("[data-about] input")) input.checked = false;
    this.clear();
    this.keep.checked = false;
    for (const kind of KINDS) attempt(() => window[kind].removeItem(this.key));
    this.kept.textContent = this.kept.dataset.tab;
    this.announce(this.status.dataset.deleted);
  }

  announce(text) {
    this.status.textContent = text;
    goTo(this.status);
  }

  print() {
    window.print();
  }

  download() {
    const name = this.dataset.name.replaceAll("/", "-");
    const rows = this.parts.flatMap((part) => (part.isLeftOut ? [] : this.rows(part)));
    const csv = rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(","));
    const text = `\ufeff${[this.actions.dataset.columns, ...csv].join("\r\n")}\r\n`;
    const href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    Object.assign(document.createElement("a"), { href, download: `${name}-${this.day}.csv` }).click();
  }

  rows(part) {
    const beginning = [this.day, part.title, part.aboutLabel];
    const answers = part.statements.map((item, place) => {
      const chosen = chosenIn(item);
      const value = Number(chosen?.value) || null;
      return [...beginning, item.querySelector("legend").textContent, labelOf(chosen), value && counts(value, part.isReversed[place], this.options)];
    });
    const { total, zone } = score(part.answers, part.isReversed, this.options, this.line);
    return [...answers, [...beginning, this.numbers.dataset.totalName, this.nameOf(part, zone), total]].map((row) => row.map((cell) => cell ?? ""));
  }

  // What the browser keeps: the tab until it is closed, the device only where the reader asks for it.

  save() {
    const chosen = [...this.querySelectorAll("input[type=radio]:checked")].map((input) => [input.name, input.value]);
    const isShown = this.dataset.state === "result";
    const text = JSON.stringify({ answers: Object.fromEntries(chosen), day: this.day, isShown });
    const put = (kind) => attempt(() => (window[kind].setItem(this.key, text), true));
    const isKept = put("sessionStorage");
    const isOnDevice = this.keep.checked && put("localStorage");
    if (!isOnDevice) attempt(() => localStorage.removeItem(this.key));
    this.keep.checked = Boolean(isOnDevice);
    this.kept.textContent = this.kept.dataset[isOnDevice ? "device" : isKept ? "tab" : "nowhere"];
  }

  restore() {
    const isOutdated = KINDS.map((kind) => attempt(() => this.dropOutdated(window[kind]))).some(Boolean);
    const [inTab, onDevice] = KINDS.map((kind) => attempt(() => JSON.parse(window[kind].getItem(this.key))));
    const saved = inTab ?? onDevice;
    this.keep.checked = Boolean(onDevice);
    this.kept.textContent = onDevice ? this.kept.dataset.device : this.kept.dataset.tab;
    if (isOutdated && !saved) this.status.textContent = this.status.dataset.changed;
    if (saved?.answers || isOutdated) {
      for (const input of this.querySelectorAll("input[type=radio]")) {
        input.checked = saved?.answers?.[input.name] === input.value;
      }
    }
    this.day = saved?.day ?? this.day;
    this.close();
    if (saved?.isShown) this.reveal();
    this.earlier.hidden = !saved?.isShown;
  }

  // Forget what was answered to other questions; tells whether there was any.
  dropOutdated(storage) {
    const isOwn = (key) => key.startsWith(this.keyStart) && !key.slice(this.keyStart.length).includes("/");
    const outdated = Object.keys(storage).filter((key) => isOwn(key) && key !== this.key);
    for (const key of outdated) storage.removeItem(key);
    return outdated.length > 0;
  }
}

// Focus moves only here: where a button that the reader pressed leads.
function goTo(element) {
  element.focus({ preventScroll: true });
  element.scrollIntoView();
}

function linkToGap(item) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${item.querySelector("input").id}`;
  link.textContent = item.querySelector(".self-check__gap").textContent;
  entry.append(link);
  return entry;
}

customElements.define("self-check", SelfCheck);
