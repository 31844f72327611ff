"""What ``shnor inspect`` prints and writes: header maps as tables, sentences, rows for a column map.

Belongs here: words, widths and the CSV of that command. Does not belong here: what is found in a file
(``ingest/inspection``).
"""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from shnor_pipeline.ingest.inspection import AGAIN, BLANK, FORM, NEW, OPTIONAL, REQUIRED, SERVICE, SKIPPED
from shnor_pipeline.ingest.source import MAP_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from shnor_pipeline.ingest.inspection import Inspection, SheetReport
    from shnor_pipeline.ingest.likeness import Nearest, Proposal

_PACKAGE = Path(__file__).resolve().parent
_OFFICE = "office"
_STATUS = {
    REQUIRED: ("обязат.", ""),
    OPTIONAL: ("необязат.", ""),
    SKIPPED: ("пропуск", "dim"),
    NEW: ("новая", "bold"),
    AGAIN: ("повтор", "bold"),
}
_NO_TABLE = {SERVICE: "служебный, таблицы на нём не ожидается", BLANK: "пустой"}


class WriteRefusedError(ValueError):
    """The rows can't be written there; the message says why."""


def as_plain(found: Inspection, written: Sequence[Path]) -> dict[str, Any]:
    """Return what was found as plain lists and dictionaries, with the files that were written."""
    return asdict(found) | {"written": [str(path) for path in written]}


def write_rows(found: Inspection, target: Path) -> list[Path]:
    """Write the proposed rows as a column map of their own.

    Args:
        found: What was found in a file.
        target: A file that does not exist; where the rows are for several maps, the folder of the form is
            added to each name.

    Returns:
        The files written; none where nothing is proposed.

    Raises:
        WriteRefusedError: The file exists or lies in the program itself.
    """
    by_map = found.rows_by_map()
    names = dict.fromkeys(by_map, target)
    if len(by_map) > 1:
        names = {
            name: target.with_name(f"{target.stem}.{Path(name).parent.name}{target.suffix}")
            for name in by_map
        }
    for path in names.values():
        if path.resolve().is_relative_to(_PACKAGE):
            raise WriteRefusedError(f"«{path}» лежит в самой программе: укажите файл в другой папке.")
        if path.exists():
            raise WriteRefusedError(f"Файл «{path}» уже есть: укажите имя нового файла.")
    for name, path in names.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([",".join(MAP_COLUMNS), *_csv_lines(by_map[name]), ""]), encoding="utf-8")
    return list(names.values())


def print_inspection(found: Inspection, console: Console) -> None:
    """Print what was found, readable at 100 columns."""
    console.print(Text(f"Файл «{found.file}», отчётный год {found.year}."))
    if found.problem is not None:
        console.print(Text(f"{found.problem.rule_id}: {found.problem.message_ru}"))
    for sheet in found.sheets:
        console.print()
        _print_sheet(sheet, found.year, console)
    for name, rows in found.rows_by_map().items():
        console.print()
        console.print(Text(f"Предлагаемые строки для {name}:", style="bold"), soft_wrap=True)
        for line in (",".join(MAP_COLUMNS), *_csv_lines(rows)):
            console.print(Text(line), soft_wrap=True)


def _print_sheet(sheet: SheetReport, year: int, console: Console) -> None:
    hidden = " (скрыт)" if sheet.hidden else ""
    if sheet.kind in _NO_TABLE:
        console.print(Text(f"Лист «{sheet.sheet}»{hidden}: {_NO_TABLE[sheet.kind]}."))
        return
    if sheet.kind != FORM:
        console.print(Text(f"Лист «{sheet.sheet}»{hidden}: известной формы на нём нет.", style="bold"))
        for line in _nearest_lines(sheet, year):
            console.print(Text(line))
        return
    layout = "бланк" if sheet.layout == _OFFICE else f"раскладка {sheet.layout}"
    title = f"Лист «{sheet.sheet}»{hidden}: форма «{sheet.title_ru}» ({sheet.form}, {layout})."
    console.print(Text(title, style="bold"))
    console.print(Text(_rows_line(sheet)))
    console.print(_map_table(sheet))
    for heading, lines in (("Что сдвинулось", _moved_lines(sheet)), ("Что нового", _new_lines(sheet))):
        told = list(lines)
        console.print(Text(f"{heading}:" if told else f"{heading}: ничего.", style="bold"))
        for line in told:
            console.print(Text(f"- {line}"))


def _rows_line(sheet: SheetReport) -> str:
    first, last = sheet.header_rows or (0, 0)
    header = f"Шапка: {_rows(first, last)}"
    if sheet.first_data_row is None:
        return f"{header}; строк данных под ней нет."
    made = "" if sheet.plain else " Лист не простая таблица: её составляет сама программа."
    count = f"записей: {sheet.data_rows}"
    return f"{header}; данные начинаются со строки {sheet.first_data_row}, {count}.{made}"


def _rows(first: int, last: int) -> str:
    return f"строка {first}" if first == last else f"строки {first}-{last}"


def _map_table(sheet: SheetReport) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Где", no_wrap=True)
    table.add_column("Название в файле", max_width=22)
    table.add_column("Имя", max_width=24, overflow="fold")
    table.add_column("Что значит", max_width=20)
    table.add_column("Вид", no_wrap=True)
    table.add_column("Примеры", max_width=16)
    for each in sheet.columns:
        word, style = _STATUS[each.status]
        where = each.column or (f"из {each.cell}" if each.cell else "вне листа")
        texts = (
            where,
            each.header,
            each.canonical or "",
            each.title_ru or "",
            word,
            "; ".join(each.examples),
        )
        table.add_row(*(Text(text, style=style) for text in texts))
    return table


def _moved_lines(sheet: SheetReport) -> Iterator[str]:
    known_as = "в бланке" if sheet.layout == _OFFICE else "в карте колонок"
    first, last = sheet.header_rows or (0, 0)
    if last > first:
        yield f"Шапка занимает несколько строк ({first}-{last}), {known_as} – одну."
    for each in sheet.moved:
        stands = f"после «{each.after}»" if each.after else "первой"
        wanted = f"после «{each.expected_after}»" if each.expected_after else "первой"
        yield f"{each.column} «{each.header}»: стоит {stands}, {known_as} {wanted}."
    for other in sheet.other_years:
        yield f"{other.column} «{other.header}»: так колонка {other.when} «{other.now}»."


def _new_lines(sheet: SheetReport) -> Iterator[str]:
    for each in sheet.unknown:
        near = f"ближе всего «{each.nearest}» ({each.percent} %)" if each.nearest else "похожих нет"
        yield f"{each.column} «{each.header}»: такая колонка не известна, {near}."
    required = [each.header for each in sheet.missing if each.required]
    optional = [each.header for each in sheet.missing if not each.required]
    if required:
        yield f"Нет обязательных колонок: {_listed(required)}."
    if optional:
        yield f"Нет необязательных колонок: {_listed(optional)}."
    for again in sheet.repeated:
        yield f"Колонка «{again.header}» повторяется: {again.cells}; читается первая."
    for cell in sheet.unnamed:
        yield f"В столбце без названия есть данные: первая ячейка {cell}."


def _listed(headers: Iterable[str]) -> str:
    return ", ".join(f"«{header}»" for header in headers)


def _nearest_lines(sheet: SheetReport, year: int) -> Iterator[str]:
    for each in sheet.nearest:
        yield f"- {_nearest_line(each, year)}"
    if sheet.nearest:
        return
    yield "Ни одна известная форма на него не похожа."
    if sheet.candidate is not None:
        yield f"За шапку можно принять строку {sheet.candidate.row}: {_listed(sheet.candidate.cells)}."


def _nearest_line(each: Nearest, year: int) -> str:
    layout = "" if each.layout == _OFFICE else f", раскладка {each.layout}"
    required = len(each.present) + len(each.resembling) + len(each.missing)
    parts = [f"ни одна из {required} обязательных колонок не стоит под своим названием"]
    if each.present:
        parts = [f"есть {len(each.present)} из {required} обязательных колонок ({_listed(each.present)})"]
    if each.resembling:
        parts.append(f"есть похожие на {_listed(each.resembling)}")
    if each.missing:
        parts.append(f"нет {_listed(each.missing)}")
    line = f"«{each.title_ru}» ({each.form}{layout}), {_rows(*each.header_rows)}: {'; '.join(parts)}."
    if each.year != year:
        line += f" Это шапка {each.year} года: в {year} году она другая."
    return line


def _csv_lines(rows: Iterable[Proposal]) -> list[str]:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in rows:
        writer.writerow([getattr(row, name) for name in MAP_COLUMNS])
    return stream.getvalue().splitlines()
