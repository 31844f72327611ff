"""Every rule is broken by a workbook of its own, and that workbook breaks nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline import chain
from shnor_pipeline.quality import RULES, Severity, Stage
from shnor_pipeline.tables import CANONICAL_TABLES
from shnor_pipeline_tests import breaking
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.quality import Rule
    from shnor_pipeline_tests.breaking import Broken

FEWEST_RULES = 60
LETTERS = {
    "F": {Stage.FILE},
    "S": {Stage.SHEET},
    "H": {Stage.HEADER},
    "C": {Stage.CELL},
    "R": {Stage.ROW},
    "T": {Stage.TABLE},
    "B": {Stage.BETWEEN_TABLES},
    "Y": {Stage.BETWEEN_YEARS},
    "L": {Stage.LEDGER},
}
OLDEST = 2018
UGLY = re.compile(r"[{}]|\bnan\b|\bNone\b|<NA>|(?<![\d.])\d+\.\d+(?![\d.])|  | [,;:]|\.\.|«»|\(\)")
MEASURE = re.compile(r"\b[IVX]+ \d+\.\d+\b")
MAY_BE_LATIN = re.compile(
    r"«[^»]*»|\.?\b(?:xlsx|xlsm|xls|xlsb|ods|csv|UTF-8|Windows-1251)\b|inbox/\d+|reference/\w+\.csv"
    r"|programme\.yaml|\b[A-Z]{1,3}\d+\b|\b[IVX]+ \d+\.\d+\b"
)
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


@dataclass
class Outcome:
    """What a home gave: all findings, the rows kept out, and the reconciliation of the year."""

    findings: list[dict[str, Any]]
    held: set[tuple[str, int]]
    balanced: bool

    def places(self) -> list[tuple[Any, ...]]:
        """Return rule, file, sheet and cell of every finding."""
        return [tuple(row[name] for name in ("rule_id", "file", "sheet", "cell")) for row in self.findings]


def outcome(home: Path, year: int) -> Outcome:
    """Run everything that finds anything: inbox, years in their order, comparison with the year before."""
    workspace = b.workspace(home)
    (home / "inbox").mkdir(exist_ok=True)
    frames = [chain.survey_inbox(workspace)]
    for each in sorted({*workspace.inbox_years(), year}):
        intake = chain.take_in_year(workspace, each)
        frames.append(chain.compare_years(workspace, each))
    findings = [
        {name: value if isinstance(value, (str, int)) else None for name, value in row.items()}
        for frame in frames
        for row in frame.to_dict("records")
    ]
    held = [frame[["source_file", "source_row"]] for frame in intake.quarantine.values()]
    rows = {tuple(row) for frame in held for row in frame.itertuples(index=False, name=None)}
    files = intake.source_files
    balance = files["rows_read"] - files["rows_accepted"] - files["rows_quarantined"]
    return Outcome(findings, rows, balanced=not balance.any())


def broken_by(rule: Rule) -> Broken:
    found = breaking.BREAKING.get(rule.rule_id)
    if found is None:
        pytest.fail(
            f"Rule {rule.rule_id} ({rule.title_ru}) has no workbook that breaks it: add an entry "
            f'"{rule.rule_id}" to the registry of shnor_pipeline_tests/breaking.py.'
        )
    return found


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    """Outcomes by rule, each computed once, when the first test asks for it."""
    return {}


@pytest.fixture
def case(rule: Rule, outcomes: dict[str, Outcome], tmp_path: Path) -> tuple[Broken, Outcome]:
    broken = broken_by(rule)
    if rule.rule_id not in outcomes:
        home = b.home(tmp_path / "home")
        broken.write(home)
        outcomes[rule.rule_id] = outcome(home, broken.year)
    return broken, outcomes[rule.rule_id]


@every_rule
def test_its_workbook_breaks_the_rule_at_the_stated_cells_and_nothing_else(
    rule: Rule, case: tuple[Broken, Outcome]
) -> None:
    broken, found = case
    expected = [(rule.rule_id, broken.file, broken.sheet, cell) for cell in broken.cells]
    assert sorted(found.places(), key=str) == sorted(expected, key=str)


@every_rule
def test_an_error_keeps_its_rows_out_and_a_warning_keeps_them(
    rule: Rule, case: tuple[Broken, Outcome]
) -> None:
    broken, found = case
    assert {row["severity"] for row in found.findings} == {rule.severity}
    held = broken.held
    if held is None:
        numbers = {int(re.sub(r"\D", "", cell)) for cell in broken.cells if cell}
        held = tuple(numbers) if rule.severity is Severity.ERROR else ()
    assert found.held == {(broken.file, row) for row in held}
    assert found.balanced


@every_rule
def test_it_says_in_plain_russian_what_is_wrong_and_how_to_mend_it(
    rule: Rule, case: tuple[Broken, Outcome]
) -> None:
    broken, found = case
    for row in found.findings:
        message = row["message_ru"]
        assert not UGLY.search(MEASURE.sub("1", message)), message
        assert not re.search(r"[A-Za-z]", MAY_BE_LATIN.sub("", message)), message
        assert message.endswith(f". {rule.guidance_ru}")
        assert row["value"] or "{value}" not in rule.message_ru
    assert any(broken.says in row["message_ru"] for row in found.findings)


@every_rule
def test_it_is_silent_out_of_its_years(rule: Rule) -> None:
    assert rule.first_year <= rule.last_year
    assert not rule.in_force(rule.first_year - 1)
    assert not rule.in_force(rule.last_year + 1)


def test_two_levels_of_mathematics_are_no_fault_before_2019(tmp_path: Path) -> None:
    home = b.home(tmp_path / "home")
    both = (
        *breaking.CLEAN["ege"],
        ("163001", "1", "Математика (базовая)", 4, "", ""),
        ("163001", "1", "Математика (профильная)", 50, 27, ""),
    )
    breaking.send(home, "ege", both, year=2018)
    assert outcome(home, 2018).findings == []


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES.values() if rule.whole_year], ids=lambda rule: rule.rule_id
)
def test_what_needs_all_files_of_a_year_is_not_held_against_one_file(rule: Rule, tmp_path: Path) -> None:
    broken, home = broken_by(rule), b.home(tmp_path / "home")
    broken.write(home)
    file = next(path for path in sorted((home / "inbox" / str(broken.year)).rglob("*")) if path.is_file())
    assert chain.check_file(b.workspace(home), file, broken.year).findings == []


@pytest.mark.parametrize("form", breaking.CLEAN)
def test_a_clean_workbook_of_a_form_has_no_findings(form: str, tmp_path: Path) -> None:
    home = b.home(tmp_path / "home")
    breaking.send(home, form)
    found = outcome(home, breaking.YEAR)
    assert (found.findings, found.held) == ([], set())


def test_clean_workbooks_of_all_forms_have_no_findings_together(tmp_path: Path) -> None:
    home = b.home(tmp_path / "home")
    # the mark table would repeat the pupil-level results of the same work
    breaking.sent(*(form for form in breaking.CLEAN if form != "vpr_marks"))(home)
    found = outcome(home, breaking.YEAR)
    assert (found.findings, found.held) == ([], set())


def test_no_entry_is_left_of_a_rule_that_is_gone() -> None:
    assert set(breaking.BREAKING) <= set(RULES)


def test_there_are_many_rules_and_each_has_one_place() -> None:
    declared = [(rule.rule_id, rule.title_ru) for rule in RULES.values()]
    assert len(declared) >= FEWEST_RULES
    assert len({title for _, title in declared}) == len(declared)
    assert list(RULES) == [rule.rule_id for rule in RULES.values()]


@every_rule
def test_its_id_says_its_stage(rule: Rule) -> None:
    assert re.fullmatch(r"[FSHCRTBYL]\d{3}", rule.rule_id)
    assert rule.stage in LETTERS[rule.rule_id[0]]


@every_rule
def test_its_texts_are_whole_sentences(rule: Rule) -> None:
    assert rule.title_ru[0].isupper()
    assert rule.title_ru[-1] not in ".:;,"
    assert rule.message_ru.endswith(".")
    assert rule.guidance_ru[0].isupper()
    assert rule.guidance_ru.endswith(".")


@every_rule
def test_it_names_tables_that_exist(rule: Rule) -> None:
    assert set(rule.tables) <= {spec.name for spec in CANONICAL_TABLES}
