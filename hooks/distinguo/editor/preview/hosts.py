"""Tells by the name in a request whether it was meant for this preview.

A page on the web can let a name of its own lead to this machine, and would read drafts under it. A browser says the
name that it was sent to, so whoever answers to none but the machine's own is safe from that.
"""

from __future__ import annotations

import ipaddress
import re
import socket

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?", re.IGNORECASE)
_NOWHERE = ("192.0.2.1", 9)  # an address of nobody, kept for examples (RFC 5737)


def is_loopback(host: str) -> bool:
    """Whether what is served on `host` can be reached from this machine alone."""
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


def is_own(named: str, served_on: str, reached_at: str) -> bool:
    """Whether a request that came in at the address `reached_at` may name this host, with or without a port.

    Loopback always may be named, and the address that it came to. Where the preview is `served_on` more than loopback,
    this machine's name may be, too.
    """
    match = _HOST.fullmatch(named)
    if not match:
        return False
    name = match[1].lower()
    if name in ("localhost", f"[{served_on}]" if ":" in served_on else served_on):
        return True
    try:
        address = ipaddress.IPv6Address(name[1:-1]) if name.startswith("[") else ipaddress.IPv4Address(name)
    except ValueError:
        return not is_loopback(served_on) and name in names_of_this_machine()
    return address.is_loopback or address == _plain(reached_at)


def names_of_this_machine() -> list[str]:
    """What others in the same network may call this machine: its name, and that with `.local`."""
    name = socket.gethostname().lower()
    return list(dict.fromkeys((name, name.partition(".")[0], name.partition(".")[0] + ".local")))


def address_in_the_network() -> str:
    """The address by which others reach this machine, where it is in a network; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
        except OSError:
            return ""
        address: str = probe.getsockname()[0]
        return address


def in_address(host: str) -> str:
    """A host as it stands in an address of the web; where all are meant, the name that leads to this machine."""
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address of a socket, where one of IPv4 may be written as one of IPv6."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return getattr(parsed, "ipv4_mapped", None) or parsed
