// Goes on to the place on the new page that the old address named; the page's <meta> knows only the page.
location.replace(document.querySelector("main a").href + location.hash);
