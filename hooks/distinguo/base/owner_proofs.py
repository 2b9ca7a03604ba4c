"""The files by which services know the owner of a site: name and text → whose it is, and whether it is as they give it.

They are the only HTML of a site that is no page. So nothing else can stand in them, not even a space within the line.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class _Form(NamedTuple):
    """How a service forms its file: a pattern of the name, and one of the text, which may speak of the name's parts."""

    service: str
    name: str
    text: str


# `{name}` stands for the name of the file, `{code}` for the part of it that is the service's own.
_FORMS = [
    _Form("Google", "google[0-9a-f]{16}[.]html", "google-site-verification: {name}"),
    _Form(
        "Bing", "BingSiteAuth[.]xml", r"<\?xml version=\"1[.]0\"\?>\s*<users>\s*<user>[0-9A-F]{32}</user>\s*</users>"
    ),
    _Form(
        "Yandex",
        "yandex_(?P<code>[0-9a-f]{16})[.]html",
        r"<html>\s*<head>\s*<meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\">\s*</head>\s*"
        r"<body>Verification: {code}</body>\s*</html>",
    ),
    _Form("Naver", "naver[0-9a-f]{32}[.]html", "naver-site-verification: {name}"),
    _Form("Baidu", "baidu_verify_(?:code(?:va)?-)?[A-Za-z0-9]{10}[.]html", "[0-9a-zA-Z]{10,32}"),
    _Form("Facebook", "(?P<code>[0-9a-z]{25,40})[.]html", "{code}"),
    _Form(
        "Pinterest",
        "pinterest-[0-9a-f]{5,32}[.]html",
        r"(?:<!DOCTYPE html>|</?(?:html|head|title|body)>|<meta charset=\"utf-8\" ?/?>"
        r"|<meta name=[\"']p:domain_verify[\"'] content=[\"'][0-9a-f]{8,32}[\"'] ?/?>|[\w .,:\n-])*",
    ),
]
_LONGEST = 1000  # characters of such a file: theirs have some hundreds, and what has more holds something else


def service_of(path: str) -> str:
    """The service whose file is called as the one at `path` of a site; nothing where there is none."""
    return next((form.service for form in _FORMS if re.fullmatch(form.name, path)), "")


def is_proof(path: str, text: str) -> bool:
    """Whether the file at `path` of a site, with this `text`, is one by which a service knows the owner."""
    text = text.replace("\r\n", "\n").removesuffix("\n")
    return len(text) <= _LONGEST and any(_is_formed(form, path, text) for form in _FORMS)


def is_page(path: str, text: str) -> bool:
    """Whether the file at `path` of a built site is a page: all HTML is, but for the proofs of an owner."""
    return path.endswith(".html") and not is_proof(path, text)


def _is_formed(form: _Form, path: str, text: str) -> bool:
    name = re.fullmatch(form.name, path)
    if not name:
        return False
    pattern = form.text.replace("{name}", re.escape(path)).replace("{code}", name.groupdict().get("code", ""))
    return re.fullmatch(pattern, text) is not None
