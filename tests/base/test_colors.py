"""Colors can be read: the ratio is WCAG's, and the dark scheme gets colors that work on black."""

from __future__ import annotations

import pytest

from distinguo.base.colors import ENHANCED_CONTRAST, contrast, readable_on


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_the_ratio_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("color", ["#000000", "#1d4f5c", "#a3401f", "#ffffff"])
def test_a_color_for_the_dark_scheme_is_easy_to_read_on_it(color: str) -> None:
    assert contrast(readable_on("#1e2129", color), "#1e2129") >= ENHANCED_CONTRAST


def test_a_color_that_can_be_read_already_stays_as_it_is() -> None:
    assert readable_on("#1e2129", "#ffffff") == "#ffffff"
