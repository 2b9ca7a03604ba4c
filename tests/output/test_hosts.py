"""What hosts get: settings within the limits that they document, an nginx that follows them, and a sound workflow."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import brotli
import material
import pytest
import yaml

from built_site import BuiltSite
from conftest import PROJECT, run_mkdocs
from distinguo.base.addresses import page_url
from distinguo.output import hosting, security
from distinguo.publish.packing import pack
from nginx import Answer, Nginx, nginx_serving

TEXTS = (".html", ".css", ".js", ".json", ".xml", ".txt", ".md", ".svg")
MOODLE = "https://moodle.school.example"
WORKFLOW = PROJECT / ".github/workflows/site.yml"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The root of a host by the path that a site has on it: one with old addresses and a Moodle that may show it in a
    frame, compressed as it is published."""
    source = PROJECT / "tests/sites/accuracy-vs-precision"
    site = tmp_path_factory.mktemp("source")
    for name in ("content", "docs"):
        shutil.copytree(source / name, site / name)
    about = site / "content/accuracy-vs-precision/explainer.yml"
    about.write_text(about.read_text(encoding="utf-8") + "aliases: [precision]\n", encoding="utf-8")
    settings = site / "content/site.yml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}frame_ancestors: [{MOODLE}]\n", encoding="utf-8")
    roots = {}
    for path in ("/", "/some/path/"):
        roots[path] = tmp_path_factory.mktemp("root")
        output = roots[path] / path.strip("/")
        settings = f"INHERIT: {PROJECT}/mkdocs.yml\nsite_url: https://a.example{path}\n"
        (site / "mkdocs.yml").write_text(settings, encoding="utf-8")
        done = run_mkdocs(site, "build", "--strict", "--site-dir", str(output))
        assert done.returncode == 0, done.stderr
        pack(output)
    return roots


# Compressed files


def test_every_text_has_compressed_files_beside_it_that_hold_the_same(folders: dict[str, Path]) -> None:
    files = [path for path in folders["/"].rglob("*") if path.is_file()]
    texts = [path for path in files if path.suffix in TEXTS]

    assert len(texts) > 20
    for path in texts:
        body = path.read_bytes()
        for ending, read in ((".br", brotli.decompress), (".gz", gzip.decompress)):
            smaller = path.with_name(path.name + ending)
            if smaller.exists():
                assert read(smaller.read_bytes()) == body, smaller
                assert smaller.stat().st_size < len(body), smaller
            else:
                assert len(body) < 200, path
    assert {path.suffix for path in files} - {*TEXTS, ".br", ".gz", ".png"} == {"", ".conf"}


def test_what_would_not_be_smaller_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text("a", encoding="utf-8")
    (tmp_path / "long.txt").write_text("a" * 500, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"a" * 500)

    pack(tmp_path)

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["long.txt", "long.txt.br", "long.txt.gz", "picture.png", "short.txt"]


# Netlify and Cloudflare Pages


@pytest.mark.parametrize("path", ["/", "/some/path/"])
def test_the_settings_are_within_the_limits_of_cloudflare_pages(path: str, folders: dict[str, Path]) -> None:
    headers = (folders[path] / path.strip("/") / "_headers").read_text(encoding="utf-8").splitlines()
    redirects = (folders[path] / path.strip("/") / "_redirects").read_text(encoding="utf-8").splitlines()

    rules = [line for line in headers if line and not line.startswith(" ")]
    assert rules == [f"{path}*", f"{path}*.md"]
    assert len(rules) <= 100
    assert max(map(len, headers)) <= 2000
    assert 0 < len(redirects) <= 2000
    assert max(map(len, redirects)) <= 1000
    assert not [line for line in redirects if "*" in line or ":" in line or len(line.split()) != 3]
    assert len({line.split()[0] for line in redirects}) == len(redirects)


# nginx


@pytest.fixture(scope="module")
def hosts(folders: dict[str, Path]) -> Iterator[dict[str, Nginx]]:
    with ExitStack() as stack:
        yield {
            path: stack.enter_context(nginx_serving(root, root / path.strip("/") / "_nginx.conf"))
            for path, root in folders.items()
        }


@pytest.fixture(params=["/", "/some/path/"])
def path(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def host(path: str, hosts: dict[str, Nginx]) -> Nginx:
    return hosts[path]


@pytest.fixture
def site(path: str, folders: dict[str, Path]) -> Path:
    return folders[path] / path.strip("/")


def test_nginx_sends_the_headers_with_every_answer(host: Nginx, path: str, site: Path) -> None:
    text = (site / "_headers").read_text(encoding="utf-8").partition("\n\n")[0]
    headers = {name.lower(): value for name, value in re.findall(r"^  ([\w-]+): (.*)$", text, re.MULTILINE)}

    assert headers["content-security-policy"].endswith(f"; frame-ancestors {MOODLE}")
    assert "x-frame-options" not in headers
    for place in ("", "assets/site.css", "index.html.md", "search/search_index.json", "no/such/page", "precision/"):
        answer = host.get(path + place)
        assert {name: answer.headers.get(name) for name in headers} == headers, place


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("", "text/html"),
        ("index.html.md", "text/markdown"),
        ("assets/site.css", "text/css"),
        ("assets/site.js", "application/javascript"),
        ("assets/logo.svg", "image/svg+xml"),
        ("llms.txt", "text/plain"),
        ("search/search_index.json", "application/json"),
    ],
)
def test_nginx_sends_what_lies_there_compressed(place: str, kind: str, host: Nginx, path: str, site: Path) -> None:
    body = (site / (place or "index.html")).read_bytes()
    answers = {encodings: host.get(path + place, encodings) for encodings in ("br, gzip", "gzip", "")}

    assert [answer.headers.get("content-encoding") for answer in answers.values()] == ["br", "gzip", None]
    assert brotli.decompress(answers["br, gzip"].body) == gzip.decompress(answers["gzip"].body) == body
    assert answers[""].body == body
    for answer in answers.values():
        assert answer.status == 200
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
        assert answer.headers["vary"] == "Accept-Encoding"


def test_nginx_lets_browsers_keep_only_what_is_named_by_its_content(host: Nginx, path: str, site: Path) -> None:
    files = sorted(file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    public = [file for file in files if not Path(file).name.startswith("_") and not file.startswith("precision/")]
    kept = {file for file in public if host.get(path + file).headers.get("cache-control") != "no-cache"}

    (worker,) = {file for file in kept if not file.endswith((".br", ".gz"))}
    assert re.fullmatch(r"assets/javascripts/workers/search\.[0-9a-f]{8}\.min\.js", worker)
    assert host.get(path + worker).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept <= {worker, f"{worker}.br", f"{worker}.gz"}


def test_nginx_has_the_page_for_lost_readers(host: Nginx, path: str, site: Path) -> None:
    answer = host.get(f"{path}no/such/page")

    assert (answer.status, answer.body) == (404, (site / "404.html").read_bytes())


@pytest.mark.parametrize("name", ["_headers", "_redirects", "_nginx.conf"])
def test_nginx_shows_nobody_the_settings(name: str, host: Nginx, path: str) -> None:
    assert host.get(path + name).status == 404


def test_nginx_follows_every_redirect(host: Nginx, path: str, site: Path) -> None:
    lines = (site / "_redirects").read_text(encoding="utf-8").splitlines()

    assert lines
    for old, new, _ in map(str.split, lines):
        answer = host.get(old)
        assert (answer.status, answer.headers["location"]) == (301, new)
        assert host.get(f"{old}?from=a&to=b").headers["location"] == f"{new}?from=a&to=b"
        assert _is_page(host.get(new)), new


# What a name of a page may hold, and what the files of settings give a meaning to.
HOSTILE = [*";{}$\"'#*:\\ ?&~%+,()é", ":splat", "%3B", "$host", "}{", "\n", "a; } location / { return 500"]
MOVED = {page_url(f"old/{name}/index.md"): page_url(f"new/{name}/index.md") for name in HOSTILE}


def test_every_old_address_is_one_word_of_the_redirects_without_a_pattern() -> None:
    lines = hosting.redirects_file(MOVED, "/").splitlines()

    assert [line.split(" ") for line in lines] == [[f"/{old}", f"/{new}", "301"] for old, new in MOVED.items()]
    assert not set("".join(MOVED)) & set("*:;{}$\"'#\\ \n")


def test_nginx_leads_on_from_an_old_address_with_any_name(tmp_path: Path) -> None:
    headers = security.headers([], frame_ancestors=[MOODLE])
    (tmp_path / "_nginx.conf").write_text(hosting.nginx_conf(headers, MOVED, "/"), encoding="utf-8")
    with nginx_serving(tmp_path, tmp_path / "_nginx.conf") as host:
        answers = {old: host.get(f"/{old}") for old in MOVED}
        nowhere = host.get("/old/nowhere/")

    assert {old: (answer.status, answer.headers.get("location")) for old, answer in answers.items()} == {
        old: (301, f"/{new}") for old, new in MOVED.items()
    }
    assert nowhere.status == 404
    assert nowhere.headers["content-security-policy"].endswith(f"frame-ancestors {MOODLE}")
    assert "x-frame-options" not in nowhere.headers


def test_nginx_leads_on_who_forgets_the_last_slash(host: Nginx, path: str) -> None:
    for address in {f"{path}precision/", path} - {"/"}:
        answer = host.get(address.rstrip("/"))
        assert (answer.status, answer.headers["location"]) == (301, address)


def _is_page(answer: Answer) -> bool:
    return answer.status == 200 and answer.headers["content-type"].startswith("text/")


def test_nginx_asks_search_engines_to_leave_out_the_twins_alone(host: Nginx, path: str) -> None:
    assert host.get(f"{path}index.html.md").headers["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in host.get(path).headers


# GitHub Pages


@pytest.fixture(scope="module")
def jobs() -> dict[str, dict]:
    return yaml.load(WORKFLOW.read_text(encoding="utf-8"), yaml.BaseLoader)["jobs"]


def test_the_workflow_runs_only_commands_that_there_are(jobs: dict[str, dict]) -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    commands = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    targets = [found[1] for command in commands if (found := re.match(r"make (\w+)", command))]

    assert targets == ["check", "site"]
    assert all(re.search(f"^{target}:", makefile, re.MULTILINE) for target in targets)


@pytest.mark.parametrize("told", ["https://a.example/b", "https://a.example/b/", "http://a.example/b"])
def test_the_workflow_takes_the_sites_address_from_github(told: str, jobs: dict[str, dict], tmp_path: Path) -> None:
    (step,) = [step for step in jobs["build"]["steps"] if "ADDRESS" in step.get("env", {})]
    file = tmp_path / "environment"
    subprocess.run(["bash", "-euc", step["run"]], env={"ADDRESS": told, "GITHUB_ENV": str(file)}, check=True)

    assert file.read_text(encoding="utf-8") == "SITE_URL=https://a.example/b/\n"


def test_what_the_workflow_uses_is_pinned_and_may_do_no_more_than_it_must(jobs: dict[str, dict]) -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)

    assert len(used) == 6
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []
    assert yaml.safe_load(text)["permissions"] == {}
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read", "pages": "read"},
        "publish": {"pages": "write", "id-token": "write"},
    }
    assert "secrets" not in text and "pull_request_target" not in text
    assert not re.search(r"run:.*\$\{\{", text)  # what others type never becomes a command


def test_only_main_is_published_and_a_pull_request_is_kept_to_be_looked_at(jobs: dict[str, dict]) -> None:
    triggers = yaml.load(WORKFLOW.read_text(encoding="utf-8"), yaml.BaseLoader)["on"]
    when = {step["uses"].partition("@")[0]: step.get("if") for step in jobs["build"]["steps"] if "uses" in step}

    assert triggers == {"pull_request": "", "push": {"branches": ["main"]}, "workflow_dispatch": ""}
    assert jobs["publish"]["if"] == "github.ref == 'refs/heads/main'"
    assert when["actions/upload-pages-artifact"] == "github.ref == 'refs/heads/main'"
    assert when["actions/upload-artifact"] == "github.event_name == 'pull_request'"


# Licenses


def test_every_file_that_others_wrote_is_named_with_its_license(built: dict[str, Path]) -> None:
    for folder in built.values():
        text = (folder / "licenses.txt").read_text(encoding="utf-8")
        theirs = {path.read_bytes() for path in _material().rglob("*.js")}
        shipped = [path for path in folder.rglob("*.js") if path.read_bytes() in theirs]
        assert [path.parent.name for path in shipped] == ["workers"]
        for name in ("## Material for MkDocs", "Martin Donath", "## Lunr:", "Oliver Nightingale"):
            assert name in text
        assert "Permission is hereby granted, free of charge" in text
        assert "Lunr Languages" not in text


def test_the_rest_is_the_projects_own(built: dict[str, Path]) -> None:
    own = {path.name for kind in ("js", "css") for part in ("hooks", "overrides") for path in _all(part, kind)}
    for folder in built.values():
        files = [path for kind in ("js", "css") for path in folder.rglob(f"*.{kind}") if path.parent.name != "workers"]
        assert {path.name for path in files} <= own


def test_the_signs_on_the_pages_are_named(built: dict[str, Path]) -> None:
    signs = {re.search(r'<path d="([^"]*)"', path.read_text())[1] for path in _material().glob(".icons/material/*.svg")}
    for page in BuiltSite(built["distinguo"]).pages.values():
        buttons = re.findall(r'<button[^>]*>\s*<svg[^>]*><path d="([^"]*)"', page.html)
        assert buttons and {*buttons} <= signs
    assert "## Material Design Icons" in (built["distinguo"] / "licenses.txt").read_text(encoding="utf-8")


def _material() -> Path:
    return Path(material.__file__).parent / "templates"


def _all(part: str, kind: str) -> Iterator[Path]:
    return (PROJECT / part).rglob(f"*.{kind}")
