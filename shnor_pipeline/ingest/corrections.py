"""The ledger of corrections applied to the cells of a year, before anything is made of them.

Belongs here: finding the one cell an entry means, changing it, and saying what came of the entry. Does not
belong here: the ledger's file (``reference/corrections``) and the judgement of the new value, which is read
and judged like any other.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shnor_pipeline.ingest import cells
from shnor_pipeline.ingest.draft import PERSONAL_INPUTS
from shnor_pipeline.person_names import MASK
from shnor_pipeline.quality.facts import LedgerEntry, LedgerFacts
from shnor_pipeline.quality.shown import shown
from shnor_pipeline.spelling import comparable
from shnor_pipeline.tables import CORRECTION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import pandas as pd

    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.ingest.source import Catalogue
    from shnor_pipeline.quality import Place
    from shnor_pipeline.reference import Correction

_Addresses = dict[str, list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A cell of a sender's sheet; a layout that is no plain table may repeat it in several rows."""

    draft: Draft
    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an entry of the ledger.

    Attributes:
        entry: The entry, with its values as written: it must be shown through :func:`frame_of` only.
        status: ``applied``, ``unmatched``, ``stale`` or ``ambiguous``.
        column: Canonical name of the input column, where known.
        form: Form, where known.
        place: The one cell that is meant.
        stands: What stood there.
        places: How many places the entry fits.
        personal: Whether the values tell of a person, or it can't be known that they do not.
        where: The place in Russian; no person is named.
        reason: The entry's reason; masked where it repeats the name of the person in the row.
    """

    entry: Correction
    status: str
    column: str
    form: str
    place: Place | None
    stands: str
    places: int
    personal: bool
    where: str
    reason: str


def apply(drafts: Sequence[Draft], entries: Iterable[Correction], catalogue: Catalogue) -> list[Outcome]:
    """Change the cells that the entries of a ledger mean.

    Places are looked up in the texts as they were sent; the entries are then applied in their order, so
    that of two entries for one cell the second one sees what the first one wrote.

    Args:
        drafts: All drafts of the year, nothing made of their cells yet.
        entries: Entries that speak of this year.
        catalogue: Forms, to know the columns of entries that match nothing.

    Returns:
        An outcome for each entry. An entry that matches nothing, several places or another value than it
        expects changes nothing.
    """
    addresses: dict[int, _Addresses] = {}
    found = [(entry, list(_spots(drafts, entry, addresses))) for entry in entries]
    return [_settled(entry, spots, catalogue) for entry, spots in found]


def may_mean(entries: Iterable[Correction], file: str, forms: Collection[str]) -> bool:
    """Tell whether entries of a ledger may mean a cell of a file, which is then needed as it was sent.

    Args:
        entries: Entries that speak of the file's year.
        file: Its path below the inbox.
        forms: Forms of its sheets.
    """
    return any(
        _is_file(file, entry.file) if entry.file else not entry.form or entry.form in forms
        for entry in entries
    )


def facts_of(outcomes: Iterable[Outcome]) -> LedgerFacts:
    """Turn outcomes into what the rules of the ledger look at, persons masked."""
    return LedgerFacts(
        tuple(
            LedgerEntry(
                each.entry.line,
                each.status,
                each.where,
                old=_masked(each.entry.old, hide=each.personal) or "",
                stands=_masked(each.stands, hide=each.personal) or "",
                personal=each.personal,
                places=each.places,
            )
            for each in outcomes
        )
    )


def frame_of(outcomes: Iterable[Outcome]) -> pd.DataFrame:
    """Turn outcomes into the table ``correction``, persons masked, in the order of the ledger."""
    rows = [_row(each) for each in outcomes]
    return CORRECTION.frame({spec.name: [row[spec.name] for row in rows] for spec in CORRECTION.columns})


def _row(outcome: Outcome) -> dict[str, Any]:
    entry, place = outcome.entry, outcome.place
    return {
        "year": entry.year,
        "line": entry.line,
        "file": place.file if place else entry.file or None,
        "sheet": place.sheet if place else entry.sheet or None,
        "cell": place.cell if place else entry.cell or None,
        "form": outcome.form or None,
        "column_name": outcome.column or None,
        "old": _masked(entry.old, hide=outcome.personal),
        "new": _masked(entry.new, hide=outcome.personal),
        "reason": outcome.reason,
        "order_number": entry.order_number,
        "role": entry.role,
        "date": entry.date.isoformat(),
        "status": outcome.status,
    }


def _masked(text: str, *, hide: bool) -> str | None:
    return (MASK if hide else text) if text else None


def _settled(entry: Correction, spots: list[_Spot], catalogue: Catalogue) -> Outcome:
    if len(spots) == 1:
        return _changed(entry, spots[0])
    name, personal = _known_column(entry, entry.column, catalogue)
    return Outcome(
        entry,
        "ambiguous" if spots else "unmatched",
        column=name,
        form=entry.form,
        place=None,
        stands="",
        places=len(spots),
        personal=personal,
        where=_stated_place(entry, catalogue),
        reason=entry.reason,
    )


def _changed(entry: Correction, spot: _Spot) -> Outcome:
    """Write the new value where the old one stands."""
    draft, name, first = spot.draft, spot.name, spot.rows[0]
    place = draft.place(first, name)
    sent = [draft.stands(row, name) for row in spot.rows]
    stands = next((each for each in sent if not _is_text(each, entry.old)), sent[0])
    fits = all(_is_text(each, entry.old) for each in sent)
    texts = (entry.old, entry.new, cells.text_of(stands))
    personal = any(draft.is_personal(row, name, text) for row in spot.rows for text in texts)
    tells = any(draft.is_personal(row, None, entry.reason) for row in spot.rows)
    for row in spot.rows if fits else ():
        draft.correct(row, name, entry.new)
    return Outcome(
        entry,
        "applied" if fits else "stale",
        column=name,
        form=draft.form,
        place=place,
        stands="" if cells.is_blank(stands) else shown(stands),
        places=1,
        personal=personal,
        where=f"файл «{place.file}», лист «{place.sheet}», ячейка {place.cell}",
        reason=MASK if tells else entry.reason,
    )


def _is_text(cell: Any, text: str) -> bool:
    """Tell whether a cell reads as a text, as the program writes it or as people do."""
    if cells.is_blank(cell):
        return not text
    return comparable(text) in {comparable(cells.text_of(cell)), comparable(shown(cell))}


def _spots(drafts: Sequence[Draft], entry: Correction, addresses: dict[int, _Addresses]) -> Iterator[_Spot]:
    for draft in drafts:
        if not draft.size or (entry.form and entry.form != draft.form):
            continue
        if entry.file and not _is_file(draft.file, entry.file):
            continue
        if entry.sheet and comparable(entry.sheet) != comparable(draft.sheet):
            continue
        if entry.cell:
            yield from _at_address(draft, entry, addresses)
        else:
            yield from _by_key(draft, entry)


def _is_file(path: str, named: str) -> bool:
    """Tell whether a path is the named one, or one of the two is the end of the other."""
    parts, wanted = _parts(path), _parts(named)
    length = min(len(parts), len(wanted))
    return parts[-length:] == wanted[-length:]


@lru_cache(maxsize=10_000)
def _parts(path: str) -> tuple[str, ...]:
    # a name from another system may hold Й as two characters
    plain = unicodedata.normalize("NFC", path).replace("\\", "/")
    return tuple(comparable(part) for part in plain.split("/") if part)


def _at_address(draft: Draft, entry: Correction, addresses: dict[int, _Addresses]) -> Iterator[_Spot]:
    known = addresses.get(id(draft))
    if known is None:
        known = addresses[id(draft)] = _addresses(draft)
    rows: dict[str, list[int]] = {}
    for index, name in known.get(entry.cell, ()):
        rows.setdefault(name, []).append(index)
    wanted = _input_name(draft, entry.column) if entry.column else None
    for name, indices in rows.items():
        if not entry.column or name == wanted:
            yield _Spot(draft, name, tuple(indices))


def _addresses(draft: Draft) -> _Addresses:
    found: _Addresses = {}
    for name in draft.raw:
        for index, (row, column) in enumerate(draft.grid_cells(name)):
            found.setdefault(draft.grid.address(row, column)[0], []).append((index, name))
    return found


def _by_key(draft: Draft, entry: Correction) -> Iterator[_Spot]:
    name = _input_name(draft, entry.column)
    key = [(_input_name(draft, part), comparable(text)) for part, text in entry.key]
    if name is None or any(part is None for part, _ in key):
        return
    columns = [(draft.raw_texts(part), text) for part, text in key if part is not None]
    for index in range(draft.size):
        if all(comparable(texts[index]) == text for texts, text in columns):
            yield _Spot(draft, name, (index,))


def _input_name(draft: Draft, column: str) -> str | None:
    """Return the input column that is called so by its canonical name or by its header on this sheet."""
    if column in draft.raw:
        return column
    wanted = comparable(column)
    for name, at in draft.located.columns.items():
        if comparable(draft.located.texts.get(at, "")) == wanted:
            return name
    mapped = draft.located.source.labels(draft.year).get(wanted)
    return mapped if mapped in draft.raw else None


def _known_column(entry: Correction, column: str, catalogue: Catalogue) -> tuple[str, bool]:
    """Return the canonical name of a column that an entry names, and whether it may tell of a person.

    A column that no form knows may hold anything.
    """
    wanted, found, personal = comparable(column), set[str](), False
    for source in catalogue.sources:
        if entry.form in {"", source.form}:
            labels = source.labels(entry.year)
            name = column if column in labels.values() else labels.get(wanted)
            if name is not None:
                spec = source.table.by_name.get(name)
                found.add(name)
                personal |= name in PERSONAL_INPUTS or (spec is not None and spec.personal)
    return found.pop() if len(found) == 1 else column, personal or not found


def _stated_place(entry: Correction, catalogue: Catalogue) -> str:
    """Say which place an entry names; the values of its key are shown where they tell of no person."""
    parts = [f"файл «{entry.file}»"] if entry.file else []
    parts += [f"лист «{entry.sheet}»"] if entry.sheet else []
    parts += [f"ячейка {entry.cell}"] if entry.cell else []
    parts += [f"форма «{entry.form}»"] if entry.form else []
    if entry.key:
        key = (
            f"{name}={_masked(text, hide=_known_column(entry, name, catalogue)[1]) or ''}"
            for name, text in entry.key
        )
        parts.append(f"ключ «{';'.join(key)}»")
    parts += [f"колонка «{entry.column}»"] if entry.column else []
    return ", ".join(parts)
