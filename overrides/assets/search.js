// Search: asks Material's search worker, and shows what it finds. Fetched when a reader first opens the dialog.

const SETUP = 0, QUERY = 2, RESULT = 3; // the worker's kinds of message; it answers a setup with 1
const dialog = document.getElementById("search");
const input = document.getElementById("search-words");
const [status, results] = [".search__status", ".search__results"].map((name) => dialog.querySelector(name));
let worker, loading;

// Fetches the index and hands it to a worker, once: after an attempt that failed, the next one begins anew.
export function load() {
  loading ??= started().then((ready) => {
    worker = ready;
    ask();
  }, (reason) => {
    loading = undefined;
    throw reason;
  });
  return loading;
}

async function started() {
  const answer = await fetch(dialog.dataset.index);
  const index = answer.ok ? await answer.json() : null;
  if (!Array.isArray(index?.docs)) throw new Error("There is no index.");
  const starting = new Worker(dialog.dataset.worker);
  return new Promise((done, failed) => {
    starting.addEventListener("error", (event) => {
      event.preventDefault(); // it is told in the dialog
      failed(event);
    });
    starting.addEventListener("message", ({ data }) => (data.type === RESULT ? show(data.data.items) : done(starting)));
    starting.postMessage({ type: SETUP, data: { ...index, options: {} } });
  });
}

function links() {
  return [...results.querySelectorAll("a")];
}

function ask() {
  if (!worker) return;
  if (input.value.trim()) worker.postMessage({ type: QUERY, data: input.value });
  else show([]);
}

function plain(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

// Of a long text the part around the first word that was asked for.
function excerpt(text) {
  const [word] = input.value.trim().toLowerCase().split(/\s+/);
  const place = text.toLowerCase().indexOf(word);
  const start = place > 100 ? text.lastIndexOf(" ", place - 60) + 1 : 0;
  const end = start + 160 < text.length ? text.lastIndexOf(" ", start + 160) : text.length;
  return `${start ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}

function show(groups) {
  const asked = input.value.trim().toLowerCase();
  const isNamed = (hit) => plain(hit.title).toLowerCase().includes(asked); // what is called so comes first
  const hits = groups.flat().filter((hit) => hit.score > 0).sort((one, other) => isNamed(other) - isNamed(one) || other.score - one.score);
  const pages = new Map(groups.flat().filter((hit) => !hit.location.includes("#")).map((hit) => [hit.location, hit]));
  status.textContent = !input.value.trim() ? "" : hits.length ? `${dialog.dataset.found} ${hits.length}` : dialog.dataset.nothing;
  const place = links().indexOf(document.activeElement);
  results.replaceChildren(...hits.slice(0, 30).map((hit) => result(hit, pages.get(hit.location.split("#")[0]))));
  if (place >= 0) (links()[place] ?? input).focus(); // who is among the results when others come stays there
}

function result(hit, page) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = dialog.dataset.base + hit.location;
  link.textContent = plain(hit.title);
  link.addEventListener("click", () => dialog.close());
  item.append(link);
  if (page && page !== hit) item.append(Object.assign(document.createElement("p"), { className: "search__page", textContent: plain(page.title) }));
  const text = excerpt(plain(hit.text));
  if (text) item.append(Object.assign(document.createElement("p"), { textContent: text }));
  return item;
}

input.addEventListener("input", ask);
dialog.querySelector("form").addEventListener("submit", (event) => {
  const first = results.querySelector("a");
  if (event.submitter?.className !== "search__close" || document.activeElement === input) {
    event.preventDefault();
    first?.click();
  }
});
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [input, ...links()];
  const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  if (next >= 0 && next < stops.length) {
    event.preventDefault();
    stops[next].focus();
  }
});
