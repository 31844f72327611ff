"""The register of schools: who exists in a year, and which school a code or a name means.

Belongs here: the register's file and the resolution of a school. Does not belong here: groups of the
programme, clusters, scales (``lists``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz, process

from shnor_pipeline.reference.csv_rows import Line, read_rows
from shnor_pipeline.spelling import leading_code, school_code_digits, school_name_key

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    *("school_id", "municipality_id", "municipality", "name_short", "name_official", "kind", "locality"),
    *("codes", "aliases", "first_year", "last_year"),
)
KINDS = ("school", "basic", "primary", "gymnasium", "lyceum")
LOCALITIES = ("town", "rural")
_FAR_PAST, _FAR_FUTURE = 1900, 9999
_SIMILAR = 70.0


@dataclass(frozen=True, slots=True)
class School:
    """A school of the register with the years in which it exists."""

    school_id: str
    municipality_id: str
    municipality: str
    name_short: str
    name_official: str
    kind: str
    locality: str
    codes: tuple[str, ...]
    aliases: tuple[str, ...]
    first_year: int
    last_year: int

    def exists_in(self, year: int) -> bool:
        """Tell whether the school works in a reporting year."""
        return self.first_year <= year <= self.last_year

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the school is known under."""
        return (self.name_short, self.name_official, *self.aliases)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came of looking a school up.

    Attributes:
        school_id: The school, or ``None``.
        problem: ``None`` when all is well; ``code_unknown`` leaves the school found by its name.
        candidates: Schools to name in the message.
    """

    school_id: str | None
    problem: Literal["unknown", "ambiguous", "conflict", "code_unknown", "closed", "empty"] | None = None
    candidates: tuple[School, ...] = ()


class Register:
    """All schools, with look-up by code and by name."""

    def __init__(self, schools: tuple[School, ...]) -> None:
        """Index the schools by code digits and by folded name."""
        self.schools = schools
        self.by_id = {school.school_id: school for school in schools}
        self._by_code: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._resolved: dict[tuple[str, str, int], Resolution] = {}
        for school in schools:
            for code in school.codes:
                digits = school_code_digits(code)
                if digits:
                    self._by_code.setdefault(digits, set()).add(school.school_id)
            for name in school.names:
                self._by_name.setdefault(school_name_key(name), set()).add(school.school_id)

    def in_year(self, year: int) -> tuple[School, ...]:
        """Schools that work in a reporting year, by id."""
        return tuple(school for school in self.schools if school.exists_in(year))

    def resolve(self, code: str, name: str, year: int) -> Resolution:
        """Find the school that a row means: by code, else by name or alias; never a guess.

        Args:
            code: Text of the code cell, may be empty; then a known code before the name counts as one.
            name: Text of the name cell, may be empty.
            year: Reporting year; of two schools of one name the one that works that year is meant.

        Returns:
            The school or the problem with candidates.
        """
        asked = (code, name, year)
        found = self._resolved.get(asked)
        if found is None:
            found = self._resolved[asked] = self._look_up(*asked)
        return found

    def _look_up(self, code: str, name: str, year: int) -> Resolution:
        if not code:
            before_name = leading_code(name)
            code = before_name if before_name in self._by_code else ""
        by_code = self._working(self._by_code.get(school_code_digits(code) or "", set()), year)
        by_name = self._working(self._by_name.get(school_name_key(name), set()) if name else set(), year)
        if not code and not name:
            return Resolution(None, "empty")
        if len(by_code) == 1:
            found = next(iter(by_code))
            if by_name and found not in by_name:
                return Resolution(None, "conflict", self._named({found, *by_name}))
            return Resolution(found)
        if len(by_code) > 1 or len(by_name) > 1:
            return Resolution(None, "ambiguous", self._named(by_code or by_name))
        if by_name:
            return Resolution(next(iter(by_name)), "code_unknown" if code else None)
        return self._not_found(code, name)

    def _working(self, ids: set[str], year: int) -> set[str]:
        return {school_id for school_id in ids if self.by_id[school_id].exists_in(year)}

    def _named(self, ids: set[str]) -> tuple[School, ...]:
        return tuple(self.by_id[school_id] for school_id in sorted(ids))

    def _not_found(self, code: str, name: str) -> Resolution:
        known = self._by_code.get(school_code_digits(code) or "") or self._by_name.get(school_name_key(name))
        if known:
            return Resolution(None, "closed", self._named(known))
        near = process.extract(
            school_name_key(name or code),
            list(self._by_name),
            scorer=fuzz.WRatio,
            limit=3,
            score_cutoff=_SIMILAR,
        )
        ids = {school_id for key, _, _ in near for school_id in self._by_name[key]}
        return Resolution(None, "unknown", self._named(ids)[:3])


def load_register(path: Path) -> Register:
    """Read ``schools.csv`` (contract, section 1).

    Raises:
        ReferenceFileError: A column is missing, a kind or locality is not one of the contract's.
    """
    return Register(tuple(sorted(map(_school, read_rows(path, COLUMNS)), key=lambda s: s.school_id)))


def _school(line: Line) -> School:
    if line.text("kind") not in KINDS:
        raise line.error("kind", " | ".join(KINDS), KINDS)
    if line.text("locality") not in LOCALITIES:
        raise line.error("locality", " | ".join(LOCALITIES), LOCALITIES)
    texts = {name: line.text(name) for name in COLUMNS[:7]}
    return School(
        **texts,
        codes=_parts(line.text("codes")),
        aliases=_parts(line.text("aliases")),
        first_year=line.integer_or("first_year", _FAR_PAST),
        last_year=line.integer_or("last_year", _FAR_FUTURE),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())
