"""For every rule the files that break it and nothing else.

Belongs here: clean sheets of every form, and per rule the one thing that is wrong with them. Does not
belong here: what is asserted (``pipeline/test_every_rule.py``) and the small home (``builders``).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from shnor_pipeline.quality.rules.ledger import LEDGER
from shnor_pipeline.quality.rules.overrides import OVERRIDES
from shnor_pipeline.sample.locked import locked_workbook
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import MEASURES, oo1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    Rows = Sequence[Sequence[Any]]
    Write = Callable[[Path], None]

YEAR = 2021
SHEET = "Лист1"
FORM_2022 = ("Пользователь", "Школа", "Код", "Вариант", "1 (1б)", "Наименование класса", "Итого баллов")

CLEAN: dict[str, Rows] = {
    "oge": (
        (*b.OGE, "Класс"),
        (*b.pupil("163001", "Иванов", "Русский язык", 4), 9),
        (*b.pupil("163001", "Иванов", "Математика", 5), 9),
        (*b.pupil("163001", "Петров", "Русский язык", 3), 9),
        (*b.pupil("163001", "Петров", "Математика", 3), 9),
    ),
    "ege": (
        b.EGE,
        ("163001", "1", "Русский язык", 70, 24, ""),
        ("163001", "2", "Русский язык", 55, 24, ""),
    ),
    "vpr_marks": (b.VPR_MARKS, ("163001", "", 4, "Математика", 20, 1, 4, 10, 5)),
    "vsosh": (
        (*b.VSOSH, "%"),
        ("школьный", "Математика", "МБОУ СОШ №1", "Иванов", "Пётр", 9, 9, 25, "победитель", 83),
        ("школьный", "Математика", "МБОУ СОШ №1", "Петров", "Пётр", 9, 9, 15, "участник", 50),
    ),
    "staff": (
        (*b.STAFF, "Стаж общий"),
        (*b.teacher("163001", "Иванова Анна"), 17),
        (*b.teacher("163001", "Петрова Вера"), 15),
    ),
    "staffing": (b.STAFFING, ("163001", "педагог", "учитель", 3, 2.5)),
    "contingent": (
        (*b.CONTINGENT, "Классов-комплектов"),
        ("163001", 4, 25, 0, 1, 24, 1),
        ("163001", 9, 20, 1, 1, 20, 1),
        ("163001", 11, 10, 0, 0, 10, 1),
    ),
    "passport": (b.PASSPORT, ("163001", 55, 10, 12, 20, 1, 2, 30)),
    "survey": (b.SURVEY, ("163001", "обучающиеся", "условия", 10, 8)),
    "activity": (b.ACTIVITY, ("163001", "да", "нет", "нет", 10, 5)),
    "measures": (MEASURES, ("X 4.7", 2, "приказ № 12", "15.03.2021")),
    "vpr": (
        b.VPR_EXPORT,
        ("sch163001", "район", 1, "40001", "4", "м", "4а", 1, 12, 1),
        ("sch163001", "район", 2, "40002", "3", "ж", "4а", 2, 8, 1),
    ),
}
"""A sheet of every form for one school in 2021 in which nothing is wrong, alone and all together."""

NAMES = {"vpr": "Проведение работы по математике, 4 класс. ВПР 2021"}
"""Names of files that say something; the other files are called by their form."""


@dataclass(frozen=True, kw_only=True)
class Broken:
    """Files that break one rule.

    Attributes:
        write: Writes the files into a fresh home.
        file: Path of the file below the inbox that is found at fault.
        cells: Where, in order; ``None`` = the sheet or file as a whole.
        sheet: Sheet that is found at fault.
        year: Year whose findings are looked at.
        held: Rows kept out; ``None`` = those of ``cells`` when the rule is an error, else none.
        says: What the message must contain.
    """

    write: Write
    file: str
    cells: tuple[str | None, ...]
    sheet: str | None = SHEET
    year: int = YEAR
    held: tuple[int, ...] | None = None
    says: str = ""


def name_of(form: str, year: int = YEAR) -> str:
    """Name the file of a form below the inbox."""
    return f"{year}/{NAMES.get(form, form)}.xlsx"


def edited(rows: Rows, cells: Mapping[str, Any]) -> list[list[Any]]:
    """Change cells of a sheet, named as in A1; the sheet grows to hold them."""
    copy = [list(row) for row in rows]
    for address, value in cells.items():
        column, row = ord(address[0]) - ord("A"), int(address[1:]) - 1
        copy += [[] for _ in range(row + 1 - len(copy))]
        copy[row] += [None] * (column + 1 - len(copy[row]))
        copy[row][column] = value
    return copy


def send(home: Path, form: str, rows: Rows | None = None, *, year: int = YEAR) -> Path:
    """Write the workbook of a form, the clean one unless rows are given."""
    return b.workbook(home / "inbox" / name_of(form, year), **{SHEET: CLEAN[form] if rows is None else rows})


def sent(*forms: str, year: int = YEAR) -> Write:
    """Return what writes clean workbooks."""

    def write(home: Path) -> None:
        for form in forms:
            send(home, form, year=year)

    return write


def cells(
    form: str, wrong: Mapping[str, Any], *others: str, at: Sequence[str | None] = (), **facts: Any
) -> Broken:
    """Break a rule by other values in cells of a clean sheet.

    Args:
        form: The form at fault.
        wrong: Cell -> what is written there.
        *others: Clean forms beside it.
        at: Where it is found, unless in the changed cells.
        **facts: Other facts of ``Broken``.
    """
    return rows(form, edited(CLEAN[form], wrong), *others, at=tuple(at) or tuple(wrong), **facts)


def added(form: str, *more: Sequence[Any], at: Sequence[str | None], **facts: Any) -> Broken:
    """Break a rule by further rows below those of a clean sheet."""
    return rows(form, [*CLEAN[form], *more], at=at, **facts)


def rows(form: str, sheet: Rows, *others: str, at: Sequence[str | None], **facts: Any) -> Broken:
    """Break a rule by the rows of a sheet."""
    year = facts.get("year", YEAR)

    def write(home: Path) -> None:
        send(home, form, sheet, year=year)
        sent(*others, year=year)(home)

    return Broken(write=write, file=name_of(form, year), cells=tuple(at), **facts)


def schools_too(broken: Broken, *lines: str) -> Broken:
    """Add schools to the register of a home."""

    def write(home: Path) -> None:
        with (home / "reference" / "schools.csv").open("a", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in lines)
        broken.write(home)

    return Broken(**{name: getattr(broken, name) for name in Broken.__dataclass_fields__} | {"write": write})


def styled(form: str, change: Callable[[Worksheet], None], at: Sequence[str | None], **facts: Any) -> Broken:
    """Break a rule by how a clean sheet is written; a clean second sheet of another form is visible."""

    def write(home: Path) -> None:
        book = Workbook()
        for title, of_form in ((SHEET, form), ("Лист2", "activity")):
            sheet = book.create_sheet(title)
            for row in CLEAN[of_form]:
                sheet.append(list(row))
        book.remove(book.worksheets[0])
        change(book[SHEET])
        path = home / "inbox" / name_of(form)
        path.parent.mkdir(parents=True)
        book.save(path)

    return Broken(write=write, file=name_of(form), cells=tuple(at), **facts)


def whole(name: str, content: bytes, *, year: int = YEAR, **facts: Any) -> Broken:
    """Break a rule by a file as a whole."""
    file = f"{year}/{name}"

    def write(home: Path) -> None:
        path = home / "inbox" / file
        path.parent.mkdir(parents=True)
        path.write_bytes(content)

    return Broken(write=write, file=file, cells=(None,), sheet=None, year=year, **facts)


def two_years(form: str, before: Rows, now: Rows, *, at: Sequence[str | None], **facts: Any) -> Broken:
    """Break a rule between the year before and this one."""

    def write(home: Path) -> None:
        send(home, form, before, year=YEAR - 1)
        send(home, form, now)

    return Broken(**{"write": write, "file": name_of(form), "cells": tuple(at)} | facts)


def sheets(at: Sequence[str | None] = (None,), file: str = "a.xlsx", **named: Any) -> Broken:
    """Break a rule by the sheets of one workbook; the last one is at fault."""
    facts = {name: named.pop(name) for name in tuple(named) if name in {"held", "says"}}
    path = f"{YEAR}/{file}"
    return Broken(
        write=lambda home: void(b.workbook(home / "inbox" / path, **named)),
        file=path,
        cells=tuple(at),
        sheet=list(named)[-1],
        **facts,
    )


def beside_contingent(oo1_rows: Rows) -> Write:
    """Return what writes the contingent of a school and section 2.1 of its ОО-1."""

    def write(home: Path) -> None:
        send(home, "contingent")
        b.workbook(home / "inbox/2021/oo1.xlsx", **{SHEET: oo1_rows})

    return write


def void(_result: object) -> None:
    """Drop a result."""


def shortened(form: str, header: str) -> list[list[Any]]:
    """Return a clean sheet without one column."""
    column = CLEAN[form][0].index(header)
    return [[cell for at, cell in enumerate(row) if at != column] for row in CLEAN[form]]


def text_table(form: str, wrong: Mapping[str, Any]) -> bytes:
    """Write a sheet as CSV in Windows-1251, in which the byte 98 is the one that is no letter."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows(edited(CLEAN[form], wrong))
    return b"\x98".join(part.encode("cp1251") for part in stream.getvalue().split("\x98"))


def staff_of(*names: str) -> list[tuple[Any, ...]]:
    """Write a staff sheet of ordinary teachers of one school."""
    return [b.STAFF, *(b.teacher("163001", name) for name in names)]


def olympiad_of(*scores: int) -> list[tuple[Any, ...]]:
    """Write an olympiad sheet of one work of 50 points; the third percent belongs to another score."""
    percents = [score * 2 if at != 2 else 50 for at, score in enumerate(scores)]
    pupil = ("школьный", "Математика", "МБОУ СОШ №1")
    lines = zip(("Иванов", "Петров", "Сидоров", "Козлов", "Зайцев"), scores, percents, strict=True)
    return [
        (*b.VSOSH, "%"),
        *((*pupil, surname, "Пётр", 9, 9, score, "участник", percent) for surname, score, percent in lines),
    ]


def ege_of(*scores: int) -> list[tuple[Any, ...]]:
    """Write a ЕГЭ sheet of one school and subject."""
    return [
        b.EGE,
        *(("163001", str(at), "Русский язык", score, 24, "") for at, score in enumerate(scores, start=1)),
    ]


def one_school(**pupils: int) -> list[tuple[Any, ...]]:
    """Write a contingent: ``g4=25`` is 25 pupils in grade 4 all year round."""
    grades = ((int(name.removeprefix("g")), count) for name, count in pupils.items())
    return [b.CONTINGENT, *(("163001", grade, count, 0, 0, count) for grade, count in grades)]


def copied(source: str, target: str, form: str) -> Write:
    """Return what writes a clean workbook and its exact copy; both names are below the inbox."""

    def write(home: Path) -> None:
        b.workbook(home / "inbox" / source, **{SHEET: CLEAN[form]})
        (home / "inbox" / target).parent.mkdir(exist_ok=True)
        shutil.copy(home / "inbox" / source, home / "inbox" / target)

    return write


def formula(sheet: Worksheet) -> None:
    """Write formulas that were never computed: for a required value, an optional one, a school."""
    for cell in ("C3", "D2", "A4"):
        sheet[cell] = "=10+10"


def error(sheet: Worksheet) -> None:
    """Write error values, as a broken reference leaves them: for a result and for an optional value."""
    sheet["H3"], sheet["K4"] = "#REF!", "#DIV/0!"


def hide_row(sheet: Worksheet) -> None:
    """Hide a row of data."""
    sheet.row_dimensions[3].hidden = True


def hide_sheet(sheet: Worksheet) -> None:
    """Hide the sheet."""
    sheet.sheet_state = "hidden"


def far_cell(sheet: Worksheet) -> None:
    """Write into the last cell a sheet may have."""
    sheet["XFD1048576"] = "x"


def numbered(count: int) -> Iterable[str]:
    """Yield codes of participants."""
    return (str(number) for number in range(1, count + 1))


MUNICIPAL = ("муниципальный", "Математика", "МБОУ СОШ №1")
ZERO_NINE = {"B3": 9, "C3": 1, "D3": 0, "E3": 0, "F3": 1}
"""Makes grade 9 of the clean contingent a class of one pupil."""

FILES: dict[str, Broken] = {
    "F001": Broken(write=lambda _home: None, file="2021/", sheet=None, cells=(None,), says="«inbox/2021»"),
    "F002": whole("a.xlsx", b"PK\x03\x04 broken", says="повреждено"),
    "F003": whole("a.xlsx", locked_workbook(b"x" * 600)),
    "F004": Broken(
        write=lambda home: void(b.workbook(home / "inbox/2021/a.xlsx", Меню=[("Суп", "Каша"), ("Щи", 1)])),
        file="2021/a.xlsx",
        sheet=None,
        cells=(None,),
    ),
    "F005": sheets(["A1"], Лист1=[("на 2019/2020 учебный год",), *CLEAN["contingent"]], held=(3, 4, 5)),
    "F006": whole("приказ.docx", b"PK\x03\x04", says="«.docx»"),
    "F007": Broken(
        write=lambda home: (send(home, "ege", year=1999), send(home, "activity"), None)[-1],
        file="1999",
        sheet=None,
        cells=(None,),
        says="«1999»",
    ),
    "F008": styled("contingent", far_cell, [None], sheet=None, held=()),
    "F009": Broken(
        write=copied("2021/a.xlsx", "2021/a (2).xlsx", "ege"),
        file="2021/a (2).xlsx",
        sheet=None,
        cells=(None,),
        says="«2021/a.xlsx»",
    ),
    "F010": whole("a.csv", text_table("oge", {"E2": "Петро\x98вич"})),
    "F011": replace(
        sheets(Лист1=CLEAN["ege"], Служебный=[("form", "ege"), ("year", "2020")], says="бланк 2020 года"),
        sheet=None,
    ),
}

SHEETS: dict[str, Broken] = {
    "S001": sheets(Лист1=CLEAN["ege"], Заметки=[("позвонить в школу",)], says="«Заметки»"),
    "S002": sheets(Лист1=CLEAN["ege"], Пустой=[CLEAN["survey"][0]], says="«Пустой»"),
    "S003": rows(
        "contingent",
        [
            b.CONTINGENT,
            *(("163001", grade, 20, 0, 0, 20) for grade in range(1, 9)),
            ("163002", 9, 20, 0, 0, 20),
        ],
        at=["A10"],
        says="«163002»",
    ),
    "S004": styled("contingent", hide_row, ["A3"], says="Строка 3"),
    "S005": styled("contingent", hide_sheet, [None], says=f"«{SHEET}»"),
    "H001": rows(
        "contingent",
        shortened("contingent", "Обучающихся на конец года"),
        at=[None],
        held=(2, 3, 4),
        says="«Обучающихся на конец года»",
    ),
    "H002": cells("contingent", {"H1": "Комментарий", "H2": "x"}, at=["H1"], held=(), says="«Комментарий»"),
    "H003": cells("contingent", {"H1": "Прибыло", "H2": 0}, at=["H1"], held=(), says="D1, H1"),
    "H004": cells("contingent", {"H3": "перевод"}),
}

CELLS: dict[str, Broken] = {
    "C001": cells("oge", {"H2": "пять", "H5": 4.5}, at=["H2", "H5"]),
    "C002": cells("contingent", {"C2": None, "F3": "-"}),
    "C003": cells("oge", {"H2": 6}, says="стоит 6, допускается от 2 до 5"),
    "C004": cells("vpr_marks", {"E2": "<5"}, says="«<5»"),
    "C005": cells("contingent", {"A2": "163099", "A3": None}, says="не указана"),
    "C006": schools_too(
        cells("vsosh", {"C3": "Озёрная НОШ"}, says="Озёрная НОШ (код 163004); Озёрная НОШ (код 163005)"),
        "s05,bavly,Бавлинский район,Озёрная НОШ,Озёрная НОШ №2,primary,rural,163005,,,",
    ),
    "C007": cells(
        "oge", {"B2": "МБОУ СОШ №2"}, at=["A2"], says="МБОУ СОШ №1 (код 163001); МБОУ СОШ №2 (код 163002)"
    ),
    "C008": schools_too(
        cells("contingent", {"A2": "163005"}, says="в 2021 году"),
        "s05,bavly,Бавлинский район,Лесная ООШ,Лесная ООШ,basic,rural,163005,,,2019",
    ),
    "C009": cells("oge", {"A2": "163099", "B2": "МБОУ СОШ №1"}, at=["A2"], says="«163099»"),
    # the e and the o are Latin letters; a name is not shown
    "C010": cells("staff", {"B3": "Петрoва Вера", "C2": "учитeль"}, at=["B3", "C2"], says="«ФИО»"),
    "C011": styled("contingent", formula, ["C3", "D2", "A4"]),
    "C012": styled("oge", error, ["H3", "K4"], says="#REF!"),
    "C013": cells("contingent", {"D2": dt.date(2021, 9, 5)}, says="05.09.2021"),
    "C014": cells("oge", {"G2": "Физека"}, says="ближе всего «физика»"),
    "C016": cells("measures", {"A2": "X 99.9"}, says="«X 99.9» нет в программе"),
}

ROWS: dict[str, Broken] = {
    "R001": cells("oge", {"C2": None}, at=["F2"]),
    "R002": cells("contingent", {"F2": 25}, says="должно быть 24, а стоит 25"),
    "R003": cells("passport", {"C2": 56}, says="(56) больше, чем «Всего обучающихся» (55)"),
    "R004": cells("staffing", {"E2": 3.25}, says="3,25"),
    "R005": cells("oge", {"H2": None}, says="«Оценка»"),
    "R006": cells(
        "vpr_marks", {"F2": "5,5", "G2": "20", "H2": "50", "I2": "20"}, at=["F2"], says="дают 95,5 %"
    ),
    "R007": cells("oge", {"I2": "неявка"}, at=["H2"], says="результат 4"),
    "R008": cells("staff", {"T2": 27}, says="«Стаж общий» (27)"),
    "R009": cells("staff", {"T2": 14}, at=["F2"], says="(15) больше общего стажа (14)"),
    "R010": cells("staff", {"M2": 1995}, says="1995"),
    "R011": cells("staff", {"E2": 1925}),
    "R012": cells("staff", {"O2": "да"}),
    "R013": cells("vsosh", {"J2": 49.5}, says="49,5 %"),
    "R014": added(
        "vsosh",
        ("муниципальный", "Химия", "МБОУ СОШ №1", "Иванов", "Пётр", 8, 9, 20, "участник", ""),
        at=["F4"],
        says="из 9 класса выступает за 8 класс",
    ),
    "R015": cells("oge", {"K2": 11}, says="в 9 или 10 классе"),
    "R016": cells("contingent", {"G2": 0}, says="Классов-комплектов 0"),
    "R017": cells("contingent", {"C2": 41, "F2": 40}, at=["C2"], says="41"),
    "R018": cells("staff", {"C2": "директор"}, at=["D2"], says="«директор»"),
    "R019": Broken(
        write=lambda home: void(b.workbook(home / "inbox/2021/работа.xlsx", **{SHEET: CLEAN["vpr"]})),
        file="2021/работа.xlsx",
        cells=("A2",),
        held=(2, 3),
        says="предмет",
    ),
    "R021": cells("measures", {"D2": dt.date(2019, 5, 1)}, says="Дата 01.05.2019"),
    "R022": cells("measures", {"C2": None}, says="X 4.7"),
    "R023": rows(
        "vsosh", olympiad_of(10, 20, 35, 15, 12), at=["H4"], says="максимальный балл этой работы 50"
    ),
}

TABLES: dict[str, Broken] = {
    "T001": added("ege", CLEAN["ege"][1], at=["A4"], says="строка 2"),
    "T002": added("staff", b.teacher("163002", "Иванова Анна"), at=["C2", "C4"]),
    "T003": added(
        "ege",
        ("163001", "1", "Математика (базовая)", 4, "", ""),
        ("163001", "1", "Математика (профильная)", 50, 27, ""),
        at=["C4"],
        year=2019,
    ),
    "T004": cells("vsosh", {"H2": 14.5}, at=["I2"], says="балл 14,5, а у участника без диплома 15"),
    "T005": replace(
        rows("oge", [row for row in CLEAN["oge"] if row[6] != "Математика"], at=[None]),
        file="2021/",
        sheet=None,
        says="«математика»",
    ),
    "T006": added("contingent", ("163001", "9А", 20, 0, 0, 20, 1), at=["B3"], says="(9)"),
    "T007": rows(
        "ege",
        [b.EGE, *(("163001", code, "Русский язык", 70, 24, "") for code in numbered(10))],
        at=["D2"],
        says="70",
    ),
}

BETWEEN_TABLES: dict[str, Broken] = {
    "B001": cells("ege", {"E2": 36, "E3": 27}, says="официально 24"),
    "B002": cells("ege", {"C2": "Физика", "E2": None}, at=["C2"], says="физика, 2021 год"),
    "B003": Broken(
        write=lambda home: void(
            b.workbook(home / "inbox/2021/Русский язык 4 класс.xlsx", **{SHEET: CLEAN["vpr"]})
        ),
        file="2021/Русский язык 4 класс.xlsx",
        cells=("A2",),
        held=(2, 3),
        says="русский язык, 4 класс, 2021 год",
    ),
    "B004": cells("vsosh", {"B2": "Химия"}, says="химия, 9 класс, 2021 год"),
    "B005": rows("vpr_marks", CLEAN["vpr_marks"], "vpr", at=["E2"], says="в сводной таблице 20"),
    "B006": rows("oge", CLEAN["oge"], at=["A2"], year=2020, says="«ОГЭ» в 2020 году"),
    "B007": rows("oge", CLEAN["oge"], at=["K2"], says="из 9 класса 2, а по контингенту обучающихся 1"),
    "B008": cells("passport", {"B2": 61}, "contingent", says="61"),
    "B009": added(
        "contingent", ("163003", 10, 5, 0, 0, 5, 1), at=["B5"], says="последний класс в этой школе 9"
    ),
    "B010": cells("vpr_marks", {"C2": 5}, "contingent", says="результаты 5 класса"),
    "B011": rows("vsosh", CLEAN["vsosh"], at=["G2"], says="из 9 класса 2"),
    "B012": cells("survey", {"D2": 56}, "contingent", says="Опрошено 56, а обучающихся"),
    "B013": cells("staffing", {"D2": 5, "E2": 4.5}, "staff", at=["E2"], says="занято 4,5"),
    "B021": Broken(
        write=beside_contingent(oo1(["х", "х", "х", 25])),
        file="2021/oo1.xlsx",
        cells=("G8",),
        held=(8,),
        says="учтена та форма",
    ),
    "B014": added(
        "vsosh",
        (*MUNICIPAL, "Иванов", "Пётр", 9, 9, 30, "победитель", ""),
        (*MUNICIPAL, "Сидоров", "Пётр", 9, 9, 20, "участник", ""),
        at=["B5"],
    ),
}


def with_small_grade(broken: Broken) -> Broken:
    """Put beside it a contingent whose grade 9 is one pupil."""

    def write(home: Path) -> None:
        broken.write(home)
        send(home, "contingent", edited(CLEAN["contingent"], ZERO_NINE))

    return Broken(**{name: getattr(broken, name) for name in Broken.__dataclass_fields__} | {"write": write})


for _rule in ("B007", "B011"):
    BETWEEN_TABLES[_rule] = with_small_grade(BETWEEN_TABLES[_rule])

TEAM = ("Иванова А", "Петрова Б", "Сидорова В", "Козлова Г", "Зайцева Д", "Волкова Е", "Орлова Ж", "Белова З")
GROWN = edited(CLEAN["staff"], {"T2": 20})

BETWEEN_YEARS: dict[str, Broken] = {
    "Y001": Broken(
        write=copied("2020/a.xlsx", "2021/a.xlsx", "ege"),
        file="2021/a.xlsx",
        sheet=None,
        cells=(None,),
        held=(2, 3),
        says="«2020/a.xlsx»",
    ),
    "Y002": two_years(
        "activity",
        [*CLEAN["activity"], ("163002", "да", "нет", "нет", 10, 5)],
        CLEAN["activity"],
        at=[None],
        file="2021/",
        sheet=None,
        says="МБОУ СОШ №2",
    ),
    "Y003": two_years(
        "contingent", one_school(g1=30, g9=30), one_school(g1=30, g9=51), at=["C2"], says="обучающихся 81"
    ),
    "Y004": two_years(
        "contingent", one_school(g1=30, g8=20), one_school(g1=31, g9=9), at=["C3"], says="в 9-х классах 9"
    ),
    "Y005": two_years("staff", staff_of(*TEAM), staff_of(*TEAM[:3]), at=["B2"], says="найдено 3"),
    "Y006": two_years("staff", CLEAN["staff"], GROWN, at=["T2"], says="20, год назад 17"),
    "Y007": two_years(
        "passport", [("Социальный паспорт школы",), *CLEAN["passport"]], CLEAN["passport"], at=["B2"]
    ),
    "Y008": two_years(
        "ege", ege_of(91, 70, 55, 43, 38), ege_of(38, 43, 55, 70, 91), at=["A2"], says="строк: 5"
    ),
}


def entered(*lines: str, says: str) -> Broken:
    """Break a rule by the first of some lines of the ledger, beside a clean contingent and two copies."""

    def write(home: Path) -> None:
        send(home, "contingent")
        b.ledger(home, *lines)

    return Broken(write=write, file=LEDGER, sheet=None, cells=(None,), held=(), says=says)


def overridden(line: str, *, says: str) -> Broken:
    """Break a rule by a line of the ledger of overrides, beside a clean contingent."""

    def write(home: Path) -> None:
        send(home, "contingent")
        b.overrides(home, line)

    return Broken(write=write, file=OVERRIDES, sheet=None, cells=(None,), held=(), says=says)


DECISION = "опечатка,57-о,методист,2021-04-12"
LEDGERS: dict[str, Broken] = {
    "L001": entered(f"2021,contingent.xlsx,,C9,,,,25,26,{DECISION}", says="ячейка C9"),
    "L002": entered(
        f"2021,contingent.xlsx,,G2,,,,3,1,{DECISION}", says="ожидается значение «3», а стоит «1»"
    ),
    "L003": entered(f"2021,,,,contingent,school_code=163001,classes,1,2,{DECISION}", says="а именно 3"),
    "L004": overridden(
        "2021,s01,low_results,нет,работы перепроверены,12-о,начальник отдела,2021-06-01,2021-08-31",
        says="по 31.08.2021 и к концу 2021 года",
    ),
    "L005": overridden(
        "2021,s99,adverse,да,приём в кадетский класс,12-о,начальник отдела,2021-06-01,", says="школе «s99»"
    ),
}

BREAKING: dict[str, Broken] = (
    FILES | SHEETS | CELLS | ROWS | TABLES | BETWEEN_TABLES | BETWEEN_YEARS | LEDGERS
)
"""Rule id -> files that break it."""
