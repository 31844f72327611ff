"""Words that every section of a programme is written with.

Belongs here: the kinds of values, the base classes of sections and the walk over all of them. Does not
belong here: any section itself.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shnor_pipeline.programme.errors import FIRST_YEAR, KeyPath

LAST_YEAR = 2100

# The description of a kind of value is its expected form in error messages, hence in Russian.
Text = Annotated[str, Field(min_length=1, description="непустой текст (число – в кавычках)")]
Flag = Annotated[bool, Field(strict=True, description="true или false")]
Day = Annotated[date, Field(strict=True, description="дата вида 2021-08-31, без кавычек")]
Count = Annotated[int, Field(strict=True, ge=0, description="целое число не меньше 0")]
Number = Annotated[int, Field(strict=True, ge=0, le=999, description="порядковый номер, целое число")]
Amount = Annotated[
    float,
    Field(strict=True, ge=0, allow_inf_nan=False, description="число не меньше 0, дробная часть через точку"),
]
Percent = Annotated[
    float,
    Field(strict=True, ge=0, le=100, allow_inf_nan=False, description="число от 0 до 100 без знака %"),
]
Year = Annotated[
    int,
    Field(
        strict=True,
        ge=FIRST_YEAR,
        le=LAST_YEAR,
        description=f"год, целое число от {FIRST_YEAR} до {LAST_YEAR} без кавычек",
    ),
]
Name = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="имя из строчных латинских букв, цифр и знака _")
]
SectionNumber = Annotated[
    str, Field(pattern=r"^[IVXLC]+$", description="номер раздела латинскими буквами, например X")
]
MeasureId = Annotated[
    str,
    Field(
        pattern=r"^[IVXLC]+ \d+(\.\d+)*$",
        description="раздел латинскими буквами, пробел и номер, например X 4.7",
    ),
]

Direction = Literal["higher", "lower"]
Operator = Literal[">=", "<="]
Provenance = Literal["certain", "repaired", "inferred", "ambiguous"]
Scope = Literal["school", "cluster", "programme", "municipality", "all"]
SchoolKind = Literal["school", "basic", "primary", "gymnasium", "lyceum"]
Unit = Literal["percent", "percent_of_schools", "percent_of_programmes"]


def contradiction(found: str, expected: str) -> PydanticCustomError:
    """Return the error of a section whose keys don't fit each other; both texts are clauses in Russian."""
    return PydanticCustomError("contradiction", "{found}; {expected}", {"found": found, "expected": expected})


class Part(BaseModel):
    """Any section of the file: it can't be changed after loading and has no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Clause(Part):
    """A statement of the programme: where it stands, what is ambiguous in it and how it is read."""

    clause: Text
    ambiguity_ru: Text | None = None
    reading_ru: Text | None = None

    @model_validator(mode="after")
    def _ambiguity_has_a_reading(self) -> Self:
        # A report prints the reading beside the figure; an open question would leave it without meaning.
        if self.ambiguity_ru and not self.reading_ru:
            raise contradiction(
                "ключ ambiguity_ru стоит без reading_ru", "выбранное чтение в ключе reading_ru"
            )
        return self


def _own_words(data: dict[str, Any]) -> str:
    return str(data["name_ru"])


class Named(Clause):
    """A statement with its exact words.

    Attributes:
        name_ru: Words of the programme, with its misprints.
        name_rest_ru: Their continuation behind a page break, just as exact.
        title_ru: Full wording for reports; the exact words when the file names no other.
    """

    name_ru: Text
    name_rest_ru: Text | None = None
    title_ru: Text = Field(default_factory=_own_words)


def parts_of(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Part]]:
    """Yield every section inside a value with the path to it, in the order of the file's keys."""
    if isinstance(value, Part):
        yield path, value
        for name in type(value).model_fields:
            yield from parts_of(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from parts_of(item, (*path, place))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from parts_of(item, (*path, name))
