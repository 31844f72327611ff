"""The version of a form: a short hash of what its declaration asks for in a year.

Belongs here: the hash that a blank form carries and a reader may compare. Does not belong here: writing
blank forms (``forms``).
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shnor_pipeline.ingest.source import Source
    from shnor_pipeline.tables import ColumnSpec

_BYTES = 5
"""Five bytes make eight letters and digits of base 32 without padding."""


def version_of(source: Source, year: int) -> str:
    """Return the version of a form in a year.

    It changes when a header, the order of columns or what a column takes changes, and stays the same from
    year to year where nothing of that does.

    Args:
        source: The form.
        year: Reporting year.

    Returns:
        Eight letters and digits. Base 32 has no 0 and no 1, so no version can look like a year («2019») to
        the reader, who compares the years named above a table with the folder's.
    """
    specs = source.table.by_name
    columns = [
        [name, source.header_of(name, year), _facts(specs[name]) if name in specs else None]
        for name in source.names(year)
    ]
    facts = [source.form, source.manifest.layout, source.table.name, source.manifest.required, columns]
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return base64.b32encode(hashlib.blake2b(text.encode(), digest_size=_BYTES).digest()).decode()


def _facts(spec: ColumnSpec) -> list[Any]:
    checks = sorted((str(check.name), repr(check.statistics)) for check in spec.checks)
    words = None if spec.words is None else list(spec.words.items())
    return [spec.dtype, spec.unit, spec.nullable, spec.reads, spec.blank, words, checks]
