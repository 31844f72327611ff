"""Blank forms in a small home folder, and what an official writes into them.

Belongs here: making blanks, filling them in by hand or by declaration. Does not belong here: expectations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from shnor_pipeline.forms import write_forms
from shnor_pipeline.forms.workbook import FIRST_DATA_ROW, HEADER_ROW
from shnor_pipeline.ingest import load_catalogue
from shnor_pipeline.ingest.draft import SCHOOL_INPUTS
from shnor_pipeline.tables import wording
from shnor_pipeline.tables.declare import FLAG, TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.chain import Workspace
    from shnor_pipeline.ingest import Source
    from shnor_pipeline.tables import ColumnSpec

YEAR = 2021
OFFICE = [each for each in load_catalogue().sources if each.manifest.layout == "office"]
OFFICE_FORMS = [each.form for each in OFFICE]
SCHOOL_FORMS = [each.form for each in OFFICE if SCHOOL_INPUTS & set(each.manifest.required)]
"""Those of schools; the others are forms of the municipality."""

_PUPIL = {"Фамилия": "Семёнова", "Имя": "Анна", "Отчество": "Петровна"}
BY_HAND: dict[str, list[dict[str, Any]]] = {
    "activity": [
        {
            "Сетевое взаимодействие": "да",
            "Опорная площадка": "нет",
            "Образовательных программ всего": 12,
            "С дистанционными технологиями": 3,
        }
    ],
    "contingent": [
        {
            "Классов-комплектов": 2,
            "Обучающихся на начало года": 40 + grade,
            "Прибыло": 1,
            "Выбыло": 2,
            "Обучающихся на конец года": 39 + grade,
        }
        for grade in range(1, 12)
    ],
    "ege": [
        {"Класс": 11, "Предмет": "Русский язык", "Первичный балл": 40, "Балл": 61, "Минимальный балл": 24}
        | _PUPIL,
        {"Код участника": "0017", "Предмет": "Русский язык", "Балл": 23, "Период": "резервный"},
    ],
    "measures": [
        {
            "Номер мероприятия": "X 4.7",
            "Выполнено": 2,
            "Подтверждающий документ": "приказ от 15.03.2021 № 12",
            "Дата": "15.03.2021",
        }
    ],
    "oge": [
        {"Класс": 9, "Предмет": "Математика", "Первичный балл": 15.5, "Оценка": 4, "Период": "основной"}
        | _PUPIL,
        {"Код участника": "0017", "Предмет": "Русский язык", "Статус": "неявка"},
    ],
    "social_passport": [
        {
            "Всего обучающихся": 100,
            "Из малообеспеченных семей": 30,
            "Из неполных семей": 25,
            "Оба родителя с высшим образованием": 10,
            "На профилактическом учёте": 0,
            "С ОВЗ": 7,
            "Охвачено дополнительным образованием": 60,
        }
    ],
    "staff": [
        {
            "ФИО": "Иванова Анна Петровна",
            "Табельный номер": "0012",
            "Должность": "учитель",
            "Категория должности": "педагог",
            "Год рождения": 1980,
            "Стаж общий": 20,
            "Стаж педагогический": 18,
            "Образование": "высшее",
            "Квалификационная категория": "первая",
            "Преподаваемые предметы": "математика",
            "Соответствие диплому": "да",
            "Год последних курсов": 2019,
            "Дефицит выявлен": "да",
            "Курсы по дефициту": "нет",
            "Прирост компетенций": "не измерялся",
        }
    ],
    "staffing_table": [
        {
            "Категория должности": "педагог",
            "Должность": "учитель",
            "Ставок по штату": 12.5,
            "Занято ставок": 11,
        }
    ],
    "survey": [{"Опрошено": 40 + row, "Ответили положительно": 30 + row} for row in range(4)],
    "vpr_marks": [
        {"Класс": "4А", "Предмет": "Математика", "Кол-во участников": 25, "2": 1, "3": 9, "4": 10, "5": 5}
    ],
    "vsosh": [
        {
            "Этап": "школьный",
            "Предмет": "Математика",
            "Код участника": "м-9-01",
            "Класс, за который выступает": 9,
            "Класс, в котором учится": 8,
            "Итоговый балл": 25,
            "%": 0.5,
            "Статус": "победитель",
        }
        | _PUPIL
    ],
}
"""Rows of the shipped forms, below the school and beside what is prepared; an empty cell is left out."""


def blanks(workspace: Workspace, out: Path, form: str | None = None, school: str | None = None) -> list[Path]:
    """Write blank forms of 2021."""
    return write_forms(out, YEAR, workspace.catalogue, workspace.reference, form=form, school_id=school)


def blank(workspace: Workspace, out: Path, form: str, school: str | None = "s01") -> Path:
    """Write one blank form of 2021, of a school where it is a form of schools."""
    whose = None if form in OFFICE_FORMS and form not in SCHOOL_FORMS else school
    return blanks(workspace, out, form, whose)[0]


def data_sheet(path: Path) -> Worksheet:
    """Open the sheet that people fill in."""
    sheet: Worksheet = load_workbook(path).worksheets[0]
    return sheet


def headers(sheet: Worksheet) -> dict[str, int]:
    """Return the columns of a blank form by header."""
    return {str(cell.value): cell.column for cell in sheet[HEADER_ROW] if cell.value is not None}


def fill(path: Path, rows: Sequence[Mapping[str, Any]], first: int = FIRST_DATA_ROW) -> Path:
    """Write rows into a blank form by header, as a person would; what is prepared stays."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = headers(sheet)
    for number, row in enumerate(rows, start=first):
        for header, value in row.items():
            sheet.cell(number, columns[header]).value = value
    book.save(path)
    return path


def by_declaration(source: Source, year: int = YEAR) -> dict[str, Any]:
    """Make a plausible row of a form nobody wrote one for: a valid value for each declared column."""
    specs = source.table.by_name
    named = {name: specs[name] for name in source.names(year) if name in specs}
    return {source.header_of(name, year): plausible(spec) for name, spec in named.items()}


def plausible(spec: ColumnSpec) -> Any:
    """Choose a value that a declaration allows."""
    if spec.words is not None:
        return next(iter(spec.words))
    if spec.dtype in {TEXT, FLAG}:
        return "образец"
    low, high = wording.limits(spec)
    return low if low is not None else high if high is not None else 1
