"""Templates, style sheets and scripts of the pages: they lie beside the modules and are never fetched.

Belongs here: finding them, how templates are read. Does not belong here: what a page shows.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = "shnor_pipeline.reporting"


@cache
def environment(package: str = _HERE) -> Environment:
    """Return how the templates of a package are read: every value escaped, an unknown name is an error."""
    return Environment(
        loader=PackageLoader(package, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template(name: str) -> Template:
    """Return a template of this package."""
    return environment().get_template(name)


@cache
def text_beside(*names: str, package: str = _HERE) -> str:
    """Return the text of files that lie beside the modules of a package, one after another."""
    folder = resources.files(package)
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
