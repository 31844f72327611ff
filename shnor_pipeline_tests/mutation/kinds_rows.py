"""Errors that show when the cells of a row, or the rows of a table, are read together.

Belongs here: damage within one form. Does not belong here: what only two forms or two years show
(``kinds_tables``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline_tests.mutation.desk import ALL, NEW_FORMS
from shnor_pipeline_tests.mutation.registry import ANY, Expected, NoPlaceError, add, kind
from shnor_pipeline_tests.mutation.schools import AMBIGUOUS, CLOSED
from shnor_pipeline_tests.mutation.workbooks import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from shnor_pipeline_tests.mutation.desk import Desk
    from shnor_pipeline_tests.mutation.workbooks import Table

SCHOOL, ROWS, SUMS, STAFF, EXAMS = (
    "The school of a row",
    "Rows of a table",
    "Sums and parts",
    "Staff",
    "Exams and olympiad",
)
WITH_CODE = ("contingent", "passport", "staff", "staffing", "activity", "oge", "ege", "marks", "survey")
MANY_ROWS = ("contingent", "staff", "staffing", "oge", "ege", "marks", "stage", "survey", "export")
START, END = "Обучающихся на начало года", "Обучающихся на конец года"
LOST_ROW = ("T005", "B013", "B008")
COUNT_YEARS, PERCENT_YEARS = (2018, 2020, 2023), (2019, 2022)


# --- the school of a row


def school_cells(
    code: Any, name: Any, rule: str, *, follows: tuple[str, ...] = ()
) -> Callable[[Desk], Expected]:
    """Make the damage that writes another code and name (``None`` = leave, "" = empty)."""

    def damage(desk: Desk) -> Expected:
        with desk.table(desk.pick(WITH_CODE)) as table:
            row = desk.pick(table.rows)
            for title, value in (("Код ОО", code), ("ОО", name)):
                if value is not None:
                    table.put(title, row, value or None)
            return table.expect(rule, title="Код ОО", row=row, follows=(*LOST_ROW, *follows))

    return damage


for _name, _done, _damage in (
    ("school_unknown", "named a school that is not in the register", ("163999", "Вечерняя школа", "C005")),
    ("school_emptied", "left code and name of the school empty", ("", "", "C005")),
    ("school_closed", "named a school that was closed years ago", (*CLOSED, "C008")),
    ("code_unknown", "mistyped the code of the school", ("163999", None, "C009")),
):
    add(_name, SCHOOL, _done, school_cells(*_damage))


@kind(SCHOOL, "wrote the code of one school and the name of another")
def code_and_name_disagree(desk: Desk) -> Expected:
    """The name comes from another row of a table of several schools."""
    with desk.table(desk.pick(("oge", "ege", "marks", "survey"))) as table:
        row = desk.pick(table.rows)
        names = {table.get("Код ОО", each): table.get("ОО", each) for each in table.rows}
        others = [name for code, name in names.items() if code != table.get("Код ОО", row)]
        table.put("ОО", row, desk.pick(others))
        return table.expect("C007", title="Код ОО", row=row, follows=LOST_ROW)


@kind(SCHOOL, "named a school by a name that two schools have")
def school_ambiguous(desk: Desk) -> Expected:
    """Protocols without codes know schools by their names alone."""
    with desk.table("stage", years=(2018, 2020, 2022)) as table:
        row = desk.pick(table.rows)
        table.put("ОО", row, AMBIGUOUS)
        return table.expect("C006", title="ОО", row=row)


@kind(SCHOOL, "named an unknown school in a protocol without codes")
def school_name_unknown(desk: Desk) -> Expected:
    """A name is all there is."""
    with desk.table("stage", years=(2018, 2020, 2022)) as table:
        row = desk.pick(table.rows)
        table.put("ОО", row, "МБОУ СОШ №12")
        return table.expect("C005", title="ОО", row=row)


@kind(SCHOOL, "left a row of another school in the form of a school")
def row_of_another_school(desk: Desk) -> Expected:
    """Rows pasted from a neighbour's form."""
    first, second = (desk.pick(files) for files in (desk.take("schools"),) * 2)
    form = desk.pick(("contingent", "staff", "staffing"))
    with desk.table(form, second) as other:
        code, name = other.get("Код ОО", other.rows[0]), other.get("ОО", other.rows[0])
    if first == second:
        raise NoPlaceError
    for file in set(desk.taken) - {first}:
        desk.path(file).unlink()
    desk.taken[:] = [first]
    with desk.table(form, first) as table:
        if len(table.rows) < 9:
            raise NoPlaceError
        row = desk.pick(table.rows)
        table.put("Код ОО", row, code)
        table.put("ОО", row, name)
        return table.expect("S003", row=row, follows=("B013",))


@kind(SCHOOL, "filled the line of one school under the name of the next one")
def line_of_the_next_school(desk: Desk) -> Expected:
    """In a table of the district one school then stands twice."""
    with desk.table("marks") as table:
        row = desk.pick(table.rows[:-1])
        following = table.rows[table.rows.index(row) + 1]
        if table.get("Класс", row) != table.get("Класс", following):
            raise NoPlaceError
        for title in ("Код ОО", "ОО"):
            table.put(title, row, table.get(title, following))
        return table.expect("T001", row=following)


@kind(SCHOOL, "merged the cells of the school's code and name over several rows")
def school_merged_over_rows(desk: Desk) -> Expected:
    """Only the first row of a merged range holds its value."""
    with desk.table("contingent") as table:
        row = desk.pick(table.rows[:-1])
        for title in ("Код ОО", "ОО"):
            column = table.column(title)
            table.ws.cell(row + 1, column).value = None
            table.ws.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
        return table.expect("C005", title="Код ОО", row=row + 1, follows=LOST_ROW)


# --- rows of a table


@kind(ROWS, "pasted a row twice")
def row_pasted_twice(desk: Desk) -> Expected:
    """The same record again."""
    with desk.table(desk.pick(MANY_ROWS)) as table:
        row = desk.pick(table.rows)
        again = table.paste_below(row, table.values(row))
        return table.expect("T001", row=again, follows=("R006",))


@kind(ROWS, "entered the same person twice with different results")
def person_twice(desk: Desk) -> Expected:
    """Which of the two is right nobody knows; the second one is said."""
    with desk.table("oge") as table:
        row = desk.pick(table.filled("Оценка"))
        again = table.paste_below(row, table.values(row))
        mark = int(table.number("Оценка", row))
        table.put("Оценка", again, mark - 1 if mark > 2 else 3)
        return table.expect("T001", row=again)


@kind(ROWS, "entered a post twice with different units")
def post_twice(desk: Desk) -> Expected:
    """Units of one post in two lines."""
    with desk.table("staffing") as table:
        row = desk.pick(table.rows)
        again = table.paste_below(row, table.values(row))
        table.put("Ставок по штату", again, table.number("Ставок по штату", row) + 1)
        return table.expect("T001", row=again)


@kind(ROWS, "entered a whole parallel and its classes too")
def grade_and_its_classes(desk: Desk) -> Expected:
    """Pupils of class 5А stand in the line of class 5 already."""
    with desk.table("contingent") as table:
        row = desk.pick([each for each in table.rows if table.number(START, each) > 4])
        grade = str(table.get("Класс", row)).split()[0]
        again = table.paste_below(row, table.values(row))
        table.put("Класс", again, f"{grade}А")
        return table.expect("T006", title="Класс", row=row, follows=("B008",))


@kind(ROWS, "typed a total among the rows as if it were a school")
def total_as_a_school(desk: Desk) -> Expected:
    """Not «Итого», which is known, but the name of the district or of a group of schools."""
    with desk.table(desk.pick(("marks", "survey"))) as table:
        row = desk.pick(table.rows)
        again = table.paste_below(row, table.values(row))
        table.put("Код ОО", again, None)
        table.put("ОО", again, desk.pick(("Бавлинский район", "Городские школы", "По всем школам")))
        return table.expect("C005", title="ОО", row=again)


@kind(ROWS, "left a line of sums without any name")
def sums_without_a_name(desk: Desk) -> Expected:
    """Numbers below the table that belong to nobody."""
    with desk.table(desk.pick(("contingent", "staffing", "marks"))) as table:
        row = table.rows[-1]
        first = table.column("ОО") + 1
        numbers = [folded(value).replace(",", "").isdigit() for value in table.values(row)]
        values = [
            value if at >= first and number else None
            for at, (value, number) in enumerate(zip(table.values(row), numbers, strict=True), start=1)
        ]
        again = table.paste_below(row, values)
        table.put("Код ОО", again, None)
        return table.expect("C005", title="Код ОО", row=again, follows=("C002", "R002", "C003"))


@kind(ROWS, "moved the values of a row one cell to the right")
def row_moved_right(desk: Desk) -> Expected:
    """From some column on every value stands under the next header."""
    form, title = desk.pick(
        (
            ("contingent", "Класс"),
            ("passport", "Всего обучающихся"),
            ("staff", "Должность"),
            ("staffing", "Категория должности"),
            ("marks", "Класс"),
            ("stage", "ОО"),
            ("survey", "Группа"),
        )
    )
    with desk.table(form) as table:
        row, first = desk.pick(table.rows), table.column(title)
        values = table.values(row)[first - 1 :]
        for at, value in enumerate([None, *values]):
            table.ws.cell(row, first + at).value = value
        rules = ("C001", "C002", "C003", "C005", "C007", "R002", "R005")
        return table.expect(*rules, row=row, follows=(ANY,))


@kind(ROWS, "moved a block of some columns down by one row")
def block_moved_down(desk: Desk) -> Expected:
    """The first row of the block is left empty, its values stand in the rows of others."""
    form, first = desk.pick(
        (("contingent", END), ("staffing", "Ставок по штату"), ("marks", "Кол-во участников"))
    )
    with desk.table(form) as table:
        start, last = desk.pick(table.rows), table.ws.max_row
        for column in range(table.column(first), table.ws.max_column + 1):
            values = [table.ws.cell(row, column).value for row in range(start, last + 1)]
            for at, value in enumerate([None, *values]):
                table.ws.cell(start + at, column).value = value
        return table.expect("C002", title=first, row=start, follows=(ANY,))


@kind(ROWS, "moved the marks of a protocol down by one row")
def results_moved_down(desk: Desk) -> Expected:
    """Everyone below gets the mark of the one above."""
    with desk.table("oge", years=(2018, 2021, 2022)) as table:
        column = table.column("Оценка")
        start = desk.pick(table.filled("Оценка"))
        values = [table.ws.cell(row, column).value for row in range(start, table.ws.max_row + 1)]
        for at, value in enumerate([None, *values]):
            table.ws.cell(start + at, column).value = value
        return table.expect("R005", title="Оценка", row=start, follows=(ANY,))


@kind(ROWS, "pasted a second table with its header below the first one")
def second_table_below(desk: Desk) -> Expected:
    """The second header is read as a row."""
    with desk.table(desk.pick(("contingent", "staffing", "marks", "survey"))) as table:
        header = [table.titles.get(column) for column in range(1, table.ws.max_column + 1)]
        row = table.paste_below(table.ws.max_row, header)
        table.paste_below(row, table.values(table.rows[0]))
        return table.expect("C005", title="Код ОО", row=row, follows=(ANY,))


@kind(ROWS, "left code and name of the person empty")
def nobody_named(desk: Desk) -> Expected:
    """A result of nobody."""
    with desk.table(desk.pick(("oge", "ege"))) as table:
        row = desk.pick(table.filled("Предмет"))
        for title in ("Фамилия", "Имя", "Отчество", "Код участника"):
            table.put(title, row, None)
        return table.expect("R001", title="Код участника", row=row, follows=LOST_ROW)


# --- sums and parts


@kind(SUMS, "made the movement of pupils one more or one less than it adds up to")
def total_off_by_one(desk: Desk) -> Expected:
    """Start + arrived − departed is not the end."""
    with desk.table("contingent") as table:
        row = desk.pick([each for each in table.rows if table.number(START, each) > 3])
        title, by = desk.pick((START, END, "Прибыло")), desk.pick((-1, 1))
        table.put(title, row, abs(int(table.number(title, row)) + by))
        return table.expect("R002", title=END, row=row, follows=("R017", "B008"))


@kind(SUMS, "made the marks of a work add up to one more than there were participants")
def marks_off_by_one(desk: Desk) -> Expected:
    """The total is named, for any of the five numbers may be the wrong one."""
    with desk.table("marks", years=COUNT_YEARS) as table:
        row = desk.pick(table.rows)
        title = desk.pick(("2", "3", "4", "5", "Кол-во участников"))
        table.put(title, row, int(table.number(title, row)) + 1)
        return table.expect("R002", title="Кол-во участников", row=row)


@kind(SUMS, "wrote percents that do not add up to 100")
def percents_off(desk: Desk) -> Expected:
    """Ten too many: no rounding explains it. Whole percents may then pass for counts that do not add up."""
    with desk.table("marks", years=PERCENT_YEARS) as table:
        row = desk.pick(table.rows)
        title = desk.pick(("2", "3", "4", "5"))
        table.put(title, row, f"{table.number(title, row) + 10:g}".replace(".", ","))
        cells = frozenset(
            (table.ws.title, table.cell(each, row).coordinate) for each in ("2", "Кол-во участников")
        )
        return Expected(("R006", "R002"), table.file, cells=cells)


PARTS = (
    ("passport", "Из малообеспеченных семей", "Всего обучающихся"),
    ("passport", "С ОВЗ", "Всего обучающихся"),
    ("passport", "Охвачено дополнительным образованием", "Всего обучающихся"),
    ("activity", "С дистанционными технологиями", "Образовательных программ всего"),
)


@kind(SUMS, "wrote a part that is larger than the whole")
def part_above_whole(desk: Desk) -> Expected:
    """More children of one kind than children."""
    form, part, whole = desk.pick(PARTS)
    with desk.table(form) as table:
        row = desk.pick(table.rows)
        table.put(part, row, int(table.number(whole, row)) + desk.pick((1, 40)))
        return table.expect("R003", title=part, row=row)


@kind(SUMS, "counted more positive answers than were asked")
def more_positive_than_asked(desk: Desk) -> Expected:
    """Answers of a survey."""
    with desk.table("survey") as table:
        row = desk.pick(table.rows)
        table.put("Ответили положительно", row, int(table.number("Опрошено", row)) + 2)
        return table.expect("R003", title="Ответили положительно", row=row)


@kind(SUMS, "wrote more units occupied than planned")
def occupied_above_planned(desk: Desk) -> Expected:
    """Units of a post."""
    with desk.table("staffing") as table:
        row = desk.pick(table.rows)
        table.put("Занято ставок", row, table.number("Ставок по штату", row) + 0.5)
        return table.expect("R004", title="Занято ставок", row=row)


@kind(SUMS, "typed one digit too many: 250 pupils for 25")
def ten_times_too_many(desk: Desk) -> Expected:
    """The movement no longer adds up."""
    with desk.table("contingent") as table:
        row = desk.pick([each for each in table.rows if table.number(START, each) > 3])
        table.put(START, row, int(table.number(START, row)) * 10)
        return table.expect("R002", title=END, row=row, follows=("R017", "C003", "B008"))


@kind(SUMS, "counted one class where there are more pupils than fit into one")
def class_too_large(desk: Desk) -> Expected:
    """Forty pupils are the most."""
    with desk.table("contingent") as table:
        row = desk.pick([each for each in table.rows if table.number(START, each) > 40])
        table.put("Классов-комплектов", row, 1)
        return table.expect("R017", title=START, row=row)


@kind(SUMS, "wrote 0 classes where there are pupils")
def pupils_without_a_class(desk: Desk) -> Expected:
    """Pupils sit in some class."""
    with desk.table("contingent") as table:
        row = desk.pick([each for each in table.rows if table.number(START, each) > 0])
        table.put("Классов-комплектов", row, 0)
        return table.expect("R016", title="Классов-комплектов", row=row)


# --- staff


def _staff(
    title: str, rule: str, value: Callable[[Table, int], Any], *follows: str
) -> Callable[[Desk], Expected]:
    def damage(desk: Desk) -> Expected:
        with desk.table("staff") as table:
            usable = [row for row in table.rows if table.get("Стаж общий", row) is not None]
            row = desk.pick(usable)
            table.put(title, row, value(table, row))
            return table.expect(rule, title=title, row=row, follows=(*LOST_ROW, *follows))

    return damage


for _name, _done, _title, _rule, _value, *_follows in (
    (
        "experience_above_age",
        "wrote more years of work than the person can have",
        "Стаж общий",
        "R008",
        lambda _table, _row: 70,
    ),
    (
        "teaching_above_total",
        "wrote more years of teaching than of work",
        "Стаж педагогический",
        "R009",
        lambda table, row: int(table.number("Стаж общий", row)) + 3,
    ),
    (
        "course_in_the_future",
        "wrote a course that is still to come",
        "Год последних курсов",
        "R010",
        lambda _table, _row: 2030,
    ),
    (
        "course_before_work",
        "wrote a course before the person was grown up",
        "Год последних курсов",
        "R010",
        lambda table, row: int(table.number("Год рождения", row)) + 5,
    ),
    (
        "born_yesterday",
        "wrote a year of birth that makes the teacher a child",
        "Год рождения",
        "R011",
        lambda _table, _row: 2009,
        "R008",
        "R010",
    ),
    (
        "born_long_ago",
        "wrote a year of birth that makes the teacher a hundred",
        "Год рождения",
        "R011",
        lambda _table, _row: 1922,
    ),
    (
        "birth_year_impossible",
        "wrote 1890 or 2190 as the year of birth",
        "Год рождения",
        "C003",
        lambda _table, row: 1890 if row % 2 else 2190,
        "R008",
        "R010",
        "R011",
    ),
):
    add(_name, STAFF, _done, _staff(_title, _rule, _value, *_follows))


@kind(STAFF, "noted courses for a deficit that nobody found")
def course_without_need(desk: Desk) -> Expected:
    """Courses for a deficit answer to a deficit."""
    with desk.table("staff") as table:
        row = desk.pick(table.rows)
        table.put("Дефицит выявлен", row, desk.pick(("нет", None)))
        table.put("Курсы по дефициту", row, "да")
        return table.expect("R012", title="Курсы по дефициту", row=row)


@kind(STAFF, "gave the head the category of a teacher, or a teacher that of a head")
def category_of_another_post(desk: Desk) -> Expected:
    """Category and post disagree."""
    with desk.table("staff") as table:
        row = desk.pick(table.rows)
        post, category = desk.pick((("Директор", "педагог"), ("Учитель физики", "руководитель")))
        table.put("Должность", row, post)
        table.put("Категория должности", row, category)
        return table.expect("R018", title="Категория должности", row=row, follows=LOST_ROW)


# --- exams and olympiad


@kind(EXAMS, "left a result beside the note that the person did not come")
def absent_with_result(desk: Desk) -> Expected:
    """Absent or not."""
    form, title = desk.pick((("oge", "Оценка"), ("ege", "Балл"), ("stage", "Итоговый балл")))
    with desk.table(form) as table:
        row = desk.pick(table.filled(title))
        table.put("Статус", row, desk.pick(("неявка", "не явился")))
        return table.expect("R007", title=title, row=row, follows=("T004",))


@kind(EXAMS, "copied one score down to all pupils of a school")
def score_copied_down(desk: Desk) -> Expected:
    """Ten or more pupils with one score."""
    form, title = desk.pick((("ege", "Балл"), ("export", "всего баллов")))
    with desk.tables(form) as tables:
        spots: dict[tuple[str, ...], list[tuple[Table, int]]] = {}
        for table in tables:
            for row in table.filled(title):
                subject = str(table.get("Предмет", row)) if form == "ege" else ""
                if "базов" not in subject:
                    spots.setdefault((str(table.get("Код ОО", row)), subject), []).append((table, row))
        members = desk.pick([each for each in spots.values() if len(each) >= 10])
        for table, row in members:
            table.put(title, row, 12)
        cells = frozenset((table.ws.title, table.cell(title, row).coordinate) for table, row in members)
        return Expected(("T007",), members[0][0].file, cells=cells)


@kind(EXAMS, "wrote another minimum score than the official one")
def minimum_of_another_kind(desk: Desk) -> Expected:
    """The minimum of a university, usually."""
    with desk.table("ege") as table:
        row = desk.pick(table.filled("Балл"))
        table.put("Минимальный балл", row, int(table.number("Минимальный балл", row)) + 12)
        return table.expect("B001", title="Минимальный балл", row=row)


@kind(EXAMS, "entered an exam that has no minimum anywhere")
def subject_without_minimum(desk: Desk) -> Expected:
    """A subject of schools, not of ЕГЭ."""
    with desk.table("ege") as table:
        row = desk.pick(table.filled("Балл"))
        table.put("Предмет", row, desk.pick(("Экономика", "Астрономия", "Технология")))
        table.put("Минимальный балл", row, None)
        return table.expect("B002", title="Предмет", row=row)


@kind(EXAMS, "put pupils of another grade into the protocol of an exam")
def exam_of_another_grade(desk: Desk) -> Expected:
    """Exams are taken in the last grade."""
    form, grade = desk.pick((("oge", 11), ("oge", "11А"), ("ege", 9)))
    with desk.table(form, years=(2018, 2019, 2021, 2022, 2023)) as table:
        row = desk.pick(table.rows)
        table.put("Класс", row, grade)
        return table.expect("R015", title="Класс", row=row, follows=("B009",))


@kind(EXAMS, "entered both levels of mathematics for one person")
def both_mathematics(desk: Desk) -> Expected:
    """From 2019 on one level is chosen."""
    with desk.tables("ege", years=(2019, *NEW_FORMS)) as tables:
        spots = [
            (table, row)
            for table in tables
            for row in table.filled("Балл")
            if "базов" in folded(table.get("Предмет", row))
        ]
        table, row = desk.pick(spots)
        again = table.paste_below(row, table.values(row))
        table.put("Предмет", again, "Математика (профильная)")
        table.put("Балл", again, 50)
        table.put("Минимальный балл", again, 27)
        return table.expect("T003", title="Предмет", row=row)


@kind(EXAMS, "lost the rows of a compulsory subject of a school")
def compulsory_subject_lost(desk: Desk) -> Expected:
    """ОГЭ without Russian or mathematics."""
    subject = desk.pick(("русский язык", "математика"))
    with desk.tables("oge", years=(2018, 2019, 2022, 2023)) as tables:
        found = [
            (table, row)
            for table in tables
            for row in table.rows
            if folded(table.get("Предмет", row)) == subject
        ]
        code = str(desk.pick([str(table.get("Код ОО", row)) for table, row in found]))
        for table in tables:
            table.remove(
                row for owner, row in found if owner is table and str(table.get("Код ОО", row)) == code
            )
        return Expected(("T005",), f"{desk.year}/", follows=("S002",))


@kind(EXAMS, "gave a diploma to somebody below half of the maximum")
def winner_below_half(desk: Desk) -> Expected:
    """Winners have half of the points or more."""
    with desk.tables("stage", years=[year for year in ALL if year != 2020]) as tables:
        table, row = desk.pick(_with_award(tables, ("победитель", "призёр", "призер")))
        table.put("%", row, desk.pick((0.3, 30, "30 %")))
        return table.expect("R013", title="%", row=row, follows=("R023", "T004"))


def _with_award(tables: list[Table], awards: tuple[str, ...]) -> list[tuple[Table, int]]:
    return [
        (table, row)
        for table in tables
        for row in table.filled("Итоговый балл")
        if folded(table.get("Статус", row)).replace("ё", "е") in {each.replace("ё", "е") for each in awards}
    ]


@kind(EXAMS, "gave a diploma to somebody with fewer points than others have without one")
def winner_below_others(desk: Desk) -> Expected:
    """Points and diplomas disagree."""
    with desk.tables("municipal") as tables:
        losers = _with_award(tables, ("участник",))
        won = [
            (table, row)
            for table, row in _with_award(tables, ("победитель", "призёр"))
            if any(_same_work(table, row, other) for other in losers)
        ]
        table, row = desk.pick(won)
        table.put("Итоговый балл", row, 1)
        return table.expect("T004", title="Статус", row=row, follows=("R013", "R023"))


def _same_work(table: Table, row: int, other: tuple[Table, int]) -> bool:
    title = "Класс, за который выступает"
    same = other[0] is table and str(table.get(title, row)) == str(table.get(title, other[1]))
    return same and table.number("Итоговый балл", other[1]) > 1


@kind(EXAMS, "let somebody compete for a lower grade than the own one")
def competes_for_lower_grade(desk: Desk) -> Expected:
    """One's own grade or a higher one."""
    with desk.table("stage") as table:
        row = desk.pick(table.rows)
        grade = int(table.number("Класс, в котором учится", row))
        table.put("Класс, за который выступает", row, grade - 1)
        return table.expect(
            "R014", title="Класс, за который выступает", row=row, follows=("T004", "B004", "R023")
        )


@kind(EXAMS, "wrote more points than the olympiad has, with the percent of before")
def score_and_percent_disagree(desk: Desk) -> Expected:
    """The maximum is in no column; score and percent of the others tell it."""
    with desk.tables("stage", years=[year for year in ALL if year != 2020]) as tables:
        spots = [
            (table, row)
            for table in tables
            for row in table.filled("Итоговый балл")
            if table.number("Итоговый балл", row) > 3 and _told(table, row)
        ]
        table, row = desk.pick(spots)
        table.put("Итоговый балл", row, int(table.number("Итоговый балл", row)) * 10)
        return table.expect("R023", title="Итоговый балл", row=row, follows=("T004",))


def _told(table: Table, row: int) -> bool:
    """Tell whether enough others of the same work say what its maximum is."""
    title = "Класс, за который выступает"
    grade = str(table.get(title, row))
    return sum(str(table.get(title, each)) == grade for each in table.filled("Итоговый балл")) > 5


@kind(EXAMS, "entered an olympiad subject that has no pass score")
def subject_without_pass_score(desk: Desk) -> Expected:
    """The list of pass scores has no such subject."""
    with desk.table("stage") as table:
        rows = [row for row in table.rows if table.number("Класс, за который выступает", row) >= 7]
        row = desk.pick(rows)
        table.put("Предмет", row, desk.pick(("Китайский язык", "Музыка")))
        return table.expect("B004", title="Предмет", row=row)
