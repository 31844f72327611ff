"""What a reader can take away: files beside the pages, and the values of a year as a text file.

Belongs here: the list of files, ``values.csv`` as a Russian spreadsheet program opens it. Does not belong
here: memo, workbook and dictionary themselves.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, NamedTuple

from shnor_pipeline.tables import INDICATOR, INDICATOR_VALUE

if TYPE_CHECKING:
    import pandas as pd

    from shnor_pipeline.reporting.model import Report


class Download(NamedTuple):
    """A file beside the pages; ``address`` is relative to the folder of the year."""

    address: str
    title: str


VALUES, DICTIONARY = "values.csv", "dictionary.md"
DOWNLOADS = (
    Download("memo.docx", "аналитическая справка"),
    Download("monitoring.xlsx", "все значения, замечания и графики в книге"),
    Download(VALUES, "значения года для табличного редактора"),
    Download(DICTIONARY, "словарь данных: таблицы, колонки, формулы"),
)
_TITLE = "title_ru"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def columns_of_values() -> list[tuple[str, str]]:
    """Return the columns of ``values.csv`` with their Russian titles."""
    own = [(column.name, column.title_ru) for column in INDICATOR_VALUE.columns]
    return [*own[:2], (_TITLE, INDICATOR.by_name[_TITLE].title_ru), *own[2:]]


def values_csv(report: Report, values: pd.DataFrame) -> bytes:
    """Write the values of a year: semicolons, decimal commas, UTF-8 with a mark at its start.

    Args:
        report: Report model of the year, for the titles.
        values: Table ``indicator_value`` of the year; values are not rounded.
    """
    titles = {line.indicator_id: line.title_ru for line in report.indicators}
    names = [name for name, _ in columns_of_values()]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(names)
    titled = values.assign(**{_TITLE: values["indicator_id"].map(titles)})[names].astype(object)
    for row in titled.where(titled.notna(), None).itertuples(index=False, name=None):
        writer.writerow([_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    text = str(value)
    # a spreadsheet program would run a text that starts like a formula
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
