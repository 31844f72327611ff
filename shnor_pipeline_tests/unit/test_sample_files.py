"""The files of the sample: same seed same bytes, the committed copy, seeded mistakes, counts."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineError, CalamineWorkbook

from shnor_pipeline.canonical_zip import canonical_workbook, canonicalise_zip
from shnor_pipeline.sample import SampleError, SampleSummary, SeededDefect, write_sample
from shnor_pipeline.sample.declared import COPIES, EDITS, FURTHER_FILES

DATA = Path(__file__).resolve().parents[2] / "data"
SMALL = {"schools": 4, "years": range(2020, 2022)}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleSummary]:
    out = tmp_path_factory.mktemp("whole")
    return out, write_sample(out)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("small")
    write_sample(out, **SMALL)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_same_seed_same_bytes(small: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, **SMALL)
    assert different(contents(small), contents(tmp_path)) == []


def test_another_seed_gives_other_figures(small: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, **SMALL, seed=7)
    mine, other = contents(small / "inbox"), contents(tmp_path / "inbox")
    assert mine.keys() == other.keys()
    assert all(mine[name] != other[name] for name in mine)


@pytest.mark.parametrize("folder", ["inbox", "reference"])
def test_committed_folder_is_a_fresh_generation(whole: tuple[Path, SampleSummary], folder: str) -> None:
    assert different(contents(DATA / folder), contents(whole[0] / folder)) == []


def test_committed_readme_is_a_fresh_generation(whole: tuple[Path, SampleSummary]) -> None:
    assert (DATA / "README.md").read_bytes() == (whole[0] / "README.md").read_bytes()


def test_a_year_is_the_same_in_every_span(whole: tuple[Path, SampleSummary], tmp_path: Path) -> None:
    write_sample(tmp_path, years=range(2019, 2020))
    assert different(contents(whole[0] / "inbox/2019"), contents(tmp_path / "inbox/2019")) == []


def test_schools_are_those_of_the_programme(whole: tuple[Path, SampleSummary]) -> None:
    schools = rows(whole[0] / "reference/schools.csv")
    assert Counter(school["locality"] for school in schools) == {"town": 7, "rural": 13}
    assert {school["kind"] for school in schools} == {"school", "basic", "primary", "gymnasium", "lyceum"}
    groups = rows(whole[0] / "reference/programme_schools.csv")
    assert Counter(row["year"] for row in groups) == {str(year): 8 for year in range(2018, 2024)}
    names = {school["school_id"]: school["name_short"] for school in schools}
    assert {names[row["school_id"]] for row in groups} >= {
        "МБОУ «Гимназия №4»",
        "МАОУ СОШ №5",
        "МБОУ СОШ №6",
        "МБОУ ООШ №1",
        "МБОУ Исергаповская СОШ",
        "МБОУ Покровско-Урустамакская СОШ",
    }


def test_clusters_begin_in_2020(whole: tuple[Path, SampleSummary]) -> None:
    clusters = rows(whole[0] / "reference/clusters.csv")
    assert {row["year"] for row in clusters} == {"2020", "2021", "2022", "2023"}
    assert len({row["cluster_id"] for row in clusters}) == 4


def test_what_was_not_held_has_no_file(whole: tuple[Path, SampleSummary]) -> None:
    inbox = whole[0] / "inbox"
    of_oge = {path.parts[-3] for path in inbox.rglob("*ОГЭ*")}
    assert of_oge == {"2018", "2019", "2021", "2022", "2023"}
    for year, held in {"2019": True, "2020": False, "2021": False}.items():
        path = next((inbox / year / "ГИА").glob("*ЕГЭ*"))
        cells = {cell for sheet in grid(path.read_bytes()).values() for row in sheet for cell in row}
        assert ("Математика (базовая)" in cells) is held


def test_size_of_the_committed_inbox() -> None:
    files = contents(DATA / "inbox")
    assert 120 <= len(files) <= 170
    assert sum(map(len, files.values())) < 6_000_000


def test_formats(whole: tuple[Path, SampleSummary]) -> None:
    suffixes = Counter(path.suffix for path in (whole[0] / "inbox").rglob("*.*"))
    assert suffixes.keys() == {".xlsx", ".xls", ".ods"}
    assert suffixes[".xls"] >= 3
    assert suffixes[".ods"] >= 3


def grid(content: bytes) -> dict[str, list[list[object]]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }


def cell_at(sheet: list[list[object]], address: str) -> object:
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return sheet[int(number) - 1][column - 1]


def text(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def in_cells(summary: SampleSummary) -> list[SeededDefect]:
    return [one for one in summary.seeded if one.cell]


def test_every_declared_defect_is_seeded_once(whole: tuple[Path, SampleSummary]) -> None:
    declared = [one.defect_id for one in (*EDITS, *COPIES, *FURTHER_FILES)]
    assert sorted(declared) == [one.defect_id for one in whole[1].seeded]
    assert len(set(declared)) == len(declared) == whole[1].defects


def test_every_defect_stands_in_its_cell(whole: tuple[Path, SampleSummary], tmp_path: Path) -> None:
    out, summary = whole
    write_sample(tmp_path, defects=False)
    for one in in_cells(summary):
        spoiled = grid((out / "inbox" / one.file).read_bytes())
        good = grid((tmp_path / "inbox" / one.file).read_bytes())
        found = cell_at(spoiled[one.sheet], one.cell)
        assert text(found) == one.value, one.defect_id
        if one.area == "duplicate":
            row = int(one.cell[1:])
            assert spoiled[one.sheet][row - 1] == spoiled[one.sheet][row - 2]
            assert len(spoiled[one.sheet]) == len(good[one.sheet]) + 1
        else:
            assert text(cell_at(good[one.sheet], one.cell)) != one.value, one.defect_id
    wrong = {one.file for one in summary.seeded}
    assert set(different(contents(out / "inbox"), contents(tmp_path / "inbox"))) == wrong


def test_defects_of_whole_files(whole: tuple[Path, SampleSummary]) -> None:
    inbox = whole[0] / "inbox"
    files = {one.area: [] for one in whole[1].seeded}
    for one in whole[1].seeded:
        if not one.cell:
            files[one.area].append((inbox / one.file).read_bytes())
    truncated, locked = files["encrypted_or_unreadable"]
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(truncated))
    with pytest.raises(CalamineError):
        grid(truncated)
    assert "EncryptedPackage".encode("utf-16-le") in locked
    with pytest.raises(CalamineError):
        grid(locked)
    assert len(grid(files["unknown_form"][0])) == 1
    copies = [content for content in contents(inbox).values() if content == files["duplicate_file"][0]]
    assert len(copies) == 2


def test_readme_lists_every_defect(whole: tuple[Path, SampleSummary], small: Path) -> None:
    readme = (whole[0] / "README.md").read_text(encoding="utf-8")
    assert all(f"| {one.defect_id} | {one.year} | {one.file} |" in readme for one in whole[1].seeded)
    assert "выдуманы" in (small / "README.md").read_text(encoding="utf-8")


def test_summary_counts_the_files(whole: tuple[Path, SampleSummary]) -> None:
    assert whole[1].files == len(contents(whole[0] / "inbox"))
    assert whole[1].rows > 25_000


def test_two_municipalities(tmp_path: Path) -> None:
    write_sample(tmp_path, municipalities=2, schools=8, years=range(2019, 2020))
    schools = rows(tmp_path / "reference/schools.csv")
    assert Counter(school["municipality_id"] for school in schools) == {"bavly": 8, "m02": 8}
    assert len({school["school_id"] for school in schools}) == 16
    assert len({school["codes"] for school in schools}) == 16
    of_programme, other = sorted((tmp_path / "inbox/2019").iterdir())
    # measures are those of the programme's own district
    only_here = contents(of_programme).keys() ^ contents(other).keys()
    assert only_here == {"Мероприятия/Выполнение мероприятий 2018-2019.xlsx"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"municipalities": 0},
        {"schools": 0},
        {"years": range(2015, 2019)},
        {"years": range(2020, 2020)},
        {"years": range(2018, 2024, 2)},
        {"seed": -1},
    ],
)
def test_arguments_out_of_range(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(SampleError):
        write_sample(tmp_path, **wrong)
    assert not list(tmp_path.iterdir())


def test_files_of_people_are_never_mixed_with_the_sample(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "ОГЭ.xlsx").write_bytes(b"")
    with pytest.raises(SampleError, match="уже лежат файлы"):
        write_sample(tmp_path, **SMALL)


def archive(members: list[tuple[str, bytes]], date: tuple[int, ...]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as target:
        for name, content in members:
            target.writestr(zipfile.ZipInfo(name, date_time=date), content)
    return raw.getvalue()


def test_canonical_zip_forgets_clock_and_order() -> None:
    def made(day: int, *, turned: bool) -> bytes:
        dates = f'<dcterms:created xsi:type="dcterms:W3CDTF">2021-08-{day}T10:00:00Z</dcterms:created>'
        members = [
            ("xl/workbook.xml", b"<workbook/>"),
            ("docProps/core.xml", dates.encode()),
            ("[Content_Types].xml", b"<Types/>"),
        ]
        return archive(members[::-1] if turned else members, (2021, 8, day, 10, 0, 0))

    first = canonicalise_zip(made(11, turned=False))
    assert first == canonicalise_zip(made(23, turned=True)) == canonicalise_zip(first)
    with zipfile.ZipFile(io.BytesIO(first)) as result:
        assert result.namelist() == ["[Content_Types].xml", "docProps/core.xml", "xl/workbook.xml"]
        assert {(entry.date_time, entry.create_system) for entry in result.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0)
        }
        assert b">1980-01-01T00:00:00Z<" in result.read("docProps/core.xml")


def test_canonical_zip_keeps_the_type_of_opendocument_first_and_stored() -> None:
    members = [
        ("content.xml", b"<office/>" * 100),
        ("meta.xml", b"<meta:creation-date>2021-08-31T09:00:00</meta:creation-date><dc:date>2022</dc:date>"),
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    ]
    content = canonicalise_zip(archive(members, (2021, 8, 31, 9, 0, 0)))
    assert content[30:38] == b"mimetype"
    assert content[38:].startswith(b"application/vnd.oasis")
    with zipfile.ZipFile(io.BytesIO(content)) as result:
        assert result.read("meta.xml").count(b"1980-01-01T00:00:00Z") == 2
        assert result.read("content.xml") == b"<office/>" * 100


def test_a_workbook_is_what_openpyxl_itself_would_save() -> None:
    book = Workbook()
    book.active.append(["Школа", 12.5, "=B1*2"])  # type: ignore[union-attr]
    saved = io.BytesIO()
    book.save(saved)
    assert canonical_workbook(book) == canonicalise_zip(saved.getvalue())
    assert load_workbook(io.BytesIO(canonical_workbook(book))).active["B1"].value == 12.5  # type: ignore[index]


def test_canonical_zip_refuses_what_it_cannot_order() -> None:
    with pytest.raises(zipfile.BadZipFile):
        canonicalise_zip(b"no zip at all")
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = archive([("a.xml", b"1"), ("a.xml", b"2")], (2021, 1, 1, 0, 0, 0))
    with pytest.raises(ValueError, match="two members"):
        canonicalise_zip(twice)
