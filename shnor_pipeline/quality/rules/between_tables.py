"""Rules that compare a source with another one of the same year: warnings, both rows are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline.quality.facts import Case, Rows, YearFacts, case, told
from shnor_pipeline.quality.frames import by_key, first_row, groups
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage
from shnor_pipeline.quality.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

ERROR, WARNING = Severity.ERROR, Severity.WARNING

LAST_GRADES = {"primary": 4, "basic": 9}
TOLERATED_PERCENT = 10
MOST_UNITS_PER_TEACHER = 2.0
BY_PUPIL = {"exam_result": "grade", "vpr_result": "grade"}


def _minimum_differs(rows: Rows) -> Iterator[Case]:
    """The form's own minimum, kept aside when the official one was taken, is another."""
    for index, stated in enumerate(rows.stated.get("minimum", ())):
        official = rows.values["minimum"][index]
        if stated is not None and official is not None and stated != official:
            subject = rows.values["subject"][index]
            yield case(index, "minimum", shown(stated), subject=subject, official=shown(official))


def _no_minimum(rows: Rows) -> Iterator[Case]:
    nothing = [None] * rows.size
    minimums = rows.values.get("minimum", nothing)
    works = zip(rows.values.get("exam", nothing), rows.values.get("subject", nothing), minimums, strict=True)
    wanting = [(exam, subject) if subject and minimum is None else None for exam, subject, minimum in works]
    for (_, subject), index, _ in _by_work(wanting):
        yield case(index, "subject", subject=subject, of_year=rows.year)


def _by_work(works: Iterable[Any]) -> Iterator[tuple[Any, int, list[int]]]:
    """Yield each work once, with its first row and the further ones.

    It is a list of ours that lacks a row, not the sender's fault: one finding is enough.
    """
    found: dict[Any, list[int]] = {}
    for index, work in enumerate(works):
        if work is not None:
            found.setdefault(work, []).append(index)
    for work, (first, *others) in found.items():
        yield work, first, others


def _no_scale(rows: Rows) -> Iterator[Case]:
    for (subject, grade), index, others in _by_work(rows.stated.get("unscaled_work", ())):
        if subject and grade:
            yield case(index, alike=others, subject=subject, grade=grade, of_year=rows.year)


def _no_pass_score(rows: Rows) -> Iterator[Case]:
    for (subject, grade), index, _ in _by_work(rows.stated.get("wanting_pass_score", ())):
        yield case(index, "subject", subject=subject, grade=grade, of_year=rows.year)


def _aggregate_differs(year: YearFacts) -> Iterator[Case]:
    marks, results = year.tables["vpr_marks"], year.tables["vpr_result"]
    work = ["school_id", "subject", "grade"]
    by_pupil = by_key(results[results["sat"]].groupby(work).size())
    for key, group in groups(marks[marks["superseded"].fillna(value=False)], work):
        stated = int(group["participants"].sum())
        if stated != by_pupil.get(key, 0):
            place = year.cells.place(first_row(group), "participants")
            yield case(place, "participants", stated, aggregate=stated, by_pupil=by_pupil.get(key, 0))


def _not_held(year: YearFacts) -> Iterator[Case]:
    """Once for a sheet."""
    for procedure, frame in _procedures(year):
        if len(frame) and not year.held(procedure):
            for _, of_sheet in groups(frame, ["source_file", "source_sheet"]):
                place = year.cells.place(first_row(of_sheet), "school_code")
                yield case(place, procedure=PROCEDURES_RU[procedure], of_year=year.year)


PROCEDURES_RU = {
    "oge": "ОГЭ",
    "ege": "ЕГЭ",
    "ege_base": "ЕГЭ, базовая математика",
    "vpr": "ВПР",
    "vsosh_school": "школьный этап ВсОШ",
    "vsosh_municipal": "муниципальный этап ВсОШ",
}


def _procedures(year: YearFacts) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows of each procedure of the calendar."""
    exams, olympiad = year.tables["exam_result"], year.tables["olympiad_result"]
    for exam in ("oge", "ege", "ege_base"):
        yield exam, exams[exams["exam"] == exam]
    for table in ("vpr_marks", "vpr_result"):
        yield "vpr", year.tables[table]
    for stage in ("school", "municipal"):
        yield f"vsosh_{stage}", olympiad[olympiad["stage"] == stage]


def _enrolled(year: YearFacts) -> dict[tuple[str, int], int]:
    """Pupils by school and grade: the larger of the two dates, so that nobody who came or left is missed."""
    by_grade = year.tables["enrollment"].groupby(["school_id", "grade"])
    start, end = (by_key(by_grade[name].sum()) for name in ("pupils_start", "pupils_end"))
    return {key: int(max(count, end[key])) for key, count in start.items()}


def _participants_above(year: YearFacts) -> Iterator[Case]:
    enrolled = _enrolled(year)
    for table, column in BY_PUPIL.items():
        frame = year.tables[table]
        yield from _above(year, frame[frame["sat"].fillna(value=False)], column, enrolled)
    marks = year.tables["vpr_marks"]
    for (school, grade, _), group in groups(marks, ["school_id", "grade", "subject"]):
        stated = int(group["participants"].sum())
        limit = enrolled.get((school, grade))
        if limit is not None and stated > limit:
            place = year.cells.place(first_row(group), "participants")
            yield case(place, "participants", stated, participants=stated, grade=grade, enrolled=limit)


def _olympiad_above(year: YearFacts) -> Iterator[Case]:
    results, enrolled = year.tables["olympiad_result"], _enrolled(year)
    for _, of_stage in groups(results[results["sat"].fillna(value=False)], "stage"):
        yield from _above(year, of_stage, "grade", enrolled)


def _above(
    year: YearFacts, frame: pd.DataFrame, column: str, enrolled: dict[tuple[str, int], int]
) -> Iterator[Case]:
    """Yield the grades of schools with more different persons than pupils; the first row is named."""
    persons = frame.groupby(["school_id", column])["person_key"].nunique()
    for (school, grade), people in by_key(persons).items():
        limit = enrolled.get((school, grade))
        if limit is not None and people > limit:
            first = first_row(frame[(frame["school_id"] == school) & (frame[column] == grade)])
            facts: dict[str, Any] = {"participants": int(people), "grade": grade, "enrolled": limit}
            yield case(year.cells.place(first, column), column, **facts)


def _pupils_differ(year: YearFacts) -> Iterator[Case]:
    by_school = year.tables["enrollment"].groupby("school_id")
    starts, ends = (by_key(by_school[name].sum()) for name in ("pupils_start", "pupils_end"))
    for row in year.tables["social_passport"].to_dict("records"):
        if row["school_id"] not in starts:
            continue
        counts = [int(of_date[row["school_id"]]) for of_date in (starts, ends)]
        if all(100 * abs(row["pupils"] - count) > TOLERATED_PERCENT * count for count in counts):
            place, (start, end) = year.cells.place(row, "pupils"), counts
            yield case(place, "pupils", row["pupils"], tolerated=TOLERATED_PERCENT, start=start, end=end)


def _grade_not_taught(year: YearFacts) -> Iterator[Case]:
    kinds = {each.school_id: each.kind for each in year.reference.register.schools}
    last_grades = {school: LAST_GRADES[kind] for school, kind in kinds.items() if kind in LAST_GRADES}
    for frame in year.tables.values():
        if not len(frame) or not {"grade", "school_id"} <= set(frame):
            continue
        above = (frame["grade"] > frame["school_id"].map(last_grades)).fillna(value=False)
        for row in frame[above].to_dict("records"):
            last = last_grades[row["school_id"]]
            yield case(year.cells.place(row, "grade"), "grade", row["grade"], last=last)


def _grade_unknown(year: YearFacts) -> Iterator[Case]:
    """A school that sent its contingent has results in a grade that the contingent does not have."""
    enrolled = _enrolled(year)
    schools = {school for school, _ in enrolled}
    for table, column in (*BY_PUPIL.items(), ("vpr_marks", "grade")):
        frame = year.tables[table]
        of_schools = frame[frame["school_id"].isin(schools)]
        for (school, grade), group in groups(of_schools, ["school_id", column]):
            if not enrolled.get((school, grade)):
                place = year.cells.place(first_row(group), column)
                yield case(place, column, grade, grade=grade)


def _asked_above(year: YearFacts) -> Iterator[Case]:
    enrollment, staff = year.tables["enrollment"], year.tables["staff_member"]
    pupils = enrollment.groupby("school_id")[["pupils_start", "pupils_end"]].sum().max(axis=1).to_dict()
    teachers = staff.groupby("school_id")["person_key"].nunique().to_dict()
    limits = {"pupils": ("обучающихся", pupils), "teachers": ("работников", teachers)}
    for row in year.tables["survey_answer"].to_dict("records"):
        whom, counts = limits.get(row["respondents"], ("", {}))
        limit = counts.get(row["school_id"])
        if limit is not None and row["asked"] > limit:
            yield case(year.cells.place(row, "asked"), "asked", row["asked"], whom=whom, limit=int(limit))


def _units_per_teacher(year: YearFacts) -> Iterator[Case]:
    positions, staff = year.tables["staff_position"], year.tables["staff_member"]
    teachers = staff[staff["position_category"] == "teacher"].groupby("school_id")["person_key"].nunique()
    known = set(staff["school_id"])
    of_teachers = positions[positions["position_category"] == "teacher"]
    by_school = by_key(of_teachers.groupby("school_id")["units_occupied"].sum())
    for school, units in by_school.items():
        people = int(teachers.get(school, 0))
        if school in known and units > MOST_UNITS_PER_TEACHER * people:
            first = first_row(of_teachers[of_teachers["school_id"] == school])
            place = year.cells.place(first, "units_occupied")
            facts: dict[str, Any] = {"people": people, "most": shown(MOST_UNITS_PER_TEACHER)}
            yield case(place, "units_occupied", units=shown(float(units)), **facts)


def _not_from_school_stage(year: YearFacts) -> Iterator[Case]:
    """Only where the school's own stage of the subject is there, so that a late protocol is no fault.

    Protocols that name nobody but codes can't be compared: each stage gives codes of its own.
    """
    results = year.tables["olympiad_result"]
    work = ["school_id", "subject"]
    school = results[results["stage"] == "school"]
    there = set(school[work].itertuples(index=False, name=None))
    took_part = set(school[[*work, "person_key"]].itertuples(index=False, name=None))
    municipal = results[results["stage"] == "municipal"]
    if not set(municipal["person_key"]) & set(school["person_key"]):
        return
    for row in municipal.to_dict("records"):
        key = (row["school_id"], row["subject"])
        if key in there and (*key, row["person_key"]) not in took_part:
            yield case(year.cells.place(row, "subject"), "subject", row["subject"], subject=row["subject"])


MINIMUM_DIFFERS = Rule(
    rule_id="B001",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Минимальный балл в форме равен официальному",
    message_ru="Минимальный балл в форме {value}, а по предмету «{subject}» официально {official}; "
    "учтён официальный.",
    guidance_ru="Исправьте минимальный балл в форме.",
    sees=Sees.ROWS,
    look=_minimum_differs,
    tables=("exam_result",),
)
NO_MINIMUM = Rule(
    rule_id="B002",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Минимальный балл предмета известен",
    message_ru="Нет минимального балла ни в справочнике, ни в форме: {subject}, {of_year} год; "
    "преодоление порога не определено.",
    guidance_ru="Отделу образования: добавьте строку в reference/exam_minimums.csv.",
    sees=Sees.ROWS,
    look=_no_minimum,
    tables=("exam_result",),
)
NO_SCALE = Rule(
    rule_id="B003",
    stage=Stage.BETWEEN_TABLES,
    severity=ERROR,
    title_ru="Шкала перевода баллов ВПР известна",
    message_ru="Нет шкалы перевода баллов в отметки: {subject}, {grade} класс, {of_year} год; "
    "результаты этой работы не учтены.",
    guidance_ru="Отделу образования: добавьте строку в reference/vpr_scales.csv.",
    sees=Sees.ROWS,
    look=_no_scale,
    tables=("vpr_result",),
)
NO_PASS_SCORE = Rule(
    rule_id="B004",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Рейтинговый балл известен",
    message_ru="Нет рейтингового балла: {subject}, {grade} класс, {of_year} год; "
    "преодоление порога не определено.",
    guidance_ru="Отделу образования: добавьте строку в reference/olympiad_thresholds.csv.",
    sees=Sees.ROWS,
    look=_no_pass_score,
    tables=("olympiad_result",),
)
AGGREGATE_DIFFERS = Rule(
    rule_id="B005",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Сводная таблица ВПР сходится с поимёнными результатами",
    message_ru="Участников в сводной таблице {aggregate}, а в поимённых результатах {by_pupil}; "
    "учтены поимённые.",
    guidance_ru="Проверьте оба файла: по этому предмету и классу числа должны совпадать.",
    sees=Sees.YEAR,
    look=_aggregate_differs,
    tables=("vpr_marks",),
)
NOT_HELD = Rule(
    rule_id="B006",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Процедура проводилась в этом году",
    message_ru="По календарю программы процедура «{procedure}» в {of_year} году не проводилась, "
    "а результаты есть.",
    guidance_ru="Проверьте год файла или календарь процедур в programme.yaml.",
    sees=Sees.YEAR,
    look=_not_held,
    tables=("exam_result", "vpr_marks", "vpr_result", "olympiad_result"),
)
PARTICIPANTS_ABOVE_ENROLLED = Rule(
    rule_id="B007",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Участников не больше, чем обучающихся в параллели",
    message_ru="Участников из {grade} класса {participants}, а по контингенту обучающихся {enrolled}.",
    guidance_ru="Сверьте протокол с контингентом.",
    sees=Sees.YEAR,
    look=_participants_above,
    tables=("exam_result", "vpr_result", "vpr_marks"),
)
PUPILS_DIFFER = Rule(
    rule_id="B008",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Обучающихся в соцпаспорте столько же, сколько в контингенте",
    message_ru="Обучающихся в социальном паспорте {value}, а в контингенте {start} на начало и {end} "
    "на конец года: разница больше {tolerated} %.",
    guidance_ru="Проверьте обе формы; в контингенте должны быть все классы.",
    sees=Sees.YEAR,
    look=_pupils_differ,
    tables=("social_passport",),
)
GRADE_NOT_TAUGHT = Rule(
    rule_id="B009",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="В школе есть такой класс",
    message_ru="Указан {value} класс, а по реестру последний класс в этой школе {last}.",
    guidance_ru="Проверьте класс и школу; если школа стала средней, исправьте реестр.",
    sees=Sees.YEAR,
    look=_grade_not_taught,
)
GRADE_WITHOUT_PUPILS = Rule(
    rule_id="B010",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Класс с результатами есть в контингенте",
    message_ru="Есть результаты {grade} класса, а в контингенте школы в этом классе никого нет.",
    guidance_ru="Проверьте класс в протоколе и контингент.",
    sees=Sees.YEAR,
    look=_grade_unknown,
    tables=("exam_result", "vpr_result", "vpr_marks"),
    whole_year=True,
)
OLYMPIAD_ABOVE_ENROLLED = Rule(
    rule_id="B011",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Участников олимпиады не больше, чем обучающихся в параллели",
    message_ru="Участников олимпиады из {grade} класса {participants}, а по контингенту обучающихся "
    "{enrolled}.",
    guidance_ru="Сверьте протокол с контингентом; проверьте, одинаково ли записаны имена.",
    sees=Sees.YEAR,
    look=_olympiad_above,
    tables=("olympiad_result",),
)
ASKED_ABOVE = Rule(
    rule_id="B012",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Опрошено не больше, чем есть",
    message_ru="Опрошено {value}, а {whom} в школе по другим формам {limit}.",
    guidance_ru="Проверьте число опрошенных.",
    sees=Sees.YEAR,
    look=_asked_above,
    tables=("survey_answer",),
)
UNITS_PER_TEACHER = Rule(
    rule_id="B013",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Занятые ставки сходятся с числом педагогов",
    message_ru="Педагогических ставок занято {units}, а педагогов в форме «Кадры» {people}: "
    "больше {most} ставок на человека.",
    guidance_ru="Проверьте обе формы: все ли педагоги внесены и верно ли число ставок.",
    sees=Sees.YEAR,
    look=_units_per_teacher,
    tables=("staff_position",),
)
NOT_FROM_SCHOOL_STAGE = Rule(
    rule_id="B014",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Участник муниципального этапа был на школьном",
    message_ru="Участник муниципального этапа не найден в протоколе школьного этапа («{subject}»).",
    guidance_ru="Проверьте, одинаково ли записаны имя и класс в обоих протоколах.",
    sees=Sees.YEAR,
    look=_not_from_school_stage,
    tables=("olympiad_result",),
    whole_year=True,
)
GIVES_WAY = Rule(
    rule_id="B021",
    stage=Stage.BETWEEN_TABLES,
    severity=WARNING,
    title_ru="Одни сведения поступают в одной форме",
    message_ru="Строк, сведения которых есть и в другой форме ({other}): {rows}; учтена та форма, "
    "строки этой отложены.",
    guidance_ru="Исправлять ничего не нужно, если числа в обоих файлах одинаковы.",
    sees=Sees.VERDICT,
    look=told("gives_way"),
)
