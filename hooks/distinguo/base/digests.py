"""Turns values into short fingerprints and digests, which tell when they change."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date
from pathlib import PurePath

LENGTH = 12  # hexadecimal digits
_SIZE = 16  # bytes: nobody finds two files with one digest


def digest_of(body: bytes) -> str:
    """The digest by which a file is known again: that of its bytes, found fast."""
    return hashlib.blake2b(body, digest_size=_SIZE).hexdigest()


def fingerprint(value: object) -> str:
    """The fingerprint of a plain `value`: the beginning of the SHA-256 of its JSON, written in one fixed way."""
    canonical = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:LENGTH]


def digest(value: object) -> str:
    """A digest of a `value` made of texts, numbers, days, lists, dictionaries and dataclasses: of what it says, and not
    of where that was typed."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_in_plain)
    return digest_of(text.encode(errors="surrogatepass"))


def _in_plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, (date, PurePath)):
        return str(value)
    raise TypeError(f"a {type(value).__name__} has no digest")
