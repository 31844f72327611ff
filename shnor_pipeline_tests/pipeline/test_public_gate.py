"""The gate of the public site in Dagster: a refusal is a failed blocking check, not a new site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.orchestration.release import public_site_asset
from shnor_pipeline.orchestration.workspace import HomeFolder
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_refused_site_is_not_materialized_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_workspace: object) -> None:
        raise chain.PublicRefusedError("группа a вычисляется")

    monkeypatch.setattr(chain, "publish_public", refuse)
    home = HomeFolder(home=str(b.home(tmp_path / "home")))
    done = dg.materialize([public_site_asset()], resources={"home_folder": home}, raise_on_error=False)
    (check,) = done.get_asset_check_evaluations()
    assert (check.passed, check.blocking) == (False, True)
    assert check.metadata["refused"].value == "группа a вычисляется"
    materialized = {event.asset_key for event in done.get_asset_materialization_events()}
    assert dg.AssetKey("public_site") not in materialized
