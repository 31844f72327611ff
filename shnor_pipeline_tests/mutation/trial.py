"""One trial: damage in a fresh home folder, the chain, and whether it said the right thing.

Belongs here: running and judging. Does not belong here: damage, counting over many trials (``report``).
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shnor_pipeline import chain
from shnor_pipeline.ingest import reconcile, take_in
from shnor_pipeline.quality import RULES, Sees
from shnor_pipeline.sample.draw import stream
from shnor_pipeline.settings import Settings
from shnor_pipeline_tests.mutation.desk import Desk
from shnor_pipeline_tests.mutation.registry import ANY, Expected, NoPlaceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shnor_pipeline_tests.mutation.registry import Kind

TRIES = 60
"""A choice of school and year may have no place for an error; another one is tried."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one damage.

    Attributes:
        kind: Name of the kind.
        placed: Where the error is, as expected, for a person who looks.
        caught: Whether an expected rule spoke of the file.
        right: Whether all that was expected was said at its place.
        rules: Expected rules that spoke at the right place.
        followed: Other rules that spoke as a consequence, by the kind's own words.
        false: Findings that nothing explains, as «rule place».
        before: Findings in the same files before they were damaged.
    """

    kind: str
    placed: str
    caught: bool
    right: bool
    rules: tuple[str, ...]
    followed: tuple[str, ...]
    false: tuple[str, ...]
    before: tuple[str, ...]


def try_kind(kind: Kind, clean: Path, seed: int) -> Trial:
    """Damage a fresh copy of a few clean files and judge what the chain says.

    Raises:
        NoPlaceError: No choice of files has a place for the error.
    """
    for attempt in range(TRIES):
        with tempfile.TemporaryDirectory() as folder:
            home = home_of(Path(folder) / "home")
            desk = Desk(clean, home, stream(seed, f"mutation {kind.name}", attempt))
            try:
                found = kind.damage(desk)
            except NoPlaceError:
                continue
            expected = found if isinstance(found, list) else [found]
            before = _said_before(desk, Path(folder) / "untouched") if _depends_on_others(expected) else []
            return judge(kind, expected, said_of(home, desk.year, clean, compare=desk.before), before)
    raise NoPlaceError(f"{kind.name}: no place in the sample of seed {seed}")


def home_of(home: Path) -> Path:
    """Make an empty inbox; all else is shared with the clean sample."""
    (home / "inbox").mkdir(parents=True)
    return home


def _depends_on_others(expected: list[Expected]) -> bool:
    """Tell whether an expected rule looks at all files at the desk together.

    Any other rule looks at one file, and of each file alone the clean part of the proof says that it is
    clean.
    """
    together = {Sees.YEAR, Sees.YEARS, Sees.INBOX}
    return any(RULES[rule].sees in together for each in expected for rule in each.rules if rule in RULES)


def _said_before(desk: Desk, home: Path) -> list[dict[str, Any]]:
    """Return what is said of the same files before they are damaged."""
    home_of(home)
    for file in desk.taken:
        (home / "inbox" / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(desk.clean / "inbox" / file, home / "inbox" / file)
    year = int(desk.taken[0].partition("/")[0])
    return said_of(home, year, desk.clean, compare=desk.before)


@dataclass(frozen=True)
class Bench(chain.Workspace):
    """A home folder that shares with the clean one what no damage touches: forms, register, programme."""

    like: chain.Workspace

    @property
    def programme(self) -> Any:
        """The programme of the clean sample."""
        return self.like.programme

    @property
    def reference(self) -> Any:
        """Its register and lists."""
        return self.like.reference

    @property
    def catalogue(self) -> Any:
        """The forms."""
        return self.like.catalogue

    @property
    def context(self) -> Any:
        """What reading a file needs."""
        return self.like.context


@lru_cache(maxsize=1)
def _shared(clean: Path) -> chain.Workspace:
    return chain.Workspace(Settings(home=clean))


def said_of(home: Path, year: int, clean: Path, *, compare: bool) -> list[dict[str, Any]]:
    """Let the chain read a home folder and return the findings of the inbox and of a year.

    Without a comparison the year is read as the chain does it, and nothing is written.
    """
    workspace = Bench(Settings(home=home), _shared(clean))
    strays = any(not entry.name.isdigit() for entry in (home / "inbox").iterdir())
    said = chain.survey_inbox(workspace).to_dict("records") if strays else []
    if compare:
        chain.take_in_year(workspace, year - 1)
        chain.take_in_year(workspace, year)
        return said + chain.compare_years(workspace, year).to_dict("records")
    intake = take_in(home / "inbox", year, workspace.context)
    reconcile(intake.source_files, intake.tables)
    return said + intake.findings.to_dict("records")


def judge(
    kind: Kind, expected: list[Expected], said: list[dict[str, Any]], before: list[dict[str, Any]]
) -> Trial:
    """Compare what was said with what was expected; what was said before the damage does not count."""
    old = set(places(before))
    said = [row for row in said if place(row) not in old]
    met = {each: [row for row in said if each.is_met_by(row)] for each in expected}
    explained = [row for rows in met.values() for row in rows]
    follows = {rule for each in expected for rule in each.follows}
    rest = [row for row in said if row not in explained and not follows & {ANY, row["rule_id"]}]
    return Trial(
        kind=kind.name,
        placed="; ".join(f"{each.file} {each.sheet} {each.cell or each.row}" for each in expected[:2]),
        caught=any(
            row["rule_id"] in each.rules and row["file"] in {each.file, *each.files}
            for each in expected
            for row in said
        ),
        right=all(met.values()),
        rules=tuple(sorted({row["rule_id"] for row in explained})),
        followed=tuple(sorted({row["rule_id"] for row in said if row not in explained and row not in rest})),
        false=tuple(sorted(places(rest))),
        before=tuple(sorted(old)),
    )


def place(row: dict[str, Any]) -> str:
    """Name rule and place of a finding."""
    return " ".join(str(row[name]) for name in ("rule_id", "file", "sheet", "cell"))


def places(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Name rules and places of findings."""
    return [place(row) for row in rows]
