"""All content files that are known to be right, those of the sites and of the blocks' examples, and what the check
says when one of them holds something else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from block_examples import DRAWN
from conftest import SITES
from distinguo.base.characters import decode
from distinguo.base.problems import Problem
from distinguo.site import loading
from distinguo.site.found import Found
from distinguo.site.proving import proved
from example_site import write_site


@dataclass(frozen=True)
class ContentFile:
    """A file of a site; all of the site has been read, and is right."""

    site: Found
    file: str
    text: str

    def problems(self, text: str) -> list[Problem]:
        """What the check tells an editor about the file with this `text` in it."""

        def check(file: str, text: str) -> list[Problem]:
            return loading._check_alone(file, text, self.site)

        return proved(check(self.file, text), {self.file: text}, check)

    def problems_of_bytes(self, data: bytes) -> list[Problem]:
        """The same, for a file of these bytes."""
        told: list[Problem] = []
        text = decode(data, self.file, told)
        return told + self.problems(text)


def content_files(folder: Path) -> list[ContentFile]:
    """The YAML files of all sites, and of the blocks' valid examples, for which sites are written into `folder`."""
    examples = [write_site(folder / str(number), **example.files) for number, example in enumerate(DRAWN)]
    return [one for site in (*SITES, *examples) for one in _files_of(site)]


def _files_of(root: Path) -> list[ContentFile]:
    site = Found(root)
    loading._read_content(site, drafts=True)
    loading._read_pages(site)
    names = [name for name in site.typed if name.endswith(".yml") and not name.startswith(loading.fingerprints.FOLDER)]
    return [ContentFile(site, name, site.typed[name]) for name in names]


def without_repeats(files: list[ContentFile]) -> list[ContentFile]:
    """One of each: most examples have the same settings and definitions beside them."""
    return [*{(one.file, one.text): one for one in reversed(files)}.values()][::-1]
