"""The public site of a home: written whole or not at all, without schools, names or small groups."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline import chain
from shnor_pipeline.disclosure import suppress_year
from shnor_pipeline.reporting import public_site
from shnor_pipeline.reporting.public_site import render_public
from shnor_pipeline.sample.names import SURNAMES
from shnor_pipeline.tables import INDICATOR_VALUE, SUPPRESSION
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.public_builders import publish

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.chain import Workspace
    from shnor_pipeline.disclosure import Hidden
    from shnor_pipeline.reporting.public_model import PublicFacts


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return b.workspace(b.home(tmp_path / "home"))


def values(workspace: Workspace) -> dict[str, tuple[str, str, str]]:
    text = (workspace.home.public / "public_values.csv").read_text(encoding="utf-8-sig")
    return {
        row["scope_id"]: (row["value"], row["denominator"], row["note"])
        for row in csv.DictReader(text.splitlines(), delimiter=";")
        if row["indicator_id"] == "extra_education_share"
    }


def test_a_small_cluster_is_hidden_and_so_is_the_one_that_would_give_it_away(workspace: Workspace) -> None:
    publish(workspace)
    assert values(workspace) == {
        "bavly": ("64,8", "264", ""),  # (80 + 60 + 30 + 1) / 264
        "programme": ("64,3", "140", ""),  # (60 + 30) / 140
        "rural_basic": ("", "", "скрыто"),  # 264 - 220 - 40 would be the four pupils
        "rural_primary": ("", "", "скрыто"),  # 4 pupils
        "town_school": ("63,6", "220", ""),  # (80 + 60) / 220
    }


def test_the_log_says_why_and_holds_no_values(workspace: Workspace) -> None:
    publish(workspace)
    log = workspace.store.read(SUPPRESSION, 2021)
    of_share = log[log["indicator_id"] == "extra_education_share"]
    assert dict(of_share[["scope_id", "reason"]].to_numpy()) == {
        "rural_basic": "complementary",
        "rural_primary": "small",
    }
    text = (workspace.home.reports / "2021/hidden_in_public.csv").read_text(encoding="utf-8-sig")
    assert "защита других значений" in text
    assert not re.search(r"\d,\d", text)


def test_the_same_values_again_give_the_same_bytes(workspace: Workspace) -> None:
    def written() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in workspace.home.public.iterdir()}

    publish(workspace)
    first = written()
    chain.publish_public(workspace)
    assert written() == first


def test_no_school_and_no_name_is_printed(workspace: Workspace) -> None:
    publish(workspace)
    text = " ".join(path.read_text(encoding="utf-8") for path in workspace.home.public.iterdir())
    names = {each["name_short"] for each in _register(workspace)} | set(SURNAMES)
    assert not {name for name in names if re.search(rf"\b{re.escape(name)}\b", text)}
    assert not re.search(r"\bs0\d\b|[0-9a-f]{32}", text)


def _register(workspace: Workspace) -> list[dict[str, str]]:
    text = (workspace.home.reference / "schools.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_what_an_earlier_release_printed_can_not_be_taken_back_and_stops_the_next(
    workspace: Workspace,
) -> None:
    publish(workspace)
    ledger = workspace.home.public / "published_cells.csv"
    entry = "1;2021;extra_education_share;cluster;{};{};{}\r\n"
    text = ledger.read_text(encoding="utf-8-sig")
    # an earlier, careless release printed the school of 40 pupils, so 264 - 220 - 40 is known for good
    text += entry.format("rural_basic", "75.0", 40)
    ledger.write_text("\ufeff" + text, encoding="utf-8", newline="")
    before = {path.name: path.read_bytes() for path in workspace.home.public.iterdir()}
    with pytest.raises(chain.PublicRefusedError, match="rural_primary"):
        chain.publish_public(workspace)
    assert {path.name: path.read_bytes() for path in workspace.home.public.iterdir()} == before
    assert not [path for path in workspace.home.root.iterdir() if path.name.startswith(".public")]


def test_the_gate_stops_a_site_that_hides_small_groups_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(*given: Any) -> tuple[Hidden, ...]:
        return tuple(each for each in suppress_year(*given) if each.reason != "complementary")

    monkeypatch.setattr(chain.public, "suppress_year", careless)
    with pytest.raises(chain.PublicRefusedError, match=r"rural_primary.*cluster/rural_basic"):
        publish(workspace)
    assert not workspace.home.public.exists()


@pytest.mark.parametrize(
    "told",
    [
        "<p>В начальной школе охвачено 25,0 %.</p>",
        '<td data-place="2021/extra_education_share/cluster/rural_primary">25,0<small>из 4</small></td>',
        '<svg role="img"><title>2021 – 25,0</title></svg>',
        '<p title="25,0">Начальная школа</p>',
    ],
    ids=["text", "table", "picture", "hint"],
)
def test_a_hidden_value_anywhere_on_a_page_stops_publication(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    def careless(facts: PublicFacts) -> dict[str, str]:
        pages = render_public(facts)
        return pages | {"index.html": pages["index.html"].replace("</main>", f"{told}</main>")}

    publish(workspace)
    before = {path.name: path.read_bytes() for path in workspace.home.public.iterdir()}
    monkeypatch.setattr(public_site, "render_public", careless)
    with pytest.raises(chain.PublicRefusedError, match=r"index\.html"):
        chain.publish_public(workspace)
    assert {path.name: path.read_bytes() for path in workspace.home.public.iterdir()} == before


def test_a_total_that_grew_by_four_pupils_is_hidden_in_the_next_release(workspace: Workspace) -> None:
    publish(workspace)
    publish(workspace, c163001=(124, 80))
    shown = values(workspace)
    assert shown["bavly"][2] == shown["town_school"][2] == "скрыто"
    assert shown["programme"] == ("64,3", "140", "")


def test_nothing_is_written_where_no_year_has_values(workspace: Workspace) -> None:
    assert workspace.store.years(INDICATOR_VALUE.name) == ()
    assert chain.publish_public(workspace) is None
    assert not workspace.home.public.exists()
