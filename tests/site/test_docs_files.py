"""What lies in docs: what may be published as it is, and what is told of everything else before anything is built."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from pathlib import Path

import pytest

from conftest import PROJECT, run_mkdocs
from distinguo.base.addresses import is_reserved
from distinguo.base.problems import MOST_TOLD, Problem
from distinguo.base.written_files import WRITTEN
from distinguo.fields import Reading
from distinguo.site.file_contents import check_contents
from distinguo.site.loading import load
from example_site import SOUND, write_site

PAGE = SOUND["docs/index.md"].partition("{{")[0] + "Words.\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
CODE = "0123456789abcdef"


def told(folder: Path, **files: str | bytes) -> list[Problem]:
    """The errors in a sound site with these files of docs, which are written with `/`."""
    site = write_site(folder)
    for name, body in files.items():
        path = site / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    _, problems = load(site)
    return [problem for problem in problems if not problem.is_warning]


def codes(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.file, problem.code) for problem in problems]


# Places


@pytest.mark.parametrize(
    "path", [*WRITTEN, "assets/javascripts/workers/search.a7633da7.min.js", "assets/javascripts/evil.js"]
)
@pytest.mark.parametrize("spelled", [str, str.upper], ids=["as it is", "in capitals"])
def test_no_file_takes_the_place_of_one_that_the_site_writes(path: str, spelled: type, tmp_path: Path) -> None:
    name = spelled(path)

    problems = told(tmp_path, **{name: "Mine"})

    assert (f"docs/{name}", "written-by-the-site") in codes(problems)
    assert {code for _, code in codes(problems)} <= {"written-by-the-site", "same-place"}  # ASSETS/ is not assets/


CLASHES = {
    "a page and a folder of the same name": ("about.md", "about/index.md", "are both the page about/"),
    "a page and an explainer": ("example.md", "example/index.md", "are both the page example/"),
    "README.md and index.md": ("README.md", "index.md", "are both the home page"),
    "README.md and index.md in a folder": ("a/README.md", "a/index.md", "are both the page a/"),
    "README.md and a page": ("a/README.md", "a.md", "are both the page a/"),
    "pages by case": ("About.md", "about.md", "differ in upper and lower case alone"),
    "first pages by case": ("Index.md", "index.md", "differ in upper and lower case alone"),
    "pages by the letter ß": ("a/Straße.md", "a/strasse.md", "differ in upper and lower case alone"),
    "files by case": ("assets/a.txt", "assets/A.TXT", "differ in upper and lower case alone"),
    "folders by case": ("Notes/a.txt", "notes/b.txt", "differ in upper and lower case alone"),
    "folders of pages by case": ("Notes/a.md", "notes/b.md", "differ in upper and lower case alone"),
    "a folder in a folder": ("a/B/c.txt", "a/b/d.txt", "differ in upper and lower case alone"),
    "a file and a folder": ("a.txt", "A.TXT/b.txt", "differ in upper and lower case alone"),
    "files by normal form": ("caf\u00e9.txt", "cafe\u0301.txt", "look the same, and are written in other characters"),
    "pages by normal form": ("caf\u00e9.md", "cafe\u0301.md", "look the same, and are written in other characters"),
    "folders by normal form": ("caf\u00e9/a.txt", "cafe\u0301/b.txt", "look the same, and are written in other"),
    "a page and a folder by case": ("about.md", "About/index.md", "have the same address, to macOS and Windows"),
    "a page and a folder with a file": ("about.md", "About/a.txt", "have the same address, to macOS and Windows"),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "said"), CLASHES.values(), ids=CLASHES)
def test_two_files_in_one_place_are_one_error_that_names_both(one: str, other: str, said: str, tmp_path: Path) -> None:
    body = {name: PAGE if name.endswith(".md") else "Words." for name in (one, other) if name != "example/index.md"}

    (problem,) = told(tmp_path, **body)

    assert problem.code == "same-place"
    assert said in problem.title
    names = [name if name.endswith(".md") and "are both" in said else name.partition("/")[0] for name in (one, other)]
    assert all(f"docs/{name}" in problem.title for name in names)


@pytest.mark.parametrize("name", ["SEARCH/a.json", "Search/deep/a.json", "ASSETS/a.txt"])
def test_a_folder_of_the_site_in_another_spelling_is_told(name: str, tmp_path: Path) -> None:
    write_site(tmp_path, **{"content/site.yml": SOUND["content/site.yml"].replace("assets/", "")})
    (tmp_path / "docs/logo.svg").write_text(f"{SVG}</svg>", encoding="utf-8")
    (tmp_path / "docs/assets/logo.svg").unlink()
    (tmp_path / "docs/assets").rmdir()
    path = tmp_path / "docs" / name
    path.parent.mkdir(parents=True)
    path.write_text("{}", encoding="utf-8")

    _, (problem,) = load(tmp_path)

    folder = name.partition("/")[0]
    assert problem.code == "same-place"
    assert problem.title == (
        f"docs/{folder} and {folder.lower()}/, where the site puts files of its own, differ in upper and lower case "
        "alone"
    )


def test_of_a_folder_in_two_spellings_not_every_file_is_told(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, **{f"{folder}/{n}.txt": "Words." for folder in ("Notes", "notes") for n in range(9)})

    assert problem.title == "docs/Notes and docs/notes differ in upper and lower case alone"


@pytest.mark.parametrize(
    "name", ["about.md", "a/about.md", "caf\u00e9.md", "a/b/c.md", "assets/a.png.txt", "readme.md"]
)
def test_a_file_alone_in_its_place_is_none(name: str, tmp_path: Path) -> None:
    assert told(tmp_path, **{name: PAGE}) == []


@pytest.mark.parametrize("name", ["handout.md", "handout/index.md", "Handout.md", "handout/README.md"])
def test_no_page_is_at_the_place_of_a_sheet(name: str, tmp_path: Path) -> None:
    points = "answer: Words.\npoints: [One., Two.]\n"
    write_site(tmp_path, **{"content/example/key-points.yml": points})
    (tmp_path / "content/example/key-points.yml").write_text(points, encoding="utf-8")

    (problem,) = told(tmp_path, **{f"example/{name}": PAGE})

    assert (problem.code, problem.title) == ("place-of-a-sheet", f"example/{name} is the place of a sheet")


@pytest.mark.parametrize("name", ["Sides.md", "SIDES/index.md", "sides.md", "sides/a.txt"])
def test_no_file_is_at_an_old_address(name: str, tmp_path: Path) -> None:
    about = "content/example/explainer.yml"
    write_site(tmp_path, **{about: f"{SOUND[about]}aliases: [sides]\n"})
    (tmp_path / "docs" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "docs" / name).write_text(PAGE, encoding="utf-8")

    _, problems = load(tmp_path)

    assert codes(problems) == [(about, "taken-alias")]


RESERVED = [
    "404.md", "404/index.md", "404/more.md", "search.md", "search/index.md", "Search/more.md", "assets.md",
    "assets/about.md", "ASSETS.md",
]  # fmt: skip


@pytest.mark.parametrize("name", RESERVED)
def test_no_page_is_at_an_address_that_the_site_needs_for_itself(name: str, tmp_path: Path) -> None:
    assert codes(told(tmp_path, **{name: PAGE})) == [(f"docs/{name}", "reserved-address")]


@pytest.mark.parametrize("name", ["a/INDEX.md", "a/b/Index.md"])
def test_the_first_page_of_a_folder_has_its_name_in_small_letters(name: str, tmp_path: Path) -> None:
    (problem,) = [problem for problem in told(tmp_path, **{name: PAGE}) if problem.code != "orphan"]

    assert problem.title == f"The first page of a folder is called index.md, and not {Path(name).name}"


@pytest.mark.parametrize("name", ["a/README.md", "example/a/README.md"])
@pytest.mark.parametrize("text", [PAGE, "# About this folder\n"])
def test_readme_is_the_name_of_no_page(name: str, text: str, tmp_path: Path) -> None:
    assert codes(told(tmp_path, **{name: text})) == [(f"docs/{name}", "page-name")]


# Names

FOR_HOSTS = [
    "_worker.js", "_worker.js/index.js", "_routes.json", "functions/a.txt", "Functions/hello.txt", "_config.yml",
    "_includes/a.txt", "a/_b.txt", "_page.md", "vercel.json", "Vercel.json", "firebase.json", "netlify.toml",
    "wrangler.toml", "wrangler.json", "wrangler.jsonc", "staticwebapp.config.json", "a/staticwebapp.config.json",
    "web.config", "a/Web.config", "200.html", "package.json", "crossdomain.xml", "netlify/a.txt", "serve.json",
    "photo.php.png", "notes.PHP5.txt", "a/b.shtml.txt", "a.cgi.json", "a.phtml.old.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", FOR_HOSTS)
def test_a_name_that_hosts_have_a_use_for_is_refused(name: str, tmp_path: Path) -> None:
    assert codes(told(tmp_path, **{name: PAGE})) == [(f"docs/{name}", "name-for-hosts")]


@pytest.mark.parametrize("name", ["404", "assets", "search", "functions", "netlify", "con", "lpt1", "sides"])
def test_an_explainer_can_be_called_what_its_page_can(name: str, tmp_path: Path) -> None:
    files = {
        f"content/{name}/explainer.yml": SOUND["content/example/explainer.yml"],
        f"docs/{name}/index.md": "Words.\n",
    }
    _, problems = load(write_site(tmp_path, **files))

    assert is_reserved(name) == bool(problems)


def test_a_name_that_hosts_run_is_told_with_its_ending(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, **{"photo.PHP.png": BYTES["png"]})

    assert problem.title == "Some hosts run every file with .php in its name as a program: photo.PHP.png"


UNFIT = [
    "con.txt", "CON.txt", "con.md", "a/nul/b.txt", "com1.tar.txt", "lpt\u00b9.txt", "aux.md", "a:b.txt", "a?b.txt",
    "a#b.txt", "a%2e.txt", "a*.txt", 'a"b.txt', "a<b.txt", "a|b.txt", "a\\b.txt", " a.txt", "a /b.txt", "a./b.txt",
    "a\u00a0b.txt", "a\u3000/b.txt", "a\nb.txt", "a\u202eb.txt", "a\u200bb.txt", "a\x1bb.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_a_name_that_not_every_system_can_have_is_refused(name: str, tmp_path: Path) -> None:
    (problem,) = told(tmp_path, **{name: PAGE})

    assert problem.code == "unfit-name"
    assert problem.title.isprintable()


@pytest.mark.parametrize("name", [f"{'a' * 201}.txt", f"{'é' * 101}.txt", f"{'a' * 99}/{'b' * 99}/c.txt"])
def test_a_name_that_is_too_long_is_refused(name: str, tmp_path: Path) -> None:
    assert [problem.code for problem in told(tmp_path, **{name: PAGE})] == ["long-path"]


@pytest.mark.parametrize(
    "name",
    [
        "Photo 1 (left).txt",
        "über.txt",
        "日本.txt",
        "CONTRIBUTING.txt",
        "console.txt",
        "a.b.txt",
        "php.txt",
        "a.svg.txt",
    ],
)
def test_other_names_are_fit(name: str, tmp_path: Path) -> None:
    assert told(tmp_path, **{name: "Words."}) == []


ENDINGS = {
    "own-script": ["sw.js", "assets/a.mjs", "a.wasm", "a.php", "a.cjs", "a.ts", "functional.js", "A.JS"],
    "own-style": ["assets/extra.css"],
    "own-html": [
        "evil.html", "evil.HTML", "evil.htm", "evil.xhtml", "evil.xht", "evil.shtml", "evil.svgz", "evil.mhtml",
        "evil.xsl", "a/index.html", "about/index.html", f"a/google{CODE}.html",
    ],
    "unknown-ending": [
        "setup.exe", "a.toml", "notes", "robots.txt.gz", "a.svg.br", "a.rar", "cname", "a/CNAME", "a.yml",
    ],
    "wrong-ending": ["page.markdown", "Page.MD"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [(name, code) for code, names in ENDINGS.items() for name in names])
def test_a_file_that_no_site_holds_is_told_by_how_it_ends(name: str, code: str, tmp_path: Path) -> None:
    assert codes(told(tmp_path, **{name: "<!doctype html><p>Words"})) == [(f"docs/{name}", code)]


# What they hold

BYTES = {
    "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff\xe0", "jpeg": b"\xff\xd8\xff\xdb", "gif": b"GIF89a\1\0\1\0",
    "webp": b"RIFF\x04\0\0\0WEBP", "ico": b"\0\0\1\0\1\0", "avif": b"\0\0\0\x1cftypavif\0\0\0\0",
    "mp4": b"\0\0\0\x18ftypmp42", "mp3": b"ID3\4\0", "webm": b"\x1aE\xdf\xa3", "woff2": b"wOF2", "pdf": b"%PDF-1.7\n",
}  # fmt: skip


def archive(*names: str, mimetype: str = "") -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        for name in (*(["mimetype"] if mimetype else []), *names):
            file.writestr(name, mimetype if name == "mimetype" else "<x/>")
    return body.getvalue()


OPEN = "application/vnd.oasis.opendocument."
BYTES |= {
    "zip": archive("a.txt"),
    "docx": archive("word/document.xml"),
    "xlsx": archive("xl/workbook.xml"),
    "pptx": archive("ppt/presentation.xml"),
    "odt": archive("content.xml", mimetype=f"{OPEN}text"),
    "ods": archive("content.xml", mimetype=f"{OPEN}spreadsheet"),
    "odp": archive("content.xml", mimetype=f"{OPEN}presentation"),
    "epub": archive("a.xhtml", mimetype="application/epub+zip"),
}
TEXTS = {
    "txt": "Words.", "csv": "\ufeffa,b\n", "vtt": "WEBVTT\n", "json": '{"a": [1]}', "webmanifest": "{}",
    "xml": "<a>b</a>",
    "svg": f"{SVG}<path/></svg>",
}  # fmt: skip


@pytest.mark.parametrize(("ending", "body"), [*BYTES.items(), *TEXTS.items()], ids=[*BYTES, *TEXTS])
def test_a_file_that_is_what_its_name_says_is_published(ending: str, body: bytes | str, tmp_path: Path) -> None:
    assert told(tmp_path, **{f"a.{ending}": body}) == []


@pytest.mark.parametrize("ending", BYTES)
@pytest.mark.parametrize("body", [b"<!doctype html><script>x()</script>", b"PK\3\4", b"\0" * 99, b"MZ\x90\0"])
def test_a_file_that_is_not_what_its_name_says_is_refused(ending: str, body: bytes, tmp_path: Path) -> None:
    assert codes(told(tmp_path, **{f"a.{ending}": body})) == [(f"docs/a.{ending}", "not-what-it-says")]


@pytest.mark.parametrize("ending", [one for one in BYTES if one not in ("png", "zip")])
def test_an_image_under_another_ending_is_told_with_the_name_that_it_should_have(ending: str, tmp_path: Path) -> None:
    (problem,) = told(tmp_path, **{f"a.{ending}": BYTES["png"]})

    assert problem.help == "It is a PNG image: call it a.png."


@pytest.mark.parametrize("ending", [*TEXTS, "html"])
@pytest.mark.parametrize("body", [b"caf\xe9 words", b"\xff\xfea\0", b"\x89PNG\r\n\x1a\n"])
def test_a_text_that_is_not_in_utf_8_is_refused(ending: str, body: bytes, tmp_path: Path) -> None:
    (problem,) = told(tmp_path, **{f"a.{ending}": body})

    assert problem.code == "wrong-encoding"


NOT_SO = {
    "a.json": "{",
    "b.json": "[" * 100_000,
    "a.webmanifest": "words",
    "a.vtt": "words",
    "b.vtt": "WEBVTTs",
    "c.json": "[NaN]",
    "a.txt": "a" * 9 + "\0",
}


@pytest.mark.parametrize(("name", "body"), NOT_SO.items(), ids=NOT_SO)
def test_a_text_that_its_readers_cannot_read_is_refused(name: str, body: str, tmp_path: Path) -> None:
    assert codes(told(tmp_path, **{name: body})) == [(f"docs/{name}", "not-what-it-says")]


IEND = b"\0\0\0\0IEND\xaeB\x60\x82"
POLYGLOTS = {
    "a PNG with HTML in it": ("a.png", BYTES["png"] + b"\0\0\0\x08tEXt<script>"),
    "a GIF with HTML in it": ("a.gif", BYTES["gif"] + b"<HTML >"),
    "a JPEG with HTML in it": ("a.jpg", BYTES["jpg"] + b"<!DOCTYPE html >"),
    "a GIF with an image of HTML in it": ("a.gif", BYTES["gif"] + b"<img src=x onerror=x>"),
    "an icon with a style in it": ("a.ico", BYTES["ico"] + b"<STYLE>"),
    "a JPEG with PHP in it": ("a.jpg", BYTES["jpg"] + b"<?php x"),
    "a PNG that goes on": ("a.png", BYTES["png"] + IEND + archive("a.txt")),
    "a WebP that goes on": ("a.webp", BYTES["webp"] + archive("a.txt")),
    "a PDF with a script": ("a.pdf", BYTES["pdf"] + b"1 0 obj <</S /JavaScript /JS (x)>> endobj"),
    "a PDF with a script that is spelled otherwise": ("a.pdf", BYTES["pdf"] + b"<</S /J#61vaScript>>"),
    "a PDF with a script in a stream": (
        "a.pdf",
        BYTES["pdf"] + b"<</Type /ObjStm /Filter /FlateDecode>>\nstream\n" + zlib.compress(b"<</JS (x)>>"),
    ),
    "a PDF that starts a program": ("a.pdf", BYTES["pdf"] + b"<</S /Launch /F (cmd.exe)>>"),
    "a Word document with macros": ("a.docx", archive("word/document.xml", "word/vbaProject.bin")),
    "an OpenDocument text with macros": ("a.odt", archive("Basic/script-lc.xml", mimetype=f"{OPEN}text")),
}  # fmt: skip


@pytest.mark.parametrize(("name", "body"), POLYGLOTS.values(), ids=POLYGLOTS)
def test_a_file_that_is_more_than_it_says_is_refused(name: str, body: bytes, tmp_path: Path) -> None:
    assert set(codes(told(tmp_path, **{name: body}))) == {(f"docs/{name}", "active-file")}


HARMLESS_PDFS = [
    b"<</OpenAction [3 0 R /XYZ null null 0]>>", b"<</Length 9>>\nstream\n/JS /JavaScript\nendstream",
    b"<</Type /ObjStm /Filter /FlateDecode>>\nstream\nno zlib", b"<</JSON 1>>",
]  # fmt: skip


@pytest.mark.parametrize("body", HARMLESS_PDFS)
def test_a_pdf_that_only_shows_pages_is_published(body: bytes, tmp_path: Path) -> None:
    assert told(tmp_path, **{"a.pdf": BYTES["pdf"] + body}) == []


@pytest.mark.parametrize(("ending", "body"), [*BYTES.items(), *TEXTS.items()], ids=[*BYTES, *TEXTS])
def test_a_damaged_file_never_makes_the_check_stumble(ending: str, body: bytes | str, tmp_path: Path) -> None:
    path, whole = tmp_path / f"a.{ending}", body if isinstance(body, bytes) else body.encode()
    for place in range(len(whole)):
        for damaged in (
            whole[:place],
            whole[:place] + b"\xff" + whole[place + 1 :],
            whole[:place] + whole[place + 9 :],
        ):
            path.write_bytes(damaged)
            check_contents(path, path.name, Reading(f"docs/{path.name}", [], []))


# SVG and XML

XLINK = "xlink:href"
ACTIVE_SVG = [
    "<script>x()</script>", "<script href='https://evil.example/x.js'/>", "<g onclick='x()'/>", "<g ONLOAD='x()'/>",
    "<foreignObject><p/></foreignObject>", "<html xmlns='http://www.w3.org/1999/xhtml'/>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'/>", "<a href='javascript:x()'/>",
    f"<a {XLINK}='java&#10;script:x()'/>",
    "<a href='data:text/html,x'/>", "<a href='//evil.example/'/>", "<a href='http://evil.example/'/>",
    "<use href='https://evil.example/a.svg#b'/>", f"<use {XLINK}='a.svg#b'/>", "<use href='data:image/svg+xml,x'/>",
    "<image href='https://evil.example/a.png'/>", f"<image {XLINK}='a.png'/>",
    "<image href='data:image/svg+xml;base64,PHN2Zz4='/>", "<feImage href='https://evil.example/a.png'/>",
    "<set attributeName='href' to='javascript:x()'/>", f"<animate attributeName='{XLINK}' values='javascript:x()'/>",
    "<animate attributeName='onclick' to='x()'/>", "<style>@import 'https://evil.example/a.css';</style>",
    "<style>@\\69mport 'https://evil.example/a.css';</style>", "<style>@im/**/port 'a.css';</style>",
    "<style>a { fill: url(https://evil.example/a) }</style>",
    "<style>a { fill: u\\72l(https://evil.example/a) }</style>",
    "<style>a { background: image-set('https://evil.example/a' 1x) }</style>",
    "<style><![CDATA[@import 'https://evil.example/a.css';]]></style>",
    "<g style='fill: url(//evil.example/a)'/>", "<g fill='url(https://evil.example/a.svg#b)'/>",
    "<g filter=' url( \"https://evil.example/a\" )'/>", "<iframe src='https://evil.example/'/>",
    "<math xmlns='http://www.w3.org/1998/Math/MathML'/>", "<a href='#b' ping='https://evil.example/'/>",
    "<g xml:base='https://evil.example/'/>", "<handler xmlns='http://www.w3.org/2000/svg'/>",
    "<g xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='click'/>", "<path", "<g></path>", "&unknown;",
]  # fmt: skip


@pytest.mark.parametrize("inside", ACTIVE_SVG)
def test_an_svg_image_that_is_more_than_a_drawing_is_refused(inside: str, tmp_path: Path) -> None:
    problems = told(tmp_path, **{"assets/logo.svg": f"{SVG}\n{inside}</svg>"})

    assert {problem.code for problem in problems} == {"active-file"}
    assert {problem.span.line for problem in problems} == {2}


WHOLE_SVG = {
    "HTML": "<!doctype html><p>Words",
    "an image without a namespace": "<svg/>",
    "another root": "<html xmlns='http://www.w3.org/1999/xhtml'/>",
    "a style sheet": f"<?xml-stylesheet href='https://evil.example/a.css'?>{SVG}</svg>",
    "an entity": f"<!DOCTYPE svg [<!ENTITY a '<script/>'>]>{SVG}&a;</svg>",
    "a bomb of entities": f"<!DOCTYPE svg [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>{SVG}&b;</svg>",
    "an attribute that every image gets": f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x()'>]>{SVG}</svg>",
    "nothing that ends": SVG,
    "an encoding in which tags are hidden": f"<?xml version='1.0' encoding='utf-7'?>{SVG}+ADw-script/+AD4-</svg>",
    "an encoding that nobody knows": f"<?xml version='1.0' encoding='none'?>{SVG}</svg>",
    "another encoding than it has": f"<?xml version='1.0' encoding='iso-8859-1'?>{SVG}\u00e9</svg>",
}


@pytest.mark.parametrize("body", WHOLE_SVG.values(), ids=WHOLE_SVG)
@pytest.mark.parametrize("name", ["assets/logo.svg", "drawing.SVG"])
def test_a_file_that_is_no_plain_svg_image_is_refused(name: str, body: str, tmp_path: Path) -> None:
    assert codes(told(tmp_path, **{name: body})) == [(f"docs/{name}", "active-file")]


DRAWINGS = [
    f"<?xml version='1.0' encoding='ISO-8859-1'?>{SVG}",
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + SVG,
    f"\ufeff<?xml version='1.0' encoding='UTF-8' standalone='no'?>\n<!-- Inkscape -->\n{SVG}",
    SVG + "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<r:li r:resource='http://a.example/'/></r:RDF></metadata>",
    f"{SVG}<use {XLINK}='#a'/><g fill='url(#b)' aria-label='url(x)' style='filter: url(\"#c\")'/>",
    f"{SVG}<style>a {{ fill: url(#b); }} /* @import */ @media print {{ a {{ fill: red }} }}</style>",
    f"{SVG}<image href='data:image/png;base64,iVBORw0KGgo='/>",
    f"{SVG}<a href='https://a.example/'/><a {XLINK}='mailto:a@a.example'/>",
    f"{SVG}<animate attributeName='opacity' values='0;1'/><title>on: url(https://a.example/)</title>",
    f"{SVG}<style>@font-face {{ src: url(data:font/woff2;base64,AAAA) }}</style>",
]  # fmt: skip


@pytest.mark.parametrize("body", DRAWINGS)
def test_what_drawing_programs_write_is_published(body: str, tmp_path: Path) -> None:
    assert told(tmp_path, **{"assets/logo.svg": f"{body}</svg>"}) == []


def test_of_an_svg_that_is_full_of_them_not_every_one_is_told(tmp_path: Path) -> None:
    assert len(told(tmp_path, **{"a.svg": SVG + "<script/>" * 1000 + "</svg>"})) == MOST_TOLD


ACTIVE_XML = [
    "<html xmlns='http://www.w3.org/1999/xhtml'/>", "<a><x:script xmlns:x='http://www.w3.org/1999/xhtml'/></a>",
    "<math xmlns='http://www.w3.org/1998/Math/MathML'/>",
    "<svg xmlns='http://www.w3.org/2000/svg'/>", "<?xml-stylesheet href='a.xsl'?><a/>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
    "<x:stylesheet xmlns:x='http://www.w3.org/1999/XSL/Transform'/>", "<p>Words", "<!doctype html><p>Words</p>",
]  # fmt: skip


@pytest.mark.parametrize("body", ACTIVE_XML)
def test_xml_that_a_browser_would_make_a_page_of_is_refused(body: str, tmp_path: Path) -> None:
    assert codes(told(tmp_path, **{"a.xml": body})) == [("docs/a.xml", "active-file")]


@pytest.mark.parametrize(
    "body", ["<a>" * 200_000, "<a b='" + "/*" * 100_000, f"{SVG}<style>{'/*url(' * 30_000}</style></svg>"]
)
def test_xml_that_would_take_long_is_soon_read(body: str, tmp_path: Path) -> None:
    assert {code for _, code in codes(told(tmp_path, **{"a.svg": body}))} <= {"active-file"}


# The words

SAID = {
    "what?.md": (PAGE, "A page cannot be called “what?.md”"),
    "a\u200bb.txt": (PAGE, "A name has a character that nobody sees: “a‹U+200B›b.txt”"),
    "a?b.txt": (PAGE, "`?` cannot stand in a name: “a?b.txt”"),
    " a.txt": (PAGE, "A name neither begins nor ends with a space, nor ends with a dot: “ a.txt”"),
    f"{'a' * 201}.txt": (PAGE, f"A name is too long: “{'a' * 59}…”"),
    f"{'a' * 99}/{'b' * 99}/c.txt": (PAGE, "The path of this file has 205 characters; some systems have room for 200"),
    "page.markdown": (PAGE, "Pages end with .md: page.markdown is not read"),
    "a.pdf": (BYTES["pdf"] + b"<</S /J#61vaScript>>", "This PDF can run programs: it holds `JavaScript`"),
    "a.gif": (POLYGLOTS["a GIF with HTML in it"][1], "This image holds more than an image"),
    "a.docx": (POLYGLOTS["a Word document with macros"][1], "This document holds programs (macros)"),
    "html.svg": (WHOLE_SVG["an image without a namespace"], "Browsers do not show this file as an image"),
    "style.svg": (WHOLE_SVG["a style sheet"], "A browser would load a style sheet for this SVG image"),
    "names.svg": (
        WHOLE_SVG["an entity"],
        "This SVG image declares names of its own (<!DOCTYPE … [ … ]>), which nobody can see through",
    ),
    "latin.svg": (
        WHOLE_SVG["another encoding than it has"],
        "This SVG image says that it is in iso-8859-1, and is in UTF-8",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "body", "title"), [(name, *said) for name, said in SAID.items()])
def test_what_is_wrong_with_a_file_is_said_in_a_sentence(
    name: str, body: str | bytes, title: str, tmp_path: Path
) -> None:
    assert [problem.title for problem in told(tmp_path, **{name: body})] == [title]


def test_an_encoding_that_is_not_that_of_the_file_is_mended_in_its_first_line(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, **{"a.svg": WHOLE_SVG["another encoding than it has"]})

    assert problem.help == "Write UTF-8 there."


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.txt"
    path.write_text("Words.", encoding="utf-8")
    problems: list[Problem] = []
    monkeypatch.setattr(Path, "read_bytes", refuse)

    check_contents(path, path.name, Reading("docs/a.txt", problems, []))

    assert [problem.title for problem in problems] == ["This file cannot be read: Permission denied"]


# The proofs of owners

PROOFS = {
    f"google{CODE}.html": f"google-site-verification: google{CODE}.html",
    "BingSiteAuth.xml": f'<?xml version="1.0"?>\n<users>\n\t<user>{CODE.upper() * 2}</user>\n</users>',
    f"yandex_{CODE}.html": "<html>\n    <head>\n"
    '        <meta http-equiv="Content-Type" content="text/html; charset=UTF-8">\n'
    f"    </head>\n    <body>Verification: {CODE}</body>\n</html>",
    f"naver{CODE}{CODE}.html": f"naver-site-verification: naver{CODE}{CODE}.html",
    "baidu_verify_code-o6SHZ8MY1z.html": CODE * 2,
    "baidu_verify_8Aiojs1MlP.html": "8Aiojs1MlP",
    f"{CODE}abcdefghijklmn.html": f"{CODE}abcdefghijklmn",
    "pinterest-5d8e1.html": f'<!DOCTYPE html><html><head><meta name="p:domain_verify" content="{CODE}"/></head></html>',
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), PROOFS.items(), ids=PROOFS)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_file_that_proves_an_owner_is_published(name: str, text: str, end: str, tmp_path: Path) -> None:
    assert told(tmp_path, **{name: text + end}) == []


@pytest.mark.parametrize("name", PROOFS)
@pytest.mark.parametrize(
    "more", ["<script>x()</script>", "\n<meta http-equiv=refresh content='0; url=https://evil.example'>"]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_nothing_else_can_stand_in_the_proof_of_an_owner(name: str, more: str, is_first: bool, tmp_path: Path) -> None:
    text = more + PROOFS[name] if is_first else PROOFS[name] + more

    assert codes(told(tmp_path, **{name: text})) == [(f"docs/{name}", "not-a-proof")]


@pytest.mark.parametrize("text", ["www.sides.example", "sides.example\n", "a-b.c.example\r\n", "xn--sde-1na.example"])
def test_the_file_with_the_domain_of_the_site_is_published(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, CNAME=text) == []


@pytest.mark.parametrize(
    "text", ["https://sides.example", "sides", "a.example\nb.example", "a b.example", "a.example/b", "é.example"]
)
def test_the_file_with_the_domain_holds_nothing_else(text: str, tmp_path: Path) -> None:
    assert codes(told(tmp_path, CNAME=text)) == [("docs/CNAME", "not-a-domain")]


def test_all_that_may_lie_in_docs_is_in_the_built_site_as_it_is(tmp_path: Path) -> None:
    inherit = f"INHERIT: {os.path.relpath(PROJECT / 'mkdocs.yml', tmp_path)}\nsite_url: https://a.example/\n"
    write_site(tmp_path, **{"mkdocs.yml": inherit})
    files = {f"files/a.{ending}": body for ending, body in (BYTES | TEXTS).items()} | PROOFS | {"CNAME": "a.example"}
    assert told(tmp_path, **files) == []

    done = run_mkdocs(tmp_path, "build", "--strict")

    assert done.returncode == 0, done.stderr
    for name, body in files.items():
        assert (tmp_path / "site" / name).read_bytes() == (body if isinstance(body, bytes) else body.encode())


# The images that settings name


@pytest.mark.parametrize(
    "name", ["assets/Logo.svg", "assets/logo.bak", "example.md", "draft/logo.svg", "assets/none.png"]
)
def test_a_logo_that_is_not_published_is_told(name: str, tmp_path: Path) -> None:
    settings = SOUND["content/site.yml"].replace("logo: assets/logo.svg", f"logo: {name}")
    about = SOUND["content/example/explainer.yml"] + "draft: true\n"
    files = {"content/site.yml": settings, "content/draft/explainer.yml": about, "docs/draft/index.md": "Words.\n"}
    write_site(tmp_path, **files, **{"docs/draft/logo.svg": f"{SVG}</svg>", "docs/assets/logo.bak": "Words."})

    _, problems = load(tmp_path)

    assert [(one.file, one.code, one.span.line) for one in problems] == [("content/site.yml", "no-such-file", 8)]


def test_a_logo_is_an_image(tmp_path: Path) -> None:
    settings = SOUND["content/site.yml"].replace("logo: assets/logo.svg", "logo: assets/logo.txt")
    _, (problem,) = load(write_site(tmp_path, **{"content/site.yml": settings, "docs/assets/logo.txt": "Words."}))

    assert problem.title == "`logo` should be an image, and browsers show no .txt as one"


@pytest.mark.parametrize("name", ["evil.html", "sw.js", "logo.svg", "con.txt", "a.png"])
def test_what_a_draft_holds_is_not_published_and_not_told(name: str, tmp_path: Path) -> None:
    about = SOUND["content/example/explainer.yml"] + "draft: true\n"
    write_site(tmp_path, **{"content/draft/explainer.yml": about, "docs/draft/index.md": "Words.\n"})

    assert told(tmp_path, **{f"draft/{name}": "<script>x()</script>"}) == []


def test_a_link_to_a_file_of_a_draft_is_told(tmp_path: Path) -> None:
    about = SOUND["content/example/explainer.yml"] + "draft: true\n"
    files = {"content/draft/explainer.yml": about, "docs/draft/index.md": "Words.\n", "docs/draft/a.txt": "Words."}
    _, (problem,) = load(write_site(tmp_path, **files, **{"docs/example/index.md": "See [a](../draft/a.txt).\n"}))

    assert (problem.file, problem.title) == ("docs/example/index.md", "docs/draft/a.txt is not published")
