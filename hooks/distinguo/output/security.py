"""Turns built pages into the policy that a browser holds them to, for their `<meta>` and for the host's headers.

The policy is a Content Security Policy without any `unsafe-…` (https://www.w3.org/TR/CSP3/): what is not of this
site is not loaded, and of inline scripts only those run whose hash is named.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable

_RUN = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Data such as JSON-LD is not run and needs no hash, but not every checker knows that.
_RUN_OR_DATA = re.compile(r"<script(?: type=\"application/ld\+json\")?>(.*?)</script>", re.DOTALL)
_NOBODY = "'none'"
_CHARSET = '<meta charset="utf-8">'


def with_policy(html: str) -> str:
    """The page `html` with the policy for its own inline scripts in its head."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{_policy(_hashes(html, _RUN_OR_DATA))}">'
    return html.replace(_CHARSET, f"{_CHARSET}\n  {meta}", 1)


def script_hashes(html: str) -> list[str]:
    """The hashes of the inline scripts that the page `html` runs, as a policy names them."""
    return _hashes(html, _RUN)


def headers(
    scripts: Iterable[str], *, frame_ancestors: Collection[str] = (), https_on_subdomains: bool = False
) -> dict[str, str]:
    """The headers that a host should send with every file of a site whose pages have these inline `scripts` (their
    hashes, each as often as it comes).

    `frame_ancestors` are the origins of the sites that may show a page in a frame: only a header can say it, since a
    `<meta>` is read when the frame is there. The older X-Frame-Options knows no list of them, and would keep all out.
    `https_on_subdomains` extends the promise of https to the domain's other hosts, which are its owner's business.
    """
    hashes = dict.fromkeys(scripts)
    return {
        "Content-Security-Policy": f"{_policy(hashes)}; frame-ancestors {' '.join(frame_ancestors) or _NOBODY}",
        "X-Content-Type-Options": "nosniff",
        **({} if frame_ancestors else {"X-Frame-Options": "DENY"}),
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=63072000" + ("; includeSubDomains" if https_on_subdomains else ""),
    }


def _hashes(html: str, scripts: re.Pattern[str]) -> list[str]:
    head = html.partition("</head>")[0]  # where all scripts of the shell stand: one that stands elsewhere is nobody's
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts.findall(head))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _policy(hashes: Iterable[str]) -> str:
    own = ("style-src", "img-src", "connect-src", "worker-src")
    return "; ".join(
        [
            f"default-src {_NOBODY}",
            " ".join(["script-src 'self'", *hashes]),
            *(f"{kind} 'self'" for kind in own),
            f"base-uri {_NOBODY}",
            f"form-action {_NOBODY}",
        ]
    )
