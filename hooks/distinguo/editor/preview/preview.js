// Reloads a page of the preview when there is something new to see, and keeps a report folded that was folded.

(() => {
  const { version } = document.currentScript.dataset;
  const preview = document.getElementById("preview");
  const details = preview.querySelector("details");
  const said = preview.querySelector(".preview__said");
  const report = preview.querySelector(".preview__report")?.textContent ?? "";

  // What is told of again stays as it was left; something new to tell opens the overlay once more.
  if (details) {
    const [left, isOpen] = JSON.parse(sessionStorage.getItem("preview") ?? "[]");
    if (left === report) details.open = isOpen;
    addEventListener("pagehide", () => sessionStorage.setItem("preview", JSON.stringify([report, details.open])));
  }

  // What is scrolled can be scrolled by keyboard; a folded report shows how wide it is when it is opened.
  function letKeysScroll() {
    for (const excerpt of preview.querySelectorAll(".preview__excerpt")) {
      if (excerpt.scrollWidth > excerpt.clientWidth) excerpt.tabIndex = 0;
    }
  }
  details?.addEventListener("toggle", letKeysScroll);
  letKeysScroll();

  // Screen readers tell what comes into such a place, not what stands in it when the page is loaded.
  const news = preview.querySelector(".preview__restart, summary, h1");
  if (news) requestAnimationFrame(() => { said.textContent = news.textContent; });

  // Only the page in sight waits for news: browsers allow a host six waiting requests in all.
  let waiting;

  async function waitForNews() {
    waiting?.abort();
    if (document.visibilityState !== "visible") return;
    const { signal } = (waiting = new AbortController());
    let failures = 0;
    while (!signal.aborted) {
      try {
        const answer = await fetch(`/_preview/news?${version}`, { signal });
        if (!answer.ok) throw new Error(answer.statusText);
        if (await answer.text() !== version) return location.reload();
        failures = 0;
      } catch {
        if (!signal.aborted && ++failures === 2) tellThatItStopped();
      }
      await new Promise((go) => setTimeout(go, 1000)); // so that others wait in turn, where there are many
    }
  }

  function tellThatItStopped() {
    if (preview.querySelector(".preview__stopped")) return;
    const told = document.createElement("p");
    told.className = "preview__stopped";
    told.textContent = said.textContent = "The preview has been stopped: this page no longer follows your changes. Start it again.";
    preview.append(told);
  }

  document.addEventListener("visibilitychange", waitForNews);
  waitForNews();
})();
