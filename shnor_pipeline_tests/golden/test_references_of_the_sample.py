"""Memo and workbook of the committed sample: every number carries a reference and agrees with the store."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from shnor_pipeline import chain, run
from shnor_pipeline.settings import CHECKOUT
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import unreferenced as seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shnor_pipeline.chain import Workspace

YEAR = 2021
# The year, the one before it (changes, repeated low results) and the first of the programme's schools.
YEARS = (2018, YEAR - 1, YEAR)
MEMO, BOOK = "memo.docx", "monitoring.xlsx"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("sample") / "home"
    shutil.copytree(CHECKOUT / "data" / "reference", root / "reference")
    shutil.copy(CHECKOUT / "data" / "programme.yaml", root)
    opened = b.workspace(root)
    for year in YEARS:
        shutil.copytree(CHECKOUT / "data" / "inbox" / str(year), root / "inbox" / str(year))
        chain.take_in_year(opened, year)
        chain.compare_years(opened, year)
    run._compute(opened, YEARS, YEARS, lambda _stage: None)
    report = chain.report_of_year(opened, YEAR)
    chain.write_memo(opened, report)
    chain.write_workbook(opened, report)
    return opened


@pytest.mark.parametrize(
    ("name", "read"), [(MEMO, seen.of_memo), (MEMO, seen.of_pictures), (BOOK, seen.of_workbook)]
)
def test_no_number_is_without_a_reference(
    workspace: Workspace, name: str, read: Callable[[bytes], Iterator[seen.Visible]]
) -> None:
    names = seen.names(chain.report_of_year(workspace, YEAR))
    content = (workspace.home.reports / str(YEAR) / name).read_bytes()
    assert [each for visible in read(content) for each in visible.left(names)] == []


@pytest.mark.parametrize(("name", "least"), [(MEMO, 1_500), (BOOK, 15_000)])
def test_every_number_agrees_with_the_store(workspace: Workspace, name: str, least: int) -> None:
    verified = chain.verify_report(workspace, workspace.home.reports / str(YEAR) / name)
    assert [each.message_ru for each in verified.mismatches] == []
    assert verified.checked > least
