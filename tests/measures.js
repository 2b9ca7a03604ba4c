// What tests measure on a page, as window.measure: each measure gives the faults it finds, in words.

(() => {
  const lineage = (element) => (element ? [element, ...lineage(element.parentElement)] : []);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const drawing = (element) => element.closest("svg");
  const crosses = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

  function named(node) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    return `${element.localName}.${element.getAttribute("class") ?? ""} “${node.textContent.trim().slice(0, 40)}”`;
  }

  // Texts

  // What only screen readers get, and the skip link until it has the focus.
  const isForNoEye = (element) =>
    element.matches(".skip:not(:focus)") || (getComputedStyle(element).position === "absolute" && element.clientWidth <= 1);

  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !lineage(element).some(isForNoEye);

  function allTexts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) if (walker.currentNode.data.trim()) found.push(walker.currentNode);
    return found;
  }

  const texts = (root) => allTexts(root).filter((text) => isSeen(text.parentElement));

  // A line's letters take the middle half of its height: boxes of letters are higher than letters.
  function lines(text) {
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...range.getClientRects()].map(({ left, right, top, bottom }) => {
      const quarter = (bottom - top) / 4;
      return { text, left: left + 1, right: right - 1, top: top + quarter, bottom: bottom - quarter };
    });
  }

  // What does not fit: a page wider than its window, what is cut off, and texts over each other.

  // A box of its own that the keyboard can scroll.
  const scrolls = (element) => element.tabIndex >= 0 && getComputedStyle(element).overflowX === "auto";

  function isCutOff(element) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const isWider = overflowX !== "visible" && element.scrollWidth > element.clientWidth && !scrolls(element);
    const isHigher = /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight;
    return (isWider || isHigher) && !element.matches("svg, svg *, input") && isSeen(element);
  }

  function isOutside(line) {
    const frame = drawing(line.text.parentElement)?.getBoundingClientRect();
    const isOffDrawing =
      frame && (line.left < frame.left || line.right > frame.right || line.top < frame.top || line.bottom > frame.bottom);
    const isOffPage = line.left < 0 || line.right > document.documentElement.clientWidth;
    return isOffDrawing || (isOffPage && !lineage(line.text.parentElement).some(scrolls));
  }

  function overlaps(sorted) {
    const found = [];
    sorted.forEach((line, number) => {
      for (let next = number + 1; next < sorted.length && sorted[next].top < line.bottom; next++) {
        if (crosses(line, sorted[next])) found.push(`over each other: ${named(line.text)}, ${named(sorted[next].text)}`);
      }
    });
    return found;
  }

  // Whether a line sticks out of the box that its words stand in.
  function isOutOfBox(line) {
    const box = lineage(line.text.parentElement).find((one) => !/inline$|contents/.test(getComputedStyle(one).display));
    const { left, right } = box.getBoundingClientRect();
    return !drawing(line.text.parentElement) && (line.left < left || line.right > right);
  }

  function misfits(root) {
    const page = document.scrollingElement, drawn = texts(root).flatMap(lines);
    const shapes = all("svg :is(rect, line, polyline)", root).map((shape) => [drawing(shape), shape.getBoundingClientRect()]);
    // A number may stand on a line of its own drawing.
    const isAcross = (line) =>
      shapes.some(([within, box]) => !within.contains(line.text) && crosses(line, box) && (line.left < box.left || line.right > box.right));
    return [
      ...(page.scrollWidth > page.clientWidth ? [`scrolls sideways by ${page.scrollWidth - page.clientWidth} px`] : []),
      ...[root, ...all("*", root)].filter(isCutOff).map((element) => `cut off: ${named(element)}`),
      ...drawn.filter(isOutside).map((line) => `outside: ${named(line.text)}`),
      ...drawn.filter(isOutOfBox).map((line) => `out of its box: ${named(line.text)}`),
      ...drawn.filter(isAcross).map((line) => `across a drawing: ${named(line.text)}`),
      ...overlaps(drawn.sort((one, other) => one.top - other.top)),
    ];
  }

  function spaceOut() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
  }

  // Each text becomes one word of a hundred letters, and each that a style sheet writes from an attribute, too.
  function lengthen(root) {
    const word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenbeschaffungsvorschriftendurchführungsverordnung";
    const isMark = (text) => text.data.trim().length < 3 || text.parentElement.matches(".citation, svg *");
    for (const text of texts(root).filter((one) => !isMark(one))) text.data = word;
    for (const element of all("[data-label]", root)) element.dataset.label = word;
  }

  // Forced colors

  function resolved(names) {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.forcedColorAdjust = "none";
    const colors = names.map((name) => {
      probe.style.color = name;
      return getComputedStyle(probe).color;
    });
    probe.remove();
    return colors;
  }

  const isClear = (color) => /, 0\)$/.test(color);
  const ink = (element) => getComputedStyle(element)[drawing(element) ? "fill" : "color"];

  // Gives what tells whether a color is one of the system's, and another than what lies behind an element.
  function systemColors() {
    const inks = resolved(["CanvasText", "LinkText", "VisitedText", "ButtonText", "ButtonBorder", "FieldText", "Highlight"]);
    const papers = resolved(["Canvas", "ButtonFace", "Field"]);
    const behind = (element) =>
      lineage(element).map((one) => getComputedStyle(one).backgroundColor).find((color) => !isClear(color)) ?? papers[0];
    return (color, element) =>
      inks.includes(color) && papers.includes(behind(element)) && color !== behind(element);
  }

  function unseenInForcedColors(root) {
    const isSeenOn = systemColors();
    const isFocusSeen = (stop) => {
      stop.focus();
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(stop);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && isSeenOn(outlineColor, stop.parentElement);
    };
    const isShapeSeen = (shape) => {
      const { stroke, fill } = getComputedStyle(shape);
      return isSeenOn(stroke === "none" ? fill : stroke, shape);
    };
    const shapes = all("svg :is(rect, circle, line, polyline, polygon, path)", root).filter(isSeen);
    const stops = all("a[href], button, input, summary", root).filter((stop) => stop.checkVisibility());
    return [
      ...texts(root).filter(({ parentElement }) => !isSeenOn(ink(parentElement), parentElement)),
      ...shapes.filter((shape) => !isShapeSeen(shape)),
      ...stops.filter((stop) => !isFocusSeen(stop)),
    ].map(named);
  }

  // Forced colors take the fill of a box away. Call this with colors, and the next measure without.
  function noteFilled() {
    for (const element of all("body *")) {
      const isFilled = !isClear(getComputedStyle(element).backgroundColor);
      element.toggleAttribute("data-filled", isFilled || element.matches("button, input:not([type=radio], [type=checkbox])"));
    }
  }

  function withoutBorder() {
    const isSeenOn = systemColors();
    const hasBorder = (element) => {
      const style = getComputedStyle(element);
      return ["Top", "Right", "Bottom", "Left"].some(
        (side) => parseFloat(style[`border${side}Width`]) > 0 && isSeenOn(style[`border${side}Color`], element.parentElement));
    };
    return all("[data-filled]").filter((element) => element.checkVisibility() && !hasBorder(element)).map(named);
  }

  // Links marked as current that look like another of their list in all but color.
  function markedByColorAlone() {
    const look = (link) => {
      const { textDecorationLine, fontWeight, borderStyle } = getComputedStyle(link);
      return [textDecorationLine, fontWeight, borderStyle].join();
    };
    return all("nav [aria-current]").filter((link) => {
      const others = all("a:not([aria-current])", link.closest("nav"));
      return others.some((other) => look(other) === look(link));
    }).map(named);
  }

  // Motion

  const styles = (element) => [null, "::before", "::after", "::backdrop"].map((part) => getComputedStyle(element, part));
  const isLong = (time) => parseFloat(time) > 0;

  function moving() {
    const isMoving = ({ transitionDuration, animationName, scrollBehavior }) =>
      transitionDuration.split(", ").some(isLong) || animationName !== "none" || scrollBehavior !== "auto";
    const running = document.getAnimations().map((one) => one.effect.target);
    return [...running, ...all("*").filter((element) => styles(element).some(isMoving))].map(named);
  }

  function repeating() {
    const isRepeated = ({ animationName, animationIterationCount }) =>
      animationName !== "none" && animationIterationCount.split(", ").some((count) => count !== "1");
    const isMoving = (element) => element.matches("marquee, blink, video, svg :is(animate, animateTransform, animateMotion, set)");
    return all("*").filter((element) => isMoving(element) || styles(element).some(isRepeated)).map(named);
  }

  // From now on, whatever starts to move is noted, and each height that the page is scrolled to.
  function noteMotion() {
    const moved = [], heights = new Set();
    const note = ({ target, type }) => moved.push(`${type}: ${named(target)}`);
    for (const type of ["animationstart", "transitionrun"]) addEventListener(type, note, true);
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (...told) {
      note({ target: this, type: "animate()" });
      return animate.apply(this, told);
    };
    addEventListener("scroll", () => heights.add(scrollY));
    window.noted = { moved, heights };
  }

  function heightsWhileScrolling(start) {
    noted.heights.clear();
    return new Promise((done) => {
      addEventListener("scrollend", () => done([...noted.heights]), { once: true });
      setTimeout(done, 5000, []); // nothing was scrolled
      start();
    });
  }

  // Paper

  function lostOnPaper(root) {
    const seen = new Set(texts(root));
    const forScreens = "nav, .headerlink, .sources__back, button, [hidden], [class$=__progress], [class$=__keeping]";
    const isForScreens = (text) => text.parentElement.closest(forScreens);
    return allTexts(root).filter((text) => !seen.has(text) && !isForScreens(text)).map(named);
  }

  function hex(color) {
    const brush = new OffscreenCanvas(1, 1).getContext("2d");
    brush.fillStyle = color;
    brush.fillRect(0, 0, 1, 1);
    const channels = [...brush.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
  }

  const inks = (root) => [...new Set(texts(root).map((text) => hex(ink(text.parentElement))))];
  const paper = () => hex(getComputedStyle(document.body).backgroundColor);

  // The parts of tables that are none on paper, and rows that a page may end in.
  function tornTables(root) {
    const displays = {
      table: "table", thead: "table-header-group", tbody: "table-row-group", tr: "table-row", th: "table-cell", td: "table-cell",
    };
    const isWhole = (part) => {
      const { display, position, breakInside } = getComputedStyle(part);
      const isLabelled = !["none", "normal"].includes(getComputedStyle(part, "::before").content);
      const isTorn = part.localName === "tr" && breakInside !== "avoid";
      return display === displays[part.localName] && position === "static" && !isTorn && !isLabelled;
    };
    return all("table, table :is(thead, tbody, tr, th, td)", root).filter((part) => !isWhole(part)).map(named);
  }

  // Links out of the site whose address is neither in their text nor printed behind it. A DOI is an address.
  function lostAddresses(root) {
    const isLost = (link) => {
      const address = link.getAttribute("href").replace("https://doi.org/", "doi:").replace("mailto:", "");
      return !`${link.textContent} ${getComputedStyle(link, "::after").content}`.includes(address);
    };
    return all("a:is([href^=http], [href^=mailto])", root).filter(isLost).map((link) => link.outerHTML);
  }

  function paperMargins() {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).flatMap((rule) => [rule, ...(rule.cssRules ?? [])]);
    const pages = rules.filter((rule) => rule instanceof CSSPageRule);
    return pages.flatMap(({ style }) => [style.marginTop, style.marginRight, style.marginBottom, style.marginLeft]);
  }

  // The keyboard and the finger

  // Radio buttons of one name in one form are one stop: the first, while none is chosen.
  const leadsItsGroup = (element) =>
    element.type !== "radio" || element === all("input").find(({ name, form }) => name === element.name && form === element.form);
  const takesFocus = (element) =>
    element.tabIndex >= 0 && element.matches("a[href], button, input, summary, [tabindex]") && leadsItsGroup(element) && element.checkVisibility();
  const stops = () => all("*").filter(takesFocus).length;
  const isLastStop = () => document.activeElement === all("*").filter(takesFocus).at(-1);

  // What has the focus, if none of its boxes lies on top, at its middle and in the window.
  function hiddenFocus() {
    const stop = document.activeElement;
    const isOnTop = [...stop.getClientRects()].some(({ left, right, top, bottom }) =>
      stop.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)));
    return isOnTop ? [] : [stop.outerHTML.slice(0, 120)];
  }

  // From now on, each stop of the Tab key is counted, and noted if it is hidden.
  function noteStops() {
    window.noted = { stops: 0, hidden: [] };
    const note = () => {
      noted.stops++;
      noted.hidden.push(...hiddenFocus());
    };
    addEventListener("keyup", note, true); // by then the focus has moved, and the page with it
  }

  const TARGET = 24;
  const gap = (one, other) => Math.hypot(
    Math.max(one.left - other.x, 0, other.x - one.right), Math.max(one.top - other.y, 0, other.y - one.bottom));

  // Whether a link stands in a sentence or a list of words, whose lines set its height.
  function isInSentence(link) {
    const own = link.textContent.trim(), block = lineage(link).find((one) => getComputedStyle(one).display !== "inline");
    return getComputedStyle(link).display === "inline" && block.textContent.replace("¶", "").trim() !== own;
  }

  // WCAG 2.5.8: targets of 24 by 24 px, or smaller ones with a circle of that width around them free of other targets.
  function smallTargets(root) {
    const targets = all("a[href], button, input, summary, label[for]", root).filter((target) => target.checkVisibility());
    const boxes = new Map(targets.map((target) => [target, target.getBoundingClientRect()]));
    const isSmall = (target) => Math.min(boxes.get(target).width, boxes.get(target).height) < TARGET;
    const center = ({ left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });
    const isCrowded = (target) => targets.some((other) => {
      if (other === target) return false;
      const middle = center(boxes.get(target));
      const [near, radius] = isSmall(other)
        ? [Math.hypot(middle.x - center(boxes.get(other)).x, middle.y - center(boxes.get(other)).y), TARGET]
        : [gap(boxes.get(other), middle), TARGET / 2];
      return near < radius;
    });
    return targets
      .filter((target) => isSmall(target) && !isForNoEye(target) && !isInSentence(target) && isCrowded(target))
      .map((target) => `${named(target)} ${boxes.get(target).width} × ${boxes.get(target).height}`);
  }

  window.measure = {
    heightsWhileScrolling, inks, isLastStop, lengthen, lostAddresses, lostOnPaper, markedByColorAlone, misfits, moving, noteFilled,
    noteMotion, noteStops, paper, paperMargins, repeating, smallTargets, spaceOut, stops, tornTables, unseenInForcedColors, withoutBorder,
  };
})();
