"""Results of ОГЭ and ЕГЭ drawn from a pupil's ability and the school's quality.

Belongs here: who sat what with which result, and the minimums. Does not belong here: ВПР (``vpr``),
olympiads (``olympiad``), how a protocol looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.sample.draw import marks, stream
from shnor_pipeline.sample.traits import quality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.sample.draw import Floats, Generator
    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.people import Pupil

MAIN, ADDITIONAL = "основной", "дополнительный"
RUSSIAN, MATHEMATICS = "Русский язык", "Математика"
MATHEMATICS_BASE, MATHEMATICS_PROFILE = "Математика (базовая)", "Математика (профильная)"

YEARS_WITHOUT_OGE = (2020,)
YEARS_WITHOUT_BASE = (2020, 2021)
_TWO_SUBJECT_YEARS = (2021,)
_ENTRANTS_ONLY = {2020: 0.84, 2021: 0.88}
"""Share of leavers who sat anything at all in the years when certificates did not need ЕГЭ."""

# Percent of the marks 2-5 of an average pupil, and the greatest primary score.
OGE_SUBJECTS: dict[str, tuple[tuple[float, float, float, float], int]] = {
    RUSSIAN: ((2.4, 33.0, 38.6, 26.0), 33),
    MATHEMATICS: ((3.4, 39.0, 45.6, 12.0), 31),
    "Обществознание": ((2.8, 44.0, 42.2, 11.0), 37),
    "География": ((2.6, 37.0, 42.4, 18.0), 31),
    "Информатика": ((2.0, 36.0, 41.0, 21.0), 19),
    "Биология": ((2.2, 47.0, 41.8, 9.0), 48),
    "Химия": ((1.4, 26.0, 38.6, 34.0), 40),
    "Физика": ((1.4, 41.0, 43.6, 14.0), 45),
    "История": ((2.8, 44.0, 36.2, 17.0), 37),
    "Английский язык": ((0.8, 18.0, 38.2, 43.0), 68),
    "Литература": ((1.2, 25.0, 37.8, 36.0), 37),
}
_OGE_CHOICE = (0.27, 0.22, 0.17, 0.12, 0.06, 0.06, 0.03, 0.04, 0.03)
"""How popular the subjects after the two compulsory ones are."""

# Mean and deviation of the score, official minimum, greatest primary score.
EGE_SUBJECTS: dict[str, tuple[float, float, int, int]] = {
    RUSSIAN: (66, 14, 24, 58),
    MATHEMATICS_PROFILE: (54, 16, 27, 32),
    "Обществознание": (56, 15, 42, 64),
    "Физика": (54, 13, 36, 52),
    "Биология": (53, 14, 36, 59),
    "Химия": (56, 16, 36, 58),
    "Информатика": (61, 16, 40, 29),
    "История": (55, 15, 32, 55),
    "Английский язык": (69, 16, 22, 100),
    "Литература": (63, 15, 32, 58),
    "География": (58, 13, 37, 45),
}
_EGE_CHOICE = (0.34, 0.16, 0.13, 0.10, 0.10, 0.07, 0.05, 0.03, 0.02)
_BASE_SHARES = (2.4, 19.0, 42.6, 36.0)
_BASE_PRIMARY = 21
EGE_BASE_MINIMUM = OGE_MINIMUM = 3

_LASTING = 0.8
"""Weight of lasting ability in a result; the rest is the day's luck."""
_ABSENT = 0.008
_REFUSES_CHOICE = 0.05


@dataclass(frozen=True, slots=True)
class ExamResult:
    """One pupil's result in one subject and period.

    Attributes:
        pupil: Who.
        subject: Subject as written in protocols.
        primary: Primary score; ``None`` when absent.
        result: Mark (ОГЭ, base mathematics) or score; ``None`` when absent.
        minimum: Official minimum in the scale of ``result``.
        period: Period.
    """

    pupil: Pupil
    subject: str
    primary: int | None
    result: int | None
    minimum: int
    period: str = MAIN


def latent_results(
    rng: Generator, pupils: Sequence[Pupil], level: float, lasting: float = _LASTING
) -> Floats:
    """Draw how well each pupil does on the day: close to standard normal over the municipality.

    Args:
        rng: Stream of the draw.
        pupils: Who sits.
        level: Quality of the school that year.
        lasting: Weight of the lasting ability, 0 to 1.

    Returns:
        One value per pupil.
    """
    abilities = np.array([pupil.ability for pupil in pupils])
    of_the_day = rng.standard_normal(len(pupils)) * (1 - lasting**2) ** 0.5
    drawn: Floats = level + lasting * abilities + of_the_day
    return drawn


def oge(seed: int, school: School, year: int, pupils: Sequence[Pupil]) -> list[ExamResult]:
    """Play ОГЭ of a school, resits included.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year.
        pupils: Grade 9 at the end of the year.

    Returns:
        Results by subject, main period before the additional one; none in a year without ОГЭ.
    """
    if year in YEARS_WITHOUT_OGE or not pupils:
        return []
    rng = stream(seed, "oge", year, school.school_id)
    level = quality(seed, school, year)
    chosen = _choices(rng, pupils, tuple(OGE_SUBJECTS)[2:], _OGE_CHOICE, least=2, most=2)
    results: list[ExamResult] = []
    for subject in OGE_SUBJECTS:
        compulsory = subject in {RUSSIAN, MATHEMATICS}
        if compulsory or year not in _TWO_SUBJECT_YEARS:
            sitting = list(pupils) if compulsory else chosen[subject]
            results += _oge_subject(rng, subject, sitting, level)
    return results


def _oge_subject(rng: Generator, subject: str, pupils: list[Pupil], level: float) -> list[ExamResult]:
    if not pupils:
        return []
    shares, greatest = OGE_SUBJECTS[subject]
    given = marks(latent_results(rng, pupils, level), shares)
    absent = rng.random(len(pupils)) < _ABSENT
    main, again = [], []
    for pupil, mark, away in zip(pupils, given.tolist(), absent.tolist(), strict=True):
        if away:
            main.append(ExamResult(pupil, subject, None, None, OGE_MINIMUM))
            continue
        main.append(ExamResult(pupil, subject, _primary(rng, mark, greatest), mark, OGE_MINIMUM))
        if mark < OGE_MINIMUM:
            second = 3 if rng.random() < 0.82 else 2  # noqa: PLR2004 - most pass the second time
            primary = _primary(rng, second, greatest)
            again.append(ExamResult(pupil, subject, primary, second, OGE_MINIMUM, ADDITIONAL))
    return main + again


def _primary(rng: Generator, mark: int, greatest: int) -> int:
    bounds = {2: (0.08, 0.27), 3: (0.30, 0.52), 4: (0.54, 0.76), 5: (0.79, 0.99)}[mark]
    return round(greatest * float(rng.uniform(*bounds)))


def ege(seed: int, school: School, year: int, pupils: Sequence[Pupil]) -> list[ExamResult]:
    """Play ЕГЭ of a school.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year; 2018 still allows both levels of mathematics.
        pupils: Grade 11 at the end of the year.

    Returns:
        Results by subject; base mathematics carries a mark instead of a score.
    """
    if not pupils:
        return []
    rng = stream(seed, "ege", year, school.school_id)
    # Those who stay until grade 11 are stronger than their cohort; the level takes that out again.
    level = quality(seed, school, year) - 0.25
    entering = rng.random(len(pupils)) < _ENTRANTS_ONLY.get(year, 1.0)
    sitting = [pupil for pupil, enters in zip(pupils, entering.tolist(), strict=True) if enters]
    by_subject = _choices(rng, sitting, tuple(EGE_SUBJECTS)[2:], _EGE_CHOICE, least=1, most=2)
    base, profile = _levels(rng, sitting, year)
    by_subject |= {RUSSIAN: sitting, MATHEMATICS_PROFILE: profile}
    results: list[ExamResult] = []
    for subject in EGE_SUBJECTS:
        results += _ege_subject(rng, subject, by_subject[subject], level)
        if subject == RUSSIAN:
            results += _base(rng, base, level)
    return results


def _levels(rng: Generator, pupils: list[Pupil], year: int) -> tuple[list[Pupil], list[Pupil]]:
    """Split between base and profile mathematics."""
    draws = rng.random(len(pupils))
    wish = [0.5 + 0.18 * pupil.ability for pupil in pupils]
    profile = [pupil for pupil, draw, share in zip(pupils, draws, wish, strict=True) if draw < share]
    if year in YEARS_WITHOUT_BASE:
        return [], profile
    taken = {pupil.number for pupil in profile}
    both = year <= 2018  # noqa: PLR2004 - from 2019 on one level only
    base = [p for p in pupils if p.number not in taken or (both and rng.random() < 0.6)]  # noqa: PLR2004
    return base, profile


def _base(rng: Generator, pupils: list[Pupil], level: float) -> list[ExamResult]:
    if not pupils:
        return []
    given = marks(latent_results(rng, pupils, level + 0.25), _BASE_SHARES)
    return [
        ExamResult(p, MATHEMATICS_BASE, _primary(rng, mark, _BASE_PRIMARY), mark, EGE_BASE_MINIMUM)
        for p, mark in zip(pupils, given.tolist(), strict=True)
    ]


def _ege_subject(rng: Generator, subject: str, pupils: list[Pupil], level: float) -> list[ExamResult]:
    if not pupils:
        return []
    mean, deviation, minimum, greatest = EGE_SUBJECTS[subject]
    scores = np.clip(np.rint(mean + deviation * latent_results(rng, pupils, level)), 4, 100).astype(int)
    absent = rng.random(len(pupils)) < _ABSENT
    results = []
    for pupil, score, away in zip(pupils, scores.tolist(), absent.tolist(), strict=True):
        primary = None if away else round(greatest * (score / 100) ** 1.2)
        results.append(ExamResult(pupil, subject, primary, None if away else score, minimum))
    return results


def _choices(
    rng: Generator,
    pupils: Sequence[Pupil],
    subjects: tuple[str, ...],
    popularity: tuple[float, ...],
    *,
    least: int,
    most: int,
) -> dict[str, list[Pupil]]:
    """Let each pupil choose ``least`` to ``most`` subjects."""
    chosen: dict[str, list[Pupil]] = {subject: [] for subject in subjects}
    shares = np.array(popularity) / sum(popularity)
    for pupil in pupils:
        count = int(rng.integers(least, most + 1))
        if least == 1 and rng.random() < _REFUSES_CHOICE:
            continue
        for place in rng.choice(len(subjects), size=count, replace=False, p=shares).tolist():
            chosen[subjects[place]].append(pupil)
    return chosen
