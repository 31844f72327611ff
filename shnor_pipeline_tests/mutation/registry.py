"""What a kind of error is, and the register of all of them.

Belongs here: the records. Does not belong here: the kinds themselves (``kinds_*``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shnor_pipeline_tests.mutation.desk import Desk

ANY = "*"
"""In ``follows``: the damage is so wide that whatever else is said of the file is no false alarm."""


class NoPlaceError(Exception):
    """The files at the desk have no place for this error; another choice may."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be said, and where.

    Attributes:
        rules: Any of these rules.
        file: Path below the inbox, as a finding has it.
        sheet: Sheet, where it is about one.
        cell: Cell, where it is about one.
        row: Row of the sheet, where it is about one.
        cells: Several (sheet, cell), any of which is right.
        follows: Rules that may speak too, as a consequence.
        files: Further files, any of which is right as well.
    """

    rules: tuple[str, ...]
    file: str
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    cells: frozenset[tuple[str, str]] | None = None
    follows: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def is_met_by(self, said: Mapping[str, Any]) -> bool:
        """Tell whether a finding names the rule and the place."""
        if said["rule_id"] not in self.rules or said["file"] not in {self.file, *self.files}:
            return False
        if said["file"] in self.files:
            return True
        if self.cells is not None:
            return (said["sheet"], said["cell"]) in self.cells
        pairs = ((self.sheet, "sheet"), (self.cell, "cell"), (self.row, "source_row"))
        return all(wanted is None or said[name] == wanted for wanted, name in pairs)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error.

    Attributes:
        name: Its name.
        theme: Heading in the table.
        done: What a person did, one line.
        damage: Takes files to the desk, damages them, says what must be found (all of a list).
    """

    name: str
    theme: str
    done: str
    damage: Callable[[Desk], Expected | list[Expected]]


KINDS: dict[str, Kind] = {}
"""All kinds by name, in the order of their themes."""


def add(name: str, theme: str, done: str, damage: Callable[[Desk], Expected | list[Expected]]) -> None:
    """Register a kind."""
    if name in KINDS:
        raise ValueError(f"two kinds are named {name}")
    KINDS[name] = Kind(name, theme, done, damage)


def kind(
    theme: str, done: str
) -> Callable[[Callable[[Desk], Expected | list[Expected]]], Callable[[Desk], Expected | list[Expected]]]:
    """Register a function as the kind of its name."""

    def register(
        damage: Callable[[Desk], Expected | list[Expected]],
    ) -> Callable[[Desk], Expected | list[Expected]]:
        add(damage.__name__, theme, done, damage)
        return damage

    return register
