"""Who may show the pages in a frame, as the headers of a site say it."""

from __future__ import annotations

import pytest

from distinguo import security

MOODLE, ILIAS = "https://moodle.school.example", "https://ilias.school.example:8443"


def _ancestors(*origins: str) -> str:
    policy = security.headers([], frame_ancestors=origins)["Content-Security-Policy"]
    return policy.partition("frame-ancestors ")[2]


def test_no_site_may_show_a_page_in_a_frame_unless_it_is_named() -> None:
    assert _ancestors() == "'none'"
    assert security.headers([])["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("origins", [(MOODLE,), (MOODLE, ILIAS)])
def test_the_sites_that_are_named_may_show_pages_in_a_frame_and_no_other(origins: tuple[str, ...]) -> None:
    headers = security.headers([], frame_ancestors=origins)

    assert _ancestors(*origins) == " ".join(origins)
    assert "X-Frame-Options" not in headers


def test_a_page_itself_says_nothing_of_frames_since_no_browser_would_hear_it() -> None:
    assert "frame-ancestors" not in security.with_policy('<head><meta charset="utf-8"></head>')


def test_no_header_holds_what_a_file_of_settings_would_misread() -> None:
    page = '<head><script>"; } add_header X-Evil "$host\n#</script></head>'

    for name, value in security.headers([page], frame_ancestors=[MOODLE]).items():
        assert not set(value) & set('"$\\\n\r{}#'), name
