"""References that documents carry: written, read back, and what happens to them when people edit."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from shnor_pipeline.references import Ref
from shnor_pipeline.reporting.excel_references import read_cells
from shnor_pipeline.reporting.figures import pieces
from shnor_pipeline.reporting.memo import render_memo
from shnor_pipeline.reporting.word_references import PrintedNumbers, read_numbers
from shnor_pipeline.reporting.workbook import render_workbook
from shnor_pipeline_tests import report_builders as build

MARKS = re.compile("[\ue0f0-\ue0f2]")


@cache
def memo() -> bytes:
    return render_memo(build.report())


@cache
def book() -> bytes:
    return render_workbook(build.report())


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def run_with(document: Any, number: int) -> Any:
    """Find the run inside the bookmark of a number."""
    start = next(
        each
        for each in document.element.body.iter(qn("w:bookmarkStart"))
        if each.get(qn("w:name")).endswith(f"_{number}") and re.match(r"_20\d\d_", each.get(qn("w:name")))
    )
    return start.getnext()


def edited(number: int, text: str) -> PrintedNumbers:
    document = Document(io.BytesIO(memo()))
    run_with(document, number).find(qn("w:t")).text = text
    return read_numbers(saved(document))


def test_the_names_of_bookmarks_are_hidden_unique_and_short_enough_for_word() -> None:
    marks = Document(io.BytesIO(memo())).element.body.iter(qn("w:bookmarkStart"))
    names = [each.get(qn("w:name")) for each in marks]
    assert len(names) == len(set(names))
    assert all(name.startswith("_") and len(name) <= 40 for name in names)


def test_every_value_of_an_indicator_row_has_a_bookmark() -> None:
    rows = [each for each in read_numbers(memo()).numbers if each.place.endswith("ГИА-…»")]
    # plan, five earlier values without the year it was not held, now, its parts, change
    of_table = [each.text for each in rows[:9]]
    assert of_table == ["90", "83,3", "85,0", "98,5", "95,0", "75,0", "45", "60", "−20,0"]


def first_in_a_sentence() -> Any:
    """Find the first value of an indicator in a conclusion."""
    return next(each for each in read_numbers(memo()).numbers if each.place.startswith("абзац «2) Дальше"))


def test_sentences_carry_references_too() -> None:
    first = first_in_a_sentence()
    assert (first.text, first.place) == ("75,3", "абзац «2) Дальше всего от плана: «Доля обучающи…»")
    assert first.name == Ref(2023, "extra_education_share", "programme", "", "value").name


def test_no_mark_is_left_in_a_document() -> None:
    for content in (memo(), book()):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    assert not MARKS.search(archive.read(name).decode()), name


def test_signs_of_a_mark_in_a_senders_file_mean_nothing() -> None:
    (reading,) = build.report(readings=(("III", "\ue0f0x\ue0f1", "\ue0f0нет|ссылки\ue0f15\ue0f2"),)).readings
    render_memo(build.report(readings=(reading,)))
    assert list(pieces(reading[2])) == [(reading[2], None)]


def test_a_memo_says_how_many_numbers_it_had() -> None:
    found = read_numbers(memo())
    assert found.written == len(found.numbers) > 300
    assert [each.position for each in found.numbers] == list(range(1, len(found.numbers) + 1))


def test_a_digit_changed_inside_is_read() -> None:
    assert edited(1, "85,3").numbers[0].text == "85,3"


def test_a_digit_typed_against_a_number_belongs_to_it() -> None:
    document = Document(io.BytesIO(memo()))
    at = first_in_a_sentence().position
    before, after = (
        run_with(document, at).getprevious().getprevious(),
        run_with(document, at + 1).getnext().getnext(),
    )
    before.find(qn("w:t")).text += "1"
    after.find(qn("w:t")).text = "0" + after.find(qn("w:t")).text
    texts = {each.position: each.text for each in read_numbers(saved(document)).numbers}
    assert (texts[at], texts[at + 1]) == ("175,3", "1000")


def test_a_number_typed_over_with_its_bookmark_is_missing() -> None:
    document = Document(io.BytesIO(memo()))
    run = run_with(document, 2)
    for mark in (run.getprevious(), run.getnext()):
        mark.getparent().remove(mark)
    found = read_numbers(saved(document))
    assert 2 not in [each.position for each in found.numbers]
    assert found.written == len(found.numbers) + 1


def test_a_document_without_references_reads_as_empty() -> None:
    assert read_numbers(saved(Document())) == PrintedNumbers((), None)


def test_every_number_of_the_school_sheet_is_referenced() -> None:
    cells = {each.place: each for each in read_cells(book())}
    sheet = load_workbook(io.BytesIO(book()))["Данные школ"]
    numbers = [
        cell
        for row in sheet.iter_rows(min_row=2, min_col=6, max_col=10)
        for cell in row
        if cell.value is not None
    ]
    assert all(cells[f"лист «Данные школ», ячейка {each.coordinate}"].value == each.value for each in numbers)


def test_the_column_of_references_is_hidden_filtered_along_and_not_printed() -> None:
    sheet = load_workbook(io.BytesIO(book()))["Данные школ"]
    assert sheet.column_dimensions["L"].hidden
    assert sheet.auto_filter.ref.startswith("A1:L")
    assert ":$K$" in sheet.print_area


def test_numbers_in_a_text_are_referenced_by_their_place_in_it() -> None:
    cells = [each for each in read_cells(book()) if each.place == "лист «План и факт», ячейка F2"]
    assert [(each.value, each.ref.field) for each in cells] == [("90", "target:target")]


def finding(message: str, value: str = "") -> bytes:
    (one,) = build.report().findings[:1]
    return render_workbook(build.report(findings=(replace(one, message_ru=message, value=value or None),)))


def numbers_of_the_finding(content: bytes) -> list[tuple[str, object]]:
    cells = (each for each in read_cells(content) if each.place.startswith("лист «Замечания»"))
    return [(each.ref.field, each.value) for each in cells]


def test_the_numbers_of_a_quoted_text_have_one_line_beside_the_row() -> None:
    content = finding("стоит 61, допускается от 0 до 16", "61")
    assert numbers_of_the_finding(content) == [
        *[("number:1", "61")],
        *[("number:1", "61"), ("number:2", "0"), ("number:3", "16")],
    ]
    beside = load_workbook(io.BytesIO(content))["Замечания"]["J2"].value
    assert [line.split(" ")[:2] for line in beside.split("\n")] == [["G", "*1"], ["H", "*3"]]


def test_a_number_that_was_put_into_a_quoted_text_or_taken_out_is_noticed() -> None:
    changed = load_workbook(io.BytesIO(finding("от 0 до 16")))
    for text, numbers in (("от 0 до 16 или 18", ["0", "16", "18"]), ("до 16", ["16", "до 16"])):
        changed["Замечания"]["H2"].value = text
        fields = [(f"number:{place}", number) for place, number in enumerate(numbers, start=1)]
        assert numbers_of_the_finding(saved(changed)) == fields


def test_a_value_of_a_sender_that_begins_like_a_formula_stays_text_with_its_reference() -> None:
    cell = load_workbook(io.BytesIO(finding("не число", "-5+3")))["Замечания"]["G2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("-5+3", "s", True)


def test_a_text_too_long_for_a_cell_is_cut_without_leaving_a_mark() -> None:
    content = finding("7 " * 20_000)
    assert load_workbook(io.BytesIO(content))["Замечания"]["H2"].value == ("7 " * 20_000)[:32_767]
    assert numbers_of_the_finding(content) == []


def test_numbers_of_a_quoted_text_that_touch_are_read_apart_in_a_document() -> None:
    (one,) = build.report().findings[:1]
    content = render_memo(build.report(findings=(replace(one, message_ru="за 2019-2020 и 1,2,3"),)))
    rows = [each.text for each in read_numbers(content).numbers if each.name.startswith("2023_finding_")]
    assert rows[-4:] == ["2019", "-2020", "1,2", "3"]


def test_references_follow_sorted_rows_and_inserted_columns() -> None:
    changed = load_workbook(io.BytesIO(book()))
    sheet = changed["Данные школ"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), start=2):
        for column, value in enumerate([row[0], "пометка", *row[1:]], start=1):
            sheet.cell(number, column).value = value
    titles = [cell.value for cell in sheet[1]]
    for column, title in enumerate([titles[0], "Пометки", *titles[1:]], start=1):
        sheet.cell(1, column).value = title
    name = next(each for each in changed.defined_names.values() if "Данные школ" in each.attr_text)
    name.attr_text = name.attr_text.replace("$L$", "$M$")
    before, after = (
        {each.ref: each.value for each in read_cells(content) if "Данные школ" in each.place}
        for content in (book(), saved(changed))
    )
    assert before == after


def test_a_workbook_without_references_reads_as_empty() -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    assert read_cells(saved(Workbook())) == ()
