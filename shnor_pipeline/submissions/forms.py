"""Which forms are asked of whom in a year.

Belongs here: what a form's manifest, the register and the calendar of procedures say together. Does not
belong here: what came (``status``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from shnor_pipeline.programme import Programme
    from shnor_pipeline.reference import School

OwedBy = Literal["school", "organiser", "municipality"]
LAST_GRADE = {"primary": 4, "basic": 9, "school": 11, "gymnasium": 11, "lyceum": 11}
"""The last grade a kind of school teaches, as the expected schools of an indicator have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form (or one layout of it) in one reporting year.

    Attributes:
        form: Name of the form.
        title_ru: What the form is.
        short_ru: Heading of a narrow column.
        table: Canonical table its rows go to.
        in_use: Whether the layout occurs in the year.
        owed_by: Who sends it: each school, an organiser for all schools, the municipality for itself.
        grades: Grades it is about; a school without any of them does not owe it. Empty = every school.
        procedures: Procedures it reports on; none of them held means that it is not owed.
        one_of: Forms of one such name stand for each other: a school owes one of them.
        voluntary: Whether a school may rightly have no rows once the form has come.
    """

    form: str
    title_ru: str
    table: str
    short_ru: str = ""
    in_use: bool = True
    owed_by: OwedBy = "school"
    grades: tuple[int, ...] = ()
    procedures: tuple[str, ...] = ()
    one_of: str = ""
    voluntary: bool = False

    def is_asked(self, programme: Programme, year: int) -> bool:
        """Tell whether the form is owed at all in a year."""
        held = [programme.is_held(procedure, year) for procedure in self.procedures]
        return self.in_use and (any(held) or not held)

    def concerns(self, school: School) -> bool:
        """Tell whether a school has a grade the form is about."""
        return not self.grades or min(self.grades) <= LAST_GRADE[school.kind]

    def ready(self, programme: Programme, year: int) -> date | None:
        """Return the last day of what the form reports on, where the calendar tells it."""
        held = [programme.procedure(name, year) for name in self.procedures]
        return max((each.ends for each in held if each.held and each.ends), default=None)


def one_per_name(layouts: Iterable[Form]) -> tuple[Form, ...]:
    """Merge the layouts of each form: the one in use in the year speaks for all.

    Returns:
        Each form once, in the order given; ``in_use`` when any layout is, grades and procedures together.
    """
    by_name: dict[str, list[Form]] = {}
    for layout in layouts:
        by_name.setdefault(layout.form, []).append(layout)
    return tuple(map(_merged, by_name.values()))


def _merged(layouts: Sequence[Form]) -> Form:
    speaker = next((each for each in layouts if each.in_use), layouts[-1])
    procedures = dict.fromkeys(name for each in layouts for name in each.procedures)
    grades = {grade for each in layouts for grade in each.grades}
    about = tuple(sorted(grades)) if all(each.grades for each in layouts) else ()
    return replace(speaker, procedures=tuple(procedures), grades=about)


def groups_of(forms: Iterable[Form]) -> tuple[tuple[Form, ...], ...]:
    """Put forms that stand for each other together, in the order given."""
    groups: dict[str, list[Form]] = {}
    for form in forms:
        groups.setdefault(f"one of {form.one_of}" if form.one_of else form.form, []).append(form)
    return tuple(map(tuple, groups.values()))
