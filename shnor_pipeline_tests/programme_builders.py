"""A programme of another municipality in which nothing contradicts anything, and mistakes put into it.

Belongs here: the sound document and one edit per rule of contradictions. Does not belong here: expectations.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from shnor_pipeline.programme import BAVLY_2021, Programme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YEARS = (2022, 2023, 2024)
HELD = {"held": True}


def named(clause: str, **facts: Any) -> dict[str, Any]:
    """Write a statement of the programme; its words are its clause."""
    return {"clause": clause, "name_ru": f"слова: {clause}", **facts}


def target(no: int, indicator: str, base: float, *plans: float, **facts: Any) -> dict[str, Any]:
    """Write a row of the table of targets, higher is better."""
    usual = {"unit": "percent", "direction": "higher", "operator": ">=", "scope": "programme", "goal": 1}
    row = {"no": no, "indicator": indicator, "base_stated": base, "provenance": "certain"}
    return named(f"цель {no}", targets=dict(zip(YEARS, plans, strict=False)), **usual | row | facts)


def threshold(no: int, indicator: str, value: float, **facts: Any) -> dict[str, Any]:
    """Write a row of the table of thresholds."""
    usual = {"unit": "percent", "direction": "higher", "operator": ">=", "scope": "programme"}
    row = {"no": no, "indicator": indicator, "threshold": value, "provenance": "certain"}
    return named(f"порог {no}", **usual | row | facts)


def measure(measure_id: str, plan_type: str, plan: float, *plans: float, **facts: Any) -> dict[str, Any]:
    """Write a measure with plans from the first year on."""
    row = {"id": measure_id, "plan_type": plan_type, "plan": plan, "provenance": "certain"}
    return named(f"мера {measure_id}", plans=dict(zip(YEARS, plans, strict=False)), **row | facts)


def step(no: int, stage: str, starts: date, ends: date, **facts: Any) -> dict[str, Any]:
    """Write a step of a road map."""
    row = {"no": no, "stage": stage, "starts": starts, "ends": ends, "provenance": "certain"}
    return named(f"этап {stage}", dates_ru=f"до {ends}", **row | facts)


def statement(name: str, clause: str, indicator: str, **stated: float) -> dict[str, Any]:
    """Write a statement about the schools."""
    return named(clause, id=name, indicators=[indicator], stated=stated, provenance="certain")


def _document() -> dict[str, Any]:
    approval = {"name_ru": "Утверждена", "by_ru": "отдела", "date": date(2021, 12, 20), "order_number": "7"}
    periods = [
        named(clause, id=name, first_year=2022, last_year=2024)
        for name, clause in (("title", "Титул"), ("passport", "Паспорт"))
    ]
    sections = [{"number": number, "name_ru": f"Раздел {number}"} for number in ("I", "II", "III", "IV")]
    return named("Титул", title="Программа Заречья", approved=approval, periods=periods, sections=sections)


def _municipality() -> dict[str, Any]:
    words = ("title_ru", "region_ru", "office_ru", "office_short_ru")
    network = {
        "clause": "Сеть",
        "schools": 12,
        "town_schools": 5,
        "rural_schools": 7,
        "preschools": 9,
        "extra_education_organisations": 1,
        "supported_schools": 3,
        "supported_share_percent": 25,
        "remote_rural_schools": 2,
        "town_adverse_schools": 1,
        "town_adverse_names_ru": ["СОШ №3"],
    }
    return {"id": "zarechye", **dict.fromkeys(words, "Заречье"), "network": network}


def _road_map() -> dict[str, Any]:
    def steps(*data_years: int) -> list[dict[str, Any]]:
        return [
            step(1, "entry", date(2022, 2, 1), date(2022, 2, 28)),
            step(2, "final", date(2024, 9, 1), date(2024, 9, 30), data_years=list(data_years)),
        ]

    return {"programme": steps(2023), "school": steps()}


@cache
def _bavly() -> dict[str, Any]:
    """Read the committed programme for its rules of identification and of the index, no part of any text."""
    data: dict[str, Any] = yaml.safe_load(BAVLY_2021.read_text(encoding="utf-8"))
    return data


def sound() -> dict[str, Any]:
    """Return the whole document as plain data: twelve schools, three of them supported."""
    exams = ("oge", "ege", "ege_base", "vpr", "vsosh_school", "vsosh_municipal")
    of_schools = {"unit": "percent_of_schools", "scope": "municipality"}
    return {
        "demo": False,
        "years": list(YEARS),
        "document": _document(),
        "municipality": _municipality(),
        "goals": {
            "purpose": named("Цель", no=0),
            "strategic": named("Цель", no=0),
            "tactical": [named("Цель", no=1)],
        },
        "situation": [
            statement("young", "Кадры", "young_teacher_share", count=25, percent=25),
            statement("old", "Кадры", "teachers_50_share", count=75, percent=75),
            statement("range", "Дети", "preventive_register_share", percent_min=4, percent_max=9),
            statement("now", "Дети", "preventive_register_share", percent=6),
            statement("heads", "Управление", "head_experience_10_share", count=2, percent=66.7),
        ],
        "targets": [
            target(1, "contest_share", 10, 20, 30, 40),
            target(2, "tutoring_share", 10, 20, 30, 40),
            target(3, "learning_community_share", 10, 20, 30, 40),
            target(4, "extra_education_share", 10, 20, 30, 40),
            target(5, "vacancy_share", 8, 5, 4, 3, direction="lower", operator="<="),
            target(6, "network_share", 0, 25, 50, 100, **of_schools),
            target(7, "base_site_share", 0, 33.3, 66.7, 100, **of_schools | {"provenance": "ambiguous"}),
        ],
        "monitoring": [
            threshold(1, "extra_education_share", 40),
            threshold(2, "staffed_units_share", 97),
        ],
        "checklist": [],
        "measures_prevail": "IV",
        "measures": [
            measure("III 1.1", "level", 3, 1, 2, 3, same_as="IV 1.1"),
            measure("III 1.2", "cumulative", 6, 2, 2, 2),
            measure("III 1.3", "cumulative", 5, 2, 2, 2, at_least=True),
            measure("III 1.4", "presence", 1, 1, 1, 1),
            measure("III 1.5", "level", 4, 3, 4, 4),
            measure("IV 1.1", "level", 3, 1, 2, 3, same_as="III 1.1"),
        ],
        "road_map": _road_map(),
        "expected_results": [],
        "risks": [],
        "conflicts": [],
        "general_readings": [],
        "procedures": {year: dict.fromkeys(exams, HELD) for year in YEARS},
        "identification": _bavly()["identification"],
        "social_index": _bavly()["social_index"],
    }


def edited(*edits: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Return the sound document with mistakes put in."""
    data = deepcopy(sound())
    for edit in edits:
        edit(data)
    return data


def programme(*edits: Callable[[dict[str, Any]], None]) -> Programme:
    """Return the sound programme with mistakes put in."""
    return Programme.model_validate(edited(*edits))


def write(path: Path, *edits: Callable[[dict[str, Any]], None]) -> Path:
    """Write the sound programme with mistakes put in."""
    path.write_text(yaml.safe_dump(edited(*edits), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def setting(*path: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    """Return an edit that sets one value: ``setting("targets", 0, "base_stated", to=20)``."""

    def edit(data: Any) -> None:
        for each in path[:-1]:
            data = data[each]
        data[path[-1]] = to

    return edit


SEEDS: dict[str, Callable[[dict[str, Any]], None]] = {
    "D001": setting("document", "periods", 1, "last_year", to=2025),
    "D002": setting("document", "sections", 2, "number", to="II"),
    "D003": setting("road_map", "school", 0, to=step(1, "entry", date(2021, 11, 1), date(2021, 12, 1))),
    "D004": setting("document", "approved", "date", to=date(2023, 1, 10)),
    "S001": setting("situation", 4, "stated", to={"count": 34, "percent": 75}),
    "S002": setting("situation", 1, "stated", to={"count": 15, "percent": 30}),
    "S003": setting("situation", 1, "stated", to={"count": 78, "percent": 75}),
    "S004": setting("situation", 3, "stated", "percent", to=9.5),
    "S005": setting("municipality", "network", "rural_schools", to=8),
    "S006": setting("municipality", "network", "remote_rural_schools", to=1),
    "S007": setting("municipality", "network", "supported_share_percent", to=26),
    "S008": setting("municipality", "network", "town_adverse_names_ru", to=["СОШ №3", "СОШ №4"]),
    "T001": setting("targets", 0, "base_stated", to=20),
    "T002": setting("targets", 1, "base_stated", to=25),
    "T003": setting("targets", 2, "targets", 2023, to=45),
    "T004": setting("targets", 5, "targets", 2022, to=30),
    "T005": setting("targets", 6, "targets", 2022, to=25),
    "T006": setting("monitoring", 0, "threshold", to=100),
    "T007": setting("monitoring", 1, "threshold", to=75),
    "M001": setting("measures", 0, "plans", 2022, to=2),
    "M002": setting("measures", 1, "plan", to=7),
    "M003": setting("measures", 4, "plan", to=5),
    "M004": setting("measures", 3, "plans", 2023, to=2),
    "R001": setting("road_map", "programme", 1, "ends", to=date(2024, 12, 31)),
    "R002": setting("road_map", "programme", 0, "ends", to=date(2024, 9, 2)),
    "R003": setting("procedures", 2023, "oge", to={"held": False}),
}
"""An edit per rule after which that rule, and no other, finds something."""
