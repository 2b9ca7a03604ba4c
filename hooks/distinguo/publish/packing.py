"""Puts compressed copies beside the texts of a new site; of texts that are as they were, those of the old site."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..base.cache import Cache
from ..base.compressing import compressed, is_compressed, level_of
from ..base.digests import digest_of
from .published import Published

_KIND = "packed"


def pack(folder: Path, cache: Cache | None = None, published: Published | None = None) -> None:
    """Compress the text files in `folder`. The digests of the copies are kept in the `cache`, by which those that are
    `published` are known again."""
    cache = cache or Cache.none()
    texts = sorted(_texts_in(folder))
    missing = [name for name in texts if not (published and _are_taken_over(name, folder, cache, published))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # what compresses leaves the interpreter to others meanwhile
        for name, (key, copies) in zip(missing, pool.map(lambda name: _copied(name, folder), missing), strict=True):
            cache.put(_KIND, name, key, copies)
    cache.sweep(_KIND, texts)


def _texts_in(folder: Path) -> Iterator[str]:
    start = len(os.path.join(folder, ""))
    for place, _, files in os.walk(folder):
        yield from (os.path.join(place, name)[start:].replace(os.sep, "/") for name in files if is_compressed(name))


def _key(name: str, body: bytes) -> str:
    return f"{level_of(name)} {digest_of(body)}"


def _are_taken_over(name: str, folder: Path, cache: Cache, published: Published) -> bool:
    """Whether the copies of the text called `name` are known, and have been taken over; else there are none."""
    copies: Mapping[str, str] | None = cache.get(_KIND, name, _key(name, (folder / name).read_bytes()))
    return copies is not None and published.take_over_all({name + ending: digest for ending, digest in copies.items()})


def _copied(name: str, folder: Path) -> tuple[str, dict[str, str]]:
    """Write the copies of a text; gives the key by which they are known again, and their digests by their endings."""
    body = (folder / name).read_bytes()
    copies = compressed(body, level_of(name))
    for ending, copy in copies.items():
        (folder / (name + ending)).write_bytes(copy)
    return _key(name, body), {ending: digest_of(copy) for ending, copy in copies.items()}
