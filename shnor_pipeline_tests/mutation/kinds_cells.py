"""Errors in one cell: something else than the number, word or date that belongs there.

Belongs here: damage to single cells. Does not belong here: what cells say together (``kinds_rows``).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from shnor_pipeline_tests.mutation.registry import NoPlaceError, add, kind
from shnor_pipeline_tests.mutation.workbooks import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shnor_pipeline_tests.mutation.desk import Desk
    from shnor_pipeline_tests.mutation.registry import Expected

    Target = tuple[str, str]

THEME = "One cell"

PUPILS = (
    ("contingent", "Обучающихся на начало года"),
    ("contingent", "Обучающихся на конец года"),
    ("contingent", "Прибыло"),
    ("passport", "Всего обучающихся"),
    ("passport", "Из малообеспеченных семей"),
    ("passport", "Из многодетных семей"),
    ("passport", "С ОВЗ"),
    ("marks", "Кол-во участников"),
    ("survey", "Опрошено"),
    ("survey", "Ответили положительно"),
)
"""Cells that count people."""
WHOLE = (
    *PUPILS,
    ("staff", "Год рождения"),
    ("staff", "Стаж общий"),
    ("staff", "Год последних курсов"),
    ("activity", "Образовательных программ всего"),
    ("oge", "Оценка"),
)
"""Cells that hold a whole number."""
NUMBERS = (
    *WHOLE,
    ("staffing", "Ставок по штату"),
    ("staffing", "Занято ставок"),
    ("ege", "Балл"),
    ("stage", "Итоговый балл"),
    ("export", "всего баллов"),
    ("marks", "3"),
)
REQUIRED = (
    ("contingent", "Класс"),
    ("contingent", "Обучающихся на начало года"),
    ("contingent", "Обучающихся на конец года"),
    ("passport", "Всего обучающихся"),
    ("passport", "Охвачено дополнительным образованием"),
    ("staff", "Должность"),
    ("staff", "Категория должности"),
    ("staff", "Год рождения"),
    ("staffing", "Должность"),
    ("staffing", "Ставок по штату"),
    ("activity", "Образовательных программ всего"),
    ("marks", "Предмет"),
    ("marks", "Класс"),
    ("marks", "Кол-во участников"),
    ("oge", "Предмет"),
    ("ege", "Предмет"),
    ("stage", "Предмет"),
    ("stage", "Этап"),
    ("stage", "Класс, в котором учится"),
    ("survey", "Вопрос"),
    ("survey", "Опрошено"),
)
RESULTS = (("oge", "Оценка"), ("ege", "Балл"), ("stage", "Итоговый балл"), ("export", "всего баллов"))
SUBJECTS = (("oge", "Предмет"), ("ege", "Предмет"), ("marks", "Предмет"), ("stage", "Предмет"))
GRADES = (("contingent", "Класс"), ("marks", "Класс"), ("stage", "Класс, в котором учится"))
LOST_ROW = ("T005", "B013", "B008")
"""A row kept out may be the last one of its subject, one of a school's few teachers, or a grade of pupils."""
AFTER_NEGATIVE = ("R002", "R006", "R008", "R010", "R011", "R013", "R016", "R023", "T004")
LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")


def written(
    value: Callable[[Desk, Any], Any],
    targets: Sequence[Target],
    *rules: str,
    follows: tuple[str, ...] = (),
    number_format: str = "",
) -> Callable[[Desk], Expected]:
    """Make the damage that writes something into one filled cell of one of the targets."""

    def damage(desk: Desk) -> Expected:
        form, title = desk.pick(targets)
        with desk.table(form) as table:
            row = desk.pick(table.filled(title))
            table.put(title, row, value(desk, table.get(title, row)))
            if number_format:
                table.cell(title, row).number_format = number_format
            return table.expect(*rules, title=title, row=row, follows=(*LOST_ROW, *follows))

    return damage


def twice(_desk: Desk, old: Any) -> str:
    """Write the number twice; three digits twice would be a larger number written with a space."""
    if len(str(old)) > 2:
        raise NoPlaceError
    return f"{old} {old}"


def one_of(*values: Any) -> Callable[[Desk, Any], Any]:
    """Choose the value whatever stood there."""
    return lambda desk, _old: desk.pick(values)


def around(*patterns: str) -> Callable[[Desk, Any], Any]:
    """Write something around the old value."""
    return lambda desk, old: desk.pick(patterns).format(str(old).removesuffix(".0"))


def _negative(_desk: Desk, old: Any) -> int:
    return -int(float(str(old).replace(",", "."))) - 1


def _day(desk: Desk, _old: Any) -> dt.date:
    return dt.date(2021, 1 + int(desk.rng.integers(12)), 1 + int(desk.rng.integers(28)))


for _name, _done, _damage in (
    (
        "number_in_words",
        "wrote a number in words: «пять», «двенадцать»",
        written(one_of("пять", "двенадцать", "ни одного"), NUMBERS, "C001"),
    ),
    (
        "unit_in_the_cell",
        "wrote the unit into the cell: «12 чел.»",
        written(around("{} чел.", "{} ч", "{} шт."), NUMBERS, "C001"),
    ),
    (
        "about_so_many",
        "wrote an estimate: «около 20», «~20», «более 20»",
        written(around("около {}", "~{}", "более {}"), NUMBERS, "C001"),
    ),
    ("range_of_numbers", "wrote a range: «5-6», «5/6»", written(around("{}-6", "{}/6"), NUMBERS, "C001")),
    (
        "two_decimal_commas",
        "typed the decimal comma twice: «12,,5», «1,2,5»",
        written(one_of("12,,5", "1,2,5"), NUMBERS, "C001"),
    ),
    (
        "letter_for_a_digit",
        "typed a letter for a digit: «1О», «З»",
        written(one_of("1О", "З", "l2", "5б"), NUMBERS, "C001"),
    ),
    (
        "two_numbers_in_a_cell",
        "wrote two numbers into one cell: «12 13»",
        written(twice, [each for each in NUMBERS if each[0] != "staffing"], "C001"),
    ),
    (
        "percent_for_a_count",
        "wrote a percent where people are counted: «12 %»",
        written(one_of("12 %", "40%"), PUPILS, "C001"),
    ),
    ("part_of_a_person", "wrote 12.5 where things are counted", written(one_of(12.5, "12,5"), WHOLE, "C001")),
    (
        "logical_value",
        "left ИСТИНА where a number belongs",
        written(one_of(True), NUMBERS, "C001"),
    ),
    (
        "negative_number",
        "wrote a negative number",
        written(
            _negative,
            NUMBERS,
            "C003",
            follows=AFTER_NEGATIVE,
        ),
    ),
    (
        "absence_in_a_count",
        "wrote «н/я» where people are counted",
        written(one_of("н/я"), [each for each in PUPILS if each in REQUIRED], "C002"),
    ),
    (
        "required_cell_emptied",
        "left a required cell empty",
        written(one_of(None), REQUIRED, "C002"),
    ),
    (
        "dash_for_a_value",
        "put a dash of some length into a required cell",
        written(one_of("-", "–", "—"), REQUIRED, "C002"),
    ),
    ("result_emptied", "left the result of somebody who came empty", written(one_of(None), RESULTS, "R005")),
    (
        "number_hidden_by_sender",
        "wrote «<5» for a small number",
        written(
            one_of("<5", "< 5"),
            [each for each in PUPILS if each in REQUIRED or each[0] == "survey"],
            "C004",
        ),
    ),
    ("date_for_a_number", "let the editor turn 12.05 into a date", written(_day, NUMBERS, "C013")),
    (
        "number_shown_as_a_date",
        "typed a number into a cell that has the format of a date",
        written(one_of(12, 25), NUMBERS, "C013", number_format="DD.MM.YYYY"),
    ),
    (
        "excel_error",
        "left #REF!, #DIV/0!, #N/A or the like",
        written(
            one_of("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"),
            NUMBERS,
            "C012",
            follows=("C002", "R005"),
        ),
    ),
    (
        "formula_without_value",
        "sent a formula that no program has computed",
        written(one_of("=1+1", "=SUM(A1:A2)"), NUMBERS, "C011", follows=("C002", "R005")),
    ),
    (
        "grade_that_does_not_exist",
        "wrote class 0, 13 or 55",
        written(one_of(0, 13, 55, "13 класс"), GRADES, "C003", follows=("R014",)),
    ),
    (
        "grade_in_words",
        "wrote a class in words or several classes at once",
        written(one_of("пятый", "5-6", "5,6", "начальные"), GRADES, "C001"),
    ),
    (
        "subject_misspelt",
        "misspelt a subject",
        written(
            one_of("Матиматика", "Русский яз", "Обществознаие", "Физикка"),
            SUBJECTS,
            "C014",
            follows=("B001", "B002", "B004", "R006"),
        ),
    ),
    (
        "birth_date_for_a_year",
        "wrote the date of birth where the year belongs",
        written(one_of(dt.date(1980, 5, 12), dt.date(1975, 12, 1)), [("staff", "Год рождения")], "C013"),
    ),
    (
        "year_of_two_digits",
        "wrote a year in two digits, or the serial number of a date",
        written(
            one_of(80, 29353),
            [("staff", "Год рождения"), ("staff", "Год последних курсов")],
            "C003",
            follows=("R008", "R010", "R011"),
        ),
    ),
    (
        "mark_outside_the_scale",
        "wrote the mark 1, 6 or 45",
        written(one_of(0, 1, 6, 45), [("oge", "Оценка")], "C003"),
    ),
    (
        "score_above_hundred",
        "wrote a test score above 100",
        written(one_of(101, 105, 550), [("ege", "Балл")], "C003"),
    ),
    (
        "score_above_maximum_of_work",
        "wrote more points than the work has",
        written(one_of(61, 88), [("export", "всего баллов")], "C003"),
    ),
    (
        "percent_above_hundred",
        "wrote 140 % of the maximum",
        written(one_of(140, "140 %"), [("stage", "%")], "C003", follows=("R023",)),
    ),
):
    add(_name, THEME, _done, _damage)


@kind(THEME, "wrote a mark of base mathematics that is no mark: 1, 6, 27")
def base_mathematics_not_a_mark(desk: Desk) -> Expected:
    """The score cell of base mathematics holds a mark."""
    with desk.tables("ege") as tables:
        spots = [
            (table, row)
            for table in tables
            for row in table.filled("Балл")
            if "базов" in folded(table.get("Предмет", row))
        ]
        table, row = desk.pick(spots)
        table.put("Балл", row, desk.pick((1, 6, 27)))
        return table.expect("C003", title="Балл", row=row)


WORDS = (
    ("staff", "Категория должности", "техник"),
    ("staff", "Квалификационная категория", "вторая"),
    ("staff", "Внешний совместитель", "частично"),
    ("staffing", "Категория должности", "педогог"),
    ("activity", "Сетевое взаимодействие", "планируется"),
    ("stage", "Статус", "лауреат"),
    ("stage", "Этап", "городской"),
    ("survey", "Группа", "дети"),
)


@kind(THEME, "wrote a word that is not in the list: «лауреат», «планируется»")
def word_outside_the_list(desk: Desk) -> Expected:
    """Closed lists and yes-or-no columns."""
    form, title, word = desk.pick(WORDS)
    with desk.table(form) as table:
        row = desk.pick(table.rows)
        table.put(title, row, word)
        return table.expect("C001", title=title, row=row, follows=LOST_ROW)


@kind(THEME, "typed «вакансия» where units are counted")
def vacancy_for_units(desk: Desk) -> Expected:
    """Units of a post nobody holds are 0."""
    with desk.table("staffing") as table:
        row = desk.pick(table.rows)
        table.put("Занято ставок", row, desk.pick(("вакансия", "Вакансия 1", "вакантно")))
        return table.expect("C001", title="Занято ставок", row=row)


@kind(THEME, "listed a vacancy as if it were a person")
def vacancy_among_the_staff(desk: Desk) -> Expected:
    """A row «вакансия» without anything that people have."""
    with desk.table("staff") as table:
        row = desk.pick(table.rows)
        for column in range(3, table.ws.max_column + 1):
            if column != table.column("Должность") and column != table.column("Категория должности"):
                table.ws.cell(row, column).value = None
        table.put("ФИО", row, desk.pick(("вакансия", "Вакансия")))
        return table.expect("C002", title="Год рождения", row=row, follows=LOST_ROW)


def _look_alike(desk: Desk, text: str) -> str:
    """Replace one letter inside the first word by a Latin one that looks the same."""
    first = text.split(maxsplit=1)[0]
    places = [at for at, letter in enumerate(first) if letter.translate(LOOK_ALIKE) != letter]
    if not places or len(first) < 2:
        raise NoPlaceError
    at = desk.pick(places)
    return text[:at] + text[at].translate(LOOK_ALIKE) + text[at + 1 :]


def _latin(targets: Sequence[Target], *follows: str) -> Callable[[Desk], Expected]:
    return written(lambda desk, old: _look_alike(desk, str(old)), targets, "C010", follows=follows)


add(
    "latin_letter_in_a_subject",
    THEME,
    "typed a subject with a Latin letter that looks the same",
    _latin(SUBJECTS, "C014", "B001", "B002", "B004"),
)
add(
    "latin_letter_in_a_name",
    THEME,
    "typed a name or a post with a Latin letter that looks the same",
    _latin((("oge", "Фамилия"), ("ege", "Имя"), ("staff", "ФИО"), ("staff", "Должность"))),
)
