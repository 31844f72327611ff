"""The gap between the best and the worst quarter of schools, worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pytest

from shnor_pipeline import chain
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# School, its ВПР marks, those of them that are 4. Shares from the highest:
# s01 18 of 20 = 90 %, s02 32 of 40 = 80 %, s03 8 of 10 = 80 %, s04 and s05 50 %, s06 6 of 30 = 20 %,
# s07 2 of 10 = 20 %, s08 2 of 20 = 10 %. s09 has 9 marks and takes no part. A quarter of 8 is 2:
# best s01 and s02 (s02 before s03 by id) 50 of 60, worst s07 and s08 (s07 after s06) 4 of 30
MARKS = (
    *(("s01", 20, 18), ("s02", 40, 32), ("s03", 10, 8), ("s04", 20, 10), ("s05", 20, 10)),
    *(("s06", 30, 6), ("s07", 10, 2), ("s08", 20, 2), ("s09", 9, 9)),
)


def computed(root: Path, marks: Sequence[tuple[str, int, int]]) -> chain.Workspace:
    """Compute 2021 from one ВПР workbook: as many schools as rows."""
    codes = {school: f"163{school[1:]:>03}" for school, *_ in marks}
    home = b.home(root, [(school, f"Школа {school}", "school", "town", codes[school]) for school in codes])
    rows = [(codes[s], "", 4, "Математика", n, 0, n - high, high, 0) for s, n, high in marks]
    b.workbook(home / "inbox/2021/vpr.xlsx", В=[b.VPR_MARKS, *rows])
    workspace = b.workspace(home)
    chain.take_in_year(workspace, 2021)
    chain.compute_schools(workspace, 2021)
    chain.compute_parts(workspace, 2021)
    chain.compute_values(workspace, 2021)
    return workspace


def gaps(workspace: chain.Workspace) -> dict[tuple[str, str], dict[str, Any]]:
    rows = chain.compute_values(workspace, 2021).to_dict("records")
    return {(row["scope"], row["scope_id"]): row for row in rows if row["indicator_id"] == "quality_gap"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> chain.Workspace:
    return computed(tmp_path_factory.mktemp("gap") / "home", MARKS)


@pytest.mark.parametrize("place", [("municipality", "bavly"), ("all", "all")])
def test_gap_of_nine_schools(workspace: chain.Workspace, place: tuple[str, str]) -> None:
    row = gaps(workspace)[place]
    assert row["value"] == pytest.approx(100 * (50 / 60 - 4 / 30))
    assert (row["status"], row["schools_reported"], row["schools_expected"]) == ("ok", 9, 9)
    assert all(pd.isna(row[name]) for name in ("numerator", "denominator", "ci_low", "ci_high"))


def test_the_gap_is_defined_for_the_municipality_and_all_schools_only(workspace: chain.Workspace) -> None:
    others = {place: row for place, row in gaps(workspace).items() if place[0] not in {"municipality", "all"}}
    assert {place[0] for place in others} == {"school", "cluster", "programme"}
    assert {(row["status"], row["schools_reported"]) for row in others.values()} == {("none", 0)}
    assert all(pd.isna(row["value"]) for row in others.values())


def test_the_printed_query_gives_the_gap(workspace: chain.Workspace) -> None:
    path = str(chain.publish_all(workspace).path)
    with duckdb.connect(path, read_only=True) as analyst:
        found = analyst.execute(
            "SELECT sql FROM indicator_formula WHERE indicator_id = 'quality_gap'"
        ).fetchall()
        assert analyst.sql(found[0][0]).fetchall() == [(2021, pytest.approx(70))]


@pytest.mark.parametrize(
    ("marks", "value"),
    [
        # three quarters of a school are one school: 90 % - 20 %
        ((("s01", 10, 9), ("s02", 10, 5), ("s03", 10, 2)), 70),
        # seven schools still make quarters of one: 90 % - 10 %
        (tuple((f"s0{n}", 10, 10 - n) for n in (1, 2, 3, 4, 5, 6, 9)), 80),
        ((("s01", 10, 5), ("s02", 10, 5)), 0),
    ],
)
def test_a_quarter_is_at_least_one_school(
    tmp_path: Path, marks: tuple[tuple[str, int, int], ...], value: float
) -> None:
    assert gaps(computed(tmp_path / "home", marks))["all", "all"]["value"] == pytest.approx(value)


def test_one_school_makes_no_gap(tmp_path: Path) -> None:
    row = gaps(computed(tmp_path / "home", (("s01", 10, 5), ("s02", 9, 9))))["all", "all"]
    assert pd.isna(row["value"])
    assert (row["status"], row["schools_reported"]) == ("few", 2)
