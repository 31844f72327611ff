"""From the file ``programme.yaml`` to the typed programme.

Belongs here: opening the file and joining what reading and checking say about it. Does not belong here: the
checks themselves (``model``, ``consistency``) and their wording (``messages``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from shnor_pipeline.programme.errors import Problem, ProgrammeError
from shnor_pipeline.programme.messages import problems_of
from shnor_pipeline.programme.model import Programme
from shnor_pipeline.programme.references import unknown_indicators
from shnor_pipeline.programme.yaml_text import YamlText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

BAVLY_2021 = Path(__file__).with_name("bavly_2021.yaml")
"""The programme of the Bavly district, with which a sample home folder begins."""


def load_programme(path: Path, known_indicators: Collection[str] | None = None) -> Programme:
    """Read and check a programme.

    Args:
        path: The file ``programme.yaml``; its keys are explained in KEYS.md of this package.
        known_indicators: Ids of the catalogue; without them the names of indicators are not checked.

    Returns:
        The programme; whatever is returned is consistent.

    Raises:
        ProgrammeError: The file is missing, is not YAML, repeats a key, holds a wrong value or names an
            unknown indicator. The message is for people and names every wrong key.
    """
    try:
        text = YamlText(_read(path))
    except ProgrammeError as error:
        raise ProgrammeError(f"Файл программы {path}: {error.summary}", error.problems) from error
    try:
        programme = Programme.model_validate(text.values)
    except ValidationError as error:
        raise _wrong(path, text, problems_of(error)) from error
    unknown = [] if known_indicators is None else unknown_indicators(programme, known_indicators)
    if unknown:
        raise _wrong(path, text, unknown)
    return programme


def _wrong(path: Path, text: YamlText, problems: Iterable[Problem]) -> ProgrammeError:
    told = tuple(problem.at_line(text.line_of(problem.path)) for problem in problems)
    return ProgrammeError(f"Файл программы {path}: ошибок – {len(told)}.", told)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ProgrammeError("такого файла нет.") from error
    except UnicodeDecodeError as error:
        raise ProgrammeError("файл не в кодировке UTF-8; сохраните его в UTF-8.") from error
