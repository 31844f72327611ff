"""Errors of files: another year's, sent twice, broken, locked, no table, no form.

Belongs here: damage to whole files and to what they say of their year. Does not belong here: sheets.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from shnor_pipeline.sample.locked import locked_workbook
from shnor_pipeline_tests.mutation.desk import NEW_FORMS
from shnor_pipeline_tests.mutation.registry import ANY, Expected, NoPlaceError, add, kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from shnor_pipeline_tests.mutation.desk import Desk

FILE, YEAR = "File", "Year of a file"
ANYTHING = ("school", "oge", "ege", "stage", "municipal", "survey", "marks")


def _one(desk: Desk) -> str:
    return desk.take(desk.pick(ANYTHING))[0]


def _bytes(make: Callable[[Desk, bytes], bytes], *rules: str, suffix: str = "") -> Callable[[Desk], Expected]:
    """Make the damage that replaces the bytes of a file, and perhaps its extension."""

    def damage(desk: Desk) -> Expected:
        file = _one(desk)
        content = make(desk, desk.path(file).read_bytes())
        if suffix:
            file = desk.swap(file, file.rpartition("/")[2].rpartition(".")[0] + suffix)
        desk.path(file).write_bytes(content)
        return Expected(rules, file)

    return damage


def _document(_desk: Desk, _old: bytes) -> bytes:
    """Make a small .docx."""
    from docx import Document  # noqa: PLC0415 - heavy, only here

    document = Document()
    document.add_paragraph("Пояснительная записка")
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def _zipped(_desk: Desk, old: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("книга.xlsx", old)
    return raw.getvalue()


def _page(_desk: Desk, _old: bytes) -> bytes:
    """What accounting programs save under the name of a workbook."""
    rows = "<tr><td>Код ОО</td><td>Предмет</td></tr>"
    return f"<html><body><table>{rows}</table></body></html>".encode()


def _cut(desk: Desk, old: bytes) -> bytes:
    return old[: int(len(old) * desk.pick((0.3, 0.6, 0.9)))]


def _workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _foreign(_desk: Desk, _old: bytes) -> bytes:
    return _workbook(("День недели", "Блюдо", "Ккал"), ("Вторник", "Суп гороховый", 148))


def _far(_desk: Desk, old: bytes) -> bytes:
    book = load_workbook(io.BytesIO(old))
    book.worksheets[0]["XFD1048576"] = 1
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _old_text(desk: Desk, old: bytes) -> bytes:
    """Save the first sheet as text in the encoding of DOS, of an old Unix or of an old Mac."""
    rows = load_workbook(io.BytesIO(old), read_only=True).worksheets[0].iter_rows(values_only=True)
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\r\n".join(lines).encode(desk.pick(("cp866", "koi8_r", "mac_cyrillic")), errors="replace")


for _name, _done, _damage in (
    (
        "file_locked",
        "sent a workbook behind a password",
        _bytes(lambda desk, _old: locked_workbook(desk.rng.bytes(9000)), "F003"),
    ),
    ("file_cut_off", "sent a file that was cut off on its way", _bytes(_cut, "F002")),
    ("file_of_no_bytes", "sent a file of 0 bytes", _bytes(lambda _desk, _old: b"", "F002")),
    ("document_as_a_workbook", "renamed a .docx to .xlsx", _bytes(_document, "F002", "F006")),
    ("page_as_a_workbook", "sent a web page under the name of an .xls", _bytes(_page, "F002", suffix=".xls")),
    ("document_sent", "sent a text document", _bytes(_document, "F006", suffix=".docx")),
    (
        "picture_sent",
        "sent a photograph of the form",
        _bytes(lambda _desk, _old: b"\xff\xd8\xff\xe0 JFIF", "F006", suffix=".jpg"),
    ),
    ("archive_sent", "sent the workbook inside an archive", _bytes(_zipped, "F006", suffix=".zip")),
    ("unknown_form", "sent a workbook that is no form", _bytes(_foreign, "F004")),
    ("blank_workbook", "sent an empty workbook", _bytes(lambda _desk, _old: _workbook(), "F004")),
    ("cell_far_away", "typed something into the last cell of a sheet", _bytes(_far, "F008")),
):
    add(_name, FILE, _done, _damage)


@kind(FILE, "saved a form as text in an old encoding")
def text_in_an_old_encoding(desk: Desk) -> Expected:
    """Either its letters are lost, or no form is found in it."""
    file = _one(desk)
    content = _old_text(desk, desk.path(file).read_bytes())
    file = desk.swap(file, file.rpartition("/")[2].rpartition(".")[0] + ".csv")
    desk.path(file).write_bytes(content)
    return Expected(("F004", "F010"), file, follows=("S001",))


@kind(FILE, "sent a file twice")
def file_twice(desk: Desk) -> Expected:
    """The same bytes under another name."""
    file = _one(desk)
    stem, _, suffix = file.rpartition(".")
    copy = f"{stem} (2).{suffix}"
    shutil.copyfile(desk.path(file), desk.path(copy))
    return Expected(("F009",), copy)


@kind(FILE, "saved a file again under another name, so that its bytes differ")
def file_saved_again(desk: Desk) -> Expected:
    """Every row of the second one is a repetition."""
    file = desk.take(desk.pick(("school", "oge", "marks", "survey")))[0]
    copy = f"{file.rpartition('/')[0]}/я исправленный.xlsx"
    book = load_workbook(desk.path(file))
    book.save(desk.path(copy))
    return Expected(("T001",), copy)


@kind(FILE, "put a file beside the folders of the years")
def file_outside_the_years(desk: Desk) -> Expected:
    """It belongs to no year."""
    file = _one(desk)
    name = file.rpartition("/")[2]
    desk.path(file).rename(desk.path(name))
    return Expected(("F007",), name)


@kind(FILE, "named the folder of a year otherwise")
def folder_of_no_year(desk: Desk) -> Expected:
    """«2021 год» is no year's folder."""
    desk.take("survey")
    name = f"{desk.year}{desk.pick((' год', '-й', '_новое'))}"
    desk.path(str(desk.year)).rename(desk.path(name))
    return Expected(("F007",), name, follows=("F001",))


# --- year of a file


def _shifted(text: str, by: int) -> str:
    """Move every year in a text."""
    return re.sub(r"(?<!\d)20\d\d(?!\d)", lambda found: str(int(found.group()) + by), text)


def _restate(desk: Desk, file: str, by: int) -> list[tuple[str, str]]:
    """Move the years in the titles of all sheets; return the cells that changed."""
    book = load_workbook(desk.path(file))
    changed = []
    for ws in book.worksheets:
        for row in ws.iter_rows(max_row=7):
            for cell in row[:1]:
                text = str(cell.value or "")
                if _shifted(text, by) != text:
                    cell.value = _shifted(text, by)
                    changed.append((ws.title, cell.coordinate))
    book.save(desk.path(file))
    return changed


@kind(YEAR, "left the year of another form in the title")
def year_in_the_title_wrong(desk: Desk) -> Expected:
    """Last year's blank, or a slip."""
    file = desk.take(desk.pick(("school", "oge", "ege", "stage", "survey")))[0]
    changed = _restate(desk, file, desk.pick((-1, -2, 1)))
    if not changed:
        raise NoPlaceError
    return Expected(("F005",), file, cells=frozenset(changed))


@kind(YEAR, "named the file after another year")
def year_in_the_name_wrong(desk: Desk) -> Expected:
    """The titles are right."""
    file = desk.take(desk.pick(("school", "oge", "ege")))[0]
    name = _shifted(file.rpartition("/")[2], desk.pick((-1, -3)))
    return Expected(("F005",), desk.swap(file, name))


@kind(YEAR, "sent last year's file again, as it was")
def last_years_file(desk: Desk) -> Expected:
    """The same bytes lie in the folder of the year before."""
    group = desk.pick(("school", "oge", "ege", "stage", "survey"))
    file = desk.take(group, years=range(2019, 2024), before=True)[0]
    shutil.copyfile(desk.path(desk.file_before(group, file)), desk.path(file))
    return Expected(("Y001",), file, follows=(ANY,))


@kind(YEAR, "sent last year's form again with this year in its titles")
def last_years_form_retitled(desk: Desk) -> Expected:
    """All numbers of the school are those of the year before."""
    file = desk.take("school", years=NEW_FORMS, before=True)[0]
    _retitle(desk, "school", file)
    return Expected(("Y007",), file, follows=("Y003", "Y004", "Y008"))


def _retitle(desk: Desk, group: str, file: str) -> None:
    shutil.copyfile(desk.path(desk.file_before(group, file)), desk.path(file))
    _restate(desk, file, 1)


@kind(YEAR, "sent last year's results again with this year in the titles")
def last_years_results_retitled(desk: Desk) -> Expected:
    """Every result of a school is that of the year before."""
    group = desk.pick(("oge", "ege", "marks", "stage"))
    file = desk.take(group, years=(2019, 2022, 2023), before=True)[0]
    _retitle(desk, group, file)
    return Expected(("Y008",), file, follows=("B001", "B003", "B004", "H002", "H001", "C003"))


@kind(YEAR, "put the results of a year without this exam into its folder")
def exam_not_held(desk: Desk) -> Expected:
    """ОГЭ was not held in 2020."""
    file = desk.take("oge", years=(2021,))[0]
    target = file.replace("2021", "2020")
    desk.path(target).parent.mkdir(parents=True)
    desk.path(file).rename(desk.path(target))
    desk.year = 2020
    _restate(desk, target, -1)
    return Expected(("B006",), target)
