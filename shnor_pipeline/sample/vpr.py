"""Results of ВПР: scales, expected distributions, marks and task scores.

Belongs here: who wrote which work with which mark. Does not belong here: exams (``exams``), how an
aggregate or a pupil-level export looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.sample.draw import marks, stream
from shnor_pipeline.sample.exams import MATHEMATICS, RUSSIAN, latent_results
from shnor_pipeline.sample.traits import quality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.sample.draw import Generator, Integers
    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.people import Pupil

Shares = tuple[float, float, float, float]

PUPIL_LEVEL_YEAR = 2021
"""The year whose ВПР came as a pupil-level export; the others came as tables of marks."""
AUTUMN_YEAR = 2020

# Upper bounds of the marks 2, 3 and 4 and the greatest score (domain.md 2.3).
SCALES: dict[tuple[str, int], tuple[int, int, int, int]] = {
    (MATHEMATICS, 4): (5, 9, 14, 20),
    (MATHEMATICS, 5): (6, 10, 14, 20),
    (MATHEMATICS, 6): (5, 9, 13, 16),
    (MATHEMATICS, 7): (6, 11, 15, 19),
    (MATHEMATICS, 8): (7, 14, 20, 25),
    (RUSSIAN, 4): (13, 23, 32, 38),
    (RUSSIAN, 5): (17, 28, 38, 45),
    (RUSSIAN, 6): (24, 34, 44, 51),
    (RUSSIAN, 7): (21, 31, 41, 47),
    (RUSSIAN, 8): (25, 31, 44, 51),
    ("Окружающий мир", 4): (7, 17, 26, 32),
    ("Биология", 5): (11, 17, 23, 29),
    ("Биология", 6): (11, 17, 23, 28),
    ("Биология", 7): (9, 16, 22, 28),
    ("Биология", 8): (12, 20, 28, 36),
    ("История", 5): (3, 7, 11, 15),
    ("История", 6): (5, 10, 15, 20),
    ("История", 7): (6, 12, 18, 25),
    ("История", 8): (6, 11, 17, 24),
    ("География", 6): (9, 21, 30, 37),
    ("География", 7): (10, 25, 32, 37),
    ("География", 8): (12, 26, 34, 40),
    ("Обществознание", 6): (8, 14, 19, 23),
    ("Обществознание", 7): (9, 15, 20, 23),
    ("Обществознание", 8): (10, 16, 21, 25),
    ("Физика", 7): (4, 7, 10, 18),
    ("Физика", 8): (4, 7, 10, 18),
    ("Химия", 8): (9, 18, 27, 36),
    ("Английский язык", 7): (12, 20, 26, 30),
}

# Percent of the marks 2-5 (domain.md 2.3): autumn 2020, spring 2021.
_EXPECTED: dict[tuple[str, int], tuple[Shares, Shares]] = {
    (MATHEMATICS, 4): ((8.20, 30.74, 43.35, 17.70), (3.31, 23.61, 46.18, 26.90)),
    (RUSSIAN, 4): ((17.75, 35.55, 37.72, 8.98), (7.60, 31.59, 44.96, 15.85)),
    (MATHEMATICS, 5): ((20.70, 39.71, 28.60, 10.99), (14.80, 41.07, 32.22, 11.91)),
    (RUSSIAN, 5): ((22.88, 40.66, 28.16, 8.30), (14.86, 40.62, 33.33, 11.19)),
    (MATHEMATICS, 6): ((22.63, 49.24, 24.62, 3.51), (16.02, 50.07, 29.23, 4.67)),
    (RUSSIAN, 6): ((27.75, 39.63, 26.99, 5.63), (18.32, 41.32, 32.44, 7.92)),
    (MATHEMATICS, 7): ((19.80, 51.43, 23.98, 4.78), (13.90, 52.77, 27.03, 6.30)),
    (RUSSIAN, 7): ((28.23, 43.95, 24.37, 3.45), (18.44, 45.97, 29.90, 5.70)),
    (MATHEMATICS, 8): ((20.14, 59.78, 18.88, 1.20), (13.62, 59.95, 24.53, 1.90)),
    (RUSSIAN, 8): ((33.26, 33.70, 28.67, 4.37), (21.53, 37.26, 34.98, 6.23)),
}
_OTHERS_EXPECTED: tuple[Shares, Shares] = ((14.0, 42.0, 34.0, 10.0), (8.0, 40.0, 39.0, 13.0))
AGGREGATE_WORKS = (
    *_EXPECTED,
    ("Окружающий мир", 4),
    ("История", 5),
    ("Биология", 5),
    ("История", 6),
    ("Биология", 6),
)
"""Works that the tables of marks hold; the pupil-level year has Russian and mathematics only."""
PUPIL_LEVEL_WORKS = tuple(_EXPECTED)

_YEAR_SHIFT = {2018: 0.04, 2019: 0.06, 2022: -0.03, 2023: 0.02}
_MOST_FOR_ONE_TASK = 4


@dataclass(frozen=True, slots=True)
class VprWork:
    """One pupil's work; no score and no mark when absent."""

    pupil: Pupil
    mark: int | None
    score: int | None
    tasks: tuple[int, ...] = ()


def expected(subject: str, grade: int, year: int) -> Shares:
    """Percent of the marks 2-5 that the municipality as a whole shows."""
    autumn, spring = _EXPECTED.get((subject, grade), _OTHERS_EXPECTED)
    return autumn if year == AUTUMN_YEAR else spring


def mark_counts(
    seed: int, school: School, year: int, work: tuple[str, int], pupils: Sequence[Pupil]
) -> tuple[int, int, int, int]:
    """Count the marks 2-5 of one work.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year.
        work: Subject and grade.
        pupils: The grade at the end of the year.

    Returns:
        Marks 2, 3, 4 and 5; their sum is the number of participants.
    """
    rng = stream(seed, f"vpr {work}", year, school.school_id)
    given = _present_marks(rng, seed, school, year, work, pupils)
    counts = [int((given == mark).sum()) for mark in (2, 3, 4, 5)]
    return (counts[0], counts[1], counts[2], counts[3])


def _present_marks(
    rng: Generator, seed: int, school: School, year: int, work: tuple[str, int], pupils: Sequence[Pupil]
) -> Integers:
    level = quality(seed, school, year) + _YEAR_SHIFT.get(year, 0.0)
    latent = latent_results(rng, pupils, level)
    away = rng.random(len(pupils)) < float(rng.uniform(0.06, 0.13))
    given = marks(latent, expected(*work, year))
    given[away] = 0
    return given


def works(
    seed: int, school: School, year: int, work: tuple[str, int], pupils: Sequence[Pupil]
) -> list[VprWork]:
    """Play one work pupil by pupil, absent ones included.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year.
        work: Subject and grade.
        pupils: The grade at the end of the year.

    Returns:
        One work per pupil; task scores sum to the score, the score lies in the band of the mark.
    """
    rng = stream(seed, f"vpr {work}", year, school.school_id)
    given = _present_marks(rng, seed, school, year, work, pupils)
    scores = _scores(rng, given, SCALES[work])
    per_task = _task_scores(rng, scores, task_maximums(*work))
    return [
        VprWork(pupil, mark, score, tuple(tasks)) if mark else VprWork(pupil, None, None)
        for pupil, mark, score, tasks in zip(
            pupils, given.tolist(), scores.tolist(), per_task.tolist(), strict=True
        )
    ]


def _scores(rng: Generator, given: Integers, scale: tuple[int, int, int, int]) -> Integers:
    low_two = round(scale[0] * 0.3)
    bands = {0: (0, 0), 2: (low_two, scale[0])} | {
        mark: (scale[mark - 3] + 1, scale[mark - 2]) for mark in (3, 4, 5)
    }
    low = np.array([bands[mark][0] for mark in given.tolist()], dtype=np.int64)
    high = np.array([bands[mark][1] for mark in given.tolist()], dtype=np.int64)
    # A little more weight on the lower end of a band, as real distributions have.
    return low + np.floor((high - low + 1) * rng.random(len(given)) ** 1.2).astype(np.int64)


def task_maximums(subject: str, grade: int) -> tuple[int, ...]:
    """Split the greatest score of a work over its tasks: most of 1 or 2 points, a few of more."""
    left = SCALES[subject, grade][3]
    pattern = (4, 3, 3, 1, 2, 2, 1, 3, 2, 1) if subject == RUSSIAN else (1, 1, 2, 1, 2, 1, 1, 2, 2, 1)
    points: list[int] = []
    while left:
        points.append(min(pattern[len(points) % len(pattern)], left, _MOST_FOR_ONE_TASK))
        left -= points[-1]
    return tuple(points)


def _task_scores(rng: Generator, scores: Integers, maximums: tuple[int, ...]) -> Integers:
    """Hand out each score over the tasks: a random choice among all points of the work."""
    total = sum(maximums)
    if not len(scores):
        return np.zeros((0, len(maximums)), dtype=np.int64)
    order = rng.random((len(scores), total)).argsort(axis=1).argsort(axis=1)
    got = order < scores[:, None]
    starts = np.concatenate(([0], np.cumsum(maximums)[:-1]))
    return np.add.reduceat(got.astype(np.int64), starts, axis=1)
