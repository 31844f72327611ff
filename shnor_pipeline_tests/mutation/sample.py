"""The clean sample of a seed: the written one without mistakes, with a survey, two schools more listed.

Belongs here: what is clean. Does not belong here: damage, harmless spellings (``harmless``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from shnor_pipeline.reference import load_reference
from shnor_pipeline.sample import write_sample
from shnor_pipeline_tests.mutation.schools import complete_register

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.reference import School

SCHOOLS = 6
YEARS = range(2018, 2024)
SURVEY = ("Код ОО", "ОО", "Группа", "Вопрос", "Опрошено", "Ответили положительно")
ANSWERS = (("обучающиеся", 10, 7), ("родители", 12, 9), ("педагоги", 2, 2))
QUESTIONS = ("Условия обучения", "Материалы сайта школы")


def clean_sample(
    home: Path, seed: int, *, municipalities: int = 1, schools: int = SCHOOLS, years: range = YEARS
) -> Path:
    """Write a clean home folder; the same seed gives the same files."""
    write_sample(home, municipalities=municipalities, schools=schools, years=years, seed=seed, defects=False)
    # decisions about cells of the whole sample would find nothing in the few files of a trial
    ledger = home / "reference" / "corrections.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    register = load_reference(home / "reference").register.schools
    for year in years:
        _survey(home / "inbox" / str(year) / "Опрос", year, register)
    complete_register(home / "reference" / "schools.csv")
    return home


def _survey(folder: Path, year: int, schools: tuple[School, ...]) -> None:
    book = Workbook()
    ws = book.worksheets[0]
    ws.append([f"Анкетирование, {year - 1}/{year} учебный год"])
    ws.append(list(SURVEY))
    for school in schools:
        for question in QUESTIONS:
            for respondents, asked, positive in ANSWERS:
                ws.append([school.codes[-1], school.name_short, respondents, question, asked, positive])
    folder.mkdir(parents=True)
    book.save(folder / f"Опрос {year - 1}-{year}.xlsx")
