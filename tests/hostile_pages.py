"""Makes pages that nobody would write: pieces of Markdown, repeated, within each other, and in a row, up to the size
that a page can have."""

from __future__ import annotations

import random
from itertools import product

from distinguo.text.markdown_limits import MOST_CHARACTERS

SIGNS = "*_`[]()<>#-+~=|!{}:&\\\"'1.@%/ \ta\u00e9\u4e00\u0301"
# What is something to Markdown, to placements or to the check, as it is mostly typed.
CONSTRUCTS = [
    "a ", "Words of prose. ", "`a`", "``a``", "`", "``", "```", "~~~", "~~~a", "```a", "~~~ {a}", '~~~ hl_lines="',
    "---", "- - -", "***", "* * *", "===", "## a", "# a #", "##", "#", "## a {#section-a}", "## {#a", " {#a", "{#a}",
    "{: a}", "{a=b}", "{ =", "{ .a", "{", "{{", "}}", "{%", "%}", "{#", "{{ a() }}", "{{ a( ", '{{ "',
    '{{ cite("a") }}', "{{ explainers() }}", "{% raw %}", "{% endraw %}", "{ a() }", "[a](b)",
    "[a](https://a.example/b)", "![a](b.png)", "[a][b]", "[a]", "[a]: b", '[a]: b "c"', "[", "](", "![", "]: ", "][",
    "]", "[](", "<https://a.example/>", "<a@b.c>", "<", ">", "<a", "<b>", "</b>", "<!--", "<?", "&amp;", "&#65;",
    "&#x301;", "&", "&a", "\\*", "\\", "\\`", "*a*", "**a**", "***a***", "*a", "a*", "**a", "***a", "*a **b* c**",
    "_a_", "__a__", "_a", "a_b", "*a _b ", "- a", "* a", "+ a", "1. a", "1) a", "999999999. a", "- a\n  b",
    "- a\n\n    b", "> a", ">a", "> - a", "- > a", "> > a", "    a", "\ta", "  a", "a  ", "a|b\n-|-\na|b", "|a", "|-",
    "|", "a\n=", "a\n-", ": a", "[^a]", "[^a]: b", "*[a]: b", "!!! a", "@a-2001", "(@a-2001; ", "[@a; ", "[@a]",
    "https://a.example/", "a@b.example", "\u4fe1\u983c\u3002", "\U0001f468\u200d\U0001f469", "\u200b", "e\u0301",
    "e" + "\u0301" * 9, "\u00a0", "\0", "title: a", "---\ntitle: a\n---", "<<<<<<< a", "=======", ">>>>>>> b",
]  # fmt: skip
ENDS = ["", " ", "\n", "\n\n"]
# Pairs that go around something: an opening sign and one that closes it.
AROUND = [
    ("[", "](b)"), ("![", "](b)"), ("*", "*"), ("**", "**"), ("_a ", " a_"), ("*a _b ", " b_ a*"),
    ("**a *b ", " b* a**"), ("(*a (_b", "b_) a*)"), ("> ", ""), (">", ""), ("- ", ""), ("-\t", ""), ("1. ", ""),
    ("> - ", ""), ("    ", ""), ("<", ">"), ("`", "`"), ("{{ a(", ") }}"), ("{", "}"), ("([", "])"), ("_b.b((", "))_"),
    ('"', '"'),
]  # fmt: skip


def repeated(unit: str, length: int = MOST_CHARACTERS) -> str:
    """A page of so many characters that holds nothing but the `unit`."""
    return (unit * (length // len(unit) + 1))[:length]


def units() -> list[str]:
    """What is worth repeating: each construct and each pair of signs, with each end of a line."""
    pairs = ("".join(pair) for pair in product(SIGNS, repeat=2))
    return [unit + end for unit in (*CONSTRUCTS, *pairs) for end in ENDS]


def page(chance: random.Random) -> str:
    """A page of one of these kinds, by `chance`."""
    make = chance.choice((_of_one_unit, _of_many_units, _of_levels, _in_a_row, _steps))
    return make(chance)[:MOST_CHARACTERS]


def _length(chance: random.Random) -> int:
    return chance.choice((500, 4000, 20_000, MOST_CHARACTERS))


def _unit(chance: random.Random) -> str:
    if chance.random() < 0.6:
        return chance.choice(CONSTRUCTS) + chance.choice(ENDS)
    return "".join(chance.choices(SIGNS, k=chance.randint(1, 4))) + chance.choice(ENDS)


def _of_one_unit(chance: random.Random) -> str:
    return repeated("".join(_unit(chance) for _ in range(chance.choice((1, 1, 2, 3)))), _length(chance))


def _of_many_units(chance: random.Random) -> str:
    """Several stretches, each of another unit."""
    return "\n\n".join(repeated(_unit(chance), _length(chance) // 4) for _ in range(4))


def _of_levels(chance: random.Random) -> str:
    """Signs around signs around signs; some of them never close."""
    around = [chance.choice(AROUND) for _ in range(chance.choice((1, 1, 2, 3)))]
    levels = chance.choice((5, 11, 60, 400, 5000))
    opening, closing = "".join(pair[0] for pair in around), "".join(pair[1] for pair in reversed(around))
    return opening * levels + "a" + closing * (levels if chance.random() < 0.8 else levels // 2)


def _in_a_row(chance: random.Random) -> str:
    """What real pages are made of, in an order that no page has."""
    length, parts = _length(chance), []
    while sum(map(len, parts)) < length:
        parts.append(_unit(chance) * chance.choice((1, 1, 1, 2, 30)))
    return "".join(parts)


def _steps(chance: random.Random) -> str:
    """Lines of which each stands further in than the last one, again and again."""
    indent, unit, depth = (
        chance.choice(("    ", "\t", "> ", "  ")),
        _unit(chance).strip("\n"),
        chance.choice((3, 6, 7, 300)),
    )
    lines, end = [f"{indent * level}{unit}" for level in range(depth)], chance.choice(("\n", "\n\n"))
    return repeated(end.join(lines) + end, _length(chance))
