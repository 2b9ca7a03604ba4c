"""A template that is not there → a sentence for who wrote the block type or the sheet that asks for it."""

from __future__ import annotations


class MissingTemplateError(Exception):
    """What lacks a template, as a sentence for who wrote it: a block type or a sheet, and the template's name."""

    def __init__(self, of: str, template: str, missing: str) -> None:
        lack = f"there is no {missing}" if missing == template else f"{template} asks for {missing}, and there is none"
        super().__init__(f"The {of} cannot be drawn: {lack}.")
        self._parts = of, template, missing

    def __reduce__(self) -> tuple[type[MissingTemplateError], tuple[str, str, str]]:
        return type(self), self._parts  # it may come from another process
