"""Checks that the files of docs can be published as they are, and that images are such as readers and networks see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ..base.file_endings import IMAGES
from ..base.problems import START_OF_FILE
from ..fields import Reading
from ..model.shapes import ShareImage
from . import docs_files
from .file_contents import check_contents
from .found import Found
from .share_images import ImageFile, fault_on_pages, read_image


def check_docs_files(found: Found) -> None:
    """The images for shared links are such as networks show, and all files of docs can be published as they are."""
    told: set[str] = {image.file for image, reading in _share_images(found) if not _check_image(image, reading, found)}
    _check_shown_images(found)
    docs = found.root / "docs"
    files = {path: docs / path for path in found.files}

    def tell(path: str, fault: docs_files.Told) -> None:
        told.add(path)
        found.reading(f"docs/{path}").problem(fault.code, START_OF_FILE, "", fault.title, fault.help)

    for path in files:
        if fault := docs_files.name_fault(path) or docs_files.address_fault(path):
            tell(path, fault)
    made = {page.path: "sheet" if page.sheet else "list" for page in found.pages.values() if page.is_made}
    docs_files.check_places([path for path in files if path not in told], made, tell)
    for path in (path for path in files if path not in told):
        is_page = path.endswith(".md")
        if fault := docs_files.page_fault(path) if is_page else docs_files.ending_fault(path):
            tell(path, fault)
        elif not is_page:
            check_contents(files[path], path, found.reading(f"docs/{path}"))


def _share_images(found: Found) -> Iterator[tuple[ShareImage, Reading]]:
    """Every image for shared links, with a reading of the file that names it."""
    if found.settings and found.settings.image:
        yield found.settings.image, found.reading("content/site.yml")
    for name, explainer in found.explainers.items():
        if explainer.about.image:
            yield explainer.about.image, found.reading(f"content/{name}/explainer.yml")


def _check_shown_images(found: Found) -> None:
    """The logo and the favicon are images, by their names, and not too large; what is in them is checked as in all
    files of docs."""
    settings = found.settings
    for name, file in (("logo", settings.logo), ("favicon", settings.favicon)) if settings else ():
        ending = PurePosixPath(file).suffix.removeprefix(".")
        if file in found.files and not file.endswith(".md") and ending not in IMAGES:
            title = f"`{name}` should be an image, and browsers show no .{ending} as one"
            help = f"Images end with {', '.join(sorted(IMAGES))}."
            found.reading("content/site.yml").problem("no-image", file.span, name, title, help)
        elif file in found.files and (fault := fault_on_pages(found.root / "docs" / file, f"docs/{file}")):
            found.reading("content/site.yml").problem("unfit-image", file.span, name, *fault)


def _check_image(image: ShareImage, reading: Reading, found: Found) -> bool:
    """Tell what is wrong with an image for shared links; gives whether nothing is."""
    path = found.root / "docs" / image.file
    if not path.is_file() or not path.stat().st_size:
        return True  # told where references, and where files of docs are checked
    read = read_image(path, f"docs/{image.file}")
    if isinstance(read, ImageFile):
        found.image_files[image.file] = read
        return True
    title, help = read
    return bool(reading.problem("unfit-image", image.file.span, "image › file", title, help))
