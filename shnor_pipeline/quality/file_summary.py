"""What is said of a file before its findings: form, rows, findings, indicators, what to do next.

Belongs here: the facts of one file and their wording, the same in the terminal and in the marked copy. Does
not belong here: the findings themselves (``findings``) and where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shnor_pipeline.quality.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OFFICE_LAYOUT = "office"
_NAMED_INDICATORS = 3


@dataclass(frozen=True, slots=True)
class FormRead:
    """One form in a file, and what came of its rows.

    Attributes:
        form: Name of the form.
        layout: Name of the layout.
        title_ru: What the form is.
        rows_read: Data rows in the file.
        rows_accepted: Rows that went into the tables.
        rows_quarantined: Rows kept out.
        indicators: Titles of the indicators that are computed from the form.
    """

    form: str
    layout: str
    title_ru: str
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    indicators: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Title and layout in one phrase."""
        return f"{self.title_ru} ({'бланк' if self.layout == OFFICE_LAYOUT else f'макет {self.layout}'})"


@dataclass(frozen=True, slots=True)
class FileSummary:
    """The summary of one file.

    Attributes:
        file: Path below the inbox.
        forms: The forms recognised; none where the file could not be read.
        errors: Findings that keep a row or the file out.
        warnings: Findings that keep nothing out.
        indicators: Titles of the indicators that read a form with a finding, each once.
        is_copy: Whether the same file came twice and this one was not read.
        is_held: Whether a finding about a whole sheet or the file keeps all of its rows out.
    """

    file: str
    forms: tuple[FormRead, ...]
    errors: int
    warnings: int
    indicators: tuple[str, ...]
    is_copy: bool = False
    is_held: bool = False

    @property
    def counts(self) -> str:
        """Errors and warnings in one phrase."""
        return f"Ошибок: {self.errors}, предупреждений: {self.warnings}"

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield label and text of each line that follows the counts."""
        yield "Форма", "; ".join(each.shown for each in self.forms) or self._no_form()
        yield "Строки", self._rows()
        if self.errors or self.warnings:
            yield "Показатели", self._indicators()
        yield "Что делать", self._next_step()

    def as_json(self) -> dict[str, Any]:
        """Return the facts for a program."""
        return {
            "file": self.file,
            "forms": [{"form": each.form, "layout": each.layout} for each in self.forms],
            "rows_read": sum(each.rows_read for each in self.forms),
            "rows_accepted": sum(each.rows_accepted for each in self.forms),
            "rows_quarantined": sum(each.rows_quarantined for each in self.forms),
            "errors": self.errors,
            "warnings": self.warnings,
            "indicators": list(self.indicators),
            "next_step": self._next_step(),
        }

    def _no_form(self) -> str:
        return "не определена: повтор другого файла" if self.is_copy else "не узнана"

    def _rows(self) -> str:
        read = sum(each.rows_read for each in self.forms)
        accepted = sum(each.rows_accepted for each in self.forms)
        return f"прочитано {read}, принято {accepted}, не принято {read - accepted}"

    def _indicators(self) -> str:
        if self.is_copy:
            return "не затронуты"
        if not self.forms:
            return "те, для которых предназначался файл: из него не взято ничего"
        if not self.indicators:
            return "форма не входит ни в один показатель напрямую"
        named = ", ".join(f"«{title}»" for title in self.indicators[:_NAMED_INDICATORS])
        more = len(self.indicators) > _NAMED_INDICATORS
        return f"{len(self.indicators)}, среди них {named}" if more else named

    def _next_step(self) -> str:
        if self.is_copy:
            return "Присылать ничего не нужно: учтён такой же файл. Удалите лишний."
        if not self.forms:
            return "Из файла не взято ничего. Сделайте, как сказано ниже, и пришлите файл снова."
        if self.is_held:
            return "Из-за названного ниже не принята ни одна строка. Исправьте это и пришлите файл снова."
        if self.errors:
            return "Строки с ошибками в расчёт не вошли. Исправьте названное ниже и пришлите файл снова."
        if self.warnings:
            return (
                "Все строки приняты. Проверьте названное ниже; если всё верно, ничего делать не нужно, "
                "иначе исправьте и пришлите файл снова."
            )
        return "Ничего делать не нужно."


def summarise(
    file: str, forms: Sequence[FormRead], findings: Sequence[Mapping[str, Any]], status: str
) -> FileSummary:
    """Sum up one file.

    Args:
        file: Path below the inbox.
        forms: The forms recognised in it.
        findings: Rows of the table ``finding`` of this file.
        status: Its ``source_file.status``.

    Returns:
        The summary; a finding about the file as a whole touches the indicators of all of its forms.
    """
    named = {each["form"] for each in findings}
    touched = [each for each in forms if each.form in named or None in named]
    errors = sum(each["severity"] == "error" for each in findings)
    accepted = sum(each.rows_accepted for each in forms)
    return FileSummary(
        file=file,
        forms=tuple(forms),
        errors=errors,
        warnings=len(findings) - errors,
        indicators=tuple(dict.fromkeys(title for each in touched for title in each.indicators)),
        is_copy=status == "duplicate",
        is_held=not accepted and any(RULES[each["rule_id"]].holds_all for each in findings),
    )
