"""Every kind of file that a site can hold has one reader, by which a fix is tried as well."""

from __future__ import annotations

from distinguo.site import loading
from distinguo.site.site import CATALOG


def test_every_kind_of_file_has_a_reader() -> None:
    assert loading._READERS.keys() == CATALOG.files.keys()
