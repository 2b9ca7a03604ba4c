"""Serves a site while it is edited: the last good pages, and over them what is wrong with the newest content.

`server` builds again and again, after each word of `watching`; `answering` speaks with browsers, by the rules of
`hosts` and `pages`; `showing` draws what it adds to the pages; `ending` lets nothing of it be left.
"""

from __future__ import annotations

from .ending import end_as_by_ctrl_c, go_on_to_the_end, nothing_left
from .pages import Later
from .server import Place, Server
from .showing import Result

__all__ = ["Later", "Place", "Result", "Server", "end_as_by_ctrl_c", "go_on_to_the_end", "nothing_left"]
