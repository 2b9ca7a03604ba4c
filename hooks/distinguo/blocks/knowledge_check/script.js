// Promotes the knowledge checks of a page. The HTML is complete without it: what is shown here stands there,
// and is moved rather than copied. Nothing is stored, and the focus moves only where a pressed button sends it.

const fill = (text, numbers) => text.replace(/\{(\w+)\}/g, (_, name) => numbers[name]);

class Situation {
  constructor(section, piece, whenChanged) {
    this.heading = section.querySelector("h3");
    this.form = section.querySelector("form");
    this.answer = section.querySelector("details");
    this.parts = [...this.answer.children]; // in the order in which they read before anything is chosen
    this.right = section.dataset.answer;
    this.piece = piece;
    this.feedback = piece("situation__feedback");
    this.rest = piece("situation__rest");
    this.addChoice();
    this.form.after(this.feedback, this.answer);
    this.answer.hidden = true;
    // Keys pressed here choose and check; the page's own shortcuts do not hear of them.
    this.form.addEventListener("keydown", (event) => event.stopPropagation());
    // A verdict is about the choice that was checked; with another choice it goes.
    this.form.addEventListener("change", () => {
      this.hint.replaceChildren();
      if (!this.isChecked) return;
      this.takeBack();
      whenChanged(this);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.check()) return;
      whenChanged(this);
      this.feedback.scrollIntoView({ block: "nearest" }); // the focus stays on the button
    });
  }

  addChoice() {
    const list = this.form.querySelector("ul");
    list.setAttribute("role", "presentation"); // radios tell their number themselves
    for (const item of list.children) {
      const label = document.createElement("label");
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: "option", value: item.dataset.option });
      label.append(radio, ...item.childNodes);
      item.append(label);
    }
    this.hint = this.piece("situation__hint");
    this.hint.id = `${this.heading.id}--hint`;
    this.form.querySelector("fieldset").setAttribute("aria-describedby", this.hint.id);
    this.form.append(this.hint, this.piece("situation__check"));
  }

  get isChecked() {
    return this.feedback.hasChildNodes();
  }

  get isMissed() {
    return this.isChecked && this.chosen !== this.right;
  }

  get title() {
    return this.heading.firstChild.textContent;
  }

  part(name) {
    return this.parts.find((part) => part.classList.contains(name));
  }

  reason(option) {
    return this.parts.find((part) => part.dataset.option === option);
  }

  check() {
    const chosen = this.form.elements.option.value;
    if (!chosen) {
      this.hint.textContent = this.hint.dataset.text;
      return false;
    }
    this.takeBack();
    this.chosen = chosen;
    const isRight = chosen === this.right;
    this.feedback.append(
      this.piece("situation__verdict", isRight ? "agreed" : "missed"),
      this.reason(chosen),
      this.part("situation__clue"),
      ...(isRight ? [] : [this.piece("situation__page-says"), this.reason(this.right)]),
      this.part("situation__more"),
    );
    this.feedback.dataset.verdict = isRight ? "agreed" : "missed";
    const others = this.parts.filter((part) => part.dataset.option && !this.feedback.contains(part));
    this.rest.append(...others);
    if (others.length) this.feedback.after(this.rest);
    this.answer.remove();
    return true;
  }

  // Back to the answer as it was before it was shown.
  takeBack() {
    this.answer.append(...this.parts);
    this.feedback.replaceChildren();
    this.feedback.after(this.answer);
    this.rest.remove();
    this.rest.open = false;
  }

  clear() {
    this.takeBack();
    this.form.reset();
    this.hint.replaceChildren();
  }

  focus() {
    this.heading.tabIndex = -1;
    this.heading.focus();
  }
}

customElements.define("knowledge-check", class extends HTMLElement {
  connectedCallback() {
    const { content } = this.querySelector("template");
    const piece = (name, verdict) =>
      content.querySelector(`.${name}${verdict ? `[data-verdict="${verdict}"]` : ""}`).cloneNode(true);
    this.situations = [...this.querySelectorAll(".situation")].map(
      (section) => new Situation(section, piece, (situation) => this.whenChanged(situation)),
    );
    this.end = piece("situation__end");
    this.progress = piece("knowledge-check__progress");
    this.result = piece("knowledge-check__result");
    this.append(this.progress, this.result);
    for (const button of this.result.querySelectorAll("button")) {
      button.addEventListener("click", () => this.clear(button.dataset.clears));
    }
    this.showResult();
    addEventListener("hashchange", () => this.leadToHidden());
  }

  get isDone() {
    return this.situations.every((situation) => situation.isChecked);
  }

  get missed() {
    return this.situations.filter((situation) => situation.isMissed);
  }

  whenChanged(situation) {
    // Said with the reason, in one go: whoever does not see the end of the page learns that there is one.
    if (situation.isChecked && this.isDone) situation.feedback.append(this.end);
    this.showResult();
  }

  showResult() {
    const { missed } = this;
    const all = this.situations.length;
    const checked = this.situations.filter((situation) => situation.isChecked).length;
    this.progress.hidden = this.isDone;
    this.progress.textContent = fill(this.progress.dataset.text, { checked, all });
    this.result.hidden = !this.isDone;
    const agreement = this.result.querySelector(".knowledge-check__agreement");
    agreement.textContent = fill(agreement.dataset.text, { right: all - missed.length, all });
    this.result.querySelector("ul").replaceChildren(...missed.map(asItem));
    for (const part of this.result.querySelectorAll(".knowledge-check__missed, [data-clears=missed]")) {
      part.hidden = !missed.length;
    }
  }

  clear(which) {
    const cleared = which === "missed" ? this.missed : this.situations;
    for (const situation of cleared) situation.clear();
    this.end.remove();
    this.showResult();
    cleared[0].focus();
  }

  // A source may lead back to a citation in an answer that is not shown yet: then to its situation.
  leadToHidden() {
    const target = document.getElementById(location.hash.slice(1));
    const answer = this.contains(target) && target.closest(".situation__answer");
    if (answer) answer.closest(".situation").scrollIntoView();
  }
});

function asItem(situation) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${situation.heading.id}`;
  link.textContent = situation.title;
  item.append(link, situation.part("situation__more").cloneNode(true));
  return item;
}
