"""MkDocs, and nothing else: its events in, our pages out. No other room imports it or its theme."""

from __future__ import annotations

from ..site.mkdocs_settings import PROJECT

SHELL = PROJECT / "overrides"  # the templates, the style sheet and the scripts around the texts of every page
