"""Turns plain values into short fingerprints, which tell when they change."""

from __future__ import annotations

import hashlib
import json

LENGTH = 12  # hexadecimal digits
_SIZE = 16  # bytes: nobody finds two files with one digest


def digest_of(body: bytes) -> str:
    """The digest by which a file is known again: that of its bytes, found fast."""
    return hashlib.blake2b(body, digest_size=_SIZE).hexdigest()


def fingerprint(value: object) -> str:
    """The fingerprint of a plain `value`: the beginning of the SHA-256 of its JSON, written in one fixed way."""
    canonical = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:LENGTH]
