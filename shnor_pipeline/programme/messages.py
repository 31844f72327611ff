"""Errors of validation in the words of the person who writes the file.

Belongs here: what stands at a key, what form was expected, the nearest valid name. Does not belong here: the
forms themselves, which the types describe (``vocabulary``).
"""

from __future__ import annotations

from datetime import date
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from shnor_pipeline.programme.consistency import nearest_name
from shnor_pipeline.programme.errors import KeyPath, Problem
from shnor_pipeline.programme.model import Programme

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_OF_A_KEY = "[key]"
"""Last step pydantic adds to the path of a dictionary key that is wrong itself."""

_LONGEST_QUOTE = 60


class _Form(NamedTuple):
    """The type expected at a path, freed of wrappers, and its description."""

    kind: Any
    description: str | None


def problems_of(error: ValidationError) -> tuple[Problem, ...]:
    """Return the problems of a validation, in the order of the model's keys."""
    problems: list[Problem] = []
    for details in error.errors(include_url=False):
        if details["type"] == "inconsistent":
            problems.extend(details["ctx"]["problems"])
        elif (
            details["type"] != "default_factory_not_called"
        ):  # follows from another error of the same section
            problems.append(_problem(details))
    return tuple(problems)


def _problem(details: ErrorDetails) -> Problem:
    path: KeyPath = tuple(step for step in details["loc"] if step != _OF_A_KEY)
    if details["type"] == "contradiction":
        return Problem(path, details["ctx"]["found"], details["ctx"]["expected"])
    if details["type"] in {"extra_forbidden", "invalid_key"}:
        known = _names_at(path[:-1])
        return Problem(
            path,
            f"ключа «{path[-1]}» здесь не бывает",
            f"один из ключей: {', '.join(known)}",
            nearest_name(path[-1], known),
        )
    if details["loc"] and details["loc"][-1] == _OF_A_KEY:
        form = _bare(get_args(_form_at(path[:-1]).kind)[0])
        return Problem(path, f"стоит ключ {_quoted(path[-1])}", _expected(form))
    form = _form_at(path)
    if details["type"] == "missing":
        return Problem(path, "обязательного ключа нет", _expected(form))
    wrong = details["input"]
    nearest = nearest_name(wrong, get_args(form.kind)) if get_origin(form.kind) is Literal else None
    return Problem(path, f"стоит {_quoted(wrong)}", _expected(form), nearest)


def _bare(kind: Any, description: str | None = None) -> _Form:
    """Take ``Annotated`` and ``| None`` off a type, keeping the description found on the way."""
    if get_origin(kind) is Annotated:
        inner, *facts = get_args(kind)
        described = (fact.description for fact in facts if isinstance(fact, FieldInfo) and fact.description)
        return _bare(inner, next(described, description))
    if get_origin(kind) in {Union, UnionType}:
        return _bare(next(each for each in get_args(kind) if each is not NoneType), description)
    return _Form(kind, description)


def _form_at(path: KeyPath) -> _Form:
    form = _Form(Programme, None)
    for step in path:
        form = _bare(_inside(form.kind, step))
    return form


def _inside(kind: Any, step: str | int) -> Any:
    """Return the declared type of one key or item of a container."""
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    return get_type_hints(kind, include_extras=True)[str(step)]


def _names_at(path: KeyPath) -> list[str]:
    kind = _form_at(path).kind
    return list(kind.model_fields) if issubclass(kind, BaseModel) else []


def _expected(form: _Form) -> str:
    kind, description = form
    if get_origin(kind) is Literal:
        return f"одно из: {', '.join(str(each) for each in get_args(kind))}"
    if get_origin(kind) is tuple:
        return "список хотя бы из одного элемента: по строке с дефисом или через запятую в [ ]"
    if get_origin(kind) is dict or (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return "раздел из ключей со своими значениями"
    return description or "значение другого вида"


def _quoted(value: object) -> str:
    """Write a value as the person sees it in the file."""
    if value is None:
        return "пусто (null)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "раздел из ключей"
    if isinstance(value, list):
        return "пустой список" if not value else "список"
    if isinstance(value, (int, float, date)):
        return str(value)
    text = str(value)
    return f"«{text}»" if len(text) <= _LONGEST_QUOTE else f"«{text[:_LONGEST_QUOTE]}…»"
