"""Turns the file that a site shows with shared links into its size and type, or tells why it will not do."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

# What networks show with a link: the type by the file's ending, and the bytes that such a file has at its beginning.
_TYPES = {
    ".png": ("image/png", b"\x89PNG"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".webp": ("image/webp", b"RIFF"),
}
_LEAST_WIDTH, _LEAST_HEIGHT = 1200, 630
# X takes up to 4096 pixels each way and 5 MB, LinkedIn 5 MB, Facebook 8 MB: what is larger, not all of them show.
_MOST_PIXELS, _MOST_MEGABYTES = 4096, 5
_MOST_MEGABYTES_ON_PAGES = 1  # of a logo and a favicon: every page loads them


class ImageFile(NamedTuple):
    """An image that can be shown with shared links; width and height are in pixels."""

    type: str
    width: int
    height: int


def read_image(path: Path, name: str) -> ImageFile | tuple[str, str]:
    """The image at `path`, or what is wrong with it and what would mend it; `name` is what an editor calls it."""
    type, beginning = _TYPES.get(path.suffix, ("", b""))
    width, height = _size_of(path) if type and _begins(path, beginning) else (0, 0)
    if width < 1 or height < 1:
        return f"{name} is not a PNG, JPEG or WebP image", "Networks that show an image with a link read only these."
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        least = f"at least {_LEAST_WIDTH} wide and {_LEAST_HEIGHT} high"
        return f"{name} is {width} pixels wide and {height} high; it should be {least}", ""
    if not height <= width <= 2 * height:
        wanted = "it should be at least as wide as high, and at most twice as wide"
        return f"{name} is {width} pixels wide and {height} high; {wanted}", "Networks cut off what is longer."
    if title := _too_large(path, name, (width, height), _MOST_MEGABYTES):
        return title, "Some networks show no larger ones. 1200 by 630 pixels are enough."
    return ImageFile(type, width, height)


def fault_on_pages(path: Path, name: str) -> tuple[str, str] | None:
    """Why the image at `path` is too large for a logo or a favicon, and what would mend it."""
    size = (0, 0) if path.suffix == ".svg" else _size_of(path)  # a drawing has any size
    if title := _too_large(path, name, size, _MOST_MEGABYTES_ON_PAGES):
        return title, "Every page loads it, on every phone. Save it smaller: some hundred pixels are enough."
    return None


def _size_of(path: Path) -> tuple[int, int]:
    """The width and the height of the image at `path`, in pixels; less than 1 where nobody can tell."""
    import imagesize  # noqa: PLC0415 - it brings all that asks other hosts for images

    width, height = imagesize.get(path)
    return width, height


def _too_large(path: Path, name: str, size: tuple[int, int], megabytes: int) -> str:
    width, height = size
    if max(size) > _MOST_PIXELS:
        most = f"at most {_MOST_PIXELS} wide and {_MOST_PIXELS} high"
        return f"{name} is {width} pixels wide and {height} high; it should be {most}"
    if (length := path.stat().st_size) > megabytes * 1_000_000:
        return f"{name} has {math.ceil(length / 100_000) / 10} MB; it should have at most {megabytes}"
    return ""


def _begins(path: Path, beginning: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(beginning)) == beginning
