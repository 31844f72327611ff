"""Whatever lies in the inbox, a finding says so in time, the other files are read, no memory is eaten up."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shnor_pipeline.chain import take_in_year
from shnor_pipeline.ingest import reconcile, take_in_files
from shnor_pipeline_tests import bad_files as bad
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shnor_pipeline.ingest import Context

SECONDS, MEGABYTES = 10.0, 1024
REL = "xl/_rels/workbook.xml.rels"
FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>'
UNADDRESSED = '<row r="1048576">' + "<c><v>1</v></c>" * 16_384 + "</row>"
UNORDERED = '<row r="5"><c r="XFD1048576"><v>1</v></c><c r="A5"><v>1</v></c></row>'
REPEATED = ' table:number-rows-repeated="1048574"'
EMPTY_CELL = '<table:table-cell table:number-columns-repeated="16383"/>'
CHART = '<sheet name="диаграмма" sheetId="1" r:id="rId1"/>'
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'

REFUSED: dict[str, tuple[str, str, Callable[[], bytes], str]] = {
    "nothing in it": ("a.xlsx", "F002", lambda: b"", "0 байт"),
    "an .xlsx cut short": ("a.xlsx", "F002", lambda: bad.good_xlsx()[:-700], "не полностью"),
    "an .xls cut short": ("a.xls", "F002", lambda: bad.good_xls()[:1500], "не полностью"),
    "an .ods cut short": ("a.ods", "F002", lambda: bad.good_ods()[:-60], "не полностью"),
    "a page named .xls": ("a.xls", "F002", lambda: b"<html><table><tr><td>1</td></tr>", "HTML"),
    "a page in UTF-16": ("a.xls", "F002", lambda: "<html><table>".encode("utf-16"), "HTML"),
    "a page in parts": ("a.xls", "F002", lambda: b"MIME-Version: 1.0\r\nX: y", "HTML"),
    "XML of 2003": ("a.xls", "F002", lambda: XML_2003, "XML 2003"),
    "Excel 4.0": ("a.xls", "F002", lambda: b"\t\4\6\0\0\0\x10\0" + bytes(40), "Excel 4.0"),
    "a Word document": ("a.xlsx", "F006", lambda: bad.zipped({"word/document.xml": "<w/>"}), "Word"),
    "an archive": ("a.xlsx", "F006", lambda: bad.zipped({"a.txt": "x"}), "ZIP"),
    "an empty archive": ("a.xlsx", "F006", lambda: bad.zipped({}), "ZIP"),
    "a text document": (
        "a.ods",
        "F006",
        lambda: bad.zipped({"mimetype": "x.opendocument.text"}),
        "OpenDocument",
    ),
    "a PDF": ("a.xlsx", "F006", lambda: b"%PDF-1.7 x", "PDF"),
    "a picture": ("a.xls", "F006", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
    "a locked .xlsx": ("a.xlsx", "F003", bad.locked, "паролем"),
    "a locked .xls": ("a.xls", "F003", bad.xls_with_password, "паролем"),
    "a locked .ods": ("a.ods", "F003", lambda: bad.ods("", manifest="<m><encryption-data/></m>"), "паролем"),
    "a locked zip": ("a.xlsx", "F003", bad.with_flag_of_a_password, "паролем"),
    "entities in a sheet": ("a.xlsx", "F002", lambda: bad.xlsx(prolog=bad.DTD), "DTD"),
    "entities after a comment": ("a.xlsx", "F002", lambda: bad.xlsx(prolog=f"<!-- x -->{bad.DTD}"), "DTD"),
    "entities in an .ods": ("a.ods", "F002", lambda: bad.ods("", prolog=bad.DTD), "DTD"),
    "entities in relations": (
        *("a.xlsx", "F002"),
        lambda: bad.zipped(bad.xlsx_parts(bad.cells()) | {REL: bad.DTD + str(bad.xlsx_parts("")[REL])}),
        "DTD",
    ),
    "entities nobody reads": (
        *("a.xlsx", "F002"),
        lambda: bad.zipped(bad.xlsx_parts(bad.cells()) | {"docProps/app.xml": f"{bad.DTD}<x/>"}),
        "DTD",
    ),
    "entities in UTF-16": (
        *("a.xlsx", "F002"),
        lambda: bad.zipped(bad.xlsx_parts("") | {"xl/styles.xml": f"{bad.DTD}<x/>".encode("utf-16")}),
        "UTF-16",
    ),
    "UTF-16 without a mark": (
        *("a.xlsx", "F002"),
        lambda: bad.zipped(bad.xlsx_parts("") | {"xl/styles.xml": f"{bad.DTD}<x/>".encode("utf-16-le")}),
        "UTF-16",
    ),
    "a bomb": ("a.xlsx", "F008", lambda: bad.bomb(600), "данных"),
    "a smaller bomb": ("a.xlsx", "F008", lambda: bad.bomb(200), "МБ"),
    "a bomb that lies": ("a.xlsx", "F002", lambda: bad.lying(400), "повреждено"),
    "very many members": (
        "a.xlsx",
        "F008",
        lambda: bad.zipped({f"{n}.xml": "" for n in range(3000)}),
        "данных",
    ),
    "members of one name": ("a.xlsx", "F002", bad.with_two_members_of_one_name, "одинаковыми"),
    "names that differ in case": (
        *("a.xlsx", "F002"),
        lambda: bad.zipped(bad.xlsx_parts("") | {"\\XL\\Worksheets/sheet1.xml": "<x/>"}),
        "одинаковыми",
    ),
    "a far cell": ("a.xlsx", "F008", lambda: bad.xlsx(bad.cells() + FAR), "16384 столбцов"),
    "a far cell in a low row": ("a.xlsx", "F008", lambda: bad.xlsx(UNORDERED), "1048576 строк"),
    "far cells without addresses": (
        "a.xlsx",
        "F008",
        lambda: bad.xlsx(bad.cells() + UNADDRESSED),
        "столбцов",
    ),
    "a far cell with a prefix": (
        *("a.xlsx", "F008"),
        lambda: bad.xlsx(bad.cells() + FAR.replace("<c", "<x:c").replace("</c", "</x:c")),
        "столбцов",
    ),
    "a far cell after a lie": (
        *("a.xlsx", "F008"),
        lambda: bad.xlsx(bad.cells() + FAR, head='<dimension ref="A1:F2"/>'),
        "столбцов",
    ),
    "a cell with a wrong address": (
        "a.xlsx",
        "F002",
        lambda: bad.xlsx('<row><c r="1A"><v>1</v></c></row>'),
        "адресом",
    ),
    "a far cell of .xlsb": ("a.xlsb", "F008", lambda: bad.xlsb(16_383), "столбцов"),
    "an impossible cell of .xlsb": ("a.xlsb", "F008", lambda: bad.xlsb(2**31), "столбцов"),
    "a far cell of .xls": ("a.xls", "F008", bad.far_xls, "столбцов"),
    "an impossible cell of .xls": ("a.xls", "F002", lambda: bad.far_xls(65_534), "повреждено"),
    "wrong dimensions of .xls": ("a.xls", "F002", bad.xls_with_wrong_dimensions, "повреждено"),
    "a far cell of .ods": (
        *("a.ods", "F008"),
        lambda: bad.ods(
            bad.ods_row("x")
            + bad.ods_row("", options=REPEATED)
            + bad.ods_row("").replace("<table:table-cell", EMPTY_CELL + "<table:table-cell", 1)
        ),
        "16384 столбцов",
    ),
    "a row a million times": (
        *("a.ods", "F008"),
        lambda: bad.ods(bad.ods_row(*"abcdefghij", options=REPEATED)),
        "1048574 строк",
    ),
    "a long text everywhere": (
        *("a.xlsx", "F008"),
        lambda: bad.zipped(
            bad.xlsx_parts(
                "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 50_000))
            )
            | {"xl/sharedStrings.xml": f"<sst><si><t>{'я' * 30_000}</t></si></sst>"}
        ),
        "тексты",
    ),
    "no sheets": ("a.xlsx", "F002", lambda: bad.xlsx(sheets=" "), "нет листов"),
    "only a chart": ("a.xlsx", "F002", lambda: bad.xlsx(sheets=CHART), "нет листов"),
    "zeros in a text": ("a.csv", "F002", "Код ОО;Класс\n\0;9\n".encode, "нулевые"),
    "a text of 60 MB": ("a.csv", "F008", lambda: bad.sparse_text(60), "МБ"),
    "a line of 20 MB": ("a.csv", "F002", lambda: bad.sparse_text(20), "слишком длинна"),
    "ten million fields": ("a.csv", "F008", lambda: b";" * 10_000_000, "ячеек"),
    "a quote never closed": ("a.csv", "F002", lambda: b'a;"b\n' + b"c;d\n" * 50_000, "кавычка"),
}
READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "an .xlsx named .xls": ("a.xls", bad.good_xlsx),
    "an .xlsx named .csv": ("a.csv", bad.good_xlsx),
    "an .xls named .xlsx": ("a.xlsx", bad.good_xls),
    "an .ods named .xlsx": ("a.xlsx", bad.good_ods),
    "a text named .xls": ("a.xls", bad.good_csv),
    "a text in UTF-16": ("a.csv", lambda: bad.good_csv().decode("cp1251").encode("utf-16")),
    "a text with the line ends of old": ("a.csv", lambda: bad.good_csv().replace(b"\r\n", b"\r")),
    "cells without addresses": (
        "a.xlsx",
        lambda: bad.xlsx(re.sub(r' r="[A-Z]*\d+"', "", bad.cells())),
    ),
    "prefixed elements": (
        "a.xlsx",
        lambda: bad.xlsx(
            bad.cells()
            .replace("</", "</x:")
            .replace("<r", "<x:r")
            .replace("<c", "<x:c")
            .replace("<v", "<x:v")
            .replace("<is", "<x:is")
            .replace("<t>", "<x:t>")
        ),
    ),
    "a far cell with a format alone": (
        "a.xlsx",
        lambda: bad.xlsx(bad.cells() + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
    ),
    "a million empty rows": ("a.xlsx", lambda: bad.xlsx(bad.cells() + bad.empty_rows(1_048_576))),
    "empty cells to row 200000": ("a.xlsx", lambda: bad.xlsx(bad.cells() + bad.empty_rows(200_000, 20))),
    "empty columns to the end": (
        "a.ods",
        lambda: bad.ods(
            "".join(bad.ods_row(*row) for row in bad.ROWS).replace(
                "</table:table-row>", EMPTY_CELL + "</table:table-row>"
            )
        ),
    ),
    "16384 columns": ("a.xlsx", lambda: bad.xlsx(bad.wide_header(16_384))),
}
HEAVY = (
    *("a bomb", "a smaller bomb", "a bomb that lies", "a far cell", "far cells without addresses"),
    *("a far cell of .xls", "a far cell of .ods", "a row a million times", "a long text everywhere"),
    *("a text of 60 MB", "a line of 20 MB", "ten million fields"),
)
HEAVY_READ = ("a million empty rows", "empty cells to row 200000", "16384 columns")
CHILD = """
import json, re, resource, sys, pathlib
resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, 8 * 2**30))
from shnor_pipeline_tests import builders as b
from shnor_pipeline.ingest import take_in_files
root, inbox = map(pathlib.Path, sys.argv[1:])
context, found = b.workspace(root).context, {}
for path in sorted(inbox.iterdir()):
    intake = take_in_files([path], inbox, 2021, context)
    found[path.stem] = (intake.findings["rule_id"].tolist()[:1], len(intake.tables["enrollment"]))
take_in_files(sorted(inbox.iterdir()), inbox, 2021, context)
# not ru_maxrss, which a process inherits from the one that started it
peak = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]
print(json.dumps([int(peak) // 1024, found]))
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    root = b.home(tmp_path / "home")
    b.workbook(root / "inbox/2021/good.xlsx", Лист1=[b.CONTINGENT, ("163002", 5, 10, 0, 0, 10)])
    return root


@pytest.mark.alone
@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_a_finding_in_time_and_the_run_goes_on(home: Path, case: str) -> None:
    name, rule, content, words = REFUSED[case]
    (home / "inbox/2021" / name).write_bytes(content())
    started = time.perf_counter()
    intake = take_in_year(b.workspace(home), 2021)
    assert time.perf_counter() - started < SECONDS
    assert intake.findings[["file", "rule_id"]].to_numpy().tolist() == [[f"2021/{name}", rule]]
    assert words in intake.findings["message_ru"][0]
    assert intake.tables["enrollment"]["source_file"].tolist() == ["2021/good.xlsx"]


@pytest.mark.alone
@pytest.mark.parametrize("case", READ)
def test_a_strange_file_is_read_for_what_it_is(home: Path, case: str) -> None:
    name, content = READ[case]
    (home / "inbox/2021" / name).write_bytes(content())
    started = time.perf_counter()
    intake = take_in_files(
        sorted((home / "inbox/2021").iterdir()), home / "inbox", 2021, b.workspace(home).context
    )
    assert time.perf_counter() - started < SECONDS
    assert sorted(intake.tables["enrollment"]["source_file"]) == [f"2021/{name}", "2021/good.xlsx"]


@pytest.mark.alone
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of one process is told by Linux only")
def test_heavy_files_take_less_than_a_gigabyte(home: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "heavy"
    inbox.mkdir()
    for case in (*HEAVY, *HEAVY_READ):
        name, content = READ[case] if case in READ else (REFUSED[case][0], REFUSED[case][2])
        (inbox / f"{case}.{name.partition('.')[2]}").write_bytes(content())
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(home), str(inbox)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    peak, found = json.loads(done.stdout)
    assert peak < MEGABYTES
    assert {case: found[case][0] for case in HEAVY} == {case: [REFUSED[case][1]] for case in HEAVY}
    assert {found[case][1] for case in HEAVY_READ} == {1}


@pytest.mark.alone
def test_a_text_of_300_megabytes_is_refused_unread(home: Path) -> None:
    path = home / "inbox/2021/a.csv"
    with path.open("wb") as stream:
        stream.truncate(300 * 2**20)
    started = time.perf_counter()
    intake = take_in_year(b.workspace(home), 2021)
    assert time.perf_counter() - started < SECONDS
    assert intake.findings["rule_id"].tolist() == ["F008"]


def test_files_that_vanish_are_findings_and_no_copies_of_each_other(home: Path) -> None:
    gone = [home / "inbox/2021" / name for name in ("a.xlsx", "b.xlsx")]
    intake = take_in_files(gone, home / "inbox", 2021, b.workspace(home).context)
    assert intake.findings["rule_id"].tolist() == ["F002", "F002"]
    assert intake.findings["message_ru"].str.contains("больше нет").all()


def test_a_locked_file_is_a_finding(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "locked")

    context = b.workspace(home).context
    assert context.reference
    monkeypatch.setattr("pathlib.Path.open", refuse)
    intake = take_in_files([home / "inbox/2021/good.xlsx"], home / "inbox", 2021, context)
    assert intake.findings["rule_id"].tolist() == ["F002"]
    assert "занят" in intake.findings["message_ru"][0]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return b.workspace(b.home(tmp_path_factory.mktemp("damage") / "home")).context


MANY = (b.CONTINGENT, *(("163001", grade, 20, 1, 1, 20) for grade in range(1, 12)))
GOOD = {
    "a.xlsx": bad.good_xlsx(MANY),
    "b.xlsx": bad.zipped(bad.xlsx_parts(bad.cells(MANY)), method=0),
    "a.xls": bad.good_xls(MANY),
    "a.ods": bad.good_ods(MANY),
    "a.csv": bad.good_csv(MANY),
}
PLACES = st.integers(0, 1_000_000)
BYTES = st.one_of(st.integers(0, 255), st.sampled_from(b"\0\xff<>\"'/0A;"))


@pytest.mark.parametrize("name", GOOD)
@given(changes=st.lists(st.tuples(PLACES, BYTES), max_size=6), cut=st.sampled_from([0, 0, 0, 1, 300, 5000]))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_damaged_bytes_never_stop_the_run_and_lose_no_row(
    context: Context,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    changes: list[tuple[int, int]],
    cut: int,
) -> None:
    path = tmp_path_factory.mktemp("damaged") / name
    path.write_bytes(bad.damaged(GOOD[name], changes, cut))
    intake = take_in_files([path], path.parent, 2021, context)
    reconcile(intake.source_files, intake.tables)
    kept = sum(map(len, intake.tables.values())) + sum(map(len, intake.quarantine.values()))
    assert kept == int(intake.source_files["rows_read"].sum())
    assert kept or len(intake.findings)


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
@given(changes=st.lists(st.tuples(PLACES, BYTES), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_damage_inside_the_archive_never_stops_the_run(
    context: Context, tmp_path_factory: pytest.TempPathFactory, name: str, changes: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("damaged") / name
    path.write_bytes(bad.stored_again(GOOD[name], lambda part: bad.damaged(part, changes, 0)))
    intake = take_in_files([path], path.parent, 2021, context)
    reconcile(intake.source_files, intake.tables)
    assert len(intake.source_files) == 1
