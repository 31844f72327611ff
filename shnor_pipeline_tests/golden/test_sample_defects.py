"""Every seeded mistake of the committed sample is found where it stands, and nothing else is."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline import chain
from shnor_pipeline.settings import CHECKOUT
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

YEARS = range(2018, 2024)

DEFECTS = [
    # year, file, sheet, cell, rule: copied from the table of data/README.md; D02 is said at the total
    (2018, "2018/ГИА/ЕГЭ_2018_протоколы.xlsx", "Физика", "J9", "C003"),
    (2018, "2018/ВПР/ВПР-2018 отметки по школам.xlsx", "Русский язык", "E31", "R002"),
    (2019, "2019/ГИА/Результаты ОГЭ 2019.xlsx", "Результаты", "J118", "C003"),
    (2019, "2019/Соцпаспорт/Соцпаспорт 2018-2019 свод.xlsx", "Соц. паспорт", "D19", "R003"),
    (2020, "2020/ГИА/ЕГЭ 2020.xlsx", "Русский язык", "J10", "B001"),
    (2020, "2020/ВсОШ/Протоколы школьный этап 2019-2020.xlsx", "Биология", "C36", "C005"),
    (2020, "2020/Школы/Сосновоборская СОШ кадры и контингент 2019-2020.xlsx", "Ставки", "F13", "R004"),
    (2021, "2021/ГИА/ОГЭ-2021 результаты по предметам.xlsx", "Математика", "J24", "C001"),
    (2021, "2021/ВПР/Проведение работы по математике, 6 класс. ВПР 2021.xlsx", "Sheet", "I78", "C003"),
    (2021, "2021/Школы/Родниковская СОШ кадры и контингент 2020-2021 (1).xlsx", None, None, "F002"),
    (2022, "2022/ГИА/Протоколы ОГЭ 2022.xlsx", "Русский язык", "A31", "T001"),
    (2022, "2022/Школы/Дубравинская СОШ кадры и контингент 2021-2022.xlsx", "3. Кадры", "L4", "H001"),
    (2022, "2022/Школы/Дубравинская СОШ кадры и контингент 2021-2022.xlsx", "3. Кадры", "L4", "H002"),
    (2022, "2022/Школы/Ольховоключевская ООШ кадры и контингент 2021-2022.xlsx", "Контингент", "A3", "F005"),
    (2022, "2022/Школы/Меню столовой СОШ №7.xlsx", None, None, "F004"),
    (2023, "2023/ГИА/ЕГЭ 2023 (сводный протокол).xlsx", "ЕГЭ 2023", "A38", "C005"),
    (2023, "2023/ГИА/Апелляции ЕГЭ 2023 (с паролем).xlsx", None, None, "F003"),
    (2023, "2023/Школы/Лицей №3 кадры и контингент 2022-2023 (2).xlsx", None, None, "F009"),
    (2021, "2021/Опрос/Опрос удовлетворённости 2020-2021.xlsx", "Родители", "F15", "R003"),
    (2022, "2022/Мероприятия/Выполнение мероприятий 2021-2022.xlsx", "Мероприятия", "A23", "C016"),
    (2022, "2022/ОО-1/Гимназия №4 ОО-1 2021-2022.xlsx", "2.1", "D9", "B021"),
    (2023, "2023/Мероприятия/Выполнение мероприятий 2022-2023.xlsx", "Мероприятия", "D18", "R022"),
]

OLKHOVY, DUBRAVA = "МБОУ Ольховоключевская ООШ", "МБОУ Дубравинская СОШ"
CONSEQUENCES = [
    # D04: the row of the school is its whole passport; D12: its staff sheet; D13: all its sheets; D19: the
    # school is not in the survey
    (2019, "Социальный паспорт", ("МБОУ Родниковская СОШ",)),
    (2021, "Опрос", ("МБОУ Тихореченская СОШ",)),
    (2022, "Деятельность школы", (OLKHOVY,)),
    (2022, "Кадры", (DUBRAVA, OLKHOVY)),
    (2022, "Контингент", (OLKHOVY,)),
    (2022, "Социальный паспорт", (OLKHOVY,)),
    (2022, "Штатное расписание", (OLKHOVY,)),
]
MISSING = re.compile(r"^Форма «([^»]+)».*нет сведений: ([^.]+)\.")


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    root: Path = tmp_path_factory.mktemp("sample") / "home"
    for name in ("inbox", "reference"):
        shutil.copytree(CHECKOUT / "data" / name, root / name)
    shutil.copy(CHECKOUT / "data" / "programme.yaml", root)
    workspace = b.workspace(root)
    found: list[dict[str, Any]] = chain.survey_inbox(workspace).to_dict("records")
    for year in YEARS:
        chain.take_in_year(workspace, year)
        found += chain.compare_years(workspace, year).to_dict("records")
    return found


def places(findings: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    names = ("file", "sheet", "cell", "rule_id")
    return {
        (row["year"], *(row[name] if isinstance(row[name], str) else None for name in names))
        for row in findings
    }


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect[0]}-{defect[4]}-{defect[3]}")
def test_a_seeded_mistake_is_found_in_its_cell(
    findings: list[dict[str, Any]], defect: tuple[Any, ...]
) -> None:
    assert defect in places(findings)


def test_nothing_else_is_found(findings: list[dict[str, Any]]) -> None:
    # the workbook of another year has five sheets, each with its own title
    of_other_year = {place for place in places(findings) if place[4] == "F005"}
    assert len(of_other_year) == 5
    of_coverage = {place for place in places(findings) if place[4] == "Y002"}
    assert places(findings) - of_other_year - of_coverage <= set(DEFECTS)


def test_a_school_whose_form_was_rejected_is_asked_for_it_and_no_other(
    findings: list[dict[str, Any]],
) -> None:
    said = sorted(
        (row["year"], form, tuple(schools.split("; ")))
        for row in findings
        if row["rule_id"] == "Y002"
        for form, schools in [MISSING.search(row["message_ru"]).groups()]
    )
    assert said == CONSEQUENCES


def test_every_finding_says_how_to_mend_it(findings: list[dict[str, Any]]) -> None:
    assert all(row["message_ru"].endswith(".") and "{" not in row["message_ru"] for row in findings)
