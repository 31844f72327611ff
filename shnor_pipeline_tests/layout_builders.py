"""Builders of the layouts that come from elsewhere, and of what a year's intake said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shnor_pipeline.ingest import Intake

YEAR = 2021
OO1_HEADER = (
    *("Наименование показателей", "№ строки", "Всего (сумма граф 4-15)"),
    *(f"{grade}-й класс" for grade in range(1, 13)),
)
REPORT = ("Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5")
PROTOCOL = (
    *("Предмет", "ОУ", "Код участника", "Фамилия", "Имя", "Отчество", "Класс, за который выступает"),
    *("Класс, в котором учится", "Итоговый балл", "%", "Статус"),
)
MEASURES = ("Номер мероприятия", "Выполнено", "Подтверждающий документ", "Дата")


def take_in(home: Path, year: int = YEAR) -> Intake:
    """Read a year's folder; rows that do not reconcile raise."""
    return b.take_in(home, year)


def send(home: Path, name: str = "a.xlsx", year: int = YEAR, **sheets: Sequence[Sequence[Any]]) -> Path:
    """Put a workbook into the inbox: each keyword is a sheet."""
    return b.workbook(home / "inbox" / str(year) / name, **sheets)


def said(intake: Intake) -> list[tuple[str, str | None]]:
    """Rule and cell of every finding, worst first."""
    return [(rule, cell) for rule, _, cell in said_at(intake)]


def said_at(intake: Intake) -> list[tuple[str, str | None, str | None]]:
    """Rule, sheet and cell of every finding, worst first."""
    return [
        (row["rule_id"], *(row[name] if isinstance(row[name], str) else None for name in ("sheet", "cell")))
        for row in b.found(intake).to_dict("records")
    ]


def oo1(
    pupils: Sequence[Any],
    classes: Sequence[Any] = (),
    *,
    title: Sequence[Any] = ("Наименование отчитывающейся организации: МБОУ СОШ №1",),
    totals: tuple[Any, Any] | None = None,
) -> list[list[Any]]:
    """Section 2.1 of ОО-1 from row 1: four title lines, header in row 5, numbers, lines 01 and 02.

    Cells of grades 1, 2, … as given, «х» in the rest; totals are their sums unless stated.
    """
    pupils = [*pupils, *["х"] * (12 - len(pupils))]
    classes = [*(classes or [1 if isinstance(each, int) else "х" for each in pupils])]
    classes += ["х"] * (12 - len(classes))
    sums = totals or tuple(sum(each for each in line if isinstance(each, int)) for line in (classes, pupils))
    return [
        ["Сведения об организации, осуществляющей образовательную деятельность (форма № ОО-1)"],
        list(title),
        ["на начало 2020/2021 учебного года"],
        ["Раздел 2. 2.1. Число классов и численность обучающихся в них"],
        list(OO1_HEADER),
        list(range(1, 16)),
        ["Число классов, ед", "01", sums[0], *classes],
        ["В них обучающихся, чел", "02", sums[1], *pupils],
    ]
