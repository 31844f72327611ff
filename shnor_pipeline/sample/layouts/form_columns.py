"""The five forms that schools fill: titles, columns, rows of totals.

Belongs here: headers in the words of contract section 3. Does not belong here: what stands in the rows
(``form_rows``), how forms are gathered into workbooks (``schools``).
"""

from __future__ import annotations

from dataclasses import dataclass

from shnor_pipeline.sample.sheets import Cell, Column


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
