"""Builders of cases: a small home folder and workbooks, in two or three lines of a test.

Belongs here: what several tests need to say what they are about. Does not belong here: expectations.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from shnor_pipeline import chain
from shnor_pipeline.chain import Workspace
from shnor_pipeline.programme import BAVLY_2021
from shnor_pipeline.quality import RULES
from shnor_pipeline.reference.corrections import COLUMNS as CORRECTION_COLUMNS
from shnor_pipeline.reference.overrides import COLUMNS as OVERRIDE_COLUMNS
from shnor_pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from shnor_pipeline.ingest import Intake

SCHOOLS = (
    ("s01", "МБОУ СОШ №1", "school", "town", "163001"),
    ("s02", "МБОУ СОШ №2", "school", "town", "163002"),
    ("s03", "Луговая ООШ", "basic", "rural", "163003"),
    ("s04", "Озёрная НОШ", "primary", "rural", "163004"),
)
REGISTER_HEADER = (
    "school_id,municipality_id,municipality,name_short,name_official,kind,locality,codes,aliases,"
    "first_year,last_year"
)
GROUPS = {"s02": "low_results", "s03": "adverse"}

OGE = ("Код ОО", "ОО", "Фамилия", "Имя", "Отчество", "Код участника", "Предмет", "Оценка", "Статус", "Период")
EGE = ("Код ОО", "Код участника", "Предмет", "Балл", "Минимальный балл", "Статус")
VPR_MARKS = ("Код ОО", "ОО", "Класс", "Предмет", "Кол-во участников", "2", "3", "4", "5")
VPR_EXPORT = (
    *("логин школы", "регион", "номер обучающегося", "код обучающегося"),
    *("отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов", "балл за 1"),
)
CONTINGENT = (
    "Код ОО",
    "Класс",
    "Обучающихся на начало года",
    "Прибыло",
    "Выбыло",
    "Обучающихся на конец года",
)
STAFFING = ("Код ОО", "Категория должности", "Должность", "Ставок по штату", "Занято ставок")
ACTIVITY = (
    *("Код ОО", "Сетевое взаимодействие", "Опорная площадка", "Ресурсный центр или точка роста"),
    *("Образовательных программ всего", "С дистанционными технологиями"),
)
PASSPORT = (
    *("Код ОО", "Всего обучающихся", "Из малообеспеченных семей", "Из неполных семей"),
    *("Оба родителя с высшим образованием", "На профилактическом учёте", "С ОВЗ"),
    "Охвачено дополнительным образованием",
)
SURVEY = ("Код ОО", "Группа", "Вопрос", "Опрошено", "Ответили положительно")
VSOSH = (
    *("Этап", "Предмет", "ОО", "Фамилия", "Имя", "Класс, за который выступает"),
    *("Класс, в котором учится", "Итоговый балл", "Статус"),
)
STAFF = (
    *("Код ОО", "ФИО", "Должность", "Категория должности", "Год рождения", "Стаж педагогический"),
    *("Стаж руководящий", "Образование", "Квалификационная категория", "Внешний совместитель"),
    *("Преподаваемые предметы", "Соответствие диплому", "Год последних курсов", "Дефицит выявлен"),
    *("Курсы по дефициту", "Тьютор", "Проф. сообщество", "Конкурсы", "Прирост компетенций"),
)


def home(root: Path, schools: Sequence[tuple[str, str, str, str, str]] = SCHOOLS) -> Path:
    """Write a home folder with a programme, a register of four schools and short lists; no workbooks."""
    (root / "inbox").mkdir(parents=True)
    (root / "programme.yaml").write_bytes(BAVLY_2021.read_bytes())
    register = [
        (
            school_id,
            "bavly",
            "Бавлинский район",
            name,
            name,
            kind,
            locality,
            f"sch{code}|edu{code}|{code}",
            "",
            "",
            "",
        )
        for school_id, name, kind, locality, code in schools
    ]
    lists = {
        "schools.csv": (
            REGISTER_HEADER,
            register,
        ),
        "programme_schools.csv": (
            "year,school_id,group",
            [(year, school, group) for year in range(2018, 2024) for school, group in GROUPS.items()],
        ),
        "exam_minimums.csv": (
            "first_year,last_year,exam,subject,minimum",
            [(2018, "", "ege", "русский язык", 24), (2018, "", "ege_base", "математика", 3)],
        ),
        "vpr_scales.csv": (
            "first_year,last_year,subject,grade,max_2,max_3,max_4,max_score",
            [(2018, "", "математика", 4, 5, 9, 14, 20)],
        ),
        "olympiad_thresholds.csv": ("year,subject,grade,pass_score", [(2021, "математика", 9, 20)]),
    }
    (root / "reference").mkdir()
    for name, (header, rows) in lists.items():
        with (root / "reference" / name).open("w", encoding="utf-8", newline="") as stream:
            stream.write(header + "\n")
            csv.writer(stream, lineterminator="\n").writerows(rows)
    return root


def ledger(home: Path, *lines: str) -> Path:
    """Write the ledger of corrections of a home: lines of CSV below the header."""
    path = home / "reference" / "corrections.csv"
    path.write_text("\n".join([",".join(CORRECTION_COLUMNS), *lines, ""]), encoding="utf-8")
    return path


def overrides(home: Path, *lines: str) -> Path:
    """Write the ledger of overrides of a home: lines of CSV below the header."""
    path = home / "reference" / "overrides.csv"
    path.write_text("\n".join([",".join(OVERRIDE_COLUMNS), *lines, ""]), encoding="utf-8")
    return path


def workspace(root: Path, **options: Any) -> Workspace:
    """Open a home folder."""
    return Workspace(Settings(home=root, **options))


def take_in(home: Path, year: int = 2021) -> Intake:
    """Take a year in, with the comparison of years and the marked copies that follow."""
    opened = workspace(home)
    intake = chain.take_in_year(opened, year)
    chain.compare_years(opened, year)
    chain.return_marked(opened, year)
    return intake


def found(intake: Intake) -> pd.DataFrame:
    """Findings without those that only say that a whole year is not complete."""
    return intake.findings[[not RULES[rule].whole_year for rule in intake.findings["rule_id"]]]


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook: each keyword is a sheet, each value its rows from row 1."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def pupil(
    code: str, surname: str, subject: str, mark: Any, status: str = "", period: str = ""
) -> tuple[Any, ...]:
    """Write a row of an ОГЭ protocol."""
    return (code, "", surname, "Имя", "Отчество", "", subject, mark, status, period)


def teacher(code: str, name: str, **facts: Any) -> tuple[Any, ...]:
    """Write a row of the staff form; facts by the header text, the rest is an ordinary teacher."""
    usual = {
        "Код ОО": code,
        "ФИО": name,
        "Должность": "учитель",
        "Категория должности": "педагог",
        "Год рождения": 1980,
        "Стаж педагогический": 15,
        "Образование": "высшее",
        "Квалификационная категория": "нет",
        "Преподаваемые предметы": "математика",
        "Год последних курсов": 2015,
    }
    unknown = set(facts) - set(STAFF)
    if unknown:
        raise KeyError(f"no such column: {unknown}")
    row = usual | facts
    return tuple(row.get(header) for header in STAFF)
