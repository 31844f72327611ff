"""Sections of the memo about schools: comparison with cluster and district, staff, conditions.

Belongs here: which values of schools these sections show. Does not belong here: the pen (``memo_writer``),
the comparison itself (``comparison/``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting import evidence_wording, summary, wording
from shnor_pipeline.reporting.charts import compared_png, compared_text
from shnor_pipeline.reporting.counts import (
    COMPARED_COLUMNS,
    COMPARED_PARTS,
    CONDITIONS,
    SECTIONS,
    STAFF,
    count,
    key_of,
    tally,
)
from shnor_pipeline.reporting.numbers import (
    fact,
    number,
    parts,
    points,
    ratio,
    signed,
)
from shnor_pipeline.reporting.word_parts import TEXT_WIDTH_MM, Cell, Column
from shnor_pipeline.reporting.wording import counted, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shnor_pipeline.reporting.evidence import ComparedLine, MunicipalLine
    from shnor_pipeline.reporting.memo_writer import MemoWriter
    from shnor_pipeline.reporting.model import IndicatorLine, Report, Value
    from shnor_pipeline.reporting.word_parts import Row

RESULTS = (
    "gia9_pass_share",
    "gia_pass_share",
    "vpr_pass_share",
    "high_marks_share",
    "vpr_quality_share",
    "gia_quality_share",
)
"""Results of pupils that schools are compared by."""
DRAWN = "high_marks_share"
_HEADS = {
    "category_share": "Высшая и первая категория",
    "qualification_raised_share": "Повысили квалифи\u00adкацию",
    "diploma_match_share": "Предмет по диплому",
    "vacancy_share": "Вакантные ставки",
    "tutoring_share": "Охвачены тьюторст\u00adвом",
    "teachers_50_share": "50 лет и старше",
    "extra_education_share": "Дополни\u00adтельное образо\u00adвание",
    "preventive_register_share": "На профилак\u00adтическом учёте",
    "satisfaction_share": "Удовлетво\u00adрены услови\u00adями",
    "distance_programme_share": "Дистанци\u00adонные программы",
    "disability_share": "С ОВЗ",
    "low_income_share": "Из мало\u00adобеспечен\u00adных семей",
}
_NAME_MM = 39


def comparison(memo: MemoWriter) -> None:
    """Compare schools of the programme with the district and, each, with the rest of its cluster."""
    memo.heading("Сравнение с районом и с кластером")
    _beside_municipality(memo)
    _beside_cluster(memo)


def _beside_municipality(memo: MemoWriter) -> None:
    municipal = {line.indicator_id: line for line in memo.report.evidence.municipal}
    lines = [
        (line, municipal[line.indicator_id])
        for line in memo.report.indicators
        if line.indicator_id in RESULTS and line.scope == "programme" and line.indicator_id in municipal
    ]
    gaps = tally(memo.report, "beyond_municipality")
    shown = [
        _municipal_row(memo, line, all_schools, gaps.get(line.indicator_id))
        for line, all_schools in lines
        if all_schools.value is not None
    ]
    if not shown:
        memo.text("Результатов, которые можно сравнить с результатами всех школ района, за год нет.")
        return
    columns = (
        Column("Показатель", 75),
        Column("Школы программы, %", 30, "number"),
        Column("Все школы района, %", 30, "number"),
        Column("Разность, п.п.", 30, "number"),
    )
    memo.table("Результаты школ программы и всех школ района", columns, shown)
    memo.note(
        "Школы программы входят в число всех школ района; значения вычислены по суммам, а не как среднее "
        "школьных процентов."
    )


def _municipal_row(
    memo: MemoWriter, line: IndicatorLine, all_schools: MunicipalLine, gap: float | None
) -> Row:
    value = line.values.get(memo.report.year)
    cells = (
        line.title_ru,
        Cell(fact(value, line.decimals), (ratio(value) if value else "",)),
        Cell(
            _or_dash(all_schools.value, line.decimals),
            (parts(all_schools.numerator, all_schools.denominator),),
        ),
        wording.difference_text(line, gap),
    )
    return "", cells


def _beside_cluster(memo: MemoWriter) -> None:
    certain = sorted(
        (line for line in summary.compared_schools(memo.report) if line.certain),
        key=lambda line: (memo.name(line.school_id).lower(), summary.COMPARED.index(line.indicator_id)),
    )
    memo.text(_cluster_sentence(memo.report))
    if certain:
        _cluster_table(memo, certain)
    png = compared_png(memo.report, DRAWN)
    if png:
        memo.picture(
            png,
            compared_text(memo.report, DRAWN),
            f"{memo.titles[DRAWN]}: школы программы и остальные школы кластеров, {memo.report.year} год, %",
        )
        memo.note(
            "Точка – школа, тонкая линия – её 95-процентный интервал, черта – остальные школы кластера. "
            f"{_drawn_values(memo.report)}"
        )


def _drawn_values(report: Report) -> str:
    """Write the numbers of the chart: a picture carries no references."""
    others = tally(report, "cluster_others_value")
    told = [
        f"{school.name_short} – {number(value.value, 1)} / {number(others[key], 1)}"
        for school in summary.supported(report)
        for key in (key_of(DRAWN, school.school_id),)
        if (value := school.values.get(DRAWN)) and value.value is not None and key in others
    ]
    return f"Школа / остальные школы её кластера, %: {'; '.join(told)}."


def _cluster_sentence(report: Report) -> str:
    compared = count(report, "comparisons")
    if not compared:
        return "Сравнить школы программы с остальными школами их кластеров нельзя: сравнимых данных нет."
    nouns = ("сравнение", "сравнения", "сравнений")
    return (
        "Каждая школа программы сравнена с остальными школами своего кластера (без неё самой) по результатам "
        f"обучающихся. Сделано {counted(compared, *nouns)}: выше остальных школ кластера – "
        f"{told(report, 'comparisons_above')}, ниже – {told(report, 'comparisons_below')}, отличие не "
        f"выходит за пределы случайного – {told(report, 'comparisons_alike')}. Около 5 из каждых 100 "
        "сравнений дали бы такое отличие и случайно."
    )


def _cluster_table(memo: MemoWriter, lines: Sequence[ComparedLine]) -> None:
    columns = (
        Column("Школа", 36),
        Column("Показатель", 50),
        Column("Школа, %", 24, "number"),
        Column("Остальные школы кластера, %", 27, "number"),
        Column("Разность, п.п. (95 % интервал)", 28, "number"),
    )
    numbers = {name: tally(memo.report, f"cluster_{name}") for name in (*COMPARED_COLUMNS, *COMPARED_PARTS)}
    memo.table(
        "Отличия школ программы от своего кластера, которые нельзя объяснить случайностью",
        columns,
        [_cluster_row(memo, line, numbers) for line in lines],
    )


def _cluster_row(memo: MemoWriter, line: ComparedLine, numbers: Mapping[str, Mapping[str, int]]) -> Row:
    of = {name: found.get(key_of(line.indicator_id, line.school_id)) for name, found in numbers.items()}
    difference_of = "—" if of["difference"] is None else signed(of["difference"], 1)
    school = next(each for each in memo.report.schools if each.school_id == line.school_id)
    value = school.values.get(line.indicator_id)
    cells = (
        school.name_short,
        memo.titles.get(line.indicator_id, line.indicator_id),
        Cell(_or_dash(of["value"]), (ratio(value) if value else "",)),
        Cell(_or_dash(of["others_value"]), (parts(of["others_numerator"], of["others_denominator"]),)),
        Cell(difference_of, (interval(of["ci_low"], of["ci_high"]),)),
    )
    return "", cells


def staff(memo: MemoWriter) -> None:
    """Show the staff of the schools of the programme."""
    memo.heading("Кадры")
    _matrix(memo, "Кадры школ программы, % педагогов (вакансии – % ставок)", STAFF)


def conditions(memo: MemoWriter) -> None:
    """Show the conditions in which the schools of the programme work."""
    memo.heading("Условия")
    _matrix(memo, "Условия в школах программы, % (программы – % программ)", CONDITIONS)


def _matrix(memo: MemoWriter, caption: str, section: str) -> None:
    """Say what changed, then show the schools of the programme and, last, all of them together."""
    memo.text(evidence_wording.changes_among(memo.report, section))
    heads = {indicator_id: _HEADS[indicator_id] for indicator_id in SECTIONS[section]}
    schools = summary.supported(memo.report)
    if not schools:
        return
    width = (TEXT_WIDTH_MM - _NAME_MM) / len(heads)
    columns = (Column("Школа", _NAME_MM), *(Column(head, width, "number") for head in heads.values()))
    together = {line.indicator_id: line.values.get(memo.report.year) for line in memo.report.indicators}
    rows: list[Row] = [("", [school.name_short, *_cells(school.values, heads)]) for school in schools]
    rows.append(("", ["Школы программы вместе", *_cells(together, heads)]))
    memo.table(caption, columns, rows)
    memo.note("В ячейке – процент, под ним числитель и знаменатель.")


def _cells(values: Mapping[str, Value | None], heads: dict[str, str]) -> list[Cell]:
    cells = []
    for indicator_id in heads:
        value = values.get(indicator_id)
        shown = fact(value, 1)
        known = value is not None and value.value is not None
        cells.append(Cell(shown, (ratio(value),)) if known and value else Cell("", (shown,)))
    return cells


def _or_dash(value: float | None, decimals: int = 1) -> str:
    return "—" if value is None else number(value, decimals)


def interval(low: float | None, high: float | None) -> str:
    """Write the ends of an interval of a difference: ``от −10,8 до −0,9``; empty where there is none."""
    return "" if low is None or high is None else f"от {signed(low, 1)} до {signed(high, 1)}"


def in_points(value: float | None) -> str:
    """Write a difference in percentage points, a dash where there is none."""
    return "—" if value is None else points(value, 1)
