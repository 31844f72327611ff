"""Small reference lists: groups of the programme, clusters, minimums, mark scales, pass scores.

Belongs here: typed look-ups over the CSV files of ``reference/``. Does not belong here: the register of
schools (``register``) and what the programme says (``programme.yaml``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from shnor_pipeline.reference.csv_rows import read_rows
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.reference.register import School

_OPEN_END = 9999
GROUPS = ("low_results", "adverse", "both")
_LOCALITY_RU = {"town": "Городские", "rural": "Сельские"}
_KIND_RU = {
    "school": "СОШ",
    "basic": "ООШ",
    "primary": "НОШ",
    "gymnasium": "гимназии",
    "lyceum": "лицеи",
}


@dataclass(frozen=True, slots=True)
class MarkScale:
    """Upper bounds of the marks 2, 3 and 4 and the maximum of one work."""

    max_2: float
    max_3: float
    max_4: float
    max_score: float

    def mark(self, score: float) -> int:
        """Turn a primary score into a mark; a bound belongs to the lower mark."""
        bounds = (self.max_2, self.max_3, self.max_4)
        return 2 + sum(score > bound for bound in bounds)


@dataclass(frozen=True)
class Lists:
    """All small lists of the reference folder."""

    groups: dict[tuple[int, str], str] = field(default_factory=dict)
    clusters: dict[int, dict[str, tuple[str, str]]] = field(default_factory=dict)
    cluster_orders: dict[int, str] = field(default_factory=dict)
    minimums: tuple[tuple[int, int, str, str, float], ...] = ()
    scales: tuple[tuple[int, int, str, int, MarkScale], ...] = ()
    pass_scores: dict[tuple[int, str, int], float] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Subjects that any list names, comparable."""
        lists = (
            (of_subject for _, _, _, of_subject, _ in self.minimums),
            (of_subject for _, _, of_subject, _, _ in self.scales),
            (of_subject for _, of_subject, _ in self.pass_scores),
        )
        return frozenset(subject for each in lists for subject in each)

    def group(self, year: int, school_id: str) -> str | None:
        """Group of a school in the programme that year, or ``None``."""
        return self.groups.get((year, school_id))

    def first_years(self) -> dict[str, int]:
        """First year of each school that was ever in the programme."""
        return {school_id: year for year, school_id in sorted(self.groups, reverse=True)}

    def cluster(self, year: int, school: School) -> tuple[str, str]:
        """Cluster (id, title) of a school; locality x kind where the year has no clusters of its own."""
        frozen = self.clusters.get(year)
        if frozen and school.school_id in frozen:
            return frozen[school.school_id]
        title = f"{_LOCALITY_RU[school.locality]} {_KIND_RU[school.kind]}"
        return f"{school.locality}_{school.kind}", title

    def minimum(self, year: int, exam: str, subject: str) -> float | None:
        """Minimum score of a subject in a year, or ``None`` where the list has none."""
        wanted = comparable(subject)
        for first, last, of_exam, of_subject, minimum in self.minimums:
            if first <= year <= last and of_exam == exam and of_subject == wanted:
                return minimum
        return None

    def scale(self, year: int, subject: str, grade: int) -> MarkScale | None:
        """Mark scale of a work in a year, or ``None`` where the list has none."""
        wanted = comparable(subject)
        for first, last, of_subject, of_grade, scale in self.scales:
            if first <= year <= last and of_grade == grade and of_subject == wanted:
                return scale
        return None

    def pass_score(self, year: int, subject: str, grade: int) -> float | None:
        """«Рейтинговый балл» of the municipal stage for a subject and the grade competed for."""
        return self.pass_scores.get((year, comparable(subject), grade))


def load_lists(folder: Path) -> Lists:
    """Read the small lists of a reference folder; a file that is not there means an empty list.

    Raises:
        ReferenceFileError: A column is missing or a cell holds something else than expected.
    """
    return Lists(
        groups=_groups(folder / "programme_schools.csv"),
        clusters=_clusters(folder / "clusters.csv"),
        cluster_orders=_cluster_orders(folder / "clusters.csv"),
        minimums=_minimums(folder / "exam_minimums.csv"),
        scales=_scales(folder / "vpr_scales.csv"),
        pass_scores=_pass_scores(folder / "olympiad_thresholds.csv"),
    )


def _groups(path: Path) -> dict[tuple[int, str], str]:
    groups: dict[tuple[int, str], str] = {}
    for line in read_rows(path, ("year", "school_id", "group"), optional=True):
        if line.text("group") not in GROUPS:
            raise line.error("group", " | ".join(GROUPS), GROUPS)
        key = (line.integer("year"), line.text("school_id"))
        if groups.get(key, line.text("group")) != line.text("group"):
            raise line.error("group", "одна группа на школу и год: для обеих групп есть значение both")
        groups[key] = line.text("group")
    return groups


def _clusters(path: Path) -> dict[int, dict[str, tuple[str, str]]]:
    clusters: dict[int, dict[str, tuple[str, str]]] = {}
    for line in read_rows(path, ("year", "school_id", "cluster_id", "cluster_title"), optional=True):
        of_year = clusters.setdefault(line.integer("year"), {})
        of_year[line.text("school_id")] = (line.text("cluster_id"), line.text("cluster_title"))
    return clusters


def _cluster_orders(path: Path) -> dict[int, str]:
    """Dates of the orders that froze the clusters of a year, where the list gives them."""
    orders: dict[int, str] = {}
    for line in read_rows(path, ("year",), optional=True, extra=("order_date",)):
        stated = line.text("order_date")
        if not stated:
            continue
        if not _is_day(stated) or orders.setdefault(line.integer("year"), stated) != stated:
            raise line.error("order_date", "одна дата приказа на год, ГГГГ-ММ-ДД")
    return orders


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _minimums(path: Path) -> tuple[tuple[int, int, str, str, float], ...]:
    columns = ("first_year", "last_year", "exam", "subject", "minimum")
    return tuple(
        (
            line.integer("first_year"),
            line.integer_or("last_year", _OPEN_END),
            line.text("exam"),
            comparable(line.text("subject")),
            line.decimal("minimum"),
        )
        for line in read_rows(path, columns, optional=True)
    )


def _scales(path: Path) -> tuple[tuple[int, int, str, int, MarkScale], ...]:
    bounds = ("max_2", "max_3", "max_4", "max_score")
    return tuple(
        (
            line.integer("first_year"),
            line.integer_or("last_year", _OPEN_END),
            comparable(line.text("subject")),
            line.integer("grade"),
            MarkScale(*(line.decimal(bound) for bound in bounds)),
        )
        for line in read_rows(path, ("first_year", "last_year", "subject", "grade", *bounds), optional=True)
    )


def _pass_scores(path: Path) -> dict[tuple[int, str, int], float]:
    return {
        (line.integer("year"), comparable(line.text("subject")), line.integer("grade")): line.decimal(
            "pass_score"
        )
        for line in read_rows(path, ("year", "subject", "grade", "pass_score"), optional=True)
    }
