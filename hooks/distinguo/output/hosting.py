"""Turns the headers and the moved addresses of a site into the settings that hosts read: those of Netlify and
Cloudflare Pages (`_headers`, `_redirects`), and those of an nginx (`_nginx.conf`).

`path` is that of the site's address on its host, with a slash at its end: plain words, which mean the same everywhere
(see `web_addresses.judge_site`). The addresses of pages are written with `%` where they hold anything else, and nginx
compares them as they are without it. A header's value holds no line end, quote or `$`, since nothing that is typed gets
into one but origins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

# A file whose name holds a hash of its content never changes: `search.a7633da7.min.js`.
_NAMED_BY_CONTENT = r"\.[0-9a-f]{8}\.min\.(css|js)$"
_FOREVER = "public, max-age=31536000, immutable"
_MOVE = "location = {} {{ absolute_redirect off; return 301 {}$is_args$args; }}\n"
_ASK_AGAIN = "no-cache"  # a browser may keep it, and asks each time whether it is still the same


def headers_file(headers: Mapping[str, str], path: str) -> str:
    """The file `_headers`. Search engines are asked to leave out the Markdown twins, which repeat their pages."""
    for_all = "".join(f"  {name}: {value}\n" for name, value in headers.items())
    return f"{path}*\n{for_all}\n{path}*.md\n  X-Robots-Tag: noindex\n"


def redirects_file(moved: Mapping[str, str], path: str) -> str:
    """The file `_redirects`. Cloudflare Pages goes by it first, Netlify by the redirect pages, which lead on as well.

    No line has a pattern, since hosts allow few of these.
    """
    return "".join(f"{path}{old} {path}{new} 301\n" for old, new in moved.items())


def nginx_conf(headers: Mapping[str, str], moved: Mapping[str, str], path: str) -> str:
    """The file `_nginx.conf`, to be included in the `server` of an nginx whose root has the site at its `path`."""
    for_all = "\n".join(f'  add_header {name} "{value}" always;' for name, value in headers.items())
    moves = "".join("  " + _MOVE.format(_as_nginx_has_it(path + old), path + new) for old, new in moved.items())
    # Outside of its location, nginx would send who forgets the slash to an address of its own making.
    slash = _MOVE.format(path.rstrip("/"), path) if path != "/" else ""
    return f"""\
# For the server {{ … }} of an nginx: include it there, and reload nginx when it changes. Each build writes it anew.
set $distinguo_cache "{_ASK_AGAIN}";
set $distinguo_robots "";
{slash}location {path} {{
  index index.html;
  error_page 404 {path}404.html;
  absolute_redirect off;
  charset utf-8;
  charset_types text/css text/plain text/xml application/json application/javascript image/svg+xml;
  gzip_static on;
  gzip_vary on;

{for_all}
  add_header Cache-Control $distinguo_cache always;
  add_header X-Robots-Tag $distinguo_robots always;

  # Its name changes with its content.
  location ~ "{_NAMED_BY_CONTENT}" {{
    set $distinguo_cache "{_FOREVER}";
  }}
  # The Markdown twins repeat their pages; search engines are asked to leave them out.
  location ~ "\\.md$" {{
    set $distinguo_robots noindex;
    types {{ }}
    default_type "text/markdown; charset=utf-8";
  }}
  # Settings of hosts are nobody else's business.
  location ~ "/_[^/]*$" {{
    return 404;
  }}
{moves}}}
"""


def _as_nginx_has_it(url: str) -> str:
    """The path of an address as nginx compares it: without `%`, and in quotes where it holds what its files give a
    meaning to."""
    path = unquote(url)
    return path if re.fullmatch("[A-Za-z0-9._~/-]+", path) else '"{}"'.format(re.sub(r'(["\\])', r"\\\1", path))
