"""No value of a small group is printed, and none can be computed from what is."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline.disclosure import (
    Ledger,
    NotPublishedError,
    Printed,
    PublicLeakError,
    PublicRefusedError,
    check_pages,
    published_again,
    suppress_year,
)
from shnor_pipeline.disclosure.rules import reason_to_hide
from shnor_pipeline.disclosure.system import Bound, System
from shnor_pipeline_tests import disclosure_builders as build

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.disclosure import Block

HIDDEN = "wa wb wc xa xc yb yd zb zd"
LARGE = {"a": (20.0, 60.0), "b": (30.0, 50.0)}


def hidden_in(block: Block, **options: Any) -> dict[str, str]:
    found = suppress_year(block, block.candidates(), **options)
    return {each.place.scope_id: each.reason for each in found}


def test_two_hidden_cells_in_every_line_can_still_give_one_away() -> None:
    interval = build.table_without(HIDDEN).interval({("w", "b"): 1.0})
    assert (interval.low, interval.high) == pytest.approx((47, 47), abs=1e-4)


def test_one_more_hidden_cell_opens_it() -> None:
    interval = build.table_without(f"{HIDDEN} xb").interval({("w", "b"): 1.0})
    assert (interval.low, interval.high) == pytest.approx((0, 141), abs=1e-4)


def test_an_exact_cell_names_the_totals_it_follows_from() -> None:
    assert {"w", "b"} <= set(build.table_without(HIDDEN).interval({("w", "b"): 1.0}).sources)


def test_totals_that_contradict_each_other_are_refused() -> None:
    system = System([Bound({"a": 1.0}, 3.0, 3.0), Bound({"a": 1.0}, 5.0, 5.0)])
    with pytest.raises(PublicRefusedError, match="противоречат"):
        system.interval({"a": 1.0})


@pytest.mark.parametrize(
    ("numerator", "denominator", "reason"),
    [
        (2, 4, "small"),
        (4, 4, "small"),
        (2, 5, ""),
        (0, 5, "extreme"),
        (9, 9, "extreme"),
        (0, 10, ""),
        (10, 10, ""),
        (0.5, 4.75, "small"),
    ],
)
def test_a_value_is_hidden_below_five_and_when_all_of_fewer_than_ten_are_alike(
    numerator: float, denominator: float, reason: str
) -> None:
    assert reason_to_hide(numerator, denominator, share=True) == reason


def test_a_mean_of_a_small_group_may_be_zero() -> None:
    assert reason_to_hide(0, 6, share=False) == ""


def test_large_groups_are_all_printed() -> None:
    assert hidden_in(build.block(share=LARGE)) == {}


def test_one_small_cluster_takes_a_second_one_with_it() -> None:
    # 110 + 3 = 113: the municipality less a and b gives c
    assert hidden_in(build.block(share={**LARGE, "c": (1.0, 3.0)})) == {"b": "complementary", "c": "small"}


def test_a_small_difference_of_municipality_and_programme_is_protected() -> None:
    # p is the whole programme, o has 4 pupils: municipality less programme gives o
    hidden = hidden_in(build.block(share={"p": (30.0, 60.0), "o": (1.0, 4.0)}))
    assert hidden["o"] == "small"
    assert hidden["p"] == "complementary" or hidden["m"] == "complementary"


def test_two_small_clusters_protect_each_other() -> None:
    hidden = hidden_in(build.block(share={**LARGE, "c": (1.0, 4.0), "d": (3.0, 4.0)}))
    assert hidden == {"c": "small", "d": "small"}


def test_rounding_hides_nothing_when_all_but_one_are_printed() -> None:
    block = build.block(share={**LARGE, "c": (1.0, 4.0)})
    printed = {build.place(name) for name in ("a", "b", "municipality")}
    (leak,) = block.leaks(printed)
    # 51/114 is printed as 44,7 %, 20/60 as 33,3 %, 30/50 as 60,0 %: c is 1 of 4 give or take the rounding
    assert leak.low <= 25 <= leak.high
    assert set(leak.through) == printed


def test_the_gate_says_whose_value_leaks_through_which() -> None:
    block = build.block(share={**LARGE, "c": (1.0, 4.0)})
    printed = {2021: {build.place(name) for name in ("a", "b", "municipality")}}
    with pytest.raises(PublicLeakError, match=r"2021, share, группа c.*municipality/m"):
        published_again({2021: [block]}, printed)


def test_what_withstood_is_known_also_where_it_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    block = build.block(share={**LARGE, "c": (1.0, 4.0)})
    withstands = {build.place("a"), build.place("b")}
    assert list(block.leaks(withstands)) == []
    sent = pickle.loads(pickle.dumps(block))  # noqa: S301 - our own bytes
    monkeypatch.setattr(type(block), "_attack", lambda _block, _published: pytest.fail("attacked again"))
    assert list(sent.leaks(withstands)) == []
    with pytest.raises(pytest.fail.Exception):
        list(sent.leaks({*withstands, build.place("municipality")}))


def test_an_indicator_of_the_same_pupils_tells_the_denominator() -> None:
    # The second share prints everything, so the denominators are known; the first hides a and the total.
    block = build.block(
        share={"a": (0.0, 6.0), "b": (30.0, 50.0)}, other={"a": (3.0, 6.0), "b": (20.0, 50.0)}
    )
    every = {build.place(name, "other") for name in ("a", "b", "municipality")}
    assert [leak.groups for leak in block.leaks({*every, build.place("municipality"), build.place("b")})] == [
        ("a",)
    ]
    assert not list(block.leaks({*every, build.place("b")}))


def test_what_was_printed_before_is_known_and_something_else_is_given_up() -> None:
    block = build.block(share={**LARGE, "c": (1.0, 3.0)})
    assert hidden_in(block, known={build.place("b")}) == {"a": "complementary", "c": "small"}


def test_a_value_that_moved_by_four_pupils_is_hidden() -> None:
    earlier = Ledger({}).with_release({(2021, build.place("a")): Printed("33.3", "60")})
    now = {(2021, build.place("a")): Printed("35.9", "64")}
    assert earlier.moved(now) == set(now)
    assert not earlier.moved({(2021, build.place("a")): Printed("36.9", "65")})


def test_the_ledger_keeps_every_release_and_reads_back(tmp_path: Path) -> None:
    key = (2021, build.place("a"))
    ledger = Ledger({}).with_release({key: Printed("33.3", "60")}).with_release({key: Printed("40.0", "70")})
    (tmp_path / "ledger.csv").write_text(ledger.text(), encoding="utf-8", newline="")
    assert Ledger.read(tmp_path / "ledger.csv") == ledger
    assert ledger.with_release({key: Printed("33.3", "60")}) == ledger


def page(folder: Path, body: str) -> Path:
    (folder / "page.html").write_text(f"<html><style>a{{top:9px}}</style><body>{body}</body></html>")
    return folder


def test_a_printed_value_is_found_by_its_place(tmp_path: Path) -> None:
    folder = page(tmp_path, '<td data-place="2021/x/all/all">12,5<small>из 1\u00a0200</small></td>')
    assert check_pages(folder, {"2021/x/all/all": "12,5 1200"}, ()) == {"2021/x/all/all"}


@pytest.mark.parametrize(
    "body",
    [
        '<td data-place="2021/x/all/all">12,6</td>',
        '<td data-place="2021/x/cluster/a">12,5</td>',
        "<p>Доля 12,5</p>",
        '<svg aria-label="2021 – 77,7"></svg>',
        "<svg><title>77,7</title></svg>",
    ],
)
def test_a_number_that_was_not_to_be_printed_stops_publication(tmp_path: Path, body: str) -> None:
    with pytest.raises(NotPublishedError, match="не разрешено"):
        check_pages(page(tmp_path, body), {"2021/x/all/all": "12,5"}, ("2021",))
