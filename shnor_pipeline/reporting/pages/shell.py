"""What all pages share: the frame around a page, the style sheets, the one script.

Belongs here: templates, navigation, assets. Does not belong here: what a page shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.numbers import condition, fact, number, percent, ratio, signed
from shnor_pipeline.reporting.pages.lean import lean_style
from shnor_pipeline.reporting.templates import environment, text_beside

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.environment import TemplateModule

    from shnor_pipeline.reporting.model import Report

_HERE = "shnor_pipeline.reporting.pages"
STYLE_SHEET, SCRIPT = "assets/site.css", "assets/filter.js"
_SPARE = re.compile(r"(?:\s*</(?:td|th|tr|li|dt|dd|option|thead|tbody)>)+\s*|(?<=\n)\n+")
"""Empty lines and end tags that HTML lets one leave out (13.1.2.4 of the standard): a tenth of the site."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place the navigation leads to; ``address`` is relative to the folder of the year."""

    title: str
    address: str


NAVIGATION = (
    Place("Итоги года", "index.html"),
    Place("Показатели", "index.html#indicators"),
    Place("Школы", "index.html#schools"),
    Place("Выявление", "identification.html"),
    Place("Мероприятия", "measures.html"),
    Place("Качество данных", "quality.html"),
    Place("Кто что сдал", "status.html"),
    Place("Что изменилось", "changes.html"),
    Place("Как считали", "method.html"),
    Place("Файлы", "index.html#downloads"),
)


def render(template: str, report: Report, here: str, **context: Any) -> str:
    """Write a page.

    Args:
        template: Name of the template.
        report: Report model of the year.
        here: Address of the page below the folder of the year; links of the frame are relative to it.
        **context: What the page shows.

    Returns:
        An HTML document that opens from disk without a network; the same facts give the same text.
    """
    page = (
        _environment()
        .get_template(template)
        .render(
            report=report,
            here=here,
            root="../" * here.count("/"),
            navigation=NAVIGATION,
            style_sheet=STYLE_SHEET,
            school_style=_school_style(),
            script=SCRIPT,
            words=wording,
            number=number,
            percent=percent,
            signed=signed,
            condition=condition,
            fact=fact,
            ratio=ratio,
            **context,
        )
    )
    return _SPARE.sub("", page)


def assets() -> dict[str, str]:
    """Return what the pages share, by address below the folder of the year."""
    shared = resources.files("shnor_pipeline.reporting").joinpath("page.css").read_text(encoding="utf-8")
    return {
        STYLE_SHEET: lean_style(shared + text_of("site.css") + text_of("strip.css")),
        SCRIPT: text_of("filter.js"),
    }


@cache
def _school_style() -> Markup:
    """The sheet of a school carries its looks in itself: it is mailed as one file."""
    return Markup(lean_style(text_of("school.css") + text_of("strip.css")))  # noqa: S704 - our own files


def parts_of_pages() -> TemplateModule:
    """Return the parts that templates share, to draw one without a page around it."""
    return _environment().get_template("parts.html.j2").module


def text_of(name: str) -> str:
    """Return a file of this folder."""
    return text_beside(name, package=_HERE)


@cache
def _environment() -> Environment:
    reader = environment(_HERE)
    reader.filters["short"] = _short
    return reader


def _short(place: float) -> str:
    """Write a place in a drawing with the tenth that a screen can show."""
    return f"{round(place, 1):g}"
