"""Results of the school and municipal stages of the olympiad, and the pass scores between them.

Belongs here: who took part in what with which score and status. Does not belong here: exams, how a
protocol looks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.sample.draw import between, stream
from shnor_pipeline.sample.traits import quality, traits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.people import Pupil, SchoolYear

# Greatest score and first grade.
SUBJECTS: dict[str, tuple[int, int]] = {
    "Русский язык": (80, 5),
    "Математика": (35, 5),
    "История": (100, 5),
    "Обществознание": (100, 6),
    "Биология": (70, 5),
    "География": (80, 5),
    "Английский язык": (75, 5),
    "Литература": (60, 5),
    "Физика": (40, 7),
    "Химия": (50, 8),
}
SCHOOL_STAGE, MUNICIPAL_STAGE = "школьный", "муниципальный"
WINNER, PRIZE, PARTICIPANT, ABSENT = "победитель", "призёр", "участник", "неявка"
FIRST_MUNICIPAL_GRADE, LAST_GRADE, FIRST_GRADE = 7, 11, 5
_WEIGHTS = (0.18, 0.17, 0.11, 0.10, 0.11, 0.09, 0.08, 0.08, 0.05, 0.03)
_QUOTA = 0.45
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Participation:
    """One pupil in one subject and stage.

    Attributes:
        school: School of the pupil.
        pupil: Who.
        subject: Subject as written in protocols.
        grade: Grade in which the pupil learns.
        competed: Grade for which the pupil competes, the same or the next one.
        score: Score; ``None`` when absent.
        status: Status as a protocol says it.
    """

    school: School
    pupil: Pupil
    subject: str
    grade: int
    competed: int
    score: float | None
    status: str = PARTICIPANT


def pass_score(seed: int, year: int, subject: str, grade: int, place: str = "") -> int:
    """Score of the school stage that opens the municipal stage.

    Args:
        seed: Seed of the sample.
        year: Reporting year.
        subject: Subject.
        grade: Grade competed for.
        place: Left empty: one threshold serves the sample, as in ``olympiad_thresholds.csv``.

    Returns:
        The pass score, in points of the school stage.
    """
    share = float(stream(seed, f"pass score {subject} {grade}", year, place).uniform(0.54, 0.64))
    return round(SUBJECTS[subject][0] * share)


def school_stage(seed: int, school: School, year: int, grades: SchoolYear) -> list[Participation]:
    """Play the school stage.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year.
        grades: The school's grades; the stage is held in autumn, by those who learn there then.

    Returns:
        Participations by subject and grade.
    """
    rng = stream(seed, "olympiad", year, school.school_id)
    level = quality(seed, school, year)
    share = between(traits(seed, school, "olympiad", 0.25, 0.40), 0.25, 0.40)
    found: list[Participation] = []
    for grade in range(FIRST_GRADE, LAST_GRADE + 1):
        pupils = grades[grade].start if grade in grades else ()
        for pupil in pupils:
            keen = rng.random() < share * (1.25 if pupil.ability > 0 else 0.75)
            if keen:
                found += _participations(rng, school, pupil, grade, level)
    return _with_awards(found, by_school=True)


def _participations(
    rng: np.random.Generator, school: School, pupil: Pupil, grade: int, level: float
) -> list[Participation]:
    open_to = [subject for subject, (_, first) in SUBJECTS.items() if first <= grade]
    weights = np.array(_WEIGHTS[: len(SUBJECTS)])[[place for place, s in enumerate(SUBJECTS) if s in open_to]]
    count = int(rng.choice([1, 2, 3, 4], p=[0.45, 0.30, 0.17, 0.08]))
    places = rng.choice(len(open_to), size=count, replace=False, p=weights / weights.sum()).tolist()
    return [_participation(rng, school, pupil, open_to[place], grade, level) for place in places]


def _participation(
    rng: np.random.Generator, school: School, pupil: Pupil, subject: str, grade: int, level: float
) -> Participation:
    older = grade < LAST_GRADE and rng.random() < 0.01  # noqa: PLR2004 - one in a hundred
    latent = 1.0 * level + 0.6 * pupil.ability + 0.8 * float(rng.standard_normal())
    share = between(0.325 + 0.155 * latent, 0.0, 0.97)
    score = _halves(SUBJECTS[subject][0] * share)
    if rng.random() < 0.012:  # noqa: PLR2004 - signed up and did not come
        return Participation(school, pupil, subject, grade, grade + older, None, ABSENT)
    return Participation(school, pupil, subject, grade, grade + older, score)


def municipal_stage(
    seed: int, year: int, of_schools: Sequence[Participation], place: str
) -> list[Participation]:
    """Play the municipal stage for those whose score of the school stage reaches the pass score.

    Args:
        seed: Seed of the sample.
        year: Reporting year.
        of_schools: The school stage of all schools of the municipality.
        place: Id of the municipality.

    Returns:
        Participations of grades 7-11 by subject and grade.
    """
    rng = stream(seed, "olympiad municipal", year, place)
    found = []
    for one in of_schools:
        enough = one.score is not None and one.score >= pass_score(seed, year, one.subject, one.competed)
        if one.grade < FIRST_MUNICIPAL_GRADE or not enough:
            continue
        latent = (
            quality(seed, one.school, year) + 0.6 * one.pupil.ability + 0.8 * float(rng.standard_normal())
        )
        score = _halves(SUBJECTS[one.subject][0] * between(0.30 + 0.16 * latent, 0.02, 0.95))
        away = rng.random() < 0.04  # noqa: PLR2004
        found.append(
            Participation(
                one.school,
                one.pupil,
                one.subject,
                one.grade,
                one.competed,
                None if away else score,
                ABSENT if away else PARTICIPANT,
            )
        )
    return _with_awards(found, by_school=False)


def _halves(score: float) -> float:
    return round(score * 2) / 2


def _with_awards(found: list[Participation], *, by_school: bool) -> list[Participation]:
    """Give winners and prize-winners: only above half of the maximum, at most the quota of those who came."""
    groups: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        if one.score is not None:
            groups[one.subject, one.competed, one.school.school_id if by_school else ""].append(place)
    awarded = list(found)
    for places in groups.values():
        best = sorted(places, key=lambda place: -(found[place].score or 0))
        for rank, place in enumerate(best[: max(1, round(len(best) * _QUOTA))]):
            if (found[place].score or 0) > _HALF * SUBJECTS[found[place].subject][0]:
                awarded[place] = replace(found[place], status=PRIZE if rank else WINNER)
    order = {subject: place for place, subject in enumerate(SUBJECTS)}
    return sorted(awarded, key=lambda one: (order[one.subject], one.competed, one.school.school_id))
