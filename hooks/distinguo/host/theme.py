"""What a site has of Material for MkDocs: the worker of its search, with the words of its language, and two icons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import jinja2
import material

FOLDER = Path(material.__file__).parent / "templates"
_SCRIPTS = FOLDER / "assets/javascripts"
_SETTINGS = "partials/language.html"


def search_worker() -> str:
    """The path of the worker, which is named by its content, below the theme and in a site."""
    return next(_SCRIPTS.glob("workers/search.*.js")).relative_to(FOLDER).as_posix()


def search_scripts(language: str) -> Iterator[str]:
    """The paths of all scripts of the search. The worker speaks English by itself, and asks for no more."""
    yield search_worker()
    if language != "en":
        names = ("lunr.stemmer.support*.js", f"lunr.{language}.*js")
        yield from (path.relative_to(FOLDER).as_posix() for name in names for path in _SCRIPTS.glob(f"lunr/**/{name}"))


def search_settings(environment: jinja2.Environment, language: str) -> Mapping[str, object]:
    """How the worker takes words of the `language` apart; the templates of the `environment` are those of the theme."""
    known = language if (FOLDER / f"partials/languages/{language}.html").is_file() else "en"
    template = environment.get_template(_SETTINGS, globals={"config": {"theme": {"language": known}}})
    # What a template defines is found in its module by name, which no type tells.
    said: Callable[[str], str] = template.module.t  # type: ignore[attr-defined]
    return {
        "lang": [said("search.config.lang")],
        "separator": said("search.config.separator"),
        "pipeline": [step for step in re.split(r"\s*,\s*", said("search.config.pipeline")) if step],
    }
