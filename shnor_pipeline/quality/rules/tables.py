"""Rules about one table of a year: rows that contradict or repeat each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.quality.facts import Case, Rows, YearFacts, case
from shnor_pipeline.quality.frames import first_row, groups
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage
from shnor_pipeline.quality.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, WARNING = Severity.ERROR, Severity.WARNING

COMPULSORY = ("русский язык", "математика")
FEWEST_ALIKE = 10
FIRST_YEAR_OF_ONE_MATHEMATICS = 2019


def _repeated(rows: Rows) -> Iterator[Case]:
    for index, first in rows.repeats.items():
        yield case(index, first=first)


def _two_jobs(year: YearFacts) -> Iterator[Case]:
    staff = year.tables["staff_member"]
    main = staff[~staff["external_part_timer"].fillna(value=False)]
    schools = main[["person_key", "school_id"]].dropna().drop_duplicates()["person_key"]
    several = set(schools[schools.duplicated()])
    for row in main[main["person_key"].isin(several)].to_dict("records") if several else ():
        yield case(year.cells.place(row, "position"), "position", row["position"])


def _both_mathematics(year: YearFacts) -> Iterator[Case]:
    exams = year.tables["exam_result"]
    maths = exams[(exams["subject"] == "математика") & exams["exam"].isin(["ege", "ege_base"]) & exams["sat"]]
    levels = maths.groupby("person_key")["exam"].transform("nunique")
    for row in maths[(levels > 1) & (maths["exam"] == "ege_base")].to_dict("records"):
        yield case(year.cells.place(row, "subject"), "subject", row["subject"])


def _award_order(year: YearFacts) -> Iterator[Case]:
    """A winner has less than somebody who won nothing.

    The school stage is judged within the school, the municipal stage within the municipality.
    """
    results = year.tables["olympiad_result"]
    known = results[results["sat"] & results["score"].notna()].copy()
    municipality = {each.school_id: each.municipality_id for each in year.reference.register.schools}
    host = known["school_id"].where(known["stage"] == "school", known["school_id"].map(municipality))
    known["host"] = host.where(known["stage"].isin(["school", "municipal"]), "")
    keys = ["stage", "subject", "grade_competed", "host"]
    others = known[known["award"] == "participant"]
    best = others.groupby(keys, dropna=False)["score"].max().rename("best").reset_index()
    won = known[known["award"].isin(["winner", "prize_winner"])].merge(best, on=keys)
    for row in won[won["score"] < won["best"]].to_dict("records"):
        place, score = year.cells.place(row, "award"), shown(row["score"])
        yield case(place, "award", score=score, best=shown(row["best"]))


def _compulsory(year: YearFacts) -> Iterator[Case]:
    exams = year.tables["exam_result"]
    oge = exams[exams["exam"] == "oge"]
    names = {each.school_id: each.name_short for each in year.reference.register.schools}
    for school, of_school in groups(oge, "school_id"):
        there = set(of_school["subject"])
        for subject in COMPULSORY:
            if subject not in there:
                yield case(None, "subject", school=names[school], subject=subject)


def _grade_and_letters(year: YearFacts) -> Iterator[Case]:
    keys = {
        "enrollment": ["school_id", "grade"],
        "vpr_marks": ["school_id", "grade", "subject"],
    }
    for table, key in keys.items():
        frame = year.tables[table]
        whole = frame["class_letter"] == ""
        if whole.all() or not whole.any():
            continue
        both = frame.assign(whole=whole).groupby(key)["whole"].transform("nunique") > 1
        for row in frame[both & whole].to_dict("records"):
            yield case(year.cells.place(row, "grade"), "grade", row["grade"], grade=row["grade"])


def _all_alike(year: YearFacts) -> Iterator[Case]:
    """Ten or more pupils of a school with one and the same score in a work: a value copied down."""
    scores = {
        "exam_result": ("score", ["school_id", "exam", "subject"]),
        "vpr_result": ("primary_score", ["school_id", "grade", "subject"]),
    }
    for table, (column, key) in scores.items():
        frame = year.tables[table]
        sat = frame[frame["sat"] & frame[column].notna()]
        by_work = sat.groupby(key)[column].agg(["size", "nunique"])
        alike = by_work[(by_work["size"] >= FEWEST_ALIKE) & (by_work["nunique"] == 1)]
        for work, group in groups(sat, key) if len(alike) else ():
            if work in alike.index:
                first = first_row(group)
                place = year.cells.place(first, column)
                yield case(place, column, shown(first[column]), pupils=len(group))


DUPLICATE_ROW = Rule(
    rule_id="T001",
    stage=Stage.TABLE,
    severity=ERROR,
    title_ru="Одна запись встречается один раз",
    message_ru="Эта запись уже есть: {first}; повтор не учтён.",
    guidance_ru="Удалите лишнюю строку.",
    sees=Sees.VERDICT,
    look=_repeated,
)
TWO_JOBS = Rule(
    rule_id="T002",
    stage=Stage.TABLE,
    severity=WARNING,
    title_ru="Основное место работы одно",
    message_ru="Работник указан как основной в нескольких школах; в показателях он учтён в каждой.",
    guidance_ru="Основное место одно: в остальных школах поставьте «да» в колонке «Внешний совместитель».",
    sees=Sees.YEAR,
    look=_two_jobs,
    tables=("staff_member",),
)
BOTH_MATHEMATICS = Rule(
    rule_id="T003",
    stage=Stage.TABLE,
    severity=WARNING,
    title_ru="Математику сдают на одном уровне",
    message_ru="Участник сдавал и базовую, и профильную математику, а с 2019 года выбирают одну.",
    guidance_ru="Проверьте код или имя участника в обеих строках.",
    sees=Sees.YEAR,
    look=_both_mathematics,
    tables=("exam_result",),
    first_year=FIRST_YEAR_OF_ONE_MATHEMATICS,
)
AWARD_ORDER = Rule(
    rule_id="T004",
    stage=Stage.TABLE,
    severity=WARNING,
    title_ru="У победителей и призёров баллы выше, чем у остальных",
    message_ru="У победителя или призёра балл {score}, а у участника без диплома {best}.",
    guidance_ru="Проверьте баллы и статусы по этому предмету и классу.",
    sees=Sees.YEAR,
    look=_award_order,
    tables=("olympiad_result",),
)
COMPULSORY_SUBJECT = Rule(
    rule_id="T005",
    stage=Stage.TABLE,
    severity=WARNING,
    title_ru="По обязательным предметам ОГЭ есть результаты",
    message_ru="{school}: есть результаты ОГЭ, но нет ни одного по предмету «{subject}».",
    guidance_ru="Найдите протокол этого предмета и положите его в папку года.",
    sees=Sees.YEAR,
    look=_compulsory,
    tables=("exam_result",),
    whole_year=True,
)
GRADE_AND_LETTERS = Rule(
    rule_id="T006",
    stage=Stage.TABLE,
    severity=WARNING,
    title_ru="Параллель указана целиком или по классам, но не дважды",
    message_ru="Есть и строка всей параллели ({grade}), и строки её классов с литерами: дети учтены дважды.",
    guidance_ru="Оставьте одно из двух.",
    sees=Sees.YEAR,
    look=_grade_and_letters,
    tables=("enrollment", "vpr_marks"),
)
ALL_ALIKE = Rule(
    rule_id="T007",
    stage=Stage.TABLE,
    severity=WARNING,
    title_ru="Баллы участников различаются",
    message_ru="У всех участников школы (их {pupils}) по этой работе один и тот же балл {value}.",
    guidance_ru="Проверьте, не скопировано ли значение вниз по столбцу.",
    sees=Sees.YEAR,
    look=_all_alike,
    tables=("exam_result", "vpr_result"),
)
