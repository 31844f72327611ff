"""The indicators of the programme, one declaration each, in the order of methodology, section 1.

Belongs here: titles, clauses, parts as SQL predicates over canonical tables, readings. Does not belong
here: targets (``programme.yaml``) and the computation (``engine``).
"""

from __future__ import annotations

from dataclasses import replace

from shnor_pipeline.indicators.declare import (
    WITH_GRADE_9,
    WITH_GRADES_10_11,
    Indicator,
    OfficeShare,
    Part,
    QuarterGap,
    Scope,
    persons,
    rows,
    total,
)

TEACHER = "position_category = 'teacher' AND NOT external_part_timer"
TEACHERS_RU = "педагоги без внешних совместителей"
HEADS_AND_TEACHERS = "position_category IN ('head', 'teacher')"
PUPILS = total("social_passport", "pupils")
PUPILS_RU = "обучающиеся (по социальному паспорту)"
SENIOR_PUPILS = total("enrollment", "pupils_start", "grade BETWEEN 7 AND 11")
SENIOR_PUPILS_RU = "обучающиеся 7-11 классов на начало года"


def _of_teachers(where: str) -> tuple[Part, ...]:
    return (rows("staff_member", f"{TEACHER} AND {where}"),)


def _of_pupils(column: str) -> tuple[Part, ...]:
    return (total("social_passport", column),)


def _at_the_end(grade: int) -> Part:
    """Add up last year's pupils at its end; missing, not 0, where a form gave only the start (ОО-1)."""
    pupils = total("enrollment", "pupils_end", f"grade = {grade}", previous_year=True)
    unknown = f"count(*) FILTER (WHERE grade = {grade} AND pupils_end IS NULL)"
    return replace(pupils, sql=f"CASE WHEN {unknown} = 0 THEN {pupils.sql} END")


def _vpr_marks(lowest: int) -> tuple[Part, ...]:
    """Count ВПР marks from one up: pupil-level rows, and aggregates that no pupil-level file replaces."""
    columns = " + ".join(f"mark_{mark}" for mark in range(lowest, 6))
    return (
        rows("vpr_result", f"sat AND mark >= {lowest}"),
        total("vpr_marks", f"({columns})", "NOT superseded"),
    )


def _answers(column: str, groups: str, question: str) -> tuple[Part, ...]:
    """Add up a column of the survey over groups of respondents; a group not asked is missing, not 0."""
    of_question = f"respondents IN ({groups}) AND question = '{question}'"
    return (total("survey_answer", column, of_question, within=of_question),)


SURVEY: tuple[tuple[str, str, str, str, str, Scope | None, str], ...] = (
    (
        *("satisfaction_pupils_share", "Доля обучающихся, удовлетворенных качеством условий образования"),
        *("pupils", "conditions", "обучающиеся", None, "Без вывода: план относится к обеим группам вместе."),
    ),
    (
        *("satisfaction_parents_share", "Доля родителей, удовлетворенных качеством условий образования"),
        *("parents", "conditions", "родители", None, "Без вывода: план относится к обеим группам вместе."),
    ),
    (
        *("teacher_satisfaction_share", "Доля педагогов, удовлетворенных качеством […]"),
        *("teachers", "conditions", "педагоги", None, "Без вывода: предмет и порог в тексте утрачены."),
    ),
    (
        "site_materials_share",
        (
            "Доля педагогов, использующих методические материалы по вопросам повышения качества обучения, "
            "размещенные на сайте УО"
        ),
        *("teachers", "site_materials", "педагоги", "programme", ""),
    ),
)

TEACHERS = _of_teachers("true")
OGE_SAT = "exam = 'oge' AND sat"
HIGH_MARKS = (*_vpr_marks(4), rows("exam_result", f"{OGE_SAT} AND mark >= 4", within="exam = 'oge'"))
ALL_MARKS = (
    *_vpr_marks(2),
    rows("exam_result", f"{OGE_SAT} AND mark IS NOT NULL", within="exam = 'oge'"),
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        indicator_id="olympiad_threshold_share",
        title_ru="Доля обучающихся, которые являются участниками ВсОШ, преодолевшие рейтинговый балл "
        "для участия в муниципальном этапе",
        clause="III, целевой показатель 1",
        numerator=(
            persons(
                "olympiad_result",
                "stage = 'school' AND passed_threshold",
                within="stage = 'school'",
                by_organiser=True,
            ),
        ),
        denominator=(SENIOR_PUPILS,),
        numerator_ru="разные обучающиеся с баллом школьного этапа не ниже рейтингового балла",
        denominator_ru=SENIOR_PUPILS_RU,
        expected=WITH_GRADE_9,
        procedures=("vsosh_school",),
        verdict_scope="programme",
        reading_ru="Знаменатель: все обучающиеся 7-11 классов; обучающийся считается один раз.",
    ),
    Indicator(
        indicator_id="extra_education_share",
        title_ru="Доля обучающихся, охваченных системой дополнительного образования",
        clause="III, целевой показатель 2; VIII, мониторинг",
        numerator=_of_pupils("extra_education"),
        denominator=(PUPILS,),
        numerator_ru="обучающиеся хотя бы в одной программе дополнительного образования",
        denominator_ru=PUPILS_RU,
        verdict_scope="programme",
    ),
    Indicator(
        indicator_id="deficit_training_share",
        title_ru="Доля педагогов, прошедших курсы повышения квалификации, исходя из их профессиональных "
        "дефицитов",
        clause="III, целевой показатель 3",
        numerator=_of_teachers("deficit_found AND deficit_course"),
        denominator=_of_teachers("deficit_found"),
        numerator_ru="педагоги с выявленным дефицитом, прошедшие курсы по нему",
        denominator_ru="педагоги с выявленным дефицитом",
        verdict_scope="programme",
        reading_ru="Знаменатель: педагоги с выявленным дефицитом, а не все педагоги.",
    ),
    Indicator(
        indicator_id="tutoring_share",
        title_ru="Доля педагогов, охваченных тьюторством",
        clause="III, целевой показатель 4",
        numerator=_of_teachers("tutor"),
        denominator=TEACHERS,
        numerator_ru="педагоги, за которыми закреплён муниципальный тьютор",
        denominator_ru=TEACHERS_RU,
        verdict_scope="programme",
    ),
    Indicator(
        indicator_id="learning_community_share",
        title_ru="Доля педагогов, включенных в профессиональные обучающие сообщества в рамках ОО "
        "и за ее пределами",
        clause="III, целевой показатель 5",
        numerator=_of_teachers("learning_community"),
        denominator=TEACHERS,
        numerator_ru="педагоги в профессиональном обучающем сообществе",
        denominator_ru=TEACHERS_RU,
        verdict_scope="programme",
    ),
    Indicator(
        indicator_id="contest_share",
        title_ru="Доля педагогов, включенных в конкурсы профессионального мастерства, мастер-классы, "
        "конференции",
        clause="III, целевой показатель 6; VIII, мониторинг",
        numerator=_of_teachers("contests"),
        denominator=TEACHERS,
        numerator_ru="педагоги, участвовавшие в конкурсе, мастер-классе или конференции",
        denominator_ru=TEACHERS_RU,
        verdict_scope="programme",
    ),
    Indicator(
        indicator_id="vacancy_share",
        title_ru="Доля вакантных руководящих и педагогических должностей",
        clause="III, целевой показатель 7",
        numerator=(total("staff_position", "units_planned - units_occupied", HEADS_AND_TEACHERS),),
        denominator=(total("staff_position", "units_planned", HEADS_AND_TEACHERS),),
        numerator_ru="вакантные ставки руководителей и педагогов",
        denominator_ru="ставки руководителей и педагогов по штату",
        direction="lower",
        unit="percent_of_units",
        verdict_scope="programme",
        reading_ru="Считаются ставки, а не люди; ставки учтены полностью, поэтому без интервала.",
    ),
    Indicator(
        indicator_id="diploma_match_share",
        title_ru="Доля педагогов, преподающих свой предмет в соответствии с квалификацией по диплому",
        clause="III, целевой показатель 8",
        numerator=_of_teachers("diploma_match"),
        denominator=_of_teachers("diploma_match IS NOT NULL"),
        numerator_ru="педагоги, у которых диплом соответствует преподаваемому",
        denominator_ru="педагоги, о которых указано соответствие диплому",
        verdict_scope="programme",
    ),
    Indicator(
        indicator_id="network_share",
        title_ru="Доля школ, включенных в сетевое взаимодействие",
        clause="III, целевой показатель 9",
        numerator=(rows("school_activity", "network"),),
        denominator=(rows("school_activity"),),
        numerator_ru="школы в сетевом взаимодействии",
        denominator_ru="школы, сдавшие сведения",
        unit="percent_of_schools",
        verdict_scope="municipality",
        reading_ru="Знаменатель: все школы района, а не восемь поддерживаемых.",
    ),
    Indicator(
        indicator_id="gia9_pass_share",
        title_ru="Доля обучающихся, успешно прошедших государственную итоговую аттестацию-9 "
        "(не ниже среднего по кластеру)",
        clause="III, целевой показатель 10",
        numerator=(persons("exam_result", OGE_SAT, unless="best_mark < 3", within="exam = 'oge'"),),
        denominator=(persons("exam_result", OGE_SAT, within="exam = 'oge'"),),
        numerator_ru="обучающиеся 9 класса без «2» по всем сданным предметам ОГЭ (лучшая из периодов)",
        denominator_ru="обучающиеся 9 класса, сдававшие хотя бы один предмет",
        expected=WITH_GRADE_9,
        procedures=("oge",),
        verdict_scope="programme",
        reading_ru="План сравнивается с долей сдавших; сравнение с кластером приводится рядом.",
    ),
    Indicator(
        indicator_id="high_marks_share",
        title_ru="Доля обучающихся, демонстрирующих высокий процент [качества знаний]",
        clause="III, целевой показатель 11",
        numerator=HIGH_MARKS,
        denominator=ALL_MARKS,
        numerator_ru="отметки «4» и «5» за ВПР и ОГЭ",
        denominator_ru="все отметки за ВПР и ОГЭ",
        procedures=("vpr", "oge"),
        verdict_scope="programme",
        reading_ru="Название оборвано на границе страницы; принято: доля отметок «4» и «5».",
    ),
    Indicator(
        indicator_id="social_index_share",
        title_ru="Доля школ, преодолевших порог показателя индекса социального [благополучия]",
        clause="III, целевой показатель 12",
        numerator=(rows("social_index", "over_threshold", within="value IS NOT NULL"),),
        denominator=(rows("social_index", "value IS NOT NULL", within="value IS NOT NULL"),),
        numerator_ru="школы с неофициальным социальным индексом не ниже порога",
        denominator_ru="школы, для которых индекс вычислен",
        unit="percent_of_schools",
        verdict_scope="programme",
        reading_ru="Индекс неофициальный: формулы и порога в программе нет, веса и порог стоят в "
        "programme.yaml.",
    ),
    Indicator(
        indicator_id="base_site_share",
        title_ru="Доля школ, получивших статус опорной площадки",
        clause="III, целевой показатель 13",
        numerator=(rows("school_activity", "base_site"),),
        denominator=(rows("school_activity"),),
        numerator_ru="школы со статусом «опорная площадка»",
        denominator_ru="школы, сдавшие сведения",
        unit="percent_of_schools",
        verdict_scope="municipality",
        reading_ru="Знаменатель: все школы района.",
    ),
    Indicator(
        indicator_id="resource_centre_share",
        title_ru="Доля школ, ставших ресурсными центрами, «точками роста» в рамках реализации сетевого "
        "[взаимодействия]",
        clause="III, целевой показатель 14",
        numerator=(rows("school_activity", "resource_centre"),),
        denominator=(rows("school_activity"),),
        numerator_ru="школы, ставшие ресурсным центром или «точкой роста»",
        denominator_ru="школы, сдавшие сведения",
        unit="percent_of_schools",
        verdict_scope="municipality",
        reading_ru="Знаменатель: все школы района.",
    ),
    Indicator(
        indicator_id="distance_programme_share",
        title_ru="Доля образовательных программ с использованием дистанционных технологий в общем пакете "
        "программ ОО",
        clause="III, целевой показатель 15; VIII, мониторинг",
        numerator=(total("school_activity", "distance_programmes"),),
        denominator=(total("school_activity", "programmes"),),
        numerator_ru="образовательные программы с дистанционными технологиями",
        denominator_ru="образовательные программы",
        unit="percent_of_programmes",
        verdict_scope="programme",
    ),
    Indicator(
        indicator_id="measures_done_share",
        title_ru="Процент выполнения комплекса мер",
        clause="VIII, мониторинг",
        numerator=(),
        denominator=(),
        computed=OfficeShare(
            "measure_progress",
            numerator="sum(done_share)",
            denominator="count(*) FILTER (WHERE plan > 0)",
            reported="count(fact) FILTER (WHERE plan > 0)",
        ),
        numerator_ru="сумма долей выполнения мероприятий с планом на год (факт / план, не больше 1)",
        denominator_ru="мероприятия с планом на год",
        unit="percent_of_measures",
        verdict_scope="all",
        reading_ru="Перевыполнение одного мероприятия не покрывает невыполнения другого; мероприятие без "
        "сведений остаётся в знаменателе.",
    ),
    Indicator(
        indicator_id="gia_pass_share",
        title_ru="Процент справляемости обучающихся по ГИА",
        clause="VIII, мониторинг",
        numerator=(rows("exam_result", "sat AND passed"),),
        denominator=(rows("exam_result", "sat AND passed IS NOT NULL"),),
        numerator_ru="отметки ОГЭ не ниже «3» и результаты ЕГЭ не ниже минимального балла",
        denominator_ru="все результаты ОГЭ и ЕГЭ",
        expected=WITH_GRADE_9,
        procedures=("oge", "ege", "ege_base"),
        verdict_scope="programme",
        reading_ru="Порог 75 % относится к справляемости; успешность показана без вывода.",
    ),
    Indicator(
        indicator_id="gia_quality_share",
        title_ru="Процент успешности обучающихся по ГИА",
        clause="VIII, мониторинг",
        numerator=(rows("exam_result", "sat AND mark >= 4", within="exam IN ('oge', 'ege_base')"),),
        denominator=(rows("exam_result", "sat AND mark IS NOT NULL", within="exam IN ('oge', 'ege_base')"),),
        numerator_ru="отметки «4» и «5» за ОГЭ и базовую математику",
        denominator_ru="результаты с отметкой (ОГЭ, базовая математика)",
        expected=WITH_GRADE_9,
        procedures=("oge", "ege_base"),
        reading_ru="Без вывода: один порог 75 % не может относиться и к справляемости, и к успешности.",
    ),
    Indicator(
        indicator_id="vpr_pass_share",
        title_ru="Процент справляемости обучающихся по ВПР",
        clause="VIII, мониторинг",
        numerator=_vpr_marks(3),
        denominator=_vpr_marks(2),
        numerator_ru="отметки за ВПР не ниже «3»",
        denominator_ru="все отметки за ВПР",
        procedures=("vpr",),
        verdict_scope="programme",
        reading_ru="Порог 75 % относится к справляемости; успешность показана без вывода.",
    ),
    Indicator(
        indicator_id="vpr_quality_share",
        title_ru="Процент успешности обучающихся по ВПР",
        clause="VIII, мониторинг",
        numerator=_vpr_marks(4),
        denominator=_vpr_marks(2),
        numerator_ru="отметки «4» и «5» за ВПР",
        denominator_ru="все отметки за ВПР",
        procedures=("vpr",),
        reading_ru="Без вывода: порог 75 % относится к справляемости.",
    ),
    Indicator(
        indicator_id="low_result_school_share",
        title_ru="Число ОО, демонстрирующих низкие образовательные результаты, от общего числа ОО МР",
        clause="VIII, мониторинг",
        numerator=(rows("identification", "low_results", within="procedures_held > 0"),),
        denominator=(rows("identification", "procedures_held > 0", within="procedures_held > 0"),),
        numerator_ru="школы, выявленные как школы с низкими результатами",
        denominator_ru="школы, участвовавшие хотя бы в одной процедуре",
        direction="lower",
        unit="percent_of_schools",
        procedures=("vpr", "oge", "ege", "ege_base"),
        verdict_scope="municipality",
        reading_ru="«Число» дано в процентах; правило выявления стоит в programme.yaml, решения учтены.",
    ),
    Indicator(
        indicator_id="olympiad_municipal_share",
        title_ru="Доля обучающихся-участников муниципального этапа ВсОШ",
        clause="VIII, мониторинг",
        numerator=(
            persons(
                "olympiad_result",
                "stage = 'municipal' AND sat",
                within="stage = 'municipal'",
                by_organiser=True,
            ),
        ),
        denominator=(SENIOR_PUPILS,),
        numerator_ru="разные участники муниципального этапа",
        denominator_ru=SENIOR_PUPILS_RU,
        expected=WITH_GRADE_9,
        procedures=("vsosh_municipal",),
        verdict_scope="programme",
        reading_ru="Порог 10 % относится к участникам; призёры и победители показаны без вывода.",
    ),
    Indicator(
        indicator_id="olympiad_prize_share",
        title_ru="Доля призеров и победителей муниципального этапа ВсОШ",
        clause="VIII, мониторинг",
        numerator=(
            rows(
                "olympiad_result",
                "stage = 'municipal' AND sat AND award IN ('winner', 'prize_winner')",
                within="stage = 'municipal'",
                by_organiser=True,
            ),
        ),
        denominator=(
            rows(
                "olympiad_result",
                "stage = 'municipal' AND sat",
                within="stage = 'municipal'",
                by_organiser=True,
            ),
        ),
        numerator_ru="участия муниципального этапа со статусом победителя или призёра",
        denominator_ru="участия в муниципальном этапе",
        expected=WITH_GRADE_9,
        procedures=("vsosh_municipal",),
        reading_ru="Считаются участия, а не люди; без вывода.",
    ),
    Indicator(
        indicator_id="satisfaction_share",
        title_ru="Доля обучающихся ШНОР и ШНСУ и их родителей, удовлетворенных качеством условий образования",
        clause="VIII, мониторинг",
        numerator=_answers("positive", "'pupils', 'parents'", "conditions"),
        denominator=_answers("asked", "'pupils', 'parents'", "conditions"),
        numerator_ru="положительные ответы обучающихся и родителей об условиях",
        denominator_ru="опрошенные обучающиеся и родители",
        verdict_scope="programme",
    ),
    *(
        Indicator(
            indicator_id=indicator_id,
            title_ru=title_ru,
            clause="VIII, мониторинг",
            numerator=_answers("positive", f"'{group}'", question),
            denominator=_answers("asked", f"'{group}'", question),
            numerator_ru=f"положительные ответы: {who}",
            denominator_ru=f"опрошенные: {who}",
            verdict_scope=scope,
            reading_ru=reading_ru,
        )
        for indicator_id, title_ru, group, question, who, scope, reading_ru in SURVEY
    ),
    Indicator(
        indicator_id="preventive_register_share",
        title_ru="Число обучающихся, стоящих на профилактическом учете в связи с девиантным поведением",
        clause="VIII, мониторинг",
        numerator=_of_pupils("preventive_register"),
        denominator=(PUPILS,),
        numerator_ru="обучающиеся на профилактическом учёте",
        denominator_ru=PUPILS_RU,
        direction="lower",
        verdict_scope="programme",
        reading_ru="«Число» дано в процентах: доля от всех обучающихся.",
    ),
    Indicator(
        indicator_id="retention_4_5",
        title_ru="Сохранность контингента при переходе из 4 в 5 класс",
        clause="II; VIII, мониторинг",
        numerator=(total("enrollment", "pupils_start", "grade = 5"),),
        denominator=(_at_the_end(4),),
        numerator_ru="обучающиеся 5 класса на начало года",
        denominator_ru="обучающиеся 4 класса на конец предыдущего года",
        expected=WITH_GRADE_9,
        only_expected=True,
        reading_ru="По численности: из-за прибывших может быть больше 100 %. Порога в тексте нет.",
    ),
    Indicator(
        indicator_id="retention_9_10",
        title_ru="Сохранность контингента при переходе из 9 в 10 класс",
        clause="II; VIII, мониторинг",
        numerator=(total("enrollment", "pupils_start", "grade = 10"),),
        denominator=(_at_the_end(9),),
        numerator_ru="обучающиеся 10 класса на начало года",
        denominator_ru="обучающиеся 9 класса на конец предыдущего года",
        expected=WITH_GRADES_10_11,
        only_expected=True,
        reading_ru="По численности; школы без 10-11 классов не учитываются. Порога в тексте нет.",
    ),
    Indicator(
        indicator_id="qualification_raised_share",
        title_ru="Доля педагогов, повысивших свою квалификацию",
        clause="VIII, мониторинг",
        numerator=_of_teachers("last_course_year BETWEEN year - 2 AND year"),
        denominator=TEACHERS,
        numerator_ru="педагоги, чьи последние курсы закончились в этом году или в два предыдущих",
        denominator_ru=TEACHERS_RU,
        verdict_scope="programme",
    ),
    Indicator(
        indicator_id="category_share",
        title_ru="Доля педагогов с высшей и первой квалификационными категориями",
        clause="VIII, мониторинг",
        numerator=_of_teachers("category IN ('highest', 'first')"),
        denominator=TEACHERS,
        numerator_ru="педагоги высшей и первой категории",
        denominator_ru=TEACHERS_RU,
        verdict_scope="programme",
    ),
    Indicator(
        indicator_id="fully_staffed_school_share",
        title_ru="Укомплектованность школ педагогическими кадрами",
        clause="VIII, мониторинг",
        numerator=(
            Part(
                "staff_position",
                "CAST(coalesce(sum(CAST(units_planned - units_occupied AS DECIMAL(18, 3)))"
                f" FILTER (WHERE {HEADS_AND_TEACHERS}), 0) = 0 AS INTEGER)",
                where=HEADS_AND_TEACHERS,
            ),
        ),
        denominator=(Part("staff_position", "1"),),
        numerator_ru="школы без вакантных ставок руководителей и педагогов",
        denominator_ru="школы, сдавшие сведения",
        unit="percent_of_schools",
        verdict_scope="municipality",
        reading_ru="75 % прочитано как доля полностью укомплектованных школ: иначе порог спорит с планом "
        "по вакансиям.",
    ),
    Indicator(
        indicator_id="staffed_units_share",
        title_ru="Укомплектованность ставок",
        clause="VIII, мониторинг",
        numerator=(total("staff_position", "units_occupied"),),
        denominator=(total("staff_position", "units_planned"),),
        numerator_ru="занятые ставки",
        denominator_ru="ставки по штату",
        unit="percent_of_units",
        reading_ru="Без вывода: второе прочтение порога 75 %.",
    ),
    Indicator(
        indicator_id="competence_growth_share",
        title_ru="Доля педагогов школ, демонстрирующих прирост по предметным и метапредметным компетенциям",
        clause="VIII, мониторинг",
        numerator=_of_teachers("competence_growth"),
        denominator=_of_teachers("competence_growth IS NOT NULL"),
        numerator_ru="педагоги с измеренным приростом",
        denominator_ru="педагоги, у которых прирост измерялся",
        verdict_scope="programme",
    ),
    Indicator(
        indicator_id="quality_gap",
        title_ru="Разрыв в качестве образования между наиболее и менее успешными ОО",
        clause="VIII, комплекс мер, пункт 2",
        numerator=HIGH_MARKS,
        denominator=ALL_MARKS,
        computed=QuarterGap(),
        numerator_ru="доля отметок «4» и «5» за ВПР и ОГЭ у лучшей четверти школ",
        denominator_ru="та же доля у худшей четверти школ (вычитается)",
        direction="lower",
        unit="points",
        procedures=("vpr", "oge"),
        verdict_scope="municipality",
        reading_ru="Школы, у которых не меньше 10 отметок; четверть – целая часть от деления их числа на 4, "
        "но не меньше одной; внутри четверти отметки складываются.",
    ),
    Indicator(
        indicator_id="ege_mean_score",
        title_ru="Средний балл ЕГЭ",
        clause="II, описание ситуации",
        numerator=(
            Part(
                "exam_result",
                "coalesce(sum(score) FILTER (WHERE exam = 'ege' AND sat), 0)",
                within="exam = 'ege'",
                where="exam = 'ege' AND sat AND score IS NOT NULL",
            ),
        ),
        denominator=(
            rows("exam_result", "exam = 'ege' AND sat AND score IS NOT NULL", within="exam = 'ege'"),
        ),
        numerator_ru="сумма баллов ЕГЭ",
        denominator_ru="результаты ЕГЭ",
        unit="score",
        expected=WITH_GRADES_10_11,
        procedures=("ege",),
    ),
    Indicator(
        indicator_id="oge_mean_mark",
        title_ru="Средняя отметка ОГЭ",
        clause="II, описание ситуации",
        numerator=(
            Part(
                "exam_result",
                f"coalesce(sum(mark) FILTER (WHERE {OGE_SAT}), 0)",
                within="exam = 'oge'",
                where=f"{OGE_SAT} AND mark IS NOT NULL",
            ),
        ),
        denominator=(rows("exam_result", f"{OGE_SAT} AND mark IS NOT NULL", within="exam = 'oge'"),),
        numerator_ru="сумма отметок ОГЭ",
        denominator_ru="отметки ОГЭ",
        unit="mark",
        decimals=2,
        expected=WITH_GRADE_9,
        procedures=("oge",),
    ),
    Indicator(
        indicator_id="vpr_mean_mark",
        title_ru="Средняя отметка ВПР",
        clause="II, описание ситуации",
        numerator=(
            Part(
                "vpr_result",
                "coalesce(sum(mark) FILTER (WHERE sat), 0)",
                where="sat AND mark IS NOT NULL",
            ),
            total("vpr_marks", "(2 * mark_2 + 3 * mark_3 + 4 * mark_4 + 5 * mark_5)", "NOT superseded"),
        ),
        denominator=_vpr_marks(2),
        numerator_ru="сумма отметок ВПР",
        denominator_ru="отметки ВПР",
        unit="mark",
        decimals=2,
        procedures=("vpr",),
    ),
    *(
        Indicator(
            indicator_id=indicator_id,
            title_ru=title_ru,
            clause="II, описание ситуации",
            numerator=_of_pupils(column),
            denominator=(PUPILS,),
            numerator_ru=numerator_ru,
            denominator_ru=PUPILS_RU,
            direction="context",
        )
        for indicator_id, title_ru, column, numerator_ru in (
            (
                "low_income_share",
                "Доля детей из малообеспеченных семей",
                "low_income",
                "обучающиеся из малообеспеченных семей",
            ),
            (
                "single_parent_share",
                "Доля детей из неполных семей",
                "single_parent",
                "обучающиеся из неполных семей",
            ),
            (
                "parents_higher_education_share",
                "Доля детей, у которых оба родителя с высшим образованием",
                "parents_higher_education",
                "обучающиеся, у которых оба родителя с высшим образованием",
            ),
            (
                "disability_share",
                "Доля обучающихся с ограниченными возможностями здоровья",
                "disability",
                "обучающиеся с ОВЗ",
            ),
        )
    ),
    *(
        Indicator(
            indicator_id=indicator_id,
            title_ru=title_ru,
            clause="II, описание ситуации",
            numerator=_of_teachers(where),
            denominator=TEACHERS,
            numerator_ru=numerator_ru,
            denominator_ru=TEACHERS_RU,
            direction="context",
        )
        for indicator_id, title_ru, where, numerator_ru in (
            (
                "experience_30_share",
                "Доля педагогов со стажем более 30 лет",
                "experience_teaching > 30",
                "педагоги с педагогическим стажем более 30 лет",
            ),
            (
                "young_teacher_share",
                "Доля педагогов моложе 29 лет",
                "year - 1 - birth_year < 29",
                "педагоги моложе 29 лет на 31 декабря",
            ),
            (
                "teachers_50_share",
                "Доля педагогов 50 лет и старше",
                "year - 1 - birth_year >= 50",
                "педагоги 50 лет и старше на 31 декабря",
            ),
            (
                "position_conformity_share",
                "Доля педагогов с соответствием занимаемой должности",
                "category = 'conformity'",
                "педагоги с соответствием занимаемой должности",
            ),
            (
                "no_category_share",
                "Доля педагогов без квалификационной категории",
                "category = 'none'",
                "педагоги без категории",
            ),
        )
    ),
    Indicator(
        indicator_id="part_time_share",
        title_ru="Доля внешних совместителей",
        clause="II, описание ситуации",
        numerator=(rows("staff_member", "position_category = 'teacher' AND external_part_timer"),),
        denominator=(rows("staff_member", "position_category = 'teacher'"),),
        numerator_ru="внешние совместители среди педагогов",
        denominator_ru="все педагоги с внешними совместителями",
        direction="context",
    ),
    Indicator(
        indicator_id="head_experience_10_share",
        title_ru="Доля руководителей со стажем управленческой работы свыше 10 лет",
        clause="II, описание ситуации",
        numerator=(rows("staff_member", "position_category = 'head' AND experience_managing > 10"),),
        denominator=(rows("staff_member", "position_category = 'head'"),),
        numerator_ru="руководители со стажем управленческой работы свыше 10 лет",
        denominator_ru="руководители",
        direction="context",
    ),
)
"""All indicators that the forms read so far can give."""

BY_ID: dict[str, Indicator] = {indicator.indicator_id: indicator for indicator in INDICATORS}
