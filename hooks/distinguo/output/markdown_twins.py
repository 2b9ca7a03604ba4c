"""Turns the HTML of a page into its Markdown twin: the same words and links, for programs that would rather read text.

The tree of the page is only read. What an element becomes stands in one table, by its name; the rest of this module is
about what lies between them: white space that no reader sees, and the empty lines that part blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from ..blocks import TYPES
from ..drawing.drawing import DrawnPage
from ..model.shapes import Settings
from ..text import languages

# What only works, or only makes sense, on the page itself. The title and the dates stand at the top of the twin.
_LEFT_OUT = (
    "h1, ul.byline, .headerlink, script, style, template, svg, button, input, select, textarea,"
    ' [hidden], [aria-hidden="true"], [data-search-exclude]'
) + "".join(f", .{name}" for block in TYPES.values() for name in block.not_in_twins)
_ASIDES = {name for block in TYPES.values() for name in block.asides}

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CELLS = ("td", "th")
_CODE = ("pre", "code", "kbd", "samp")
# Around these, and within them at both ends, white space is no part of the text.
_BLOCKS = {
    *_HEADINGS, "article", "blockquote", "dd", "div", "dl", "dt", "li", "ol", "p", "section", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_WHITE = " \t\r\n"  # a space that keeps words together is none of these

_EMPTY_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[\t ]+")
_LINE_END = re.compile(r"[\t \r\n]*[\r\n][\t \r\n]*")
# What means something in Markdown.
_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]&<]|^\s*[#>+-]\s")
_SIGN = re.compile(r"[\\`*_\[\]]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SIGN_OF_A_LINE = re.compile(r"^(\s*)([#>+-])(?=\s)")


def twin(article: LexborNode, page: DrawnPage, url: str, settings: Settings) -> str:
    """The `article` of a page at the absolute `url` as Markdown, with the page's facts at its top."""
    text = _Twin(article, url).text()
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    text = _EMPTY_LINES.sub("\n\n", text)
    facts = "\n".join(f"- {fact}" for fact in _facts(page, url, settings))
    return f"# {plain(page.title)}\n\n{facts}\n\n{text.strip()}\n"


def _facts(page: DrawnPage, url: str, settings: Settings) -> Iterator[str]:
    """Where the page stands, from when it is, and on what terms it may be used."""
    words = languages.words(settings.language)
    yield f"<{url}>"
    if page.published and page.updated:
        yield f"{words['published']} {languages.long_date(page.published, words)}"
        yield f"{words['updated']} {languages.long_date(page.updated, words)}"
    license = settings.license
    yield f"{words['license']} [{plain(license.name)}]({in_markdown(license.url)}), {plain(settings.publisher.name)}"


def plain(text: str) -> str:
    """`text` as Markdown that means just these letters."""
    if not _MEANS_SOMETHING.search(text):
        return text
    text = _SIGN.sub(r"\\\g<0>", text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return _SIGN_OF_A_LINE.sub(r"\1\\\2", text)


def in_markdown(address: str) -> str:
    """`address` as the target of a link in Markdown, which ends at the first bracket that none before it has opened."""
    if not re.search("[()]", re.sub(r"\([^()]*\)", "", address)):
        return address
    return address.replace("(", "%28").replace(")", "%29")


class _Part(NamedTuple):
    """A part of the page that the twin has: an element by its `name`, with its attributes, or else a text."""

    name: str  # empty for a text
    words: str
    attributes: Mapping[str, str]
    parts: list[_Part]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def is_blank(self) -> bool:
        return not self.name and not self.words.strip()


def _add_parts(node: LexborNode, left_out: set[int], parts: list[_Part]) -> list[_Part]:
    """Add what `node` holds to `parts`. Texts are one where what stood between them is left out. A `<bdi>` says in
    which direction words run, and is no part of its own."""
    for child in node.iter(include_text=True):
        name = child.tag or ""
        if name == "-text":
            before = parts.pop().words if parts and not parts[-1].name else ""
            parts.append(_Part("", before + (child.text_content or ""), {}, []))
        elif name == "bdi":
            _add_parts(child, left_out, parts)
        elif child.mem_id not in left_out:
            attributes = {name: value or "" for name, value in child.attributes.items()}
            parts.append(_Part(name, "", attributes, _add_parts(child, left_out, [])))
    return parts


class _Around:
    """The elements around a part of the page: the name of the inmost, and what is true within any of them."""

    is_pre = is_code = is_cell = is_entry = False
    is_one_line = False  # whether all must stand in one line: in a heading, in a cell

    def __init__(self, name: str, outer: _Around | None = None) -> None:
        self.name = name
        self.is_block = name in _BLOCKS
        if outer:
            self.is_pre, self.is_code, self.is_cell = outer.is_pre, outer.is_code, outer.is_cell
            self.is_entry, self.is_one_line = outer.is_entry, outer.is_one_line
        if name in _CODE:
            self.is_code, self.is_pre = True, self.is_pre or name == "pre"
        elif name in _CELLS:
            self.is_cell = self.is_one_line = True
        elif name in _HEADINGS:
            self.is_one_line = True
        elif name == "li":
            self.is_entry = True


_NOTHING_AROUND = _Around("")


class _Position:
    """Where a part stands: the elements around it, and the parts beside it."""

    def __init__(self, around: _Around, parts: Sequence[_Part], index: int, number: int) -> None:
        self.around, self.parts, self.index = around, parts, index
        self.number = number  # of an entry in its list

    @property
    def earlier(self) -> Sequence[_Part]:
        return self.parts[: self.index]

    @property
    def later(self) -> Sequence[_Part]:
        return self.parts[self.index + 1 :]


class _Twin:
    """Writes the elements of our pages as Markdown, with absolute addresses."""

    def __init__(self, article: LexborNode, url: str) -> None:
        left_out = {element.mem_id for element in article.css(_LEFT_OUT)}
        self._article = _Part("article", "", {}, _add_parts(article, left_out, []))
        self._url = url

    def text(self) -> str:
        return self._element(self._article, _Position(_NOTHING_AROUND, [self._article], 0, 1)).strip("\n")

    def _element(self, part: _Part, place: _Position) -> str:
        inside = self._inside(part, place)
        write = _AS_MARKDOWN.get(part.name)
        return write(self, part, inside, place) if write else inside

    def _inside(self, part: _Part, place: _Position) -> str:
        """What stands in an element, without the white space that no reader sees."""
        around = _Around(part.name, place.around)
        texts, number = [], _start(part)
        for index, one in enumerate(part.parts):
            if one.name:
                texts.append(self._element(one, _Position(around, part.parts, index, number)))
                number += one.name == "li"
            else:
                texts.append(_words(one.words, around, part.parts, index))
        return "".join(texts) if around.is_pre else _joined(texts)

    # One for each kind of element. `text` is what stands in it.

    def _marked(self, mark: str, text: str, place: _Position) -> str:
        """`text` between two marks, with the white space at its ends outside of them."""
        if place.around.is_code:
            return text
        bare = text.strip()
        return f"{_start_space(text)}{mark}{bare}{mark}{_end_space(text)}" if bare else ""

    def _strong(self, part: _Part, text: str, place: _Position) -> str:
        return self._marked("**", text, place)

    def _emphasis(self, part: _Part, text: str, place: _Position) -> str:
        return self._marked("*", text, place)

    def _deleted(self, part: _Part, text: str, place: _Position) -> str:
        return self._marked("~~", text, place)

    def _quoted(self, part: _Part, text: str, place: _Position) -> str:
        return f'"{text}"'

    def _span(self, part: _Part, text: str, place: _Position) -> str:
        return f"({text.strip()})" if _ASIDES.intersection(part.classes) else text

    def _link(self, part: _Part, text: str, place: _Position) -> str:
        if "citation" in part.classes:
            return text.replace("\\", "")  # [1]: the number of the source in the list at the end
        return f"[{text.strip()}]({in_markdown(urljoin(self._url, part.attributes['href']))})" if text.strip() else ""

    def _image(self, part: _Part, text: str, place: _Position) -> str:
        return f"![{plain(part.attributes.get('alt', ''))}]({urljoin(self._url, part.attributes['src'])})"

    def _code(self, part: _Part, text: str, place: _Position) -> str:
        if place.around.is_code:
            return text
        # Within a line: a line of its own that starts with a tag is HTML to a reader of Markdown, even in code.
        text = " ".join(text.split())
        if not text:
            return ""
        longest = max(map(len, re.findall("`+", text)), default=0)
        mark = "`" * (longest + 1)
        return f"{mark} {text} {mark}" if longest else f"{mark}{text}{mark}"

    def _code_block(self, part: _Part, text: str, place: _Position) -> str:
        text = re.sub(r"\A[ \n]*\n|[ \n]*\Z", "", text)
        fence = max(["```", *(f"{run}`" for run in re.findall("`+", text))], key=len)  # longer than any in the text
        return f"\n\n{fence}\n{text}\n{fence}\n\n" if text else ""

    def _line_break(self, part: _Part, text: str, place: _Position) -> str:
        return " " if place.around.is_one_line else "  \n"

    def _rule(self, part: _Part, text: str, place: _Position) -> str:
        return "\n\n---\n\n"

    def _heading(self, part: _Part, text: str, place: _Position) -> str:
        return text if place.around.is_one_line else f"\n\n{'#' * int(part.name[1])} {_in_one_line(text)}\n\n"

    def _block(self, part: _Part, text: str, place: _Position) -> str:
        text = text.strip()
        return f" {text} " if place.around.is_one_line else f"\n\n{text}\n\n" if text else ""

    def _table(self, part: _Part, text: str, place: _Position) -> str:
        return f"\n\n{text.strip()}\n\n"

    def _caption(self, part: _Part, text: str, place: _Position) -> str:
        return f"{text.strip()}\n\n"

    def _row(self, part: _Part, text: str, place: _Position) -> str:
        is_first = not any(one.name for one in place.earlier)
        is_head = place.around.name == "thead" or _is_head(part)
        return f"|{text}\n{_rule_below(part)}" if is_first and is_head else f"|{text}\n"

    def _body(self, part: _Part, text: str, place: _Position) -> str:
        """The rows of a table; Markdown has none without a head, so that one without gets an empty one."""
        first = next((one for one in part.parts if one.name == "tr"), None)
        if first is None or _is_head(first) or any(one.name == "thead" for one in place.earlier):
            return text
        return f"| {' | '.join('' for _ in _cells(first))} |\n{_rule_below(first)}{text}"

    def _cell(self, part: _Part, text: str, place: _Position) -> str:
        return f" {text.strip().replace(chr(10), ' ')} |"

    def _list(self, part: _Part, text: str, place: _Position) -> str:
        if place.around.is_entry:
            return f"\n{text.rstrip()}"
        follower = next((one for one in place.later if not one.is_blank), None)
        is_apart = follower is not None and follower.name not in ("ul", "ol")
        return f"\n\n{text}\n" if is_apart else f"\n\n{text}"

    def _entry(self, part: _Part, text: str, place: _Position) -> str:
        text = text.strip()
        if not text:
            return "\n"
        sign = f"{place.number}. " if place.around.name == "ol" else "- "
        entry = _indented(text, sign)
        return f"{entry}\n\n" if "\n\n" in entry else f"{entry}\n"  # long entries stand apart

    def _term(self, part: _Part, text: str, place: _Position) -> str:
        text = _in_one_line(text)
        return f" {text} " if place.around.is_one_line else f"\n\n{text}\n" if text else "\n"

    def _description(self, part: _Part, text: str, place: _Position) -> str:
        text = text.strip()
        return f" {text} " if place.around.is_one_line else f"{_indented(text, ':   ')}\n" if text else "\n"

    def _quotation(self, part: _Part, text: str, place: _Position) -> str:
        text = text.strip(_WHITE)
        if place.around.is_one_line:
            return f" {text} "
        return "\n" + "\n".join(f"> {line}" if line else ">" for line in text.split("\n")) + "\n\n" if text else "\n"

    def _navigation(self, part: _Part, text: str, place: _Position) -> str:
        return f"\n\n{plain(part.attributes['aria-label'])}:\n\n{text.strip()}\n\n"

    def _summary(self, part: _Part, text: str, place: _Position) -> str:
        summary = text.strip()
        return f"\n\n{summary if summary.startswith('#') else f'**{summary}**'}\n\n"


_AS_MARKDOWN: dict[str, Callable[[_Twin, _Part, str, _Position], str]] = {
    "a": _Twin._link,
    "b": _Twin._strong,
    "blockquote": _Twin._quotation,
    "br": _Twin._line_break,
    "caption": _Twin._caption,
    "dd": _Twin._description,
    "del": _Twin._deleted,
    "dt": _Twin._term,
    "figcaption": _Twin._table,
    "hr": _Twin._rule,
    "img": _Twin._image,
    "li": _Twin._entry,
    "nav": _Twin._navigation,
    "pre": _Twin._code_block,
    "q": _Twin._quoted,
    "s": _Twin._deleted,
    "span": _Twin._span,
    "strong": _Twin._strong,
    "summary": _Twin._summary,
    "table": _Twin._table,
    "tbody": _Twin._body,
    "tr": _Twin._row,
    **dict.fromkeys(("cite", "em", "i"), _Twin._emphasis),
    **dict.fromkeys(("code", "kbd", "samp"), _Twin._code),
    **dict.fromkeys(("ol", "ul"), _Twin._list),
    **dict.fromkeys(_CELLS, _Twin._cell),
    **dict.fromkeys(_HEADINGS, _Twin._heading),
    **dict.fromkeys(
        ("article", "details", "div", "dl", "fieldset", "figure", "form", "legend", "p", "section"), _Twin._block
    ),
}


def _start(part: _Part) -> int:
    """The number of the first entry of a list."""
    start = part.attributes.get("start", "")
    return int(start) if start.isnumeric() else 1


def _words(text: str, around: _Around, parts: Sequence[_Part], index: int) -> str:
    """A text between two elements, as Markdown."""
    # White space beside a block, and at the ends of one, is no part of the text.
    is_bare_left = text[:1].isspace() and (_parts_blocks(parts[index - 1]) if index else around.is_block)
    is_last = index == len(parts) - 1
    is_bare_right = text[-1:].isspace() and (around.is_block if is_last else _parts_blocks(parts[index + 1]))
    if (is_bare_left or is_bare_right) and text.isspace():
        return ""
    if not around.is_pre:
        if "\n" in text or "\r" in text:
            text = _LINE_END.sub("\n", text)
        if "  " in text or "\t" in text:
            text = _SPACES.sub(" ", text)
    if not around.is_code:
        text = plain(text)
    if around.is_cell:
        text = text.replace("|", r"\|")
    if is_bare_left:
        text = text.lstrip(_WHITE)
    return text.rstrip() if is_bare_right else text


def _cells(row: _Part) -> list[_Part]:
    return [one for one in row.parts if one.name in _CELLS]


def _is_head(row: _Part) -> bool:
    return all(cell.name == "th" for cell in _cells(row))


def _rule_below(row: _Part) -> str:
    """What makes the row above it the head of its table."""
    return f"| {' | '.join('---' for _ in _cells(row))} |\n"


def _parts_blocks(part: _Part) -> bool:
    """Whether white space beside `part` is no part of the text."""
    return part.name in _BLOCKS or part.name == "pre"


def _joined(texts: Iterable[str]) -> str:
    """The `texts` in a row. Where one ends and the next begins with line ends, the longer row of them stays, and no
    more than one empty line."""
    joined = ""
    for text in texts:
        if text.startswith("\n") and joined.endswith("\n"):
            bare, before = text.lstrip("\n"), joined.rstrip("\n")
            joined = before + "\n" * min(2, max(len(joined) - len(before), len(text) - len(bare))) + bare
        else:
            joined += text
    return joined


def _in_one_line(text: str) -> str:
    return re.sub(f"[{_WHITE}]+", " ", text.strip())


def _indented(text: str, sign: str) -> str:
    """`text` with the `sign` of an entry before it, and its further lines below its first word."""
    first, *others = text.split("\n")
    return "\n".join([sign + first, *(" " * len(sign) + line if line else "" for line in others)])


def _start_space(text: str) -> str:
    return " " if text[:1] == " " else ""


def _end_space(text: str) -> str:
    return " " if text[-1:] == " " else ""
