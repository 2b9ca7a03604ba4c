"""Serves a site while it is edited: the last good pages, and over them what is wrong with the newest content.

`server` builds again and again and answers the browser; `showing` draws what it adds to the pages.
"""

from __future__ import annotations

from .server import Place, Server
from .showing import Result

__all__ = ["Place", "Result", "Server"]
