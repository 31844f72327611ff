"""What all pages share: the frame around a page, its style sheet, its one script.

Belongs here: templates, navigation, assets. Does not belong here: what a page shows.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.numbers import condition, fact, number, percent, ratio, signed

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import Report

STYLE_SHEET = "assets/site.css"


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
    script = text_of("filter.js")
    return _environment().get_template(template).render(
        report=report,
        here=here,
        root="../" * here.count("/"),
        navigation=NAVIGATION,
        style_sheet=STYLE_SHEET,
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=_hash(script),
        words=wording,
        number=number,
        percent=percent,
        signed=signed,
        condition=condition,
        fact=fact,
        ratio=ratio,
        **context,
    )


@cache
def style_sheet() -> str:
    """Return the style sheet of the site, which all its pages share."""
    return resources.files("shnor_pipeline.reporting").joinpath("page.css").read_text("utf-8") + text_of(
        "site.css"
    )


@cache
def text_of(name: str) -> str:
    """Return a file of this folder."""
    return resources.files("shnor_pipeline.reporting.pages").joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("shnor_pipeline.reporting.pages", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _hash(script: str) -> str:
    """Name the script for the content policy, which lets no other one run."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
