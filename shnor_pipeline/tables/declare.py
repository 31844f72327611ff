"""How a table is declared: one pandera model with Russian titles, units and personal-data flags.

Belongs here: the vocabulary of a declaration and the plain facts read back from it. Does not belong
here: the tables themselves (``canonical``, ``published``) or what is rendered from them (``render``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series
from pyarrow import ArrowInvalid, bool_, float64, int64, nulls, string
from pyarrow import array as arrow_array

import shnor_pipeline.tables.pandera_checks  # noqa: F401 - before pandera itself loads them

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas.api.extensions import ExtensionArray
    from pyarrow import Array, ChunkedArray
    from pyarrow import Table as ArrowTable

Integer = Series[pd.Int64Dtype]
Decimal = Series[pd.Float64Dtype]
Flag = Series[pd.BooleanDtype]
Text = str
"""The four types a column may have; all of them know a missing value."""

SCOPES = ("school", "cluster", "programme", "municipality", "all")
"""Groups of schools a number may be about (contract, section 4)."""

INTEGER, DECIMAL, FLAG, TEXT = "Int64", "Float64", "boolean", "str"
"""The same four as pandas names them."""

_KINDS: Mapping[str, Any] = {name: pd.api.types.pandas_dtype(name) for name in (INTEGER, DECIMAL, FLAG, TEXT)}

ARROW = {INTEGER: int64(), DECIMAL: float64(), FLAG: bool_(), TEXT: string()}
"""The same four as Arrow and Parquet have them."""

ADDRESS = ("source_file", "source_sheet", "source_row")
"""Columns that say which cells a canonical row comes from."""

YES_NO: Mapping[str, bool] = {"да": True, "нет": False}
"""Words of a yes-or-no column; the other spellings of contract section 3 are the reader's business."""


def column(  # noqa: PLR0913 - one keyword per fact of a column keeps declarations on one line
    title_ru: str,
    *,
    unit: str = "",
    personal: bool = False,
    words: Mapping[str, Any] | None = None,
    blank: Any = None,
    derived: bool = False,
    nullable: bool = False,
    reads: str = "",
    part_of: str = "",
    made_of: tuple[str, ...] = (),
    **checks: Any,
) -> Any:
    """Declare a column.

    Args:
        title_ru: Title that a school or an analyst reads.
        unit: Unit of the value, in Russian; empty for text and flags.
        personal: Whether the column holds data about a person (a pseudonym counts).
        words: Russian word of the form -> stored value, for columns with a closed list.
        blank: Value that an empty cell stands for; ``None`` = missing.
        derived: Whether the column is computed by us and not read from the form.
        nullable: Whether a missing value is allowed.
        reads: How a cell is read where the type does not say it: ``grade`` for «9А».
        part_of: Column of the same row that can't be smaller than this one.
        made_of: What a computed column is computed from where the names don't say it: ``table.column``, or
            the canonical name of a column of the form.
        **checks: Checks of ``pandera.Field`` (``ge``, ``le``, ``isin`` …).

    Returns:
        A pandera field that carries these facts as metadata.
    """
    if words is not None and not set(words.values()) <= {True, False}:
        checks["isin"] = sorted(set(words.values()))
    facts = {"unit": unit, "personal": personal, "words": words, "blank": blank} | {
        "derived": derived,
        "reads": reads,
        "part_of": part_of,
        "made_of": made_of,
    }
    return pa.Field(title=title_ru, nullable=nullable, metadata=facts, **checks)


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """The facts of one column, read back from its declaration."""

    name: str
    dtype: str
    title_ru: str
    unit: str
    personal: bool
    nullable: bool
    derived: bool
    reads: str
    part_of: str
    made_of: tuple[str, ...]
    words: Mapping[str, Any] | None
    blank: Any
    checks: tuple[pa.Check, ...]

    @property
    def comment_ru(self) -> str:
        """Title and unit as one line, for the database and the dictionary."""
        return f"{self.title_ru}, {self.unit}" if self.unit else self.title_ru


class Table(pa.DataFrameModel):
    """Base of every declared table: a column that was not declared is an error, never silently kept."""

    class Config:
        """Options of pandera that hold for every table."""

        strict = True


@dataclass(frozen=True)
class TableSpec:
    """A declared table with everything that is rendered from it.

    Attributes:
        name: Name in the store and in the published database.
        title_ru: Title in Russian.
        model: The columns; the first line of its docstring is the grain.
        key: Columns that make a row unique; empty where nothing does.
    """

    name: str
    title_ru: str
    model: type[Table]
    key: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """Grain and meaning: the first line of the declaration's docstring."""
        return (self.model.__doc__ or "").strip().splitlines()[0]

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """The pandera schema; building it takes milliseconds, so it is kept."""
        return self.model.to_schema()

    @cached_property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """Columns in declared order, the cells a row comes from last."""
        names = list(self.schema.columns)
        if set(ADDRESS) <= set(names):
            names = [name for name in names if name not in ADDRESS] + list(ADDRESS)
        return tuple(_column_spec(name, self.schema.columns[name]) for name in names)

    @cached_property
    def by_name(self) -> dict[str, ColumnSpec]:
        """Columns by name."""
        return {spec.name: spec for spec in self.columns}

    def row_key(self, row: Mapping[str, Any]) -> str:
        """Return what tells rows of one line of a sheet apart: the key without year and school, as text."""
        return "|".join(str(row[name]) for name in self.key if name not in {"year", "school_id"})

    def frame(self, columns: Mapping[str, list[Any]] | None = None) -> pd.DataFrame:
        """Build a frame of the declared types from lists; a column not given is all missing.

        Args:
            columns: Values by column name, all of one length; names not declared are left out.

        Returns:
            One row per list position, columns in declared order.
        """
        given = columns or {}
        size = len(next(iter(given.values()))) if given else 0
        return self._frame_of(given, size) if size else self._no_rows.copy(deep=False)

    def of_rows(self, rows: Sequence[Mapping[Any, Any]]) -> pd.DataFrame:
        """Build a frame of the declared types from records; a key not given is a missing value."""
        return self.frame({spec.name: [row.get(spec.name) for row in rows] for spec in self.columns})

    def of_arrow(self, read: ArrowTable) -> pd.DataFrame:
        """Build a frame of some declared columns that were stored with the declared types.

        Pandas itself takes several times as long: it makes columns of other types and casts them.
        """
        dtypes = {name: self.by_name[name].dtype for name in read.column_names}
        return pd.DataFrame({name: _of_arrow(read.column(name), dtype) for name, dtype in dtypes.items()})

    @cached_property
    def _no_rows(self) -> pd.DataFrame:
        """A frame without rows; building one takes a millisecond, and most tables of a year are empty."""
        return self._frame_of({}, 0)

    def _frame_of(self, given: Mapping[str, list[Any]], size: int) -> pd.DataFrame:
        nothing = [None] * size
        arrays = {spec.name: _array(given.get(spec.name, nothing), spec.dtype) for spec in self.columns}
        return pd.DataFrame(arrays, copy=False)


def _array(values: list[Any], dtype: str) -> ExtensionArray:
    """Make a column; Arrow does it several times faster where the values are of the type as they are."""
    try:
        read = arrow_array(values, from_pandas=True)
    except (ArrowInvalid, TypeError, OverflowError, UnicodeError):  # of several types, or of none
        read = nulls(0)
    if read.type == ARROW[dtype]:
        return _of_arrow(read, dtype)
    array: ExtensionArray = pd.array(values, dtype=_KINDS[dtype])
    return array


def _of_arrow(read: Array | ChunkedArray, dtype: str) -> ExtensionArray:
    array: ExtensionArray = _KINDS[dtype].__from_arrow__(read)
    return array


@dataclass(frozen=True)
class ViewSpec:
    """Rows of a published table that satisfy a condition when they are queried.

    Attributes:
        name: Name in the published database.
        title_ru: Title in Russian.
        table: The table; the view has its columns and their comments.
        where: Condition in SQL.
    """

    name: str
    title_ru: str
    table: TableSpec
    where: str


def _column_spec(name: str, declared: pa.Column) -> ColumnSpec:
    facts = declared.metadata or {}
    return ColumnSpec(
        name=name,
        dtype=TEXT if str(declared.dtype).startswith("str") else str(declared.dtype),
        title_ru=declared.title or name,
        unit=facts.get("unit", ""),
        personal=facts.get("personal", False),
        nullable=declared.nullable,
        derived=facts.get("derived", False),
        reads=facts.get("reads", ""),
        part_of=facts.get("part_of", ""),
        made_of=facts.get("made_of", ()),
        words=facts.get("words"),
        blank=facts.get("blank"),
        checks=tuple(declared.checks),
    )
