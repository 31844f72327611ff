"""Errors that only two forms, two schools or two years together show.

Belongs here: damage that is right in itself and wrong beside something else. Does not belong here: what one
form shows (``kinds_rows``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from shnor_pipeline_tests.mutation.desk import NEW_FORMS
from shnor_pipeline_tests.mutation.kinds_rows import END, START
from shnor_pipeline_tests.mutation.registry import Expected, NoPlaceError, kind
from shnor_pipeline_tests.mutation.workbooks import folded

if TYPE_CHECKING:
    from shnor_pipeline_tests.mutation.desk import Desk
    from shnor_pipeline_tests.mutation.workbooks import Table

FORMS, YEARS = "Between forms", "Between years"
BOTH = (2021, 2022, 2023)


def _rows_of(tables: list[Table], code: str, title: str = "", value: str = "") -> list[tuple[Table, int]]:
    """Find the rows of a school, by the digits of its code."""
    digits = "".join(each for each in code if each.isdigit())
    return [
        (table, row)
        for table in tables
        for row in table.rows
        if digits in str(table.get("Код ОО", row)) and (not title or _grade(table.get(title, row)) == value)
    ]


def _grade(value: object) -> str:
    return "".join(each for each in str(value or "").split(" ")[0] if each.isdigit())


def _cells(found: list[tuple[Table, int]], title: str) -> frozenset[tuple[str, str]]:
    return frozenset((table.ws.title, table.cell(title, row).coordinate) for table, row in found)


@kind(FORMS, "counted fewer pupils in a grade than sat its exam")
def fewer_pupils_than_participants(desk: Desk) -> Expected:
    """Contingent against protocol."""
    school, results = desk.take("school", "oge", years=BOTH)
    with desk.table("contingent", school) as table:
        row = desk.pick([each for each in table.rows if _grade(table.get("Класс", each)) == "9"])
        code = str(table.get("Код ОО", row))
        for title, value in ((START, 1), (END, 1), ("Прибыло", 0), ("Выбыло", 0)):
            table.put(title, row, value)
    with desk.tables("oge", results) as tables:
        found = _rows_of(tables, code)
        if len(found) < 6:
            raise NoPlaceError
        return Expected(("B007",), results, cells=_cells(found, "Класс"), follows=("B008",))


@kind(FORMS, "counted more participants of a work than there are pupils")
def more_participants_than_pupils(desk: Desk) -> Expected:
    """A whole line of the marks is of a larger school."""
    school, marks = desk.take("school", "marks", years=(2020, 2023))
    with desk.table("contingent", school) as table:
        code = str(table.get("Код ОО", table.rows[0]))
    with desk.tables("marks", marks) as tables:
        table, row = desk.pick(_rows_of(tables, code))
        for title in ("Кол-во участников", "3"):
            table.put(title, row, int(table.number(title, row)) + 500)
        return table.expect("B007", title="Кол-во участников", row=row)


@kind(FORMS, "left a grade with results out of the contingent")
def grade_left_out(desk: Desk) -> Expected:
    """The grade has results and no pupils."""
    school, results = desk.take("school", "oge", years=BOTH)
    with desk.table("contingent", school) as table:
        row = desk.pick([each for each in table.rows if _grade(table.get("Класс", each)) == "9"])
        code = str(table.get("Код ОО", row))
        table.remove([row])
    with desk.tables("oge", results) as tables:
        found = _rows_of(tables, code)
        if not found:
            raise NoPlaceError
        return Expected(("B010",), results, cells=_cells(found, "Класс"), follows=("B008",))


@kind(FORMS, "counted twice as many pupils in the social passport as in the contingent")
def passport_of_another_size(desk: Desk) -> Expected:
    """Contingent against social passport."""
    with desk.table("passport") as table:
        row = table.rows[0]
        pupils = int(table.number("Всего обучающихся", row))
        table.put("Всего обучающихся", row, pupils * 2)
        return table.expect("B008", title="Всего обучающихся", row=row)


@kind(FORMS, "wrote a grade that the school does not teach")
def grade_not_taught(desk: Desk) -> Expected:
    """A basic school has no class 10."""
    with desk.table("contingent", like="ООШ") as table:
        row = table.paste_below(table.rows[-1], table.values(table.rows[-1]))
        table.put("Класс", row, 10)
        return table.expect("B009", title="Класс", row=row, follows=("B008",))


@kind(FORMS, "wrote the code of the wrong school into a protocol")
def result_of_the_wrong_school(desk: Desk) -> Expected:
    """ЕГЭ in a school of nine classes."""
    oge, ege = desk.take("oge", "ege", years=BOTH)
    with desk.tables("oge", oge) as tables:
        basic = [
            (table.get("Код ОО", row), table.get("ОО", row))
            for table in tables
            for row in table.rows
            if "ООШ" in str(table.get("ОО", row))
        ]
    with desk.table("ege", ege) as table:
        row = desk.pick(table.filled("Балл"))
        for title, value in zip(("Код ОО", "ОО"), desk.pick(basic), strict=True):
            table.put(title, row, value)
        return table.expect("B009", title="Класс", row=row)


@kind(FORMS, "wrote the names of the same pupils differently in every protocol")
def names_of_many_hands(desk: Desk) -> Expected:
    """More different persons than the grade has pupils."""
    school, stage = desk.take("school", "stage", years=NEW_FORMS)
    with desk.table("contingent", school) as table:
        row = desk.pick([each for each in table.rows if 0 < table.number(START, each) < 20])
        code, grade = str(table.get("Код ОО", row)), _grade(table.get("Класс", row))
        pupils = int(max(table.number(START, row), table.number(END, row)))
        name = table.get("ОО", row)
    with desk.tables("stage", stage) as tables:
        table = desk.pick(tables)
        source = desk.pick(table.filled("Итоговый балл"))
        for number in range(pupils + 1):
            again = table.paste_below(source, table.values(source))
            table.put("Фамилия", again, f"Иванов{'а' * (number + 1)}")
            _move(table, again, (code, name), grade)
        rows = [(each, row) for each in tables for row in each.rows]
        cells = _cells(rows, "Класс, в котором учится")
        return Expected(("B011",), stage, cells=cells, follows=("T004", "B004", "B009", "R014", "R013"))


def _move(table: Table, row: int, school: tuple[str, object], grade: str) -> None:
    """Write another school and grade into a row of an olympiad protocol."""
    if table.has("Код ОО"):
        table.put("Код ОО", row, school[0])
    table.put("ОО", row, school[1])
    table.put("Класс, в котором учится", row, int(grade))
    table.put("Класс, за который выступает", row, int(grade))
    table.put("Статус", row, "участник")


@kind(FORMS, "counted more pupils or teachers asked than the school has")
def asked_more_than_there_are(desk: Desk) -> Expected:
    """Survey against contingent and staff."""
    school, survey = desk.take("school", "survey", years=NEW_FORMS)
    with desk.table("contingent", school) as table:
        code = str(table.get("Код ОО", table.rows[0]))
    with desk.tables("survey", survey) as tables:
        found = [
            (table, row)
            for table, row in _rows_of(tables, code)
            if folded(table.get("Группа", row)) in {"обучающиеся", "педагоги"}
        ]
        table, row = desk.pick(found)
        table.put("Опрошено", row, 5000)
        return table.expect("B012", title="Опрошено", row=row)


@kind(FORMS, "lost the comma in all units of the teachers: 15 for 1.5")
def units_without_a_comma(desk: Desk) -> Expected:
    """Staffing table against staff."""
    with desk.table("staffing") as table:
        rows = [row for row in table.rows if folded(table.get("Категория должности", row)) == "педагог"]
        for row in rows:
            for title in ("Ставок по штату", "Занято ставок"):
                table.put(title, row, int(table.number(title, row) * 10))
        return Expected(("B013",), table.file, cells=_cells([(table, row) for row in rows], "Занято ставок"))


@kind(FORMS, "entered one teacher as main worker in two schools")
def two_main_jobs(desk: Desk) -> list[Expected]:
    """One of the two is a part-time job."""
    files = desk.take("schools")
    first = desk.pick(files)
    second = desk.pick([file for file in files if file != first])
    with desk.table("staff", first) as table:
        rows = [row for row in table.rows if folded(table.get("Категория должности", row)) == "педагог"]
        row = desk.pick([each for each in rows if folded(table.get("Внешний совместитель", each)) in _NO])
        values, said = table.values(row), [table.expect("T002", title="Должность", row=row)]
    with desk.table("staff", second) as table:
        last = table.rows[-1]
        again = table.paste_below(last, values)
        for title in ("Код ОО", "ОО"):
            table.put(title, again, table.get(title, last))
        table.put("Внешний совместитель", again, "нет")
        return [*said, table.expect("T002", title="Должность", row=again)]


_NO = {"", "нет", "-", "0"}


@kind(FORMS, "misspelt the name of a participant of the municipal stage")
def not_from_the_school_stage(desk: Desk) -> Expected:
    """Who takes part in the municipal stage took part in the school stage."""
    _, municipal = desk.take("stage", "municipal")
    with desk.table("municipal", municipal) as table:
        row = desk.pick(table.filled("Итоговый балл"))
        table.put("Фамилия", row, f"{table.get('Фамилия', row)}енко")
        return table.expect("B014", title="Предмет", row=row)


@kind(FORMS, "sent a table of marks that does not fit the results by name")
def marks_against_results(desk: Desk) -> Expected:
    """One participant more than the export has."""
    file = desk.take("export")[0]
    with desk.table("export", file) as table:
        sat = [row for row in table.rows if folded(table.get("вариант", row)) != "отсутствовал"]
        codes = sorted({str(table.get("логин школы", row)) for row in sat})
        code = desk.pick(codes)
        count = sum(str(table.get("логин школы", row)) == code for row in sat)
    subject = "математика" if "математике" in file else "русский язык"
    grade = int(_grade(file.partition(" класс")[0].rpartition(" ")[2]))
    book = Workbook()
    header = ("Код ОО", "Класс", "Предмет", "Кол-во участников", "2", "3", "4", "5")
    for line in (header, (code, grade, subject, count + 1, 0, 0, count + 1, 0)):
        book.worksheets[0].append(list(line))
    name = f"{desk.year}/ВПР/Сводная.xlsx"
    book.save(desk.path(name))
    return Expected(("B005",), name, book.worksheets[0].title, "D2")


@kind(FORMS, "named an export after a work that has no scale")
def work_without_a_scale(desk: Desk) -> Expected:
    """File and folder name the work."""
    file = desk.take("export")[0]
    with desk.table("export", file) as table:
        sheet = table.ws.title
    name = desk.swap(file, "Проведение работы по математике, 9 класс. ВПР 2021.xlsx")
    return Expected(("B003",), name, sheet, follows=("B009",))


# --- between years


@kind(YEARS, "sent no form this year")
def form_not_sent(desk: Desk) -> Expected:
    """Every other school did."""
    files = desk.take("schools", years=NEW_FORMS, before=True)
    desk.path(desk.pick(files)).unlink()
    return Expected(("Y002",), f"{desk.year}/")


@kind(YEARS, "counted the pupils of a school twice")
def twice_as_many_pupils(desk: Desk) -> Expected:
    """Contingent against that of the year before."""
    file = desk.take("school", years=NEW_FORMS, before=True)[0]
    with desk.table("contingent", file) as table:
        if sum(table.number(START, row) for row in table.rows) < 40:
            raise NoPlaceError
        for row in table.rows:
            for title in (START, END, "Прибыло", "Выбыло"):
                table.put(title, row, int(table.number(title, row)) * 2)
        cells = _cells([(table, row) for row in table.rows], START)
        return Expected(("Y003",), file, cells=cells, follows=("Y004", "B008", "R017"))


@kind(YEARS, "lost a digit of the pupils of a grade")
def digit_lost(desk: Desk) -> Expected:
    """The grade was ten times larger a year before."""
    file = desk.take("school", years=NEW_FORMS, before=True)[0]
    with desk.table("contingent", file) as table:
        rows = [row for row in table.rows if _grade(table.get("Класс", row)) not in {"1", "10"}]
        row = desk.pick([each for each in rows if table.number(START, each) >= 16])
        value = int(table.number(START, row)) // 10
        for title, number in ((START, value), (END, value), ("Прибыло", 0), ("Выбыло", 0)):
            table.put(title, row, number)
        return table.expect("Y004", title=START, row=row, follows=("Y003", "B008"))


@kind(YEARS, "wrote initials where full names stood a year before")
def names_shortened(desk: Desk) -> Expected:
    """Nobody is recognised any more."""
    file = desk.take("school", years=NEW_FORMS, before=True)[0]
    with desk.table("staff", file) as table:
        if len(table.rows) < 12:
            raise NoPlaceError
        for row in table.rows:
            surname, *others = str(table.get("ФИО", row)).split()
            table.put("ФИО", row, " ".join([surname, *(f"{each[0]}." for each in others)]))
        return Expected(("Y005",), file, cells=_cells([(table, row) for row in table.rows], "ФИО"))


@kind(YEARS, "changed the years of work of a teacher by a slip")
def experience_jumped(desk: Desk) -> Expected:
    """One year more each year."""
    file = desk.take("school", years=NEW_FORMS, before=True)[0]
    with desk.table("staff", desk.file_before("school", file)) as old:
        known = {old.get("ФИО", row) for row in old.rows}
    with desk.table("staff", file) as table:
        rows = [row for row in table.rows if table.get("ФИО", row) in known]
        row = desk.pick([each for each in rows if table.number("Стаж общий", each) > 8])
        table.put("Стаж общий", row, 40 if table.number("Стаж общий", row) < 30 else 3)
        return table.expect("Y006", title="Стаж общий", row=row, follows=("R008", "R009"))


@kind(YEARS, "left last year's contingent in this year's form")
def contingent_of_last_year(desk: Desk) -> Expected:
    """Grade by grade the same numbers."""
    file = desk.take("school", years=NEW_FORMS, before=True)[0]
    with desk.table("contingent", desk.file_before("school", file)) as old:
        numbers = [[old.get(title, row) for title in _MOVEMENT] for row in old.rows]
    with desk.table("contingent", file) as table:
        if len(table.rows) != len(numbers):
            raise NoPlaceError
        for row, values in zip(table.rows, numbers, strict=True):
            for title, value in zip(_MOVEMENT, values, strict=True):
                table.put(title, row, value)
        if sum(table.number(START, row) for row in table.rows) < 40:
            raise NoPlaceError
        cells = _cells([(table, row) for row in table.rows], "Класс")
        return Expected(("Y007",), file, cells=cells, follows=("Y004", "B008"))


_MOVEMENT = ("Классов-комплектов", START, END, "Прибыло", "Выбыло")
