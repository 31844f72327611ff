"""The data engineer at Dagster's pages: a year goes through, a workbook breaks, is mended, goes through."""

from __future__ import annotations

import shutil
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from shnor_pipeline.deployment import write_instance
from shnor_pipeline.settings import CHECKOUT
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.browser.conftest import BROWSERS, QUIET
from shnor_pipeline_tests.browser.desk import Desk, start, stop, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ARTEFACTS = CHECKOUT / ".artefacts/desk"
BEFORE, YEAR = 2020, 2021
PAGE_S = 60
"""How long a page may take to show what it is about."""
CHECK = "exam_result_rows_accepted"
GROUPS = ("reference", "sources", "tables", "quality", "identification", "indicators", "release", "reports")
LINEAGE = """{ assetNodes { assetKey { path } dependencyKeys { path } metadataEntries {
  ... on TableColumnLineageMetadataEntry {
    lineage { columnName columnDeps { assetKey { path } columnName } }
  }
} } }"""
FRESHNESS = """{ assetNodes { isMaterializable freshnessStatusInfo { freshnessStatus } } }"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def send(home: Path, year: int, mark: object) -> None:
    """Send the results of a year, with one mark."""
    rows = [b.pupil("163001", "Иванов", "Математика", mark), b.pupil("163001", "Петров", "Математика", 5)]
    b.workbook(home / f"inbox/{year}/oge.xlsx", Лист1=[b.OGE, *rows])


@pytest.fixture
def desk(home: Path, tmp_path: Path) -> Iterator[Desk]:
    """The service; its log is kept with the screenshots."""
    shutil.rmtree(ARTEFACTS, ignore_errors=True)
    ARTEFACTS.mkdir(parents=True)
    write_instance(tmp_path / "dagster", postgres=False)
    log = ARTEFACTS / "dagster_dev.log"
    service, running = start(home, tmp_path / "dagster", log, FRESHNESS_DAEMON_INTERVAL_SECONDS="5")
    yield running
    stop(service)
    assert service.returncode == 0


@pytest.fixture
def browser(find_program: Callable[..., str]) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = find_program(*BROWSERS)
    for option in (*QUIET, "--window-size=1600,1000"):
        options.add_argument(option)
    service = webdriver.ChromeService(executable_path=find_program("chromedriver"))
    with webdriver.Chrome(options=options, service=service) as driver:
        yield driver


def see(browser: webdriver.Chrome, address: str, name: str, *texts: str) -> None:
    """Open a page, wait until every text is on it, keep a picture."""
    browser.get(address)
    wait_to_see(browser, name, *texts)


def press(browser: webdriver.Chrome, label: str, name: str, *texts: str) -> None:
    """Press the last thing of a label, wait until every text is there, keep a picture."""
    browser.find_elements(By.XPATH, f"//*[text()='{label}']")[-1].click()
    wait_to_see(browser, name, *texts)


def wait_to_see(browser: webdriver.Chrome, name: str, *texts: str) -> None:
    """Wait until every text is on the page, keep a picture."""

    def missing() -> list[str]:
        shown = browser.find_element(By.TAG_NAME, "body").text
        return [text for text in texts if text not in shown]

    with suppress(TimeoutException):
        WebDriverWait(browser, PAGE_S).until(lambda _: not missing())
    browser.save_screenshot(str(ARTEFACTS / f"{name}.png"))
    assert missing() == [], browser.find_element(By.TAG_NAME, "body").text


def fresh(desk: Desk) -> set[str]:
    """Ask how fresh everything is that is made."""
    made = [node for node in desk.ask(FRESHNESS)["assetNodes"] if node["isMaterializable"]]
    return {node["freshnessStatusInfo"]["freshnessStatus"] for node in made}


def origins(desk: Desk, asset: str) -> tuple[set[str], dict[str, set[str]]]:
    """Ask what an asset is made from, and each of its columns."""
    [node] = [node for node in desk.ask(LINEAGE)["assetNodes"] if node["assetKey"]["path"] == [asset]]
    [columns] = [entry["lineage"] for entry in node["metadataEntries"] if "lineage" in entry]
    behind = {
        column["columnName"]: {
            "/".join([*dep["assetKey"]["path"], dep["columnName"]]) for dep in column["columnDeps"]
        }
        for column in columns
    }
    return {"/".join(key["path"]) for key in node["dependencyKeys"]}, behind


@pytest.mark.alone
def test_a_workbook_is_broken_seen_mended_and_green_again(
    home: Path, desk: Desk, browser: webdriver.Chrome
) -> None:
    asset, checks = f"{desk.url}/assets/exam_result", f"{desk.url}/assets/exam_result?view=checks"
    send(home, BEFORE, 5)
    send(home, YEAR, 4)
    back_fill = desk.back_fill(BEFORE, YEAR)
    see(browser, f"{desk.url}/asset-groups", "1-lineage", *GROUPS)
    assert fresh(desk) == {"UNKNOWN"}
    upstream, columns = origins(desk, "target_progress")
    assert upstream == {"indicator_value", "programme"}
    assert columns["gap"] == {"indicator_value/value"}
    assert origins(desk, "exam_result")[1]["mark"] == {"inbox/oge/Оценка", "inbox/oge/Отметка"}
    see(browser, f"{desk.url}/automation", "2-automation", "nightly", "inbox", "follow_upstream")
    assert desk.ends_of(back_fill) == ["SUCCESS"], "all years are one run"
    assert desk.check("exam_result", CHECK)["status"] == "SUCCEEDED"
    assert desk.check("published_database", "release_gate")["status"] == "SUCCEEDED"
    see(browser, asset, "3-years-materialized", "Latest check results", "Row count", "Passing")
    see(browser, checks, "4-check-green", CHECK, "Passed")

    send(home, YEAR, 6)
    assert desk.materialize(BEFORE, YEAR) == ["SUCCESS", "SUCCESS"]
    broken = desk.check("exam_result", CHECK)
    assert broken["years"] == {"succeededPartitions": [str(BEFORE)], "failedPartitions": [str(YEAR)]}
    see(browser, checks, "5-check-fails", CHECK, "Failed", "H2", "стоит 6, допускается от 2 до 5")
    press(browser, "[Show Markdown]", "6-worst-findings", "C003")

    send(home, YEAR, 3)
    assert desk.materialize(YEAR) == ["SUCCESS"]
    mended = desk.check("exam_result", CHECK)
    assert mended["years"] == {"succeededPartitions": [str(BEFORE), str(YEAR)], "failedPartitions": []}
    see(browser, checks, "7-check-green-again", CHECK, "Passed")
    assert wait_for(lambda: fresh(desk) == {"HEALTHY"})
    times = desk.times()
    assert all(ended <= begun for (_, ended), (begun, _) in pairwise(times)), "two runs wrote at once"
    log = (ARTEFACTS / "dagster_dev.log").read_text(encoding="utf-8")
    assert "2021/oge.xlsx Лист1 H2: «Оценка»: стоит 6" in log
    assert [line for line in log.splitlines() if "Warning" in line or "Traceback" in line] == []
