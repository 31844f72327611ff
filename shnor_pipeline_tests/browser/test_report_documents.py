"""Memo and workbook in a real office suite: they open, and every page carries what it must."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shnor_pipeline.reporting.memo import render_memo
from shnor_pipeline.reporting.workbook import render_workbook
from shnor_pipeline_tests import evidence_builders as facts
from shnor_pipeline_tests import report_builders as build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def memo_pages(
    tmp_path_factory: pytest.TempPathFactory,
    to_pdf: Callable[[Path], Path],
    pages_of: Callable[[Path], list[str]],
) -> list[str]:
    path = tmp_path_factory.mktemp("memo") / "memo.docx"
    path.write_bytes(render_memo(build.report(evidence=facts.evidence())))
    return pages_of(to_pdf(path))


def test_every_page_of_the_memo_but_the_first_begins_with_its_number(memo_pages: list[str]) -> None:
    tops = [page.split(maxsplit=1)[0] for page in memo_pages]
    assert tops[1:] == [str(number) for number in range(2, len(memo_pages) + 1)]
    assert tops[0] == "Демонстрационные"


def test_every_page_of_the_memo_says_that_the_figures_are_made_up(memo_pages: list[str]) -> None:
    assert all("Демонстрационные данные" in page for page in memo_pages)


def test_a_table_that_goes_on_repeats_its_head(memo_pages: list[str]) -> None:
    # Twenty schools do not fit on what is left of the page: the table goes on without a new caption.
    heads = [page for page in memo_pages if "Вероятность" in page and "(индекс)" in page]
    assert len(heads) >= 2
    assert sum("Признаки школ и надёжность вывода" in page for page in heads) == 1


def test_no_word_of_a_narrow_column_is_torn_apart(memo_pages: list[str]) -> None:
    text = "".join(memo_pages)
    for word in ("проводилась", "Обучающихся", "Ответственный", "Отклонено", "Прочитано", "достигнут"):
        assert word in text


def test_the_chart_and_the_signature_are_there(memo_pages: list[str]) -> None:
    text = " ".join("".join(memo_pages).split())
    assert "Рисунок 1 — План и факт 2023 года, %" in text
    assert "Руководитель ______________ /_________________/" in text


def test_the_workbook_opens_and_every_page_is_marked(
    tmp_path: Path, to_pdf: Callable[[Path], Path], pages_of: Callable[[Path], list[str]]
) -> None:
    path = tmp_path / "monitoring.xlsx"
    path.write_bytes(render_workbook(build.report()))
    pages = pages_of(to_pdf(path))
    assert all("Демонстрационные данные" in page for page in pages)
    text = "".join(pages)
    for shown in ("Мониторинг за 2022/2023 учебный год", "75,0", "не проводилась", "малая выборка"):
        assert shown.replace(",", ".") in text or shown in text


def test_the_memo_has_the_length_of_a_note(memo_pages: list[str]) -> None:
    assert 10 <= len(memo_pages) <= 25


def test_the_contents_show_the_page_every_section_stands_on(memo_pages: list[str]) -> None:
    lines = [line for line in memo_pages[0].splitlines() if "....." in line]
    assert len(lines) == 16
    for line in lines:
        title, page = line.strip().split("....", maxsplit=1)
        assert title in memo_pages[int(page.strip(". ")) - 1]
