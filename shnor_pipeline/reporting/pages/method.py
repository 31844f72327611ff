"""The page that says how everything was counted.

Belongs here: notes, definitions, readings, what the columns of the download mean. Does not belong here: the
texts of the programme (``programme/``) and of single notes (``wording``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.pages.downloads import columns_of_values
from shnor_pipeline.reporting.pages.shell import render

if TYPE_CHECKING:
    from shnor_pipeline.reporting.pages.facts import SiteFacts

_CLUSTER_NOTE = (
    "Школа сравнивается с планом, со своим прошлым и с остальными школами своего кластера, взятыми "
    "вместе, без неё самой. «Лучше» и «хуже» сказано только там, где 95-процентный интервал разности "
    "(Ньюкомб) не содержит нуля, а в школе и в остальных школах не меньше 10 человек. Где в кластере нет "
    "другой школы с данными, сравнения нет."
)
_ADVICE_NOTE = (
    "Рекомендация дана, если весь 95-процентный интервал значения школы программы лежит хуже плана и за "
    "значением стоит не меньше 10 человек. Названы годы, в которые было так же."
)
_RISK_NOTE = (
    "Названия факторов – из проекта «500+». Анкет проекта в данных нет, поэтому значимость определена по "
    "показателям, близким к фактору, по нашим границам; рядом стоит значение и граница. Где ни один "
    "показатель о факторе не говорит, написано «нет данных»."
)
NOTES = (
    ("Сложение", wording.ADDITIVITY_NOTE),
    ("Интервалы", wording.INTERVAL_NOTE),
    ("Школа и кластер", _CLUSTER_NOTE),
    ("Малые числа", wording.FEW_NOTE.removeprefix("* ")),
    ("Порядок", wording.NO_ORDER_NOTE),
    ("Рекомендации", _ADVICE_NOTE),
    ("Рисковый профиль", _RISK_NOTE),
)


def render_method(facts: SiteFacts) -> str:
    """Write ``method.html``."""
    return render(
        "method.html.j2",
        facts.report,
        "method.html",
        notes=(*NOTES, *_projection_notes(facts), ("Выявление", facts.rule_ru)),
        columns=columns_of_values(),
    )


def _projection_notes(facts: SiteFacts) -> tuple[tuple[str, str], ...]:
    """Say how values were projected; no note where none was."""
    methods = (row["method_ru"] for row in facts.projections.values() if row["value"] is not None)
    return tuple(("Прогноз", method) for method in dict.fromkeys(methods))
