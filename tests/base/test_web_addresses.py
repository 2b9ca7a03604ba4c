"""Which addresses pages may link to and sites may lie at, and what is said of the others."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import markdown
import pytest

import distinguo
from distinguo.base.web_addresses import (
    LINKS,
    Address,
    AddressFault,
    for_readers,
    host_for_readers,
    judge,
    judge_origin,
    judge_site,
)
from distinguo.output.markdown_twins import in_markdown
from distinguo.text import rich_text
from distinguo.text.page_markdown import PageMarkdown
from example_site import write_site

NOWHERE = "leads nowhere from outside of one computer or network"
NO_PORT = "is no port; a port is a number from 1 to 65535"
NO_NAME = "is a number and no name of a host"
SOFT = "browsers read “host.example” for the host “ho\u00adst.example”"
KEPT = "which is kept for something else"
MARKS = "has a letter with marks that no language puts on it"
HYPHEN = "no part of the name of a host begins or ends with a hyphen"

# Every address that is refused: the part that is wrong, what is said of it, and what was probably meant.
REFUSED = [
    # Users
    ("https://user@host.example/", "user@", "“user@” names a user, and not the host", "https://host.example/"),
    ("https://a:b@host.example/x", "a:b@", "“a:b@” names a user, and not the host", "https://host.example/x"),
    ("https://good.example@evil.example/", "good.example@", "“good.example@” names a user, and not the host", ""),
    ("https://@host.example/", "@", "“@” names a user, and not the host", "https://host.example/"),
    ("https://a%40b@host.example/", "a%40b@", "“a%40b@” names a user, and not the host", "https://host.example/"),
    # Numbers
    ("https://127.0.0.1/", "127.0.0.1", f"“127.0.0.1” {NO_NAME}", ""),
    ("https://2130706433/", "2130706433", f"“2130706433” {NO_NAME}", ""),
    ("https://0x7f.1/", "0x7f.1", f"“0x7f.1” {NO_NAME}", ""),
    ("https://0x7F000001/", "0x7F000001", f"“0x7F000001” {NO_NAME}", ""),
    ("https://017700000001/", "017700000001", f"“017700000001” {NO_NAME}", ""),
    ("https://0x/", "0x", f"“0x” {NO_NAME}", ""),
    ("https://192.168.0.1/", "192.168.0.1", f"“192.168.0.1” {NO_NAME}", ""),
    ("https://8.8.8.8:443/", "8.8.8.8", f"“8.8.8.8” {NO_NAME}", ""),
    ("https://256.1.1.1/", "256.1.1.1", f"“256.1.1.1” {NO_NAME}", ""),
    ("https://host.42/", "host.42", f"“host.42” {NO_NAME}", ""),
    ("https://[::1]/", "[::1]", f"“[::1]” {NO_NAME}", ""),
    ("https://[::ffff:127.0.0.1]:80/x", "[::ffff:127.0.0.1]:80", f"“[::ffff:127.0.0.1]:80” {NO_NAME}", ""),
    ("https://[/", "[", f"“[” {NO_NAME}", ""),
    ("https://①②⑦.⓪.⓪.①/", "①②⑦.⓪.⓪.①", "browsers read “127.0.0.1” for the host “①②⑦.⓪.⓪.①”", ""),
    # Names that lead nowhere
    ("https://localhost/", "localhost", f"“localhost” {NOWHERE}", ""),
    ("https://LOCALHOST:8000/", "LOCALHOST", f"“LOCALHOST” {NOWHERE}", ""),
    ("https://app.localhost/", "app.localhost", f"“app.localhost” {NOWHERE}", ""),
    ("https://printer.local/", "printer.local", f"“printer.local” {NOWHERE}", ""),
    ("https://wiki.corp/", "wiki.corp", f"“wiki.corp” {NOWHERE}", ""),
    ("https://x.home.arpa/", "x.home.arpa", f"“x.home.arpa” {NOWHERE}", ""),
    ("https://wiki/", "wiki", "the name of the host, “wiki”, has no ending such as .org", ""),
    ("https://host.c/", "c", "no name of a host ends in “.c”", ""),
    ("https://host.c1/", "c1", "no name of a host ends in “.c1”", ""),
    # Ports
    ("https://host.example:0/", ":0", f"“:0” {NO_PORT}", "https://host.example/"),
    ("https://host.example:65536/", ":65536", f"“:65536” {NO_PORT}", "https://host.example/"),
    ("https://host.example:/", ":", f"“:” {NO_PORT}", "https://host.example/"),
    ("https://host.example:８０/", ":８０", f"“:８０” {NO_PORT}", "https://host.example/"),
    ("https://host.example:-1/", ":-1", f"“:-1” {NO_PORT}", "https://host.example/"),
    ("https://host.example:80:80/", ":80:80", f"“:80:80” {NO_PORT}", "https://host.example/"),
    ("https://host.example:25/", ":25", f"no browser opens port 25, {KEPT}", "https://host.example/"),
    ("https://host.example:06667/", ":06667", f"no browser opens port 6667, {KEPT}", "https://host.example/"),
    # Letters
    ("https://pаypal.example/", "pаypal", "“а” in “pаypal” is Cyrillic, among Latin letters", "https://paypal.example/"),
    ("https://xn--pypal-4ve.example/", "xn--pypal-4ve", "“а” in “pаypal” is Cyrillic, among Latin letters", ""),
    ("https://gοοgle.example/", "gοοgle", "“ο” in “gοοgle” is Greek, among Latin letters", "https://google.example/"),
    ("https://www.приmер.example/", "приmер", "“m” in “приmер” is Latin, among Cyrillic letters", ""),
    ("https://ex۱mple.example/", "ex۱mple", "“۱” in “ex۱mple” is Arabic, among Latin letters", ""),
    ("https://рауре.example/", "рауре", "“рауре” looks like “paype” and is not the same", ""),
    ("https://ɡoogle.example/", "ɡoogle", "“ɡoogle” looks like “google” and is not the same", ""),
    ("https://comノsearch.example/", "comノsearch", "“comノsearch” looks like “com/search” and is not the same", ""),
    ("https://g〇ogle.example/", "g〇ogle", "“g〇ogle” looks like “google” and is not the same", ""),
    ("https://ho\u0338st.example/", "ho\u0338st", f"“ho\u0338st” {MARKS}", ""),
    ("https://höst\u0302\u0303.example/", "höst\u0302\u0303", f"“höst\u0302\u0303” {MARKS}", ""),
    ("https://ｈost.example/", "ｈost.example", "browsers read “host.example” for the host “ｈost.example”", "https://host.example/"),
    ("https://host。example/", "host。example", "browsers read “host.example” for the host “host。example”", "https://host.example/"),
    ("https://ho\u00adst.example/", "ho\u00adst.example", SOFT, "https://host.example/"),
    ("https://📙.example/", "📙", "“📙” cannot be a part of the name of a host", ""),
    ("https://xn--zz.example/", "xn--zz", "“xn--zz” cannot be a part of the name of a host", ""),
    ("https://xn--.example/", "xn--", "“xn--” cannot be a part of the name of a host", ""),
    ("https://xn--example-.example/", "xn--example-", "“xn--example-” cannot be a part of the name of a host", ""),
    ("https://ho%73t.example/", "ho%73t.example", "the name of the host, “ho%73t.example”, is written with %", ""),
    ("https://host%2Eexample/", "host%2Eexample", "the name of the host, “host%2Eexample”, is written with %", ""),
    ("https://ho&#115;t.example/", "&", "“&” cannot stand in the name of a host", ""),
    ("https://host.example;/", ";", "“;” cannot stand in the name of a host", ""),
    ("https://$host.example/", "$", "“$” cannot stand in the name of a host", ""),
    ("https://-host.example/", "-host", f"{HYPHEN}, as “-host” does", ""),
    ("https://host-.example/", "host-", f"{HYPHEN}, as “host-” does", ""),
    # Dots and lengths
    ("https://host.example./", "host.example.", "the name of the host, “host.example.”, ends in a dot", "https://host.example/"),
    ("https://host..example/", "host..example", "there is a dot too many in the name of the host, “host..example”", "https://host.example/"),
    ("https://.host.example/", ".host.example", "there is a dot too many in the name of the host, “.host.example”", "https://host.example/"),
    ("https://./", ".", "it names no host", ""),
    (f"https://{'a' * 64}.example/", "a" * 64, "a part of the name of the host is longer than 63 letters", ""),
    (f"https://{'a.' * 124}example/", f"{'a.' * 124}example", "the name of the host is longer than 253 letters", ""),
    (f"https://host.example/{'a' * 2000}", "a" * 21, "it is longer than 2000 characters", ""),
    # What stands between the parts
    ("https:/host.example/", "https:/", "behind https: stand two slashes", "https://host.example/"),
    ("https:host.example/", "https:", "behind https: stand two slashes", "https://host.example/"),
    ("https:///host.example/", "https:///", "behind https: stand two slashes", "https://host.example/"),
    ("https:", "https:", "behind https: stand two slashes", ""),
    ("https://", "", "it names no host", ""),
    ("https://?query", "", "it names no host", ""),
    ("https:\\\\host.example", "\\", "“\\” cannot stand in an address", ""),
    ("https://host.example\\@evil.example/", "\\", "“\\” cannot stand in an address", ""),
    ("https://host.exa\tmple/", "\t", "a tab cannot stand in an address", ""),
    ("https://host.example/\nx", "\n", "a line end cannot stand in an address", ""),
    ("https://host.example/\r", "\r", "a line end cannot stand in an address", ""),
    ("https://host.example/a b", " ", "a space cannot stand in an address", ""),
    ("https://host.example/\0", "\0", "U+0000 (a control character) cannot stand in an address", ""),
    ("https://host.example/\u202egpj", "\u202e", "U+202E (right-to-left override) cannot stand in an address", ""),
    ("https://host.example/\u00a0", "\u00a0", "U+00A0 (no-break space) cannot stand in an address", ""),
    ("https://host.example/a|b", "|", "“|” cannot stand in an address", ""),
    ("https://host.example/100%", "%", "behind a % there are two digits from 0 to F", "https://host.example/100%25"),
    ("https://host.example/%zz", "%", "behind a % there are two digits from 0 to F", "https://host.example/%25zz"),
    # Mail
    ("mailto:", "mailto:", "it names no mailbox", ""),
    ("mailto:@", "@", "“@” is no mail address", ""),
    ("mailto:name", "name", "“name” is no mail address", ""),
    ("mailto:name@", "name@", "“name@” is no mail address", ""),
    ("mailto:@host.example", "@host.example", "“@host.example” is no mail address", ""),
    ("mailto:a@b@host.example", "a@b", "“a@b” is no name of a mailbox", ""),
    ("mailto:a..b@host.example", "a..b", "“a..b” is no name of a mailbox", ""),
    ("mailto:a%0Ab@host.example", "a%0Ab", "“a%0Ab” is no name of a mailbox", ""),
    ("mailto:a%2Cb@host.example", "a%2Cb", "“a%2Cb” is no name of a mailbox", ""),
    ("mailto:name@127.0.0.1", "127.0.0.1", f"“127.0.0.1” {NO_NAME}", ""),
    ("mailto:name@ho%73t.example", "ho%73t.example", "“ho%73t.example” is no name of a host", ""),
    ("mailto:name@hоst.example", "hоst", "“о” in “hоst” is Cyrillic, among Latin letters", "mailto:name@host.example"),
    ("mailto:a@host.example,", "mailto:a@host.example,", "it names no mailbox", ""),
    ("mailto:a@host.example?bcc=b@host.example", "bcc=b@host.example", "“bcc=b@host.example” is not for a link", ""),
    ("mailto:a@host.example?body=b&to=c@d.example", "to=c@d.example", "“to=c@d.example” is not for a link", ""),
    ("mailto:a@host.example?attach=/etc/passwd", "attach=/etc/passwd", "“attach=/etc/passwd” is not for a link", ""),
    ("mailto:a@host.example?subject=b&Subject=c", "Subject=c", "“Subject” stands twice", ""),
    ("mailto:a@host.example?subject=b%0D%0ABcc:c", "subject=b%0D%0ABcc:c", "a subject has one line", ""),
]  # fmt: skip

# Every address that is taken, and how pages hold it.
TAKEN = [
    ("https://host.example", "https://host.example"),
    ("https://Host.Example/Path?a=1&b=2#c", "https://Host.Example/Path?a=1&b=2#c"),
    ("https://host.example:8443/", "https://host.example:8443/"),
    ("https://host.example:65535/", "https://host.example:65535/"),
    ("https://a_b.host.example/", "https://a_b.host.example/"),
    ("https://r3---sn-4g5.host.example/", "https://r3---sn-4g5.host.example/"),
    (f"https://{'a' * 63}.example/", f"https://{'a' * 63}.example/"),
    ("https://host.example/user@place", "https://host.example/user@place"),
    ("https://host.example/a;b(c)[d]~e!$*,:=", "https://host.example/a;b(c)[d]~e!$*,:="),
    ("https://host.example/%E4%BD%A0", "https://host.example/%E4%BD%A0"),
    ("https://de.host.example/Straße?ü=ö#ä", "https://de.host.example/Stra%C3%9Fe?%C3%BC=%C3%B6#%C3%A4"),
    ("https://fa.host.example/می\u200cخواهم", "https://fa.host.example/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85"),
    ("https://café.example/", "https://xn--caf-dma.example/"),
    ("https://cafe\u0301.example/", "https://xn--caf-dma.example/"),
    ("https://straße.example/", "https://xn--strae-oqa.example/"),
    ("https://ẹ\u0301ko.example/", "https://xn--ko-7tb794z.example/"),
    ("https://sınav.example/", "https://xn--snav-lza.example/"),
    ("https://пример.example/", "https://xn--e1afmkfd.example/"),
    ("https://оса.рф/", "https://xn--80a1aj.xn--p1ai/"),
    ("https://עברית.example/", "https://xn--5dbqzzl.example/"),
    ("https://日本語テストabc.example/", "https://xn--abc-4k4bocn0926g0ecl32k.example/"),
    ("https://xn--80ak6aa92e.example/", "https://xn--80ak6aa92e.example/"),
    ("mailto:name@host.example", "mailto:name@host.example"),
    ("mailto:first.last+tag@host.example", "mailto:first.last+tag@host.example"),
    ("mailto:a@host.example,b@host.example", "mailto:a@host.example,b@host.example"),
    ("mailto:a@host.example?subject=A%20b&body=c%0D%0Ad", "mailto:a@host.example?subject=A%20b&body=c%0D%0Ad"),
    ("mailto:a@café.example,b@host.example", "mailto:a@xn--caf-dma.example,b@host.example"),
    ("mailto:jürgen@host.example?subject=Grüße", "mailto:j%C3%BCrgen@host.example?subject=Gr%C3%BC%C3%9Fe"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "part", "reason", "meant"), REFUSED)
def test_what_is_wrong_with_an_address_is_told_at_its_part(address: str, part: str, reason: str, meant: str) -> None:
    fault = judge(address, LINKS)

    assert isinstance(fault, AddressFault)
    assert (fault.reason, address[fault.start : fault.end], fault.meant) == (reason, part, meant)
    assert fault.help


@pytest.mark.parametrize(("address", "href"), TAKEN)
def test_a_sound_address_is_published_as_browsers_write_it(address: str, href: str) -> None:
    judged = judge(address, LINKS)

    assert isinstance(judged, Address), judged
    assert judged.href == href
    assert judged.href.isascii()
    assert judge(judged.href, LINKS) == judged


@pytest.mark.parametrize(
    "address", ["", "host.example", "//host.example/", "http://host.example/", "tel:+49123", "HTTPS://host.example/"]
)
def test_of_what_begins_as_no_address_it_is_only_said_how_one_begins(address: str) -> None:
    assert judge(address, LINKS) == AddressFault("", "", 0, len(address))


STREET = "https://straße.example/Straße"
PUBLISHED = "https://xn--strae-oqa.example/Stra%C3%9Fe"


@pytest.mark.parametrize("text", [f"[a]({STREET})", f"*[a]({STREET})*", f"<{STREET}>", f"[a]({STREET}\\_)"])
def test_pages_and_fields_hold_addresses_as_browsers_write_them(text: str) -> None:
    page = markdown.markdown(text, extensions=[PageMarkdown()])
    field = rich_text.parse(text, inline=True)

    assert f'href="{PUBLISHED}' in page
    assert f'href="{PUBLISHED}' in field.marked_html
    assert not field.faults


@pytest.mark.parametrize("path", ["a", "a(b)", "a(b)c(d)", "a)b", "a(b", ")(", "a(b(c)d)", "(((("])
def test_a_link_of_a_markdown_twin_ends_where_its_address_does(path: str) -> None:
    address = f"https://host.example/{path}"
    read = re.search('href="([^"]*)"', markdown.markdown(f"[words]({in_markdown(address)}) more"))

    assert unquote(read[1]) == address


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://host.example/", "../"),
        ("https://host.example/example/#block-key-points", "./#block-key-points"),
        ("https://HOST.example:443/other/?a=1&b=2#c", "../other/?a=1&amp;b=2#c"),
        ("https://host.example/x/../other/", "../other/"),
        ("https://host.example:8443/other/", "https://host.example:8443/other/"),
        ("https://host.example.org/other/", "https://host.example.org/other/"),
    ],
)
def test_a_full_address_of_the_site_itself_leads_there_wherever_the_site_lies(
    tmp_path: Path, address: str, href: str
) -> None:
    text = f"answer: 'See [this]({address}).'\npoints: [One., Two., Three.]\n"
    page = f"And [that]({address}).\n\n{{{{ key_points() }}}}\n"
    files = {"content/example/key-points.yml": text, "docs/example/index.md": page}
    _, pages, problems = distinguo.build(write_site(tmp_path, **files), "https://host.example/", drafts=True)
    drawn = pages["example/index.md"]

    links = re.findall('href="([^"]*)">th(?:is|at)<', drawn.html)
    assert links == [href, href]
    assert {problem.code for problem in problems} <= {"no-such-address"}  # there is no page `other`


SITES = [
    ("https://host.example", "there is no slash at its end", "https://host.example/"),
    ("https://host.example/a/b", "there is no slash at its end", "https://host.example/a/b/"),
    ("https://host.example/?a", "“?a” cannot stand in the address of a site", "https://host.example/"),
    ("https://host.example/a/#", "“#” cannot stand in the address of a site", "https://host.example/a/"),
    *(
        (f"https://host.example/{sign}/", f"“{sign}” cannot stand in the path of a site", "")
        for sign in (*";$*:,!()+&=@é", "..", ".")
    ),
    ("https://host.example/%3B/", "“%” cannot stand in the path of a site", ""),
    ("https://host.example//", "“/” cannot stand in the path of a site", ""),
    ("https://host.example/{a}/", "“{” cannot stand in an address", ""),
    ('https://host.example/"/', "“\"” cannot stand in an address", ""),
    ("https://host.example/a b/", "a space cannot stand in an address", ""),
    ("https://host.example/a\nb/", "a line end cannot stand in an address", ""),
    ("https://user@host.example/", "“user@” names a user, and not the host", "https://host.example/"),
    ("https://localhost/", f"“localhost” {NOWHERE}", ""),
    ("", "", ""),
    (None, "", ""),
]  # fmt: skip


@pytest.mark.parametrize("path", ["a;b/", "{a}/", "a b/", "100%/", "a\\b/", "é/", "a//b/"])
def test_of_the_path_of_a_site_it_is_said_what_it_may_hold(path: str) -> None:
    help = "A site's path has letters from a to z, digits and hyphens, and one slash between two words."

    assert judge_site(f"https://host.example/{path}").help == help
    assert judge_site(f"https://host.example/{path}").meant == ""


@pytest.mark.parametrize(("address", "reason", "meant"), SITES)
def test_a_site_lies_at_no_address_that_a_file_of_settings_could_misread(
    address: str | None, reason: str, meant: str
) -> None:
    fault = judge_site(address)

    assert isinstance(fault, AddressFault)
    assert (fault.reason, fault.meant) == (reason, meant)


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://host.example/", "https://host.example/"),
        ("https://Host.Example:443/Some/path-1/a.b_c~/", "https://host.example/Some/path-1/a.b_c~/"),
        ("https://host.example:8443/", "https://host.example:8443/"),
        ("https://café.example/", "https://xn--caf-dma.example/"),
    ],
)
def test_the_address_of_a_site_is_used_as_browsers_write_it(address: str, href: str) -> None:
    assert judge_site(address).href == href


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://moodle.school.example", "https://moodle.school.example"),
        ("https://Moodle.School.example:443", "https://moodle.school.example"),
        ("https://moodle.school.example:8443", "https://moodle.school.example:8443"),
        ("https://café.example", "https://xn--caf-dma.example"),
    ],
)
def test_a_host_alone_is_named_as_browsers_compare_it(address: str, origin: str) -> None:
    assert judge_origin(address).href == origin


@pytest.mark.parametrize(
    ("address", "reason", "meant"),
    [
        ("https://moodle.example/", "“/” stands behind the host", "https://moodle.example"),
        ("https://moodle.example/course?id=1", "“/course?id=1” stands behind the host", "https://moodle.example"),
        ("https://moodle.example#a", "“#a” stands behind the host", "https://moodle.example"),
        ("https://*.moodle.example", "“*” cannot stand in the name of a host", ""),
        ("https://moodle.example;script-src", "“;” cannot stand in the name of a host", ""),
        ("https://a.example https://b.example", "a space cannot stand in an address", ""),
        ("https://user@moodle.example", "“user@” names a user, and not the host", "https://moodle.example"),
        ("https://localhost", f"“localhost” {NOWHERE}", ""),
        ("http://moodle.example", "", ""),
        ("'self'", "", ""),
        ("*", "", ""),
    ],
)
def test_what_is_no_host_alone_is_refused(address: str, reason: str, meant: str) -> None:
    fault = judge_origin(address)

    assert isinstance(fault, AddressFault)
    assert (fault.reason, fault.meant) == (reason, meant)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://Host.example:8443/a", "host.example"),
        ("https://xn--caf-dma.example/", "café.example"),
        ("https://CAFÉ.example/", "café.example"),
        ("https://xn--80ak6aa92e.example/", "xn--80ak6aa92e.example"),
        ("https://xn--80a1aj.xn--p1ai/", "оса.рф"),
        ("mailto:name@host.example", ""),
    ],
)
def test_readers_see_a_host_in_its_own_letters_unless_it_would_look_like_another(address: str, shown: str) -> None:
    assert host_for_readers(address) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://host.example/a/", "https://host.example/a/"),
        ("https://xn--caf-dma.example:8443/a/?b", "https://café.example:8443/a/?b"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
    ],
)
def test_an_address_is_shown_with_its_host_in_its_own_letters(address: str, shown: str) -> None:
    assert for_readers(address) == shown


@pytest.mark.parametrize(
    "doi", ["10.1234/..", "10.1234/../a", "10.1234/a/.", "10.1234/a/../../b", "10.1234/" + "a" * 251]
)
def test_a_doi_leads_to_nothing_else(tmp_path: Path, doi: str) -> None:
    source = f"- id: a-2001\n  authors: A, B.\n  year: 2001\n  title: Sides\n  doi: {doi}\n"
    files = {"content/sources.yml": source, "docs/example/index.md": '{{ cite("a-2001") }}\n\n{{ sources() }}\n'}
    _, _, problems = distinguo.build(write_site(tmp_path, **files), "https://host.example/")

    assert [problem.title.partition(", not")[0] for problem in problems] == [
        "`doi` should be a DOI such as 10.1111/peps.12183"
    ]
