"""Block types say which sheets are drawn of them: there is such a sheet, and no sheet without a type."""

from __future__ import annotations

import pytest

from distinguo.blocks import FILES
from distinguo.blocks.base import ContentBlock
from distinguo.site.sheets import FOLDER, SHEETS, sheets_from

NAMED = {sheet for block in FILES.values() for sheet in block.sheets}


@pytest.mark.parametrize("sheet", sorted({*NAMED, *SHEETS}))
def test_every_sheet_has_a_template_and_a_block_that_brings_it(sheet: str) -> None:
    assert sheet in SHEETS and sheet in NAMED
    assert (FOLDER / sheet / "template.html").is_file()


@pytest.mark.parametrize("block", FILES.values(), ids=lambda block: block.type_name())
def test_an_explainer_gets_the_sheets_of_its_blocks(block: type[ContentBlock]) -> None:
    assert sheets_from([block.type_name()]) == [*block.sheets]
