"""The data engineer at Dagster's pages: a year goes through, a workbook breaks, is mended, goes through."""

from __future__ import annotations

import shutil
from contextlib import suppress
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
from shnor_pipeline_tests.browser.desk import Desk, start, stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ARTEFACTS = CHECKOUT / ".artefacts/desk"
YEAR = 2021
PAGE_S = 60
"""How long a page may take to show what it is about."""
CHECK = "exam_result_rows_accepted"
LINEAGE = """{ assetNodes { assetKey { path } dependencyKeys { path } staleStatus
  internalFreshnessPolicy { __typename } freshnessStatusInfo { freshnessStatus } } }"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def send(home: Path, mark: object) -> None:
    """Send the year's results, with one mark."""
    rows = [b.pupil("163001", "Иванов", "Математика", mark), b.pupil("163001", "Петров", "Математика", 5)]
    b.workbook(home / f"inbox/{YEAR}/oge.xlsx", Лист1=[b.OGE, *rows])


@pytest.fixture
def desk(home: Path, tmp_path: Path) -> Iterator[Desk]:
    """The service; its log is kept with the screenshots."""
    shutil.rmtree(ARTEFACTS, ignore_errors=True)
    ARTEFACTS.mkdir(parents=True)
    write_instance(tmp_path / "dagster", postgres=False)
    service, running = start(home, tmp_path / "dagster", ARTEFACTS / "dagster_dev.log")
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

    def missing() -> list[str]:
        shown = browser.find_element(By.TAG_NAME, "body").text
        return [text for text in texts if text not in shown]

    browser.get(address)
    with suppress(TimeoutException):
        WebDriverWait(browser, PAGE_S).until(lambda _: not missing())
    browser.save_screenshot(str(ARTEFACTS / f"{name}.png"))
    assert missing() == [], browser.find_element(By.TAG_NAME, "body").text


@pytest.mark.alone
def test_a_workbook_is_broken_seen_mended_and_green_again(
    home: Path, desk: Desk, browser: webdriver.Chrome
) -> None:
    checks = f"{desk.url}/assets/exam_result?view=checks"
    send(home, 4)
    assert desk.materialize(YEAR) == "SUCCESS"
    assert desk.check("exam_result", CHECK)["status"] == "SUCCEEDED"
    assert desk.check("published_database", "release_gate")["status"] == "SUCCEEDED"
    see(browser, f"{desk.url}/assets/exam_result", "1-year-materialized", "Latest materialization", str(YEAR))
    see(browser, checks, "2-check-green", CHECK, "Passed")

    send(home, 6)
    assert desk.materialize(YEAR) == "SUCCESS"
    broken = desk.check("exam_result", CHECK)
    assert (broken["status"], broken["severity"]) == ("FAILED", "WARN")
    assert "H2" in broken["shown"]
    see(browser, checks, "3-check-fails", CHECK, "Failed", "errors 1")

    send(home, 3)
    assert desk.materialize(YEAR) == "SUCCESS"
    assert desk.check("exam_result", CHECK)["status"] == "SUCCEEDED"
    see(browser, checks, "4-check-green-again", CHECK, "Passed")
    see(browser, f"{desk.url}/asset-groups", "5-lineage", "sources", "indicators", "release")

    nodes = {node["assetKey"]["path"][-1]: node for node in desk.ask(LINEAGE)["assetNodes"]}
    upstream = {key["path"][-1] for key in nodes["target_progress"]["dependencyKeys"]}
    assert upstream == {"indicator_value", "programme"}
    fresh = [node["freshnessStatusInfo"] for node in nodes.values() if node["internalFreshnessPolicy"]]
    assert {each["freshnessStatus"] for each in fresh} <= {"HEALTHY", "WARNING", "DEGRADED", "UNKNOWN"}
