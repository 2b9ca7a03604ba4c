"""Judges an address of the web or of a mailbox by the URL standard: as typed → as browsers take it, or what is wrong.

The one parser that decides is that of https://url.spec.whatwg.org/. It forgives much for the sake of old pages; what
is refused here beside what it refuses is what nobody means, or what would look to a reader like something else.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from ada_url import parse_url

from .characters import first_refused
from .characters import name as name_of
from .host_names import WrongHostError, in_readers_letters, looked_up
from .matching import leading

IN_ADDRESS = r"[^\s\"'<>\\`{}|^]"  # a character of an address
LINKS = ("https", "mailto")  # where a link may go
_NEVER = re.compile(rf"(?!{IN_ADDRESS}).", re.DOTALL)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LONGEST = 2000  # characters: more, and some browsers and mail programs give up
_NO_BROWSER_OPENS = {  # https://fetch.spec.whatwg.org/#port-blocking
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
    111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
    540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
    6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
}  # fmt: skip
_IN_MAILBOX = re.compile(r"[\w!#$&*+/=~%-]+(?:\.[\w!#$&*+/=~%-]+)*")
_IN_MAIL = ("subject", "body")  # what a link may fill in: others could add readers of the mail that nobody sees
_PATH_OF_SITE = "A site's path has letters from a to z, digits and hyphens, and one slash between two words."
_INSTEAD_OF = {"\\": "Write / in its place.", "\t": "Leave out the tab.", "\n": "Leave out the line end."}


class Address(NamedTuple):
    """A sound address: as pages hold it, in ASCII, and its host (none where it is a mailbox)."""

    href: str
    host: str


class AddressFault(NamedTuple):
    """What is wrong with an address: a clause that says so, a sentence on what to write instead, where in it the part
    begins and ends that is wrong, and the address that was probably meant.

    `reason` is empty where it does not begin as an address should.
    """

    reason: str
    help: str
    start: int
    end: int
    meant: str = ""

    def said_of(self, words: str) -> str:
        """The sentence that begins with `words`, such as “A link cannot go to …”, and says what is wrong."""
        return f"{words}: {self.reason}" if self.reason else words


@lru_cache(maxsize=1 << 14)
def judge(address: str, schemes: Collection[str]) -> Address | AddressFault:
    """The `address` as it may be published, or what is wrong with it; it may be of one of the `schemes` (a tuple)."""
    judged = _judged(address, schemes)
    if isinstance(judged, AddressFault) and judged.meant and isinstance(_judged(judged.meant, schemes), AddressFault):
        return judged._replace(meant="")  # it would not mend the address
    return judged


def _judged(address: str, schemes: Collection[str]) -> Address | AddressFault:
    scheme, colon, _ = address.partition(":")
    if not colon or scheme not in schemes:
        return AddressFault("", "", 0, len(address))
    try:
        _check_characters(address)
        host = (_check_mail if scheme == "mailto" else _check_web)(address, len(scheme) + 1)
    except _WrongPartError as wrong:
        return wrong.fault
    return _parsed(address, host)


def is_safe_address(address: str, schemes: Collection[str]) -> bool:
    """Whether `address` is a sound one, of one of the `schemes`."""
    return isinstance(judge(address, tuple(schemes)), Address)


def link_fault(address: str) -> AddressFault | None:
    """What keeps a link of a page from going to `address`."""
    judged = judge(address, LINKS)
    return judged if isinstance(judged, AddressFault) else None


def published(address: str, schemes: Collection[str] = LINKS) -> str:
    """The `address` as pages hold it, in ASCII; as it is where it is none of the web."""
    judged = judge(address, tuple(schemes))
    return judged.href if isinstance(judged, Address) else address


def judge_site(address: str | None) -> Address | AddressFault:
    """The `address` of a site as browsers write it, or what keeps a site from lying there.

    Its path is of plain words, with a slash at its end, so that it means the same in every file that holds it.
    """
    address = address or ""
    judged = judge(address, ("https",))
    if isinstance(judged, AddressFault):
        before = re.match("https://[^/?#]*/", address)
        is_in_path = before and judged.reason and judged.start >= before.end()
        return judged._replace(help=_PATH_OF_SITE, meant="") if is_in_path else judged
    scheme_and_host = leading("[^:]*://[^/?#]*", address)[0]
    path, at = address[len(scheme_and_host) :], len(scheme_and_host)
    if found := re.search("[?#].*", path):
        help = "Leave it out: a page's address is made of the site's and the page's own name behind it."
        at += found.start()
        return AddressFault(f"“{found[0]}” cannot stand in the address of a site", help, at, len(address), address[:at])
    if found := re.search(r"[^A-Za-z0-9._~/-]|(?<=/)/|(?<=/)\.{1,2}(?=/|$)", path):
        at += found.start()
        reason = f"“{found[0]}” cannot stand in the path of a site"
        return AddressFault(reason, _PATH_OF_SITE, at, at + len(found[0]))
    if not path.endswith("/"):
        help = "Add it: a page's address is made of the site's and the page's own name behind it."
        return AddressFault("there is no slash at its end", help, len(address) - 1, len(address), f"{address}/")
    return Address(parse_url(address, attributes=("href",))["href"], judged.host)


def judge_origin(address: str) -> Address | AddressFault:
    """The `address` of a host alone, as the headers of a site name it, or what is wrong with it."""
    judged = judge(address, ("https",))
    if isinstance(judged, AddressFault):
        return judged
    origin = leading("[^:]*://[^/?#]*", address)[0]
    if behind := address[len(origin) :]:
        help = "Leave it out: a host is meant with all of its pages."
        return AddressFault(f"“{behind}” stands behind the host", help, len(origin), len(address), origin)
    return Address(parse_url(address, attributes=("origin",))["origin"], judged.host)


def within(address: str, site: str) -> str | None:
    """What a full `address` adds to that of the `site`, as browsers read the two; none where it leads elsewhere."""
    try:
        href = parse_url(address, attributes=("href",))["href"]
    except ValueError:
        return None
    return href.removeprefix(site) if href.startswith(site) else None


def host_for_readers(address: str) -> str:
    """The host of `address` as readers are shown it, in its own letters; an empty text where it has none."""
    judged = judge(address, ("https",))
    return in_readers_letters(judged.host) if isinstance(judged, Address) else ""


class _WrongPartError(Exception):
    def __init__(self, reason: str, help: str, start: int, end: int, meant: str = "") -> None:
        super().__init__(reason)
        self.fault = AddressFault(reason, help, start, end, meant)


def for_readers(address: str) -> str:
    """The full `address` as readers are shown it, with its host in its own letters."""
    host = host_for_readers(address)
    return re.sub("(?<=//)[^/?#:]+", host, address, count=1) if host else address


def _check_characters(address: str) -> None:
    if len(address) > _LONGEST:
        reason = f"it is longer than {_LONGEST} characters"
        raise _WrongPartError(
            reason, "Leave out what stands behind the question mark, if you can.", _LONGEST, len(address)
        )
    found = _NEVER.search(address)
    if sign := found[0] if found else first_refused(address):
        at = address.index(sign)
        encoded = "".join(f"%{byte:02X}" for byte in sign.encode(errors="replace"))
        known = {" ": "a space", "\t": "a tab", "\n": "a line end", "\r": "a line end"}
        what = known.get(sign) or (f"“{sign}”" if sign.isprintable() else name_of(sign))
        help = _INSTEAD_OF.get(sign, f"Leave it out, or write {encoded} in its place.")
        raise _WrongPartError(f"{what} cannot stand in an address", help, at, at + 1)
    if found := _LONE_PERCENT.search(address):
        help = "Write %25 for the sign itself."
        at = found.start()
        meant = _LONE_PERCENT.sub("%25", address)
        raise _WrongPartError("behind a % there are two digits from 0 to F", help, at, at + 1, meant)


def _check_web(address: str, start: int) -> str:
    """Check what stands behind `https:`; gives the host as it is looked up."""
    slashes = len(address) - start - len(address[start:].lstrip("/"))
    rest = start + slashes
    if slashes != 2:
        meant = f"{address[:start]}//{address[rest:]}"
        help = f"Write {address[:start]}// and then the name of the host."
        raise _WrongPartError(f"behind {address[:start]} stand two slashes", help, 0, max(rest, 1), meant)
    authority = leading("[^/?#]*", address, rest)[0]
    user, at, place = authority.rpartition("@")
    if at:
        start_of_host = rest + len(user) + 1
        # Where it looks like a host, either of the two may have been meant.
        meant = "" if "." in user else address[:rest] + address[start_of_host:]
        help = "Leave it out: a page tells no user and no password, and readers would take it for the name of the site."
        raise _WrongPartError(f"“{user}@” names a user, and not the host", help, rest, start_of_host, meant)
    if place.startswith("["):
        help = "Write its name, as in https://host.example/."
        raise _WrongPartError(f"“{place}” is a number and no name of a host", help, rest, rest + len(place))
    name, colon, port = place.partition(":")
    if "%" in name:
        help = (
            f"Write the letters themselves: {unquote(name)}"
            if unquote(name).isprintable()
            else "Write the name itself."
        )
        raise _WrongPartError(f"the name of the host, “{name}”, is written with %", help, rest, rest + len(name))
    host = _check_host(name, address, rest)
    if colon:
        _check_port(port, address, rest + len(name))
    return host


def _check_host(name: str, address: str, at: int) -> str:
    """The host `name`, which stands in the `address` at that place, as it is looked up."""
    try:
        return looked_up(name)
    except WrongHostError as wrong:
        # The small form of a few letters, such as İ, is longer.
        start = name.lower().find(wrong.part.lower()) if len(name.lower()) == len(name) else -1
        start, length = (start, len(wrong.part)) if start >= 0 else (0, len(name))
        meant = ""
        if wrong.meant:
            fixed = wrong.meant if wrong.part == name else name[:start] + wrong.meant + name[start + length :]
            meant = address[:at] + fixed + address[at + len(name) :]
        raise _WrongPartError(wrong.reason, wrong.help, at + start, at + start + length, meant) from None


def _check_port(port: str, address: str, at: int) -> None:
    """The number of a port, whose colon stands in the `address` at that place."""
    if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) <= 65535:
        reason = f"“:{port}” is no port; a port is a number from 1 to 65535"
    elif int(port) in _NO_BROWSER_OPENS:
        reason = f"no browser opens port {int(port)}, which is kept for something else"
    else:
        return
    end = at + 1 + len(port)
    raise _WrongPartError(reason, "Leave it out: few sites need one.", at, end, address[:at] + address[end:])


def _check_mail(address: str, start: int) -> str:
    """Check what stands behind `mailto:`."""
    boxes, mark, headers = address[start:].partition("?")
    at = start
    for box in boxes.split(","):
        _check_mailbox(box, address, at)
        at += len(box) + 1
    at = start + len(boxes) + 1
    seen: set[str] = set()
    for header in headers.split("&") if mark else ():
        name, _, value = header.partition("=")
        end = at + len(header)
        if name.lower() not in _IN_MAIL or name.lower() in seen:
            reason = f"“{header}” is not for a link" if name.lower() not in seen else f"“{name}” stands twice"
            help = "A link may fill in a mail's subject and its body, each once: ?subject=Some%20words&body=Some%20more"
            raise _WrongPartError(reason, help, at, end)
        if name.lower() == "subject" and re.search("%0[0-9a-d]", value, re.IGNORECASE):
            raise _WrongPartError("a subject has one line", "Leave out the line end, %0A or %0D.", at, end)
        if "#" in header:
            raise _WrongPartError("“#” cannot stand in the address of a mail", "Write %23 in its place.", at, end)
        seen.add(name.lower())
        at = end + 1
    return ""


def _check_mailbox(box: str, address: str, at: int) -> None:
    local, sign, host = box.rpartition("@")
    help = "Write it as in mailto:name@host.example."
    if not box:
        raise _WrongPartError("it names no mailbox", help, 0, max(at, 1))
    if not sign or not local or not host:
        raise _WrongPartError(f"“{box}” is no mail address", help, at, at + len(box))
    if (
        not _IN_MAILBOX.fullmatch(local)
        or len(local) > 64
        or not re.fullmatch(r"[\w!#$&'*+/=?^`{|}~.-]+", unquote(local))
    ):
        raise _WrongPartError(f"“{local}” is no name of a mailbox", help, at, at + len(local))
    if "%" in host or ":" in host:
        raise _WrongPartError(f"“{host}” is no name of a host", help, at + len(local) + 1, at + len(box))
    _check_host(host, address, at + len(local) + 1)


def _parsed(address: str, host: str) -> Address | AddressFault:
    """The `address` as the parser of the standard takes it; it has the last word."""
    try:
        parsed = parse_url(address, attributes=("href", "hostname"))
    except ValueError:
        parsed = {}
    if parsed.get("hostname") != host:
        return AddressFault("browsers cannot read it", "Copy it from a browser's address bar.", 0, len(address))
    href = address if address.isascii() else parsed["href"]
    return Address(href if host or href is address else _with_plain_hosts(href), host)


def _with_plain_hosts(mail: str) -> str:
    """The address of a `mail` with its hosts as they are looked up: to the parser they are words like others."""
    boxes, mark, headers = mail.partition("?")
    parts = (box.rpartition("@") for box in boxes.split(","))
    return ",".join(f"{name}@{looked_up(unquote(host))}" for name, _, host in parts) + mark + headers
