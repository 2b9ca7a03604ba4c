"""The fields of content files: what kinds of values there are, and how YAML nodes become typed values of them."""

from __future__ import annotations

from .documents import read_document
from .located import Day, Located, Number
from .names import check_cells, refuse_repeated, tell_renamed, tell_repeated, unmatched
from .reading import INVALID, Reading, Reference
from .records import ListOf, Record, TextsBy, read_record
from .shape import (
    Kind,
    Shape,
    as_entry,
    as_typed,
    field,
    how_to_add,
    is_required,
    named_fields,
    required_example,
    whole_example,
)
from .values import (
    CODES_OF_VALUES,
    Choice,
    Date,
    DocsFile,
    Flag,
    Identifier,
    Markdown,
    OneText,
    Origin,
    Pattern,
    ReferenceTo,
    Text,
    WebAddress,
    WholeNumber,
)

__all__ = [
    "CODES_OF_VALUES",
    "INVALID",
    "Choice",
    "Date",
    "Day",
    "DocsFile",
    "Flag",
    "Identifier",
    "Kind",
    "ListOf",
    "Located",
    "Markdown",
    "Number",
    "OneText",
    "Origin",
    "Pattern",
    "Reading",
    "Record",
    "Reference",
    "ReferenceTo",
    "Shape",
    "Text",
    "TextsBy",
    "WebAddress",
    "WholeNumber",
    "as_entry",
    "as_typed",
    "check_cells",
    "field",
    "how_to_add",
    "is_required",
    "named_fields",
    "read_document",
    "read_record",
    "refuse_repeated",
    "required_example",
    "tell_renamed",
    "tell_repeated",
    "unmatched",
    "whole_example",
]
