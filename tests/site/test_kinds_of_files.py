"""Every kind of file that a site can hold has one reader, by which a fix is tried as well."""

from __future__ import annotations

from distinguo.site import file_readers
from distinguo.site.site import CATALOG


def test_every_kind_of_file_has_a_reader() -> None:
    assert file_readers._READERS.keys() == CATALOG.files.keys()
