"""Rules that compare a year with the one before it: warnings, both years are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline.quality.facts import Case, FileFacts, Place, YearsFacts, case
from shnor_pipeline.quality.frames import first_row, groups
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage
from shnor_pipeline.quality.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

ERROR, WARNING = Severity.ERROR, Severity.WARNING

PUPILS_CHANGE, FEWEST_PUPILS = 25, 20
COHORT_CHANGE, FEWEST_OF_COHORT = 50, 10
"""Percent that a number may change by, and the number of pupils below which nothing is said."""
_CHOSEN_GRADE = 10
_MOST_YEARS_IN_A_YEAR = 2
STAFF_STAYED, FEWEST_STAFF = 50, 8
FEWEST_RESULTS, FEWEST_TO_REPEAT = 5, 40
"""Rows of results, and pupils of a school, below which numbers may repeat by chance."""
OWED = {
    "enrollment": "Контингент",
    "staff_member": "Кадры",
    "staff_position": "Штатное расписание",
    "social_passport": "Социальный паспорт",
    "school_activity": "Деятельность школы",
    "survey_answer": "Опрос",
}
"""Forms that every school sends every year; results come from organisers and depend on who sat."""


def _same_elsewhere(file: FileFacts) -> Iterator[Case]:
    if file.same_elsewhere:
        yield case(other=file.same_elsewhere)


def _coverage(years: YearsFacts) -> Iterator[Case]:
    register = years.now.reference.register
    here = {each.school_id: each.name_short for each in register.in_year(years.now.year)}
    for table, title in OWED.items():
        before, now = _schools(years.before, table), _schools(years.now.tables, table)
        gone = [here[school] for school in sorted(before - now) if school in here]
        if gone:
            place = Place(f"{years.now.year}/")
            yield case(place, form_title=title, was=len(before), now=len(now), schools="; ".join(gone))


def _schools(tables: Any, table: str) -> set[str]:
    return set(tables[table]["school_id"])


def _pupils_jump(years: YearsFacts) -> Iterator[Case]:
    before = years.before["enrollment"].groupby("school_id")["pupils_start"].sum()
    for school, group in groups(years.now.tables["enrollment"], "school_id"):
        now, was = int(group["pupils_start"].sum()), int(before.get(school, 0))
        change = abs(now - was)
        if was and change >= FEWEST_PUPILS and 100 * change > PUPILS_CHANGE * was:
            place = years.now.cells.place(first_row(group), "pupils_start")
            yield case(place, "pupils_start", pupils=now, was=was, tolerated=PUPILS_CHANGE)


def _cohort_jump(years: YearsFacts) -> Iterator[Case]:
    """Grade 10 is left out: pupils go on to it or leave after grade 9.

    A school that sent ОО-1 a year ago did not say how that year ended: there is nothing to compare.
    """
    ended = years.before["enrollment"].dropna(subset=["pupils_end"])
    before = ended.groupby(["school_id", "grade"])["pupils_end"].sum().to_dict()
    grades = years.now.tables["enrollment"]
    for (school, grade), group in groups(grades[grades["grade"] != _CHOSEN_GRADE], ["school_id", "grade"]):
        now, was = int(group["pupils_start"].sum()), before.get((school, grade - 1))
        if was is None or max(now, was) < FEWEST_OF_COHORT:
            continue
        if 100 * abs(now - was) > COHORT_CHANGE * max(now, was):
            place = years.now.cells.place(first_row(group), "pupils_start")
            yield case(place, "pupils_start", pupils=now, grade=grade, lower=grade - 1, was=int(was))


def _staff_change(years: YearsFacts) -> Iterator[Case]:
    before = years.before["staff_member"].groupby("school_id")["person_key"].agg(set)
    for school, group in groups(years.now.tables["staff_member"], "school_id"):
        was = before.get(school, set())
        stayed = was & set(group["person_key"])
        if len(was) >= FEWEST_STAFF and 100 * len(stayed) < STAFF_STAYED * len(was):
            place = years.now.cells.place(first_row(group), "full_name")
            yield case(place, "person_key", was=len(was), stayed=len(stayed))


def _experience_jump(years: YearsFacts) -> Iterator[Case]:
    key, column = ["school_id", "person_key"], "experience_total"
    before = _single(years.before["staff_member"], key)[[*key, column]]
    both = _single(years.now.tables["staff_member"], key).merge(before, on=key, suffixes=("", "_before"))
    grown = both[column] - both[f"{column}_before"]
    for row in both[((grown < 0) | (grown > _MOST_YEARS_IN_A_YEAR)).fillna(value=False)].to_dict("records"):
        place = years.now.cells.place(row, column)
        yield case(place, column, shown(row[column]), was=shown(row[f"{column}_before"]))


def _single(staff: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Keep one row of a person who holds several positions of a school."""
    return staff[staff["experience_total"].notna()].drop_duplicates(key)


def _same_numbers(years: YearsFacts) -> Iterator[Case]:
    """In a small school one form may repeat by chance, both hardly."""
    numbers = {
        "social_passport": [
            *("pupils", "low_income", "single_parent", "parents_higher_education"),
            *("preventive_register", "disability", "extra_education"),
        ],
        "enrollment": ["grade", "pupils_start", "pupils_end"],
    }
    same: dict[Any, list[tuple[pd.DataFrame, str]]] = {}
    for table, columns in numbers.items():
        before, now = (_comparable(each[table], columns) for each in (years.before, years.now.tables))
        for school, group in groups(years.now.tables[table], "school_id"):
            if school in before and now[school] == before[school]:
                same.setdefault(school, []).append((group, columns[0]))
    for forms in same.values():
        for group, column in forms:
            pupils = group["pupils" if "pupils" in group else "pupils_start"].sum()
            if pupils >= FEWEST_TO_REPEAT or len(forms) == len(numbers):
                yield case(years.now.cells.place(first_row(group), column), column)


def _same_results(years: YearsFacts) -> Iterator[Case]:
    """Pupils of a grade are others each year, so the very same results are those of the year before.

    Persons are left out: a pseudonym holds the year of entering school. A few rows may agree by chance.
    """
    results = {
        "exam_result": ["exam", "subject", "period", "primary_score", "score", "mark"],
        "vpr_marks": ["subject", "grade", "participants", "mark_2", "mark_3", "mark_4", "mark_5"],
        "vpr_result": ["subject", "grade", "primary_score"],
        "olympiad_result": ["stage", "subject", "grade", "score", "award"],
    }
    for table, columns in results.items():
        before, now = (_comparable(each[table], columns) for each in (years.before, years.now.tables))
        for school, group in groups(years.now.tables[table], "school_id"):
            if len(group) >= FEWEST_RESULTS and school in before and now[school] == before[school]:
                place = years.now.cells.place(first_row(group), "school_code")
                yield case(place, "subject", results=len(group))


def _comparable(frame: pd.DataFrame, columns: list[str]) -> dict[str, list[tuple[str, ...]]]:
    """Rows of each school as sorted texts: what is missing (the end of the year in ОО-1) is no number."""
    rows = frame[columns].astype("string").fillna("").itertuples(index=False, name=None)
    of_school: dict[str, list[tuple[str, ...]]] = {}
    for school, row in zip(frame["school_id"], rows, strict=True):
        of_school.setdefault(school, []).append(row)
    return {school: sorted(each) for school, each in of_school.items()}


SAME_FILE_ELSEWHERE = Rule(
    rule_id="Y001",
    stage=Stage.BETWEEN_YEARS,
    severity=ERROR,
    title_ru="Файл относится к одному году",
    message_ru="Тот же файл лежит в папке другого года («{other}»); здесь он не учтён.",
    guidance_ru="Оставьте файл в папке его года, а сюда положите сведения этого года.",
    sees=Sees.FILE,
    look=_same_elsewhere,
    holds_all=True,
)
COVERAGE_FELL = Rule(
    rule_id="Y002",
    stage=Stage.BETWEEN_YEARS,
    severity=WARNING,
    title_ru="Форму сдали не меньше школ, чем год назад",
    message_ru="Форма «{form_title}»: школ со сведениями {now}, год назад {was}; "
    "в этом году нет сведений: {schools}.",
    guidance_ru="Запросите форму у этих школ.",
    sees=Sees.YEARS,
    look=_coverage,
)
PUPILS_JUMP = Rule(
    rule_id="Y003",
    stage=Stage.BETWEEN_YEARS,
    severity=WARNING,
    title_ru="Число обучающихся меняется постепенно",
    message_ru="На начало года в школе обучающихся {pupils}, год назад было {was}: "
    "разница больше {tolerated} %.",
    guidance_ru="Проверьте контингент: все ли классы внесены и нет ли лишних.",
    sees=Sees.YEARS,
    look=_pupils_jump,
    tables=("enrollment",),
)
COHORT_JUMP = Rule(
    rule_id="Y004",
    stage=Stage.BETWEEN_YEARS,
    severity=WARNING,
    title_ru="Параллель переходит в следующий класс",
    message_ru="Обучающихся на начало года в {grade}-х классах {pupils}, а в конце прошлого года "
    "в {lower}-х классах было {was}: разница больше половины.",
    guidance_ru="Проверьте числа по классам в обоих годах.",
    sees=Sees.YEARS,
    look=_cohort_jump,
    tables=("enrollment",),
)
STAFF_CHANGED = Rule(
    rule_id="Y005",
    stage=Stage.BETWEEN_YEARS,
    severity=WARNING,
    title_ru="Большинство работников те же, что год назад",
    message_ru="Работников школы год назад {was}, из них в этом году найдено {stayed}: меньше половины.",
    guidance_ru="Проверьте, не изменилась ли запись имён и годов рождения.",
    sees=Sees.YEARS,
    look=_staff_change,
    tables=("staff_member",),
)
EXPERIENCE_JUMP = Rule(
    rule_id="Y006",
    stage=Stage.BETWEEN_YEARS,
    severity=WARNING,
    title_ru="Стаж за год растёт на год",
    message_ru="Общий стаж работника {value}, год назад {was}: за год он прибавляет один год.",
    guidance_ru="Проверьте стаж в обоих годах.",
    sees=Sees.YEARS,
    look=_experience_jump,
    tables=("staff_member",),
)
SAME_NUMBERS = Rule(
    rule_id="Y007",
    stage=Stage.BETWEEN_YEARS,
    severity=WARNING,
    title_ru="Сведения обновлены",
    message_ru="Все числа школы в этой форме совпадают с прошлогодними.",
    guidance_ru="Проверьте, не прислана ли прошлогодняя форма.",
    sees=Sees.YEARS,
    look=_same_numbers,
    tables=("social_passport", "enrollment"),
)
SAME_RESULTS = Rule(
    rule_id="Y008",
    stage=Stage.BETWEEN_YEARS,
    severity=WARNING,
    title_ru="Результаты не повторяют прошлогодние",
    message_ru="Все результаты школы (строк: {results}) совпадают с прошлогодними.",
    guidance_ru="Проверьте, не прислан ли прошлогодний протокол с новым заголовком.",
    sees=Sees.YEARS,
    look=_same_results,
    tables=("exam_result", "vpr_marks", "vpr_result", "olympiad_result"),
)
