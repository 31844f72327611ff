"""The five forms that schools fill: columns, rows and totals of each.

Belongs here: what stands in which column, in the words of contract section 3. Does not belong here: how
forms are gathered into workbooks (``schools``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample.sheets import Cell, Column
from shnor_pipeline.sample.spelling import three_way, units, yes_no

if TYPE_CHECKING:
    from shnor_pipeline.sample.conditions import Activity, SocialPassport
    from shnor_pipeline.sample.people import SchoolYear
    from shnor_pipeline.sample.staff import Employee, Position

_FIRST_UPPER_GRADE = 10


@dataclass(frozen=True, slots=True)
class Hand:
    """How one school writes in one year.

    Attributes:
        code: Its code: digits as text or number, or a login.
        name: Its name.
        yes_no: Yes and no.
        commas: Whether units are typed as text with a decimal comma.
        grade_words: Whether a grade is written «5 класс».
    """

    code: Cell
    name: str
    yes_no: tuple[Cell, Cell]
    commas: bool
    grade_words: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form: title, names of its sheet, columns after the school, which columns are summed.

    Attributes:
        name: Id of contract section 3.
        title: Title line.
        sheet_names: Names that its sheet may have.
        fields: Columns after «Код ОО» and «ОО»: text and the group that some workbooks print above.
        summed: Columns that a row of totals sums.
    """

    name: str
    title: str
    sheet_names: tuple[str, str]
    fields: tuple[Column, ...]
    summed: tuple[str, ...] = ()

    def columns(self, *, grouped: bool) -> list[Column]:
        """Columns with a two-row header, or with each header in one cell."""
        fields = self.fields if grouped else tuple(_single(column) for column in self.fields)
        return [Column("Код ОО", width=11), Column("ОО", width=30), *fields]

    def totals(self, rows: list[list[Cell]], label: str) -> list[list[Cell]]:
        """Make the row of totals; none for a form that sums nothing or has one row."""
        if not self.summed or len(rows) < 2:  # noqa: PLR2004
            return []
        line: list[Cell] = [label, None]
        for place, column in enumerate(self.fields, start=2):
            line.append(_sum(rows, place) if _single(column).title in self.summed else None)
        return [line]


def _single(column: Column) -> Column:
    """Write group and lower header as the one text that contract section 3 names."""
    if column.group in {"Обучающихся", "Стаж"} or column.title == "всего":
        return Column(f"{column.group} {column.title}", width=column.width)
    return Column(f"{column.title[0].upper()}{column.title[1:]}", width=column.width)


def _sum(rows: list[list[Cell]], place: int) -> Cell:
    total = 0.0
    for row in rows:
        value = row[place]
        if value is not None:
            total += float(str(value).replace(",", "."))
    return int(total) if total.is_integer() else total


CONTINGENT = Form(
    "contingent",
    "Контингент обучающихся",
    ("Контингент", "Движение"),
    (
        Column("Класс", width=10),
        Column("Классов-комплектов", width=13),
        Column("на начало года", "Обучающихся", width=13),
        Column("на конец года", "Обучающихся", width=13),
        Column("Прибыло", width=10),
        Column("Выбыло", width=10),
    ),
    (
        "Классов-комплектов",
        "Обучающихся на начало года",
        "Обучающихся на конец года",
        "Прибыло",
        "Выбыло",
    ),
)

_OF_THEM = "В том числе"
SOCIAL_PASSPORT = Form(
    "social_passport",
    "Социальный паспорт",
    ("Соц. паспорт", "Социальный паспорт"),
    (
        Column("Всего обучающихся", width=13),
        *(
            Column(title, _OF_THEM, width=17)
            for title in (
                "Из малообеспеченных семей",
                "Из неполных семей",
                "Из многодетных семей",
                "Оба родителя с высшим образованием",
                "На профилактическом учёте",
                "С ОВЗ",
                "Охвачено дополнительным образованием",
            )
        ),
    ),
    (
        "Всего обучающихся",
        "Из малообеспеченных семей",
        "Из неполных семей",
        "Из многодетных семей",
        "Оба родителя с высшим образованием",
        "На профилактическом учёте",
        "С ОВЗ",
        "Охвачено дополнительным образованием",
    ),
)

STAFF = Form(
    "staff",
    "Сведения о педагогических и руководящих работниках",
    ("Кадры", "Педсостав"),
    (
        Column("ФИО", width=34),
        Column("Табельный номер", width=11),
        Column("Должность", width=34),
        Column("Категория должности", width=14),
        Column("Год рождения", width=10),
        Column("общий", "Стаж", width=8),
        Column("педагогический", "Стаж", width=9),
        Column("руководящий", "Стаж", width=9),
        Column("Образование", width=20),
        Column("Квалификационная категория", width=17),
        Column("Внешний совместитель", width=13),
        Column("Преподаваемые предметы", width=30),
        Column("Соответствие диплому", width=13),
        Column("Год последних курсов", width=11),
        Column("Дефицит выявлен", width=10),
        Column("Курсы по дефициту", width=10),
        Column("Тьютор", width=9),
        Column("Проф. сообщество", width=11),
        Column("Конкурсы", width=10),
        Column("Прирост компетенций", width=13),
    ),
)

STAFFING_TABLE = Form(
    "staffing_table",
    "Штатное расписание",
    ("Штатное расписание", "Ставки"),
    (
        Column("Категория должности", width=15),
        Column("Должность", width=44),
        Column("Ставок по штату", "Количество", width=11),
        Column("Занято ставок", "Количество", width=11),
    ),
    ("Ставок по штату", "Занято ставок"),
)

_PROGRAMMES = "Образовательных программ"
ACTIVITY = Form(
    "activity",
    "Сетевое взаимодействие и образовательные программы",
    ("Сеть и программы", "Деятельность"),
    (
        Column("Сетевое взаимодействие", width=16),
        Column("Опорная площадка", width=13),
        Column("Ресурсный центр или точка роста", width=17),
        Column("всего", _PROGRAMMES, width=13),
        Column("с дистанционными технологиями", _PROGRAMMES, width=17),
    ),
)


def contingent_rows(grades: SchoolYear, hand: Hand) -> list[list[Cell]]:
    """Rows of the contingent after the school: one per grade, zeros where no class was opened."""
    rows: list[list[Cell]] = []
    for number, grade in sorted(grades.items()):
        label: Cell = f"{number} класс" if hand.grade_words else number
        counts = (len(grade.start), len(grade.end), len(grade.arrived), len(grade.departed))
        rows.append([label, grade.classes, *counts])
    return rows


def passport_row(passport: SocialPassport) -> list[Cell]:
    """Cells of the social passport after the school."""
    return [
        passport.pupils,
        passport.low_income,
        passport.single_parent,
        passport.many_children,
        passport.higher_education,
        passport.register,
        passport.disability,
        passport.extra_education,
    ]


def staff_row(person: Employee, hand: Hand) -> list[Cell]:
    """Cells of one employee after the school."""
    total, teaching, managing = person.experience
    head = person.category != "педагог"
    growth = three_way(("да", "нет"), person.growth, None if head else "не измерялся")
    return [
        person.who.full,
        person.number,
        person.position,
        person.category,
        person.born,
        total,
        teaching,
        managing or None,
        person.education,
        person.qualification,
        yes_no(hand.yes_no, person.external),
        person.subjects,
        three_way(hand.yes_no, person.matches),
        person.course_year,
        *(
            yes_no(hand.yes_no, name in person.flags)
            for name in ("deficit", "deficit_course", "tutor", "community", "contests")
        ),
        growth,
    ]


def position_row(position: Position, hand: Hand) -> list[Cell]:
    """Cells of one line of the staffing table after the school."""
    return [
        position.category,
        position.title,
        units(position.planned, as_text=hand.commas),
        units(position.occupied, as_text=hand.commas),
    ]


def activity_row(activity: Activity, hand: Hand) -> list[Cell]:
    """Cells of the activity form after the school."""
    return [
        yes_no(hand.yes_no, activity.network),
        yes_no(hand.yes_no, activity.base_site),
        yes_no(hand.yes_no, activity.resource_centre),
        activity.programmes,
        activity.distance,
    ]
