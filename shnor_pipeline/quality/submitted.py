"""Which file a file was sent instead of, and what was said of that one.

Belongs here: the states of a file over time. Does not belong here: pairing their findings
(``comparison``) and keeping the states (``chain``). Time passes only when the content of a file changes: the
same files give the same states, however often they are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from shnor_pipeline.quality.comparison import Comparison, compare
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_WORD = re.compile(r"[^\W_]+")
_NUMBER_OF_COPY = re.compile(r"\(\d{1,2}\)")
_ADDED_WORD = re.compile(
    r"испр(?:ав\w*)?|копия|copy|повтор(?:но)?|нов(?:ый|ая|ое)|new|верн(?:о|ый|ая)|окончат\w*|final|v\d{1,2}"
)
"""Whole words that senders add to the name of a file that they send again; «(1)» is added by browsers."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One state of a file.

    Attributes:
        file: Path below the inbox.
        forms: Names of the forms in it, sorted; none where it could not be read.
        school_id: School that all of its rows are of; ``None`` for files of several schools.
        sha256: Hash of the content.
        rows_read: Data rows.
        findings: Rows of the table ``finding`` of the file.
    """

    file: str
    forms: tuple[str, ...]
    school_id: str | None
    sha256: str
    rows_read: int
    findings: Sequence[Mapping[str, Any]]

    @property
    def bare_name(self) -> tuple[str, ...]:
        """Folder and words of the name, without what is added to the name of a corrected file."""
        path = PurePosixPath(self.file)
        words = _WORD.findall(_NUMBER_OF_COPY.sub(" ", comparable(path.stem)))
        return (path.parent.as_posix(), *(word for word in words if not _ADDED_WORD.fullmatch(word)))


@dataclass(frozen=True, slots=True)
class Submitted:
    """A file, with or without findings, and the state it was sent instead of.

    Attributes:
        now: Its latest state.
        before: The state before; ``None`` for a first one.
    """

    now: Sent
    before: Sent | None = None

    @property
    def comparison(self) -> Comparison | None:
        """What became of the earlier findings; ``None`` where the file was not returned before."""
        if self.before is None or not self.before.findings:
            return None
        moved = self.now.rows_read != self.before.rows_read
        return compare(self.now.findings, self.before.findings, rows_moved=moved)


def advance(kept: Iterable[Submitted], files: Sequence[Sent]) -> list[Submitted]:
    """Bring the states kept by an earlier run up to the files of this one.

    A file follows its own state. A file without one follows the state of the file it was sent instead of: a
    file that is gone and had the same content, or the same forms of the same school; or one of the same name
    but for an addition such as «(1)» or «исправлено», which may still be there.

    Args:
        kept: States kept.
        files: All files of the year.

    Returns:
        One state per file, by file; so a file without one is known to be new. A state with findings whose
        file is gone is kept until another file follows it: the corrected one may come later.
    """
    known = {each.now.file: each for each in kept}
    gone = {name: known[name] for name in known.keys() - {each.file for each in files}}
    states = {}
    for sent in files:
        if sent.file in known:
            states[sent.file] = _next(known[sent.file], sent)
            continue
        earlier = _replaced(sent, known, gone)
        states[sent.file] = Submitted(sent) if earlier is None else _next(earlier, sent)
        if earlier is not None:
            gone.pop(earlier.now.file, None)
    awaited = {name: each for name, each in gone.items() if each.now.findings}
    return [state for _, state in sorted((awaited | states).items())]


def _next(earlier: Submitted, sent: Sent) -> Submitted:
    if earlier.now.sha256 == sent.sha256:
        return replace(earlier, now=sent)
    return Submitted(sent, earlier.now)


def _replaced(sent: Sent, known: Mapping[str, Submitted], gone: Mapping[str, Submitted]) -> Submitted | None:
    """Find the state of the file that a new file was sent instead of; several are none."""
    renamed = [each for each in gone.values() if each.now.sha256 == sent.sha256]
    if renamed:
        return min(renamed, key=lambda each: each.now.file)
    named = [each for each in known.values() if _is_name_of(each.now, sent)]
    if named:
        return max(named, key=lambda each: (each.now.file in gone, each.now.file.rpartition(".")[0]))
    alike = [each for each in gone.values() if _is_submission_of(each.now, sent)]
    return alike[0] if len(alike) == 1 else None


def _is_name_of(earlier: Sent, sent: Sent) -> bool:
    """Tell whether a name is that of an earlier file, and the content does not speak against it."""
    if earlier.bare_name != sent.bare_name or earlier.sha256 == sent.sha256:
        return False
    if earlier.school_id and sent.school_id and earlier.school_id != sent.school_id:
        return False
    return not earlier.forms or not sent.forms or bool(set(earlier.forms) & set(sent.forms))


def _is_submission_of(earlier: Sent, sent: Sent) -> bool:
    return bool(sent.forms and sent.school_id) and (earlier.forms, earlier.school_id) == (
        sent.forms,
        sent.school_id,
    )
