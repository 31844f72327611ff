"""Every number that people see in memo and workbook carries a reference or is of a kind that is no data."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from shnor_pipeline.reporting.evidence import RiskLine
from shnor_pipeline.reporting.memo import render_memo
from shnor_pipeline.reporting.model import ChangeLine
from shnor_pipeline.reporting.workbook import render_workbook
from shnor_pipeline_tests import evidence_builders as beside
from shnor_pipeline_tests import report_builders as build
from shnor_pipeline_tests import unreferenced as seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shnor_pipeline.reporting.model import Report

CHANGED = ChangeLine(
    year=2023,
    title_ru="Средняя отметка ОГЭ",
    place_ru="школа: МБОУ СОШ №1",
    column_name="value",
    column_ru="Значение",
    old=3.45,
    new=3.5,
    difference=0.05,
    reasons=("late_data",),
    evidence_ru="файл 2023/ГИА/ОГЭ.xlsx: заменён; и ещё 2",
    key="indicator_value/oge_mean_mark//school/s01/value",
)


@cache
def everything() -> Report:
    """Build a report that has something for every section and every sheet."""
    told = "С 2018 по 2023 год +4,0 п.п., ожидалось +3,0 п.п. (95 % интервал от −2,5 до +4,5)."
    risk = RiskLine(
        "s01", 2, "Дефицит кадров", "high", "высокая", "vacancy_share", 7.4, "7,4 % (3,25 из 44)."
    )
    evidence = beside.evidence(
        overrides=(beside.override(reason="приказ 12, протокол 3"),),
        prospects=tuple(
            beside.prospect(each, operator="<=", target=target)
            for each, target in (("tutoring_share", 1.0), ("vacancy_share", 90.0))
        ),
        attainability=tuple(
            beside.demand(school, indicator_id=each, chance=0.2)
            for school in beside.SCHOOLS
            for each in ("gia9_pass_share", "network_share", "tutoring_share", "resource_centre_share")
        ),
        contradictions=tuple(beside.contradiction(each, rule_id=f"T{each:03}") for each in range(1, 6)),
        effects=(beside.effect(sentence_ru=told),),
        flags=(beside.flag(sentence_ru="Нижняя граница 3,95 выше 3,5 у 50 участников."),),
        risks=(
            risk,
            *(each for each in beside.evidence().risks if (each.school_id, each.factor) != ("s01", 2)),
        ),
    )
    return build.report(
        evidence=evidence, corrections=build.CORRECTIONS * 5, changes=(CHANGED,), since="a1", release="b2"
    )


def left(found: Iterator[seen.Visible]) -> list[str]:
    names = seen.names(everything())
    return [each for visible in found for each in visible.left(names)]


@cache
def memo() -> bytes:
    return render_memo(everything())


@cache
def book() -> bytes:
    return render_workbook(everything())


@pytest.mark.parametrize(
    ("content", "read"), [(memo, seen.of_memo), (memo, seen.of_pictures), (book, seen.of_workbook)]
)
def test_no_number_is_without_a_reference(
    content: Callable[[], bytes], read: Callable[[bytes], Iterator[seen.Visible]]
) -> None:
    assert left(read(content())) == []


def test_the_report_has_a_list_that_is_cut_in_every_section_that_has_lists() -> None:
    text = "\n".join(each.text for each in seen.of_memo(memo()))
    for beginning in ("Дальше всего от плана", "Строже всего", "Чаще всего нарушено"):
        assert "и ещё\xa0" in text.partition(beginning)[2].partition(".\n")[0].split(". ")[0], beginning


def test_a_number_of_the_memo_whose_bookmark_is_gone_is_found() -> None:
    document: Any = Document(io.BytesIO(memo()))
    for mark in list(document.element.body.iter(qn("w:bookmarkStart"))):
        following = mark.getnext()
        if following is not None and [each.text for each in following.iter(qn("w:t"))] == ["75,3"]:
            mark.getparent().remove(mark)
    target = io.BytesIO()
    document.save(target)
    found = left(seen.of_memo(target.getvalue()))
    assert found
    assert all("75,3" in each for each in found)


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("Данные школ", "F2", "2021"),
        ("Изменения", "F2", "3,5"),
        ("Рисковый профиль", "H3", "3,25"),
        ("Титул", "B10", "20"),
    ],
)
def test_a_number_of_the_workbook_whose_reference_is_gone_is_found(sheet: str, cell: str, value: str) -> None:
    book_now = load_workbook(io.BytesIO(book()))
    page = book_now[sheet]
    beside_it = page.cell(page[cell].row, page.max_column)
    assert "|" in beside_it.value
    beside_it.value = None
    if sheet == "Данные школ":
        # a value that looks like a year is a value all the same
        page[cell].value = 2021
    target = io.BytesIO()
    book_now.save(target)
    found = left(seen.of_workbook(target.getvalue()))
    assert any(each.startswith(f"{sheet}!{cell}: ") and value in each for each in found), found
