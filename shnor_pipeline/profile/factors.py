"""The ten risk factors of the project «500+» and what our data can say of each.

Belongs here: names, indicators and bounds, as data. Does not belong here: their application (``risk``).

The names are those of the project; its questionnaires are not in our data, so a factor is judged by the
indicators that touch it, and three factors by nothing. The bounds are ours and say so: the project's own are
not published. Results are low at 30 % of failures, as in the rule that names schools (methodology, section
3); the other bounds are round numbers for the district to change here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Evidence:
    """An indicator that speaks of a factor.

    Attributes:
        indicator_id: Indicator in percent.
        worse: Whether the risk grows with the value (``above``) or falls with it (``below``).
        low: Bound of low significance in percent; a value equal to a bound has reached it.
        medium: Bound of medium significance.
        high: Bound of high significance.
    """

    indicator_id: str
    worse: Literal["above", "below"]
    low: float
    medium: float
    high: float


@dataclass(frozen=True, slots=True)
class Factor:
    """A risk factor.

    Attributes:
        number: Number in the project.
        title_ru: Name in the project.
        evidence: Indicators; the worst of them decides. None: the data can't speak of it.
    """

    number: int
    title_ru: str
    evidence: tuple[Evidence, ...] = ()


FACTORS = (
    Factor(1, "Низкий уровень оснащения школы"),
    Factor(
        2,
        "Дефицит педагогических кадров",
        (
            Evidence("vacancy_share", "above", 1, 5, 10),
            Evidence("part_time_share", "above", 10, 20, 30),
        ),
    ),
    Factor(
        3,
        "Недостаточная предметная и методическая компетентность педагогических работников",
        (
            Evidence("diploma_match_share", "below", 95, 90, 80),
            Evidence("qualification_raised_share", "below", 95, 85, 70),
            Evidence("category_share", "below", 60, 50, 40),
        ),
    ),
    Factor(4, "Высокая доля обучающихся с ОВЗ", (Evidence("disability_share", "above", 10, 15, 20),)),
    Factor(5, "Низкое качество преодоления языковых и культурных барьеров"),
    Factor(
        6, "Низкая учебная мотивация обучающихся", (Evidence("extra_education_share", "below", 85, 75, 60),)
    ),
    Factor(
        7,
        "Пониженный уровень школьного благополучия",
        (Evidence("satisfaction_pupils_share", "below", 85, 75, 60),),
    ),
    Factor(
        8, "Низкий уровень дисциплины в классе", (Evidence("preventive_register_share", "above", 1, 3, 5),)
    ),
    Factor(
        9,
        "Высокая доля обучающихся с рисками учебной неуспешности",
        (
            Evidence("vpr_pass_share", "below", 90, 80, 70),
            Evidence("gia_pass_share", "below", 90, 80, 70),
        ),
    ),
    Factor(10, "Низкий уровень вовлечённости родителей"),
)
