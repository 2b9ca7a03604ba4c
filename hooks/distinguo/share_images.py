"""Turns the file that a site shows with shared links into its size and type, or tells why it will not do."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import imagesize

# What networks show with a link: the type by the file's ending, and the bytes that such a file has at its beginning.
_TYPES = {
    ".png": ("image/png", b"\x89PNG"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".webp": ("image/webp", b"RIFF"),
}
_LEAST_WIDTH, _LEAST_HEIGHT = 1200, 630


class ImageFile(NamedTuple):
    """An image that can be shown with shared links; width and height are in pixels."""

    type: str
    width: int
    height: int


def read_image(path: Path, name: str) -> ImageFile | tuple[str, str]:
    """The image at `path`, or what is wrong with it and what would mend it; `name` is what an editor calls it."""
    type, beginning = _TYPES.get(path.suffix, ("", b""))
    width, height = imagesize.get(path)
    if not type or width < 1 or height < 1 or not path.read_bytes().startswith(beginning):
        return f"{name} is not a PNG, JPEG or WebP image", "Networks that show an image with a link read only these."
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        least = f"at least {_LEAST_WIDTH} wide and {_LEAST_HEIGHT} high"
        return f"{name} is {width} pixels wide and {height} high; it should be {least}", ""
    if not height <= width <= 2 * height:
        wanted = "it should be at least as wide as high, and at most twice as wide"
        return f"{name} is {width} pixels wide and {height} high; {wanted}", "Networks cut off what is longer."
    return ImageFile(type, width, height)
