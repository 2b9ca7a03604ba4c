"""The kinds of single values: one text as it was typed → a text, a date, a number …, or what is wrong with it."""

from __future__ import annotations

import re
from typing import Any

from ..base.addresses import is_docs_file, is_identifier
from ..base.problems import Fix, Span, did_you_mean, nearest, shown
from ..base.web_addresses import Address, AddressFault, judge, judge_origin
from ..text import rich_text
from ..text.nodes import Mapping, Node, Scalar, Sequence
from ..text.quoting import quoted
from .located import Day, Located, Number
from .misplaced import note_strange_lines
from .reading import Reading
from .shape import Kind
from .wording import form, subject, with_article, within

# What a field says of a value that is no text, and what YAML says of the same value when it trips over it.
CODES_OF_VALUES = (
    "not-a-choice", "not-a-date", "not-a-file-path", "not-a-number", "not-an-address", "not-an-id",
    "not-true-or-false", "wrong-form",
)  # fmt: skip
_MOST_CHARACTERS_A_WORD = 20  # links and citations included: what has more is too long without being counted
_AS_TYPED = {"source": "@{}", "term": "term:{}", "explainer": "explainer:{}", "section": "#{}"}
_MEANT_FLAGS = {
    "yes": "true",
    "y": "true",
    "on": "true",
    "1": "true",
    "0": "false",
    "no": "false",
    "n": "false",
    "off": "false",
}


class OneText(Kind):
    """A kind whose value is made of one text; `convert` makes it."""

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        if not isinstance(node, Scalar):
            return _refuse_structure(node, isinstance(self, Text | Markdown), path, reading)
        if node.span.end_line > node.span.line:
            note_strange_lines(node.span, path, reading)
        text = "" if node.is_empty else node.text.strip()
        if not text:
            return reading.problem("empty-field", node.span, path, f"{subject(path)} is empty")
        return self.convert(text, node.span, path, reading)

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        return Located(text, span)


class Text(OneText):
    """Plain text on one line; white space is folded. Lengths are in characters."""

    def __init__(self, least: int = 1, most: int = 200) -> None:
        self.least, self.most = least, most

    def in_words(self) -> str:
        return f"a text of {within(self.least, self.most)} characters"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        folded = " ".join(text.split())
        if not self.least <= len(folded) <= self.most:
            title = f"{subject(path)} has {len(folded)} characters; it should have {within(self.least, self.most)}"
            return reading.problem("wrong-length", span, path, title, of_length=True)
        return Located(folded, span)


class Markdown(OneText):
    """Text in the Markdown of content files (see `rich_text`); `inline` admits one paragraph only."""

    def __init__(self, *, inline: bool = False, most_words: int = 120) -> None:
        self.inline, self.most_words = inline, most_words

    def in_words(self) -> str:
        one = ", in one paragraph" if self.inline else ""
        return f"Markdown of at most {self.most_words} words{one}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if len(text) > _MOST_CHARACTERS_A_WORD * self.most_words + 1000:
            title = f"{subject(path)} has {len(text)} characters; it should have at most {self.most_words} words"
            return reading.problem("wrong-length", span, path, title, of_length=True)
        rich = rich_text.parse(text, inline=self.inline)
        for fault in rich.faults:
            _tell_fault(fault, span, path, reading)
        words = len(rich.plain().split()) if self._may_be_too_long(text) else 0
        if words > self.most_words:
            title = f"{subject(path)} has {words} words; it should have at most {self.most_words}"
            reading.problem("wrong-length", span, path, title, of_length=True)
        if rich.references:
            self._refer(rich, span, path, reading)
        return rich

    def _may_be_too_long(self, text: str) -> bool:
        """Whether it is worth while to count the words: that is dear, and most texts are far from the limit."""
        return len(text) > 2 * self.most_words and _most_words_of(text) > self.most_words

    @staticmethod
    def _refer(rich: rich_text.RichText, span: Span, path: str, reading: Reading) -> None:
        seen: dict[str, int] = {}
        for kind, name in rich.references:
            typed = _AS_TYPED.get(kind, "{}").format(name)
            nth = seen[typed] = seen.get(typed, -1) + 1
            reading.refer(kind, name, span, path, words=typed, nth=nth)


class Identifier(OneText):
    """A lasting name: lower-case letters and digits in words joined by hyphens, at most 60 characters."""

    def in_words(self) -> str:
        return "an id: lower-case words joined by hyphens"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not is_identifier(text):
            help = "Use lower-case letters, digits and single hyphens, as in `trust-and-safety`; at most 60 characters."
            title = f"{subject(path)} cannot be “{shown(text)}”"
            return reading.suggest("not-an-id", span, path, title, help, near=_as_identifier(text))
        return Located(text, span)


class ReferenceTo(OneText):
    """The identifier of something that stands elsewhere; looked up when everything has been read."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def in_words(self) -> str:
        return f"the id of {with_article(self.kind)}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not is_identifier(text):
            help = "An id is lower-case words joined by hyphens, such as `section-relate` or `mayer-1995`."
            title = f"{subject(path)} should be the id of {with_article(self.kind)}, not “{shown(text)}”"
            return reading.problem("not-an-id", span, path, title, help)
        reading.refer(self.kind, text, span, path)
        return Located(text, span)


class Date(OneText):
    """A day, year first (ISO 8601): 2026-11-24."""

    def in_words(self) -> str:
        return "a date, year first"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        try:
            day = Day.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
        except ValueError:
            return _refuse_date(text, span, path, reading)
        day.span = span
        return day


class WholeNumber(OneText):
    """A whole number from `least` to `most`."""

    def __init__(self, least: int = 1, most: int = 1000) -> None:
        self.least, self.most = least, most

    def in_words(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not re.fullmatch("[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            title = f"{subject(path)} should be a whole number from {self.least} to {self.most}, not “{shown(text)}”"
            return reading.problem("not-a-number", span, path, title)
        number = Number(text)
        number.span = span
        return number


class Flag(OneText):
    """Yes or no, as `true` or `false`."""

    def in_words(self) -> str:
        return "`true` or `false`"

    def example(self) -> str:
        return " true"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if text not in ("true", "false"):
            title = f"{subject(path)} should be true or false, not “{shown(text)}”"
            meant = _MEANT_FLAGS.get(text.lower(), "") or nearest(text, ("true", "false"))
            return reading.suggest("not-true-or-false", span, path, title, "", near=meant)
        return text == "true"


class Choice(OneText):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def in_words(self) -> str:
        return f"one of {', '.join(f'`{word}`' for word in self.words)}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if text not in self.words:
            help = f"Choose one of: {', '.join(self.words)}"
            title = f"{subject(path)} cannot be “{shown(text)}”"
            return reading.suggest("not-a-choice", span, path, title, help, near=nearest(text, self.words))
        return Located(text, span)


class Pattern(OneText):
    """A text of a fixed form, such as a color or a DOI."""

    def __init__(self, pattern: str, wanted: str) -> None:
        self.pattern, self.wanted = pattern, wanted

    def in_words(self) -> str:
        return self.wanted

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not re.fullmatch(self.pattern, text):
            title = f"{subject(path)} should be {self.wanted}, not “{shown(text)}”"
            inside = re.search(self.pattern, text)  # such as the DOI in its address
            return reading.suggest("wrong-form", span, path, title, "", near=inside[0] if inside else "")
        return Located(text, span)


class WebAddress(OneText):
    """An https address, or with `mail` also a `mailto:` one."""

    def __init__(self, *, mail: bool = False) -> None:
        self.schemes = ("https", "mailto") if mail else ("https",)

    def in_words(self) -> str:
        return f"a full address that starts with {' or '.join(f'`{scheme}:`' for scheme in self.schemes)}"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        judged = self._judged(text)
        if isinstance(judged, Address):
            return Located(judged.href, span)
        if judged.reason:
            title = judged.said_of(f"{subject(path)} cannot be “{shown(text)}”")
            place = reading.within(span, text)
            fix = Fix(place, judged.meant) if judged.meant and place.line == place.end_line else None
            part = _part(place, text, judged.start, judged.end, reading)
            return reading.problem(
                "not-an-address", part, path, title, judged.help, label=did_you_mean(judged.meant), fix=fix
            )
        wanted = " or ".join(f"{scheme}:" for scheme in self.schemes)
        title = f"{subject(path)} should be a full address that starts with {wanted}, not “{shown(text)}”"
        return reading.suggest("not-an-address", span, path, title, "", near=self._meant(text))

    def _judged(self, text: str) -> Address | AddressFault:
        return judge(text, self.schemes)

    def _meant(self, text: str) -> str:
        """The address that was probably meant, or an empty text."""
        if text.startswith("http://"):
            near = text.replace("http:", "https:", 1)
        elif "://" in text or "." not in text:
            return ""
        else:
            near = f"mailto:{text}" if "@" in text else f"https://{text}"
        return near if isinstance(self._judged(near), Address) else ""


class Origin(WebAddress):
    """A host with its https, and nothing behind it: `https://host.example`."""

    def in_words(self) -> str:
        return "the address of a host with nothing behind it, like `https://host.example`"

    def _judged(self, text: str) -> Address | AddressFault:
        return judge_origin(text)


class DocsFile(OneText):
    """The path of a file in the site's `docs` folder, such as `assets/logo.svg`."""

    def in_words(self) -> str:
        return "the path of a file in the folder `docs`"

    def convert(self, text: str, span: Span, path: str, reading: Reading) -> Any:
        if not is_docs_file(text):
            title = f"{subject(path)} should be the path of a file in docs, like assets/logo.svg, not “{shown(text)}”"
            return reading.problem("not-a-file-path", span, path, title)
        reading.refer("file", text, span, path)
        return Located(text, span)


def _refuse_structure(node: Sequence | Mapping, is_prose: bool, path: str, reading: Reading) -> Any:
    """Tell that a text was wanted: mostly it is one, with signs that make a list or a group of it."""
    title = f"{subject(path)} should be a text, not {form(node)}"
    if not is_prose:
        only = node.items[0] if isinstance(node, Sequence) and len(node.items) == 1 else None
        near = only.text if isinstance(only, Scalar) and node.is_flow else ""
        return reading.suggest("not-a-text", node.span, path, title, "", near=near)
    raw, span = reading.raw(node.span).rstrip(), node.span
    code, label, fix = "needs-quotes", "this is what YAML trips over", None
    is_group = isinstance(node, Mapping) and all(re.fullmatch("[a-z_]+", name.text) for name, _ in node.entries)
    if node.is_flow and raw and not is_group:
        fix = Fix(span, quoted(raw)) if span.line == span.end_line else None
        start = Span(span.line, span.column, span.line, span.column + 1)
        help = f"Without quotes this is {form(node)}. Put the whole text in quotes."
        return reading.problem(
            code, start, path, f"A text starting with “{raw[0]}” needs quotes", help, label=label, fix=fix
        )
    if isinstance(node, Mapping) and len(node.entries) == 1 and not re.fullmatch("[a-z_]+", node.entries[0][0].text):
        key, value = node.entries[0]
        line = reading.line(key.span.line)
        colon = line.find(":", key.span.end_column - 1) + 1
        if colon and isinstance(value, Scalar) and value.span.end_line == key.span.line:
            whole = Span(key.span.line, key.span.column, key.span.line, len(line.rstrip()) + 1)
            fix = Fix(whole, quoted(reading.raw(whole)))
            place = Span(key.span.line, colon, key.span.line, colon + 1)
            title, help = "A text containing “: ” needs quotes", "Put the whole text in quotes."
            return reading.problem(code, place, path, title, help, label=label, fix=fix)
    return reading.problem("not-a-text", span, path, title)


def _refuse_date(text: str, span: Span, path: str, reading: Reading) -> Any:
    title = f"{subject(path)} should be a date like 2026-11-24, not “{shown(text)}”"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        title = f"{subject(path)} cannot be “{text}”: there is no such day"
        return reading.problem("not-a-date", span, path, title, "Look at the month and the day.")
    numbers = re.match(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?!\d)", text, re.ASCII)
    if numbers:
        near = f"{numbers[1]}-{numbers[2]:>02}-{numbers[3]:>02}"
        return reading.suggest("not-a-date", span, path, title, "Write month and day with two digits.", near=near)
    found = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text, re.ASCII)
    if not found:
        return reading.problem("not-a-date", span, path, title, "Write the year first, then month and day.")
    day, month = f"{found[1]:>02}", f"{found[2]:>02}"
    readings = dict.fromkeys(
        [f"{found[3]}-{month}-{day}"] * (month <= "12") + [f"{found[3]}-{day}-{month}"] * (day <= "12")
    )
    help = f"Write the year first: {' or '.join(readings)}" if readings else "Write the year first, then month and day."
    return reading.suggest(
        "not-a-date", span, path, title, help, near=next(iter(readings)) if len(readings) == 1 else ""
    )


def _tell_fault(fault: rich_text.TextFault, span: Span, path: str, reading: Reading) -> None:
    """Tell what is wrong in a Markdown text at the words themselves."""
    place = reading.within(span, fault.words, fault.nth) if fault.words else span
    is_found = place is not span and place.line == place.end_line
    fix = Fix(place, fault.mended) if fault.mended and is_found else None
    if fault.part:
        place = _part(place, fault.words, *fault.part, reading)
    code, title, help = fault.code, fault.title, fault.help
    reading.problem(code, place, path, title, help, is_warning=fault.is_warning, fix=fix, of_length=fault.of_length)


def _part(place: Span, words: str, start: int, end: int, reading: Reading) -> Span:
    """The part from `start` to `end` of the `words` at `place`; or the whole place, if they are not typed so."""
    if reading.raw(place) != words:
        return place
    return Span(place.line, place.column + start, place.line, place.column + end)


def _most_words_of(text: str) -> int:
    """How many words a Markdown text may have at most: every sign that makes markup can part one."""
    return len(text.split()) + sum(map(text.count, "*_`[<&!"))


def _as_identifier(text: str) -> str:
    """The identifier that is nearest to `text`, or an empty text."""
    near = re.sub("[^a-z0-9]+", "-", text.lower()).strip("-") if text.isascii() else ""
    return near if is_identifier(near) else ""
