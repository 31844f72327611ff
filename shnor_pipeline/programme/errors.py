"""What is wrong with a programme file, said to the person who wrote it.

Belongs here: one problem and the error that carries all of them. Does not belong here: how problems are
found (``consistency``, ``messages``).
"""

from dataclasses import dataclass, replace

KeyPath = tuple[str | int, ...]
"""Steps from the top of the file to a value: ``("targets", 3, "targets", 2021)``."""

FIRST_YEAR = 2000
"""The smallest year a programme may name; a smaller integer in a path is a place in a list."""


def key_text(path: KeyPath) -> str:
    """Write a path as a person reads it: ``targets[3].targets.2021``."""
    text = ""
    for step in path:
        if isinstance(step, int) and step < FIRST_YEAR:
            text += f"[{step}]"
        else:
            text += f".{step}" if text else str(step)
    return text or "весь файл"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with the place where it stands.

    Attributes:
        path: Steps to the value.
        found: What is wrong, a clause in Russian (``стоит «сто»``, ``обязательного ключа нет``).
        expected: What form is expected, in Russian.
        nearest: The closest valid name, when a name was mistyped.
        line: Line of the file, counted from 1; ``None`` when not known.
    """

    path: KeyPath
    found: str
    expected: str
    nearest: str | None = None
    line: int | None = None

    @property
    def key(self) -> str:
        """The path as a person reads it: ``targets[3].targets.2021``."""
        return key_text(self.path)

    def at_line(self, line: int | None) -> "Problem":
        """Return the same problem with the line it stands on."""
        return replace(self, line=line)

    def __str__(self) -> str:
        """One line for people: place, what stands there, what is expected, the nearest name."""
        place = self.key if self.line is None else f"{self.key} (строка {self.line})"
        hint = f"; похоже на «{self.nearest}»" if self.nearest else ""
        return f"{place}: {self.found}; ожидается {self.expected}{hint}"


class ProgrammeError(ValueError):
    """The programme file can't be used, or it says nothing about what was asked.

    Attributes:
        summary: First line of the message.
        problems: Everything that is wrong, the further lines; empty when the summary says it all.
    """

    def __init__(self, summary: str, problems: tuple[Problem, ...] = ()) -> None:
        """Join the summary and the problems into the message."""
        super().__init__("\n".join([summary, *(f"  {problem}" for problem in problems)]))
        self.summary = summary
        self.problems = problems
