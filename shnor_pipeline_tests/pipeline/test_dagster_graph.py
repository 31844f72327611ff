"""The asset graph: what Dagster shows of every asset before anything was run."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import dagster as dg
import pytest

from shnor_pipeline.definitions import build_definitions
from shnor_pipeline.orchestration.freshness import POLICIES
from shnor_pipeline.settings import Settings
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = (
    *("reference", "sources", "tables", "quality", "identification", "indicators", "comparison"),
    *("release", "reports"),
)
"""From left to right, as the lineage draws them."""
NO_TABLES = {
    *("returned_workbooks", "memo", "monitoring", "overview_page", "status_page", "site", "school_pages"),
    *("public_site", "published_database", "changes_page"),
}


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return build_definitions(Settings(home=b.home(tmp_path_factory.mktemp("graph") / "home")))


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> Any:
    return definitions.resolve_asset_graph()


def lineage(graph: Any, table: str) -> dict[str, set[str]]:
    columns = graph.get(dg.AssetKey(table)).metadata["dagster/column_lineage"].deps_by_column
    return {
        name: {f"{dep.asset_key.to_user_string()}.{dep.column_name}" for dep in deps}
        for name, deps in columns.items()
    }


def test_every_asset_has_group_owner_kind_and_description(graph: Any) -> None:
    for node in graph.asset_nodes:
        assert node.owners == ["team:monitoring"]
        assert node.group_name in GROUPS
        assert node.description
        assert node.kinds


def test_groups_are_read_from_left_to_right(graph: Any) -> None:
    group = {node.key: node.group_name for node in graph.asset_nodes}
    arrows = {(group[above], group[key]) for key in group for above in graph.get(key).parent_keys}
    assert {group for arrow in arrows for group in arrow} == set(GROUPS)
    assert [arrow for arrow in arrows if GROUPS.index(arrow[0]) > GROUPS.index(arrow[1])] == []


def test_every_table_shows_its_columns_and_where_they_come_from(graph: Any) -> None:
    made = {node.key.to_user_string(): node for node in graph.asset_nodes if node.is_materializable}
    for name in made.keys() - NO_TABLES:
        assert "dagster/column_schema" in made[name].metadata
        # the list of files and what is told of the document itself come from no columns
        if made[name].group_name != "release" and name != "source_file":
            assert "dagster/column_lineage" in made[name].metadata, name


def test_every_form_is_an_observable_asset_by_year(graph: Any) -> None:
    forms = {node.key.path[1]: node for node in graph.asset_nodes if node.group_name == "sources"}
    assert {"ege", "oge", "vpr", "staff", "measures", "unrecognised"} <= forms.keys()
    assert all(node.is_observable and node.is_partitioned for node in forms.values())


def test_a_canonical_column_comes_from_the_headers_of_its_forms(graph: Any) -> None:
    of_exams = lineage(graph, "exam_result")
    assert of_exams["mark"] == {"inbox/oge.Оценка", "inbox/oge.Отметка"}
    assert of_exams["score"] >= {"inbox/ege.Балл", "inbox/ege.Тестовый балл"}
    assert of_exams["person_key"] >= {"inbox/oge.Фамилия", "inbox/ege.Код участника"}


def test_a_part_comes_from_the_columns_that_its_sql_names(graph: Any) -> None:
    threshold = lineage(graph, "indicator_part")["n__olympiad_threshold_share__olympiad_result"]
    assert threshold == {f"olympiad_result.{name}" for name in ("passed_threshold", "person_key", "stage")}


def test_a_value_can_be_followed_to_the_cell_of_a_form(graph: Any) -> None:
    part = "n__olympiad_threshold_share__olympiad_result"
    assert lineage(graph, "target_progress")["gap"] == {"indicator_value.value"}
    assert f"indicator_part.{part}" in lineage(graph, "indicator_value")["value"]
    assert "inbox/vsosh.Этап" in lineage(graph, "olympiad_result")["stage"]


def test_a_column_of_lineage_exists_where_it_points_to(graph: Any) -> None:
    for node in graph.asset_nodes:
        found = node.metadata.get("dagster/column_lineage")
        for dep in (dep for deps in (found.deps_by_column if found else {}).values() for dep in deps):
            schema = graph.get(dep.asset_key).metadata["dagster/column_schema"]
            assert dep.column_name in {column.name for column in schema.columns}


def test_a_table_about_persons_says_so(graph: Any) -> None:
    assert graph.get(dg.AssetKey("exam_result")).tags["personal"] == "pseudonyms"
    assert "personal" not in graph.get(dg.AssetKey("enrollment")).tags


def test_every_made_asset_has_a_policy_of_freshness_and_follows_upstream(graph: Any) -> None:
    for node in graph.asset_nodes:
        assert (node.freshness_policy is not None) == node.is_materializable
        assert (node.automation_condition is not None) == node.is_materializable
    database = graph.get(dg.AssetKey("published_database"))
    assert database.freshness_policy == POLICIES["published_database"]


def test_every_table_is_blocked_where_its_shape_is_wrong(graph: Any) -> None:
    blocking = {key.asset_key for key in graph.asset_check_keys if graph.get(key).blocking}
    stored = {n.key for n in graph.asset_nodes if n.is_materializable and n.group_name != "release"}
    stored |= {dg.AssetKey("suppression"), dg.AssetKey("release_change")}
    # what is published is blocked by its gate
    gated = {dg.AssetKey("public_site"), dg.AssetKey("published_database")}
    assert blocking == gated | {key for key in stored if key.to_user_string() not in NO_TABLES}


def test_years_of_the_programme_are_the_partitions(graph: Any) -> None:
    partitions = graph.get(dg.AssetKey("exam_result")).partitions_def
    assert partitions.get_partition_keys() == ["2018", "2019", "2020", "2021", "2022", "2023"]


def test_jobs_make_all_years_in_one_run(definitions: dg.Definitions) -> None:
    for name in ("whole_chain", "look_at_sources"):
        layer = definitions.resolve_job_def(name).asset_layer
        policies = {layer.get(key).backfill_policy for key in layer.executable_asset_keys}
        assert policies <= {dg.BackfillPolicy.single_run(), None}


def schedule(definitions: dg.Definitions, name: str) -> dg.ScheduleDefinition:
    found = definitions.resolve_schedule_def(name)
    assert isinstance(found, dg.ScheduleDefinition)
    return found


def at(definitions: dg.Definitions, name: str, day: str) -> dg.RunRequest | None:
    morning = datetime.fromisoformat(f"{day}T06:00+03:00")
    context = dg.build_schedule_context(scheduled_execution_time=morning)
    requests = schedule(definitions, name).evaluate_tick(context).run_requests
    return requests[0] if requests else None


@pytest.mark.parametrize(
    ("name", "cron"),
    [
        ("nightly", "0 3 * * *"),
        ("entry_monitoring_2020_06_23", "0 6 23 6 *"),
        ("intermediate_monitoring_2021_06_30", "0 6 30 6 *"),
        ("final_monitoring_2022_06_30", "0 6 30 6 *"),
        ("final_monitoring_2023_06_30", "0 6 30 6 *"),
    ],
)
def test_the_road_map_and_the_night_are_schedules(definitions: dg.Definitions, name: str, cron: str) -> None:
    found = schedule(definitions, name)
    assert (found.cron_schedule, found.execution_timezone) == (cron, "Europe/Moscow")


def test_a_milestone_runs_the_years_it_looks_at_as_one_run(definitions: dg.Definitions) -> None:
    request = at(definitions, "entry_monitoring_2020_06_23", "2020-06-23")
    assert request is not None
    assert set(request.tags.values()) >= {"2018", "2020"}


def test_a_milestone_of_another_year_is_passed_over(definitions: dg.Definitions) -> None:
    assert at(definitions, "entry_monitoring_2020_06_23", "2026-06-23") is None


def test_the_night_passes_over_an_empty_inbox(definitions: dg.Definitions) -> None:
    assert at(definitions, "nightly", "2021-06-01") is None


@pytest.mark.parametrize(("unattended", "status"), [("true", "RUNNING"), ("false", "STOPPED")])
def test_a_service_runs_by_itself_and_a_desk_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unattended: str, status: str
) -> None:
    monkeypatch.setenv("SHNOR_UNATTENDED", unattended)
    definitions = build_definitions(Settings(home=b.home(tmp_path / "home")))
    assert definitions.resolve_sensor_def("inbox").default_status.value == status
    assert schedule(definitions, "nightly").default_status.value == status
    assert definitions.resolve_sensor_def("follow_upstream").default_status.value == "RUNNING"
