"""The table of ``shnor status`` on a terminal: schools as rows, forms as columns, a short word per cell.

Belongs here: widths, words and colours of that table. Does not belong here: what the words mean
(``submissions/``), the page of the site (``reporting/status_page``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from shnor_pipeline.tables import SUBMISSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from rich.console import RenderableType

    from shnor_pipeline.submissions import Form

WIDTH = 100
"""Columns of an output that is no terminal."""

NOT_OWED = "·"
_MARKS = {
    ("received", False): ("прин", "green"),
    ("partial", False): ("част", "yellow"),
    ("rejected", False): ("откл", "red"),
    ("missing", False): ("нет", ""),
    ("rejected", True): ("откл!", "red bold"),
    ("missing", True): ("проср", "bold"),
}
_MEANINGS = (
    "прин – принято, част – принято частично, откл – отклонено, нет – не поступило,",
    f"проср – не поступило, срок прошёл, откл! – отклонено, срок прошёл, {NOT_OWED} – не требуется.",
)
_NAME_LETTERS = 24
_MARK_LETTERS = 5
_EDGES = 3


def status_of_year(
    year: int, frame: pd.DataFrame, forms: Sequence[Form], schools: Mapping[str, str], width: int = WIDTH
) -> Iterator[RenderableType]:
    """Yield what is printed of a year: table, totals, legend.

    Args:
        year: Reporting year.
        frame: Rows of ``submission`` of the year with the column ``late``.
        forms: Forms in order, for the headings.
        schools: Short name by school.
        width: Columns of the output; forms that do not fit go to a further table.

    Yields:
        Things to print.
    """
    rows = frame.to_dict("records")
    by_key = {(row["form"], row["school_id"]): row for row in rows if isinstance(row["school_id"], str)}
    shown = [form for form in forms if any(name == form.form for name, _ in by_key)]
    widest = max((len(text) for form in shown for text in (_heading(form), _share(form, by_key))), default=0)
    at_once = max(1, (width - _NAME_LETTERS - _EDGES) // (max(widest, _MARK_LETTERS) + 1))
    for first in range(0, len(shown), at_once):
        yield _table(year, shown[first : first + at_once], by_key, schools)
    yield from map(Text, _MEANINGS)
    yield from (Text(line) for line in _forms_in_words(shown, by_key))
    yield from (Text(line) for line in _without_school(rows))
    yield Text(_totals(rows))


def _table(
    year: int,
    forms: Sequence[Form],
    by_key: Mapping[tuple[str, str], Mapping[Any, Any]],
    schools: Mapping[str, str],
) -> Table:
    table = Table(
        title=f"Сдача форм, {year - 1}/{year} учебный год",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_footer=True,
        pad_edge=False,
        padding=0,
    )
    table.add_column("Школа", footer="Принято", no_wrap=True, max_width=_NAME_LETTERS, overflow="ellipsis")
    for form in forms:
        table.add_column(
            Text(_heading(form)), footer=_share(form, by_key), no_wrap=True, min_width=_MARK_LETTERS
        )
    present = {school for _, school in by_key}
    for school, name in sorted(schools.items(), key=lambda item: (item[1], item[0])):
        if school in present:
            table.add_row(Text(name), *(_mark(by_key.get((form.form, school))) for form in forms))
    return table


def _heading(form: Form) -> str:
    return form.short_ru or f"{form.title_ru[:4]}."


def _mark(row: Mapping[Any, Any] | None) -> Text:
    if row is None:
        return Text(NOT_OWED, style="dim")
    word, style = _MARKS[row["status"], bool(row["late"])]
    return Text(word, style=style)


def _share(form: Form, by_key: Mapping[tuple[str, str], Mapping[Any, Any]]) -> str:
    owed = [row for (name, _), row in by_key.items() if name == form.form and row["required"]]
    return f"{sum(row['status'] == 'received' for row in owed)}/{len(owed)}"


def _forms_in_words(
    forms: Sequence[Form], by_key: Mapping[tuple[str, str], Mapping[Any, Any]]
) -> Iterator[str]:
    for form in forms:
        due = next(
            (row["due"] for (name, _), row in by_key.items() if name == form.form and row["required"]), ""
        )
        term = f"срок {_day(due)}" if isinstance(due, str) and due else "срока нет"
        yield f"{_heading(form)} – {form.title_ru} ({term})."


def _without_school(rows: Sequence[Mapping[Any, Any]]) -> Iterator[str]:
    words = {value: word for word, value in (SUBMISSION.by_name["status"].words or {}).items()}
    for row in rows:
        if isinstance(row["school_id"], str):
            continue
        if row["required"]:
            overdue = ", срок прошёл" if row["late"] else ""
            yield f"{row['form_title']} (от района): {words[row['status']]}{overdue}."
        else:
            yield f"{row['form_title']}: строк, школа которых не найдена, – {row['rows_quarantined']}."


def _totals(rows: Sequence[Mapping[Any, Any]]) -> str:
    owed = [row for row in rows if row["required"]]
    count = Counter(row["status"] for row in owed)
    words = (SUBMISSION.by_name["status"].words or {}).items()
    parts = ", ".join(f"{word} {count[value]}" for word, value in words)
    overdue = sum(bool(row["late"]) for row in owed)
    return f"Требуется {len(owed)}: {parts}; просрочено {overdue}."


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}"
