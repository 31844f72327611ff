"""Contradictions of the two road maps of the monitoring (section VIII).

Belongs here: order and dates of the steps, data they can have. Does not belong here: dates against the
approval of the document (``document``).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from shnor_pipeline.programme.contradictions.rule import Case, ContradictionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.programme.measures import Milestone
    from shnor_pipeline.programme.model import Programme

_STAGES = ("entry", "intermediate", "final")
_EXAMS = {"ege": "ЕГЭ", "oge": "ОГЭ", "vpr": "ВПР"}
"""Procedures whose results a step of the monitoring looks at."""


def _levels(programme: Programme) -> tuple[tuple[Milestone, ...], ...]:
    return programme.road_map.programme, programme.road_map.school


def _final_dates_differ(programme: Programme) -> Iterator[Case]:
    finals = [[step for step in level if step.stage == "final"][-1:] for level in _levels(programme)]
    steps = [step for level in finals for step in level]
    if len({step.ends for step in steps}) > 1:
        days = abs((steps[0].ends - steps[1].ends).days)
        yield Case(
            tuple(step.clause for step in steps),
            "; ".join(f"{step.name_ru}: {step.dates_ru}" for step in steps),
            f"{steps[0].ends:%d.%m.%Y} и {steps[1].ends:%d.%m.%Y}: между ними {days} дн.",
        )


def _stages_out_of_order(programme: Programme) -> Iterator[Case]:
    for level in _levels(programme):
        for earlier, later in pairwise(sorted(level, key=lambda step: _STAGES.index(step.stage))):
            if earlier.stage != later.stage and earlier.ends > later.starts:
                yield Case(
                    (earlier.clause, later.clause),
                    f"{earlier.name_ru}: {earlier.dates_ru}; {later.name_ru}: {later.dates_ru}",
                    f"{earlier.ends:%d.%m.%Y} позже {later.starts:%d.%m.%Y}",
                )


def _data_not_there_yet(programme: Programme) -> Iterator[Case]:
    for level in _levels(programme):
        for step in level:
            lacking = [
                f"{year}: {exam_ru} {why}"
                for year in step.data_years
                for exam, exam_ru in _EXAMS.items()
                if (why := _why_lacking(programme, exam, year, step))
            ]
            if lacking:
                said = f"{step.name_ru}: {step.dates_ru}"
                yield Case((step.clause,), said, "; ".join(lacking), step.reading_ru or "")


def _why_lacking(programme: Programme, exam: str, year: int, step: Milestone) -> str:
    procedure = programme.procedure(exam, year)
    if not procedure.held:
        return "не проводился"
    if procedure.starts is not None and procedure.starts > step.ends:
        return f"с {procedure.starts:%d.%m.%Y}, а срок – {step.ends:%d.%m.%Y}"
    return ""


FINAL_DATES_DIFFER = ContradictionRule(
    rule_id="R001",
    title_ru="Итоговый мониторинг школ и программы – в один срок",
    consequence_ru="Оба срока действуют, каждый для своего уровня.",
    look=_final_dates_differ,
)
STAGES_OUT_OF_ORDER = ContradictionRule(
    rule_id="R002",
    title_ru="Этапы мониторинга идут по порядку: входной, промежуточный, итоговый",
    consequence_ru="Сроки мониторинга берутся как напечатаны.",
    look=_stages_out_of_order,
)
DATA_NOT_THERE_YET = ContradictionRule(
    rule_id="R003",
    title_ru="Данные, по которым проводится мониторинг, к его сроку есть",
    consequence_ru="Показатель года, в котором процедуры не было, получает отметку «не проводилась».",
    look=_data_not_there_yet,
)
