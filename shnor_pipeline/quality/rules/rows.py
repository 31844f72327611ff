"""Rules about one row: what its cells say together."""

from __future__ import annotations

from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING, Any

from shnor_pipeline.quality.facts import Case, Miss, Rows, case, told, unread
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage
from shnor_pipeline.quality.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shnor_pipeline.tables import ColumnSpec, TableSpec

ERROR, WARNING = Severity.ERROR, Severity.WARNING

YOUNGEST_WORKER, OLDEST_WORKER = 16, 90
LARGEST_CLASS = 40
HALF = 50.0
_KINDS_OF_EXPERIENCE = ("experience_teaching", "experience_managing")
_MOST_OF_SHARES = 2.0
WHOLE = 100.0
FEWEST_TO_TELL_MAXIMUM = 4
EXAM_GRADES = {"oge": (9, 10), "ege": (11, 12), "ege_base": (11, 12)}
_PERSON = ("full_name", "participant_code", "surname", "personnel_number")
HEADS, TEACHERS = ("директор", "заместитель директора"), ("учитель",)


def _no_person(rows: Rows) -> Iterator[Case]:
    columns = [name for name in _PERSON if name in rows.raw]
    bad = frozenset().union(*(unread(rows, name) for name in columns))
    for index, key in enumerate(rows.values.get("person_key", ())):
        if key is None and index not in bad:
            yield case(index, columns[0] if columns else None)


def _no_result(rows: Rows) -> Iterator[Case]:
    if rows.result is None:
        return
    misses, bad = rows.misses.get(rows.result, {}), unread(rows, rows.result)
    for index, (sat, value) in enumerate(zip(rows.values["sat"], rows.stated["result"], strict=True)):
        if sat and value is None and misses.get(index) is not Miss.WRONG and index not in bad:
            yield case(index, rows.result, title=rows.title(rows.result))


def _absent_with_result(rows: Rows) -> Iterator[Case]:
    for index, value in enumerate(rows.stated.get("result_of_absent", ())):
        if value:
            yield case(index, rows.result, shown(value))


def _work_unnamed(rows: Rows) -> Iterator[Case]:
    """Once for a sheet: its rows lack what the name of the file should have said."""
    works = list(zip(rows.values.get("subject", ()), rows.values.get("grade", ()), strict=False))
    unnamed = [index for index, work in enumerate(works) if None in work]
    if unnamed:
        subject, grade = works[unnamed[0]]
        lacking = " и ".join(word for word, part in (("предмет", subject), ("класс", grade)) if part is None)
        yield case(unnamed[0], alike=unnamed[1:], lacking=lacking)


def _parts_disagree(rows: Rows) -> Iterator[Case]:
    yield from _contingent(rows) if rows.table.name == "enrollment" else _mark_counts(rows)
    yield from told("total_differs")(rows)


def _contingent(rows: Rows) -> Iterator[Case]:
    names = ("pupils_start", "arrived", "departed", "pupils_end")
    columns = [rows.values.get(name, [None] * rows.size) for name in names]
    for index, (start, arrived, departed, end) in enumerate(zip(*columns, strict=True)):
        if None in (start, arrived, departed, end) or start + arrived - departed == end:
            continue
        explanation = (
            f"На начало года {start}, прибыло {arrived}, выбыло {departed}: "
            f"на конец года должно быть {start + arrived - departed}, а стоит {end}"
        )
        yield case(index, "pupils_end", explanation=explanation)


def _mark_counts(rows: Rows) -> Iterator[Case]:
    for index, total in _sums(rows, "counts"):
        participants = rows.values["participants"][index]
        if participants is not None and total != participants:
            explanation = (
                f"Отметок 2, 3, 4 и 5 вместе {shown(total)}, а участников {participants}: "
                "числа должны совпадать (или доли составлять 100 %)"
            )
            yield case(index, "participants", explanation=explanation)


def _percents_disagree(rows: Rows) -> Iterator[Case]:
    for index, total in _sums(rows, "percents"):
        if rows.stated["off"][index]:
            # shares of percent cells are parts of one
            percents = total * 100 if total <= _MOST_OF_SHARES else total
            yield case(index, "stated_2", total=shown(round(percents, 2)))


def _sums(rows: Rows, kind: str) -> Iterator[tuple[int, float]]:
    """Yield the rows of a mark table that state counts (or percents) with the sum of the four cells."""
    for index, (marks, stated_as) in enumerate(
        zip(rows.stated.get("marks", ()), rows.values["stated_as"], strict=False)
    ):
        if marks is not None and stated_as == kind:
            yield index, sum(marks)


def _part_above_whole(rows: Rows) -> Iterator[Case]:
    for spec, whole in _parts_and_wholes(rows.table):
        if spec.name not in rows.values or whole.name not in rows.values:
            continue
        pairs = zip(rows.values[spec.name], rows.values[whole.name], strict=True)
        for index, (part, total) in enumerate(pairs):
            if part is not None and total is not None and part > total:
                titles: dict[str, Any] = {"title": spec.title_ru, "whole_title": whole.title_ru}
                yield case(index, spec.name, part=part, whole=total, **titles)


@lru_cache(maxsize=256)
def _parts_and_wholes(table: TableSpec) -> tuple[tuple[ColumnSpec, ColumnSpec], ...]:
    known = table.by_name
    return tuple((each, known[each.part_of]) for each in table.columns if each.part_of in known)


def _occupied(rows: Rows) -> Iterator[Case]:
    pairs = zip(rows.values["units_planned"], rows.values["units_occupied"], strict=True)
    for index, (whole, part) in enumerate(pairs):
        if whole is not None and part is not None and part > whole:
            yield case(index, "units_occupied", shown(part), whole=shown(whole))


def _pairs(first: str, second: str) -> Callable[[Rows], list[tuple[int, Any, Any]]]:
    """Return a function that lists the rows in which two columns are both known."""

    def known(rows: Rows) -> list[tuple[int, Any, Any]]:
        if first not in rows.values or second not in rows.values:
            return []
        pairs = enumerate(zip(rows.values[first], rows.values[second], strict=True))
        return [(at, one, other) for at, (one, other) in pairs if one is not None and other is not None]

    return known


_born_and_course = _pairs("birth_year", "last_course_year")
_needs_and_course = _pairs("deficit_found", "deficit_course")
_percent_and_award = _pairs("percent", "award")
_grades = _pairs("grade", "grade_competed")
_exam_and_grade = _pairs("exam", "grade")
_classes_and_pupils = _pairs("classes", "pupils_start")
_position_and_category = _pairs("position", "position_category")


def _experience_above_age(rows: Rows) -> Iterator[Case]:
    """The total or, in a row without it, its kinds; the age is not said: it tells of a person."""
    total = rows.values.get("experience_total", [None] * rows.size)
    for name in ("experience_total", *_KINDS_OF_EXPERIENCE):
        for index, born, worked in _pairs("birth_year", name)(rows):
            possible = max(0, rows.year - born - YOUNGEST_WORKER + 1)
            if worked > possible and (total[index] is None or name == "experience_total"):
                yield case(index, name, worked, title=rows.title(name), youngest=YOUNGEST_WORKER)


def _kinds_above_total(rows: Rows) -> Iterator[Case]:
    for name in _KINDS_OF_EXPERIENCE:
        for index, part, total in _pairs(name, "experience_total")(rows):
            if part > total:
                yield case(index, name, title=rows.title(name), part=part, total=total)


def _no_document(rows: Rows) -> Iterator[Case]:
    documents = rows.values.get("document", [None] * rows.size)
    for index, (done, document) in enumerate(zip(rows.values["done"], documents, strict=True)):
        if done and not document:
            name = "document" if "document" in rows.raw else "stated_done"
            yield case(index, name, measure=rows.values["measure_id"][index] or "без номера")


def _course_year(rows: Rows) -> Iterator[Case]:
    for index, born, course in _born_and_course(rows):
        if not born + YOUNGEST_WORKER <= course <= rows.year:
            yield case(index, "last_course_year", course, of_year=rows.year, youngest=YOUNGEST_WORKER)


def _age(rows: Rows) -> Iterator[Case]:
    for index, born in enumerate(rows.values.get("birth_year", ())):
        if born is not None and not YOUNGEST_WORKER <= rows.year - born <= OLDEST_WORKER:
            yield case(index, "birth_year", lowest=YOUNGEST_WORKER, highest=OLDEST_WORKER)


def _course_without_need(rows: Rows) -> Iterator[Case]:
    for index, found, course in _needs_and_course(rows):
        if course and not found:
            yield case(index, "deficit_course")


def _award_below_half(rows: Rows) -> Iterator[Case]:
    for index, percent, award in _percent_and_award(rows):
        if award in {"winner", "prize_winner"} and percent < HALF:
            yield case(index, "percent", shown(percent), half=shown(HALF))


def _competes_below(rows: Rows) -> Iterator[Case]:
    for index, grade, competed in _grades(rows):
        if competed < grade:
            yield case(index, "grade_competed", competed, grade=grade)


def _exam_grade(rows: Rows) -> Iterator[Case]:
    for index, exam, grade in _exam_and_grade(rows):
        expected = EXAM_GRADES[str(exam)]
        if grade not in expected:
            yield case(index, "grade", grade, expected=" или ".join(map(str, expected)))


def _empty_classes(rows: Rows) -> Iterator[Case]:
    ends = rows.values.get("pupils_end", [None] * rows.size)
    for index, classes, pupils in _classes_and_pupils(rows):
        came_later = pupils == 0 and ends[index]
        if (classes == 0) != (pupils == 0) and not came_later:
            yield case(index, "classes", classes=classes, pupils=pupils)


def _class_size(rows: Rows) -> Iterator[Case]:
    for index, classes, pupils in _classes_and_pupils(rows):
        if classes and pupils > LARGEST_CLASS * classes:
            yield case(index, "pupils_start", pupils, classes=classes, largest=LARGEST_CLASS)


def _position(rows: Rows) -> Iterator[Case]:
    for index, position, category in _position_and_category(rows):
        if _is_of_other_category(position, category):
            yield case(index, "position_category", position=position)


@lru_cache(maxsize=10_000)
def _is_of_other_category(position: str, category: str) -> bool:
    folded = position.lower()
    is_head, is_teacher = folded.startswith(HEADS), folded.startswith(TEACHERS)
    return (is_head and category == "teacher") or (is_teacher and category != "teacher")


def _score_and_percent(rows: Rows) -> Iterator[Case]:
    """Score and percent of the others tell the maximum of a work, which stands in no column.

    The tolerance is what rounding a percent to whole numbers explains.
    """
    nothing = [None] * rows.size
    names = ("subject", "grade_competed", "score", "percent")
    columns = (rows.values.get(name, nothing) for name in names)
    works: dict[tuple[Any, Any], list[tuple[int, float, float]]] = {}
    for index, (subject, grade, score, percent) in enumerate(zip(*columns, strict=True)):
        if score is not None and percent is not None:
            works.setdefault((subject, grade), []).append((index, score, percent))
    for work in works.values():
        implied = [score / percent * WHOLE for _, score, percent in work if score and percent]
        if len(implied) < FEWEST_TO_TELL_MAXIMUM:
            continue
        maximum = median(implied)
        for index, score, percent in work:
            if abs(score - maximum * percent / WHOLE) > 1 + maximum / WHOLE:
                told_maximum = shown(round(maximum))
                yield case(index, "score", shown(score), percent=shown(percent), maximum=told_maximum)


NO_PERSON = Rule(
    rule_id="R001",
    stage=Stage.ROW,
    severity=ERROR,
    title_ru="Человек указан",
    message_ru="Нет ни фамилии с именем, ни кода: непонятно, о ком строка.",
    guidance_ru="Впишите фамилию и имя или код участника (в форме «Кадры» ФИО или табельный номер).",
    sees=Sees.ROWS,
    look=_no_person,
)
PARTS_DISAGREE = Rule(
    rule_id="R002",
    stage=Stage.ROW,
    severity=ERROR,
    title_ru="Части сходятся с итогом",
    message_ru="{explanation}.",
    guidance_ru="Проверьте слагаемые и итог.",
    sees=Sees.ROWS,
    look=_parts_disagree,
    tables=("enrollment", "vpr_marks"),
)
PART_ABOVE_WHOLE = Rule(
    rule_id="R003",
    stage=Stage.ROW,
    severity=ERROR,
    title_ru="Часть не больше целого",
    message_ru="«{title}» ({part}) больше, чем «{whole_title}» ({whole}).",
    guidance_ru="Исправьте одно из чисел.",
    sees=Sees.ROWS,
    look=_part_above_whole,
)
OCCUPIED_ABOVE_PLANNED = Rule(
    rule_id="R004",
    stage=Stage.ROW,
    severity=ERROR,
    title_ru="Занято ставок не больше, чем по штату",
    message_ru="Занято ставок {value}, а по штату {whole}.",
    guidance_ru="Исправьте число ставок по штату или занятых.",
    sees=Sees.ROWS,
    look=_occupied,
    tables=("staff_position",),
)
NO_RESULT = Rule(
    rule_id="R005",
    stage=Stage.ROW,
    severity=ERROR,
    title_ru="У явившегося есть результат",
    message_ru="Участник не отмечен как неявившийся, но результата («{title}») нет.",
    guidance_ru="Впишите результат или отметьте неявку.",
    sees=Sees.ROWS,
    look=_no_result,
)
PERCENTS_DISAGREE = Rule(
    rule_id="R006",
    stage=Stage.ROW,
    severity=ERROR,
    title_ru="Проценты составляют 100",
    message_ru="Доли отметок 2, 3, 4 и 5 в сумме дают {total} %, а не 100 % в пределах округления.",
    guidance_ru="Проверьте четыре доли.",
    sees=Sees.ROWS,
    look=_percents_disagree,
    tables=("vpr_marks",),
)
ABSENT_WITH_RESULT = Rule(
    rule_id="R007",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="У неявившегося нет результата",
    message_ru="Участник отмечен как неявившийся, но стоит результат {value}; учтена неявка.",
    guidance_ru="Уберите результат или отметку о неявке.",
    sees=Sees.ROWS,
    look=_absent_with_result,
)
EXPERIENCE_ABOVE_AGE = Rule(
    rule_id="R008",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Стаж соответствует возрасту",
    message_ru="«{title}» ({value}): столько лет не набирается, если считать с {youngest} лет.",
    guidance_ru="Проверьте стаж и год рождения.",
    sees=Sees.ROWS,
    look=_experience_above_age,
    tables=("staff_member",),
)
KINDS_ABOVE_TOTAL = Rule(
    rule_id="R009",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Педагогический и руководящий стаж не больше общего",
    message_ru="«{title}» ({part}) больше общего стажа ({total}).",
    guidance_ru="Проверьте стаж: общий включает педагогический и руководящий.",
    sees=Sees.ROWS,
    look=_kinds_above_total,
    tables=("staff_member",),
)
COURSE_YEAR = Rule(
    rule_id="R010",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Год последних курсов правдоподобен",
    message_ru="Год последних курсов {value}: раньше, чем работнику исполнилось {youngest} лет, "
    "или позже отчётного года ({of_year}).",
    guidance_ru="Проверьте год курсов и год рождения.",
    sees=Sees.ROWS,
    look=_course_year,
    tables=("staff_member",),
)
AGE = Rule(
    rule_id="R011",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Возраст работника правдоподобен",
    message_ru="По году рождения работнику меньше {lowest} или больше {highest} лет.",
    guidance_ru="Проверьте год рождения.",
    sees=Sees.ROWS,
    look=_age,
    tables=("staff_member",),
)
COURSE_WITHOUT_NEED = Rule(
    rule_id="R012",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Курсы по дефициту есть только там, где дефицит выявлен",
    message_ru="Отмечены курсы по дефициту, а дефицит не выявлен.",
    guidance_ru="Поставьте «да» в колонке «Дефицит выявлен» или уберите отметку о курсах.",
    sees=Sees.ROWS,
    look=_course_without_need,
    tables=("staff_member",),
)
AWARD_BELOW_HALF = Rule(
    rule_id="R013",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Победители и призёры набрали не меньше половины",
    message_ru="У победителя или призёра {value} % от максимума, обычно не меньше {half} %.",
    guidance_ru="Проверьте балл и статус.",
    sees=Sees.ROWS,
    look=_award_below_half,
    tables=("olympiad_result",),
)
COMPETES_BELOW = Rule(
    rule_id="R014",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="За младший класс не выступают",
    message_ru="Участник из {grade} класса выступает за {value} класс.",
    guidance_ru="Проверьте оба класса: выступать можно за свой или за старший.",
    sees=Sees.ROWS,
    look=_competes_below,
    tables=("olympiad_result",),
)
EXAM_GRADE = Rule(
    rule_id="R015",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Экзамен сдают в выпускном классе",
    message_ru="У участника указан {value} класс, а этот экзамен сдают в {expected} классе.",
    guidance_ru="Проверьте класс и вид экзамена.",
    sees=Sees.ROWS,
    look=_exam_grade,
    tables=("exam_result",),
)
EMPTY_CLASSES = Rule(
    rule_id="R016",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Классы и обучающиеся есть вместе",
    message_ru="Классов-комплектов {classes}, а обучающихся на начало года {pupils}: "
    "одного без другого не бывает.",
    guidance_ru="Проверьте оба числа; если класс объединён с другим, оставьте как есть.",
    sees=Sees.ROWS,
    look=_empty_classes,
    tables=("enrollment",),
)
CLASS_SIZE = Rule(
    rule_id="R017",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Класс не больше возможного",
    message_ru="Обучающихся на начало года {value}, классов-комплектов {classes}: "
    "больше {largest} человек в классе.",
    guidance_ru="Проверьте число классов и обучающихся.",
    sees=Sees.ROWS,
    look=_class_size,
    tables=("enrollment",),
)
POSITION_CATEGORY = Rule(
    rule_id="R018",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Категория соответствует должности",
    message_ru="Должность «{position}», а категория «{value}».",
    guidance_ru="Исправьте категорию должности: директор и заместители — руководители, учителя — педагоги.",
    sees=Sees.ROWS,
    look=_position,
    tables=("staff_member", "staff_position"),
)
WORK_UNNAMED = Rule(
    rule_id="R019",
    stage=Stage.ROW,
    severity=ERROR,
    title_ru="Предмет и класс работы ВПР известны",
    message_ru="Не указано: {lacking}. В выгрузке ВПР предмет и класс работы берутся из названия файла "
    "или папки.",
    guidance_ru="Назовите файл как при выгрузке, например «Проведение работы по математике, 4 класс».",
    sees=Sees.ROWS,
    look=_work_unnamed,
    tables=("vpr_result",),
)
DATE_OUTSIDE_YEAR = Rule(
    rule_id="R021",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Дата мероприятия лежит в учебном году",
    message_ru="Дата {value} вне {of_year} учебного года ({expected}).",
    guidance_ru="Проверьте дату и год файла.",
    sees=Sees.ROWS,
    look=told("date_outside_year"),
    tables=("measure_fact",),
)
NO_DOCUMENT = Rule(
    rule_id="R022",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Выполненное мероприятие подтверждено документом",
    message_ru="Мероприятие {measure} выполнено, а подтверждающий документ не указан.",
    guidance_ru="Впишите название, номер и дату документа.",
    sees=Sees.ROWS,
    look=_no_document,
    tables=("measure_fact",),
)
SCORE_AND_PERCENT = Rule(
    rule_id="R023",
    stage=Stage.ROW,
    severity=WARNING,
    title_ru="Балл согласуется с процентом выполнения",
    message_ru="Балл {value} не соответствует {percent} %: "
    "по остальным строкам максимальный балл этой работы {maximum}.",
    guidance_ru="Проверьте балл и процент.",
    sees=Sees.ROWS,
    look=_score_and_percent,
    tables=("olympiad_result",),
)
