"""Memo and workbook of the committed sample in a real office suite, beside the database."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import pytest

from shnor_pipeline.run import run_chain
from shnor_pipeline.settings import CHECKOUT
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YEAR = 2021
# The year, the one before it (changes, repeated low results) and the first of the programme's schools.
YEARS = (2018, YEAR - 1, YEAR)
YEARS_OF_THE_PROGRAMME, SITE_LIMIT = 6, 10_000_000


class Rendered(NamedTuple):
    """The reports of the year as office pages, and the database."""

    memo: list[str]
    workbook: list[str]
    database: Path

    def text(self) -> str:
        """All the text of the memo with single spaces, without the heads that part a sentence in two."""
        pages = (re.sub(r"^\s*\d*\s*Демонстрационные данные", "", page) for page in self.memo)
        return " ".join(" ".join(pages).split())

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        """Answer a question about the year (the only parameter) to the database."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query, [YEAR]).fetchall()


@pytest.fixture(scope="module")
def rendered(
    tmp_path_factory: pytest.TempPathFactory,
    to_pdf: Callable[[Path], Path],
    pages_of: Callable[[Path], list[str]],
) -> Rendered:
    root: Path = tmp_path_factory.mktemp("sample") / "home"
    shutil.copytree(CHECKOUT / "data" / "reference", root / "reference")
    shutil.copy(CHECKOUT / "data" / "programme.yaml", root)
    for year in YEARS:
        shutil.copytree(CHECKOUT / "data" / "inbox" / str(year), root / "inbox" / str(year))
    summary = run_chain(b.workspace(root))
    assert summary.release is not None
    memo, workbook = (
        pages_of(to_pdf(root / "reports" / str(YEAR) / name)) for name in ("memo.docx", "monitoring.xlsx")
    )
    return Rendered(memo, workbook, summary.release.path)


def test_the_site_of_all_years_stays_under_ten_megabytes(rendered: Rendered) -> None:
    folder = rendered.database.parents[1] / "reports" / str(YEAR)
    pages = [each for each in folder.rglob("*") if each.suffix in {".html", ".css", ".js"}]
    assert len(pages) > 70
    assert YEARS_OF_THE_PROGRAMME * sum(each.stat().st_size for each in pages) < SITE_LIMIT


def shown(value: float, decimals: int = 1) -> str:
    """Write a number as an official does; the cases below end in no digit that rounding could turn."""
    return f"{value:.{decimals}f}".replace(".", ",").replace("-", "−")


def test_the_memo_has_ten_to_twenty_five_pages(rendered: Rendered) -> None:
    assert 10 <= len(rendered.memo) <= 25


def test_no_page_of_the_memo_is_empty(rendered: Rendered) -> None:
    # Number, mark and at least a row of a table.
    assert min(len(page.split()) for page in rendered.memo) > 20


def test_the_contents_show_the_page_every_section_stands_on(rendered: Rendered) -> None:
    lines = [line for line in rendered.memo[0].splitlines() if "....." in line]
    assert len(lines) >= 16
    for line in lines:
        title, page = line.strip().split("....", maxsplit=1)
        assert title in rendered.memo[int(page.strip(". ")) - 1]


def test_facts_of_indicators_are_those_of_the_database(rendered: Rendered) -> None:
    facts = rendered.asked(
        "SELECT value, numerator, denominator FROM indicator_value WHERE scope = 'programme' AND year = ? "
        "AND indicator_id IN ('vpr_pass_share', 'gia_pass_share', 'category_share', 'tutoring_share')"
    )
    assert len(facts) == 4
    text = rendered.text().replace("\u00a0", " ")
    for value, numerator, denominator in facts:
        assert shown(value) in text
        assert f"{numerator:,.0f} из {denominator:,.0f}".replace(",", " ") in text


def test_every_uncertain_status_is_printed_with_its_chance(rendered: Rendered) -> None:
    low, adverse, doubtful = rendered.asked(
        "SELECT count(*) FILTER (low_results), count(*) FILTER (adverse), "
        "count(*) FILTER (low_results AND chance_misclassified >= 0.2) FROM identification "
        "WHERE year = ?"
    )[0]
    text = rendered.text()
    assert f"по правилу имеют {low} из 20" in text
    assert f"социальные условия – {adverse}." in text
    assert f"не меньше 20 %) {doubtful} из {low}," in text.replace("\u00a0", " ")


def test_measures_are_counted_as_in_the_database(rendered: Rendered) -> None:
    planned, late = rendered.asked(
        "SELECT count(*), count(*) FILTER (coalesce(fact, 0) < plan) FROM measure_progress "
        "WHERE plan > 0 AND year = ?"
    )[0]
    text = rendered.text().replace("\u00a0", " ")
    assert f"Из {planned} мероприятий с планом на год выполнено полностью {planned - late};" in text


def test_net_changes_and_the_gap_are_those_of_the_database(rendered: Rendered) -> None:
    changes = rendered.asked(
        "SELECT net_change, ci_low, ci_high FROM programme_effect WHERE year = ? AND indicator_id IN "
        "('vpr_pass_share', 'high_marks_share')"
    )
    gap = rendered.asked("SELECT sentence_ru FROM quality_gap_year WHERE year = ? AND scope = 'municipality'")
    text = rendered.text()
    assert changes
    for net, low, high in changes:
        assert shown(abs(net)) in text
        assert f"от {low:+.1f}".replace(".", ",").replace("-", "−") in text
        assert f"до {high:+.1f}".replace(".", ",").replace("-", "−") in text
    assert " ".join(str(gap[0][0]).split()) in text


def test_findings_and_files_are_counted_as_in_the_database(rendered: Rendered) -> None:
    findings, errors = rendered.asked(
        "SELECT count(*), count(*) FILTER (severity = 'error') FROM finding WHERE year = ?"
    )[0]
    files = rendered.asked("SELECT count(DISTINCT file) FROM source_file WHERE year = ?")[0][0]
    text = rendered.text().replace("\u00a0", " ")
    assert f"Сделано {findings} замеч" in text
    assert f"{errors} ошиб" in text
    assert f"Получено {files} файл" in text


def test_every_sheet_of_the_workbook_prints(rendered: Rendered) -> None:
    text = " ".join(rendered.workbook)
    for name in ("Динамика", "Мероприятия", "Выявление", "Процедуры", "Сравнение с кластером"):
        assert name in text
    for name in ("Эффект программы", "Рисковый профиль", "Рекомендации", "Источники", "Словарь"):
        assert name in text
    for name in ("Прогноз", "Достижимость планов", "Противоречия"):
        assert name in text


def test_no_cell_of_the_workbook_is_too_narrow_for_its_number(rendered: Rendered) -> None:
    assert not any("###" in page for page in rendered.workbook)
