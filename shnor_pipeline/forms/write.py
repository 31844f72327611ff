"""Which blank workbooks are made, for whom, with which prepared rows and under which names.

Belongs here: choosing forms and schools, file names, prepared rows. Does not belong here: columns
(``columns``) and cells (``workbook``).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from shnor_pipeline.forms.columns import code_of, columns_of, type_of_cell
from shnor_pipeline.forms.hints import guidance
from shnor_pipeline.ingest.draft import SCHOOL_INPUTS
from shnor_pipeline.ingest.version import version_of
from shnor_pipeline.tables import wording
from shnor_pipeline.tables.declare import INTEGER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from shnor_pipeline.forms.workbook import Blank
    from shnor_pipeline.ingest import Catalogue, Source
    from shnor_pipeline.reference import Reference, Register, School

OFFICE = "office"
ROWS, SPARE_ROWS = 200, 10
"""Rows drawn: of a list, and below the rows known in advance."""
LAST_GRADES = {"primary": 4, "basic": 9}
_LAST_GRADE = 11
_NEAREST = 3
_LEGAL_FORM = re.compile(r"^[А-ЯЁ]{0,4}ОУ\s+")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*«»“”„\x00-\x1f]')


class FormsError(ValueError):
    """Blank forms can't be written as asked; the message says in Russian what is wrong and what there is."""


def write_forms(
    out: Path,
    year: int,
    catalogue: Catalogue,
    reference: Reference,
    *,
    form: str | None = None,
    school_id: str | None = None,
) -> list[Path]:
    """Write one blank workbook per office form.

    For one school its code and name stand in every row: a list reads such a row, with nothing else in it,
    as blank. Rows known in advance are prepared (``prepared.csv`` of the form; one row where a school has
    one), for all schools of the register where no school is given; a prepared row not filled in gives
    findings like any row with empty cells. Without a school the school is chosen from drop-down lists.

    Args:
        out: Folder to write to; it is made.
        year: Reporting year.
        catalogue: Forms; only those of the layout ``office`` are written.
        reference: Register and lists.
        form: Only this form.
        school_id: For this school alone; forms of the municipality, and those of grades the school does not
            teach, are then left out.

    Returns:
        The workbooks, in the order of the forms' names. The same inputs give the same bytes.

    Raises:
        FormsError: No such form, school or year; or a different file has the name of a blank.
    """
    from shnor_pipeline.forms.workbook import render  # noqa: PLC0415 - heavy, only here

    school = None if school_id is None else _school(reference.register, school_id, year)
    if not reference.register.in_year(year):
        raise FormsError(f"В реестре нет школ, которые работают в {year} году.")
    sources = _sources(catalogue, year, form, school)
    repeated = Counter(source.manifest.title_ru for source in sources)
    contents: dict[Path, bytes] = {}
    for source in sources:
        title = source.manifest.title_ru
        unique = title if repeated[title] == 1 else f"{title} ({source.form})"
        path = out / file_name(year, unique, school)
        contents[path] = render(_blank(source, year, reference, school))
    _refuse_to_overwrite(contents)
    out.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        path.write_bytes(content)
    return list(contents)


def file_name(year: int, title: str, school: School | None) -> str:
    """Name a workbook so that people and Windows like it: «2021 Кадры СОШ №5.xlsx»."""
    whose = "" if school is None else _LEGAL_FORM.sub("", school.name_short)
    name = _NOT_IN_NAMES.sub(" ", f"{year} {title} {whose}")
    return " ".join(name.split()).rstrip(". ") + ".xlsx"


def _refuse_to_overwrite(contents: Mapping[Path, bytes]) -> None:
    """Stop before anything is written: a file of that name may have been filled in by now."""
    for path, content in contents.items():
        if path.exists() and path.read_bytes() != content:
            raise FormsError(
                f"Файл «{path.name}» уже есть и отличается от бланка: возможно, его заполнили. "
                "Укажите в --out другую папку или уберите файл."
            )


def _sources(catalogue: Catalogue, year: int, form: str | None, school: School | None) -> list[Source]:
    office = [source for source in catalogue.sources if source.manifest.layout == OFFICE]
    if form is not None:
        source = next((each for each in office if each.form == form), None)
        if source is None:
            raise FormsError(_unknown_form(form, office))
        if not _in_year(source, year):
            raise FormsError(f"Форма «{form}» ({source.manifest.title_ru}) в {year} году не собирается.")
        if school is not None and not _has_school(source):
            raise FormsError(
                f"Форма «{form}» ({source.manifest.title_ru}) заполняется по муниципалитету в целом: "
                "уберите --school."
            )
        return [source]
    of_year = [each for each in office if _in_year(each, year)]
    if not of_year:
        raise FormsError(f"В {year} году не собирается ни одна форма.")
    return [each for each in of_year if school is None or (_has_school(each) and _teaches(school, each))]


def _in_year(source: Source, year: int) -> bool:
    low, high = wording.limits(source.table.by_name["year"])
    return source.in_use(year) and (low is None or low <= year) and (high is None or year <= high)


def _has_school(source: Source) -> bool:
    """Tell a form of schools from one of the municipality: no row of it stands without a school."""
    return bool(SCHOOL_INPUTS & set(source.manifest.required))


def _teaches(school: School, source: Source) -> bool:
    """Tell whether the school has any of the grades the form is about."""
    spec = source.table.by_name.get("grade")
    low = None if spec is None else wording.limits(spec)[0]
    return low is None or low <= LAST_GRADES.get(school.kind, _LAST_GRADE)


def _unknown_form(form: str, office: Sequence[Source]) -> str:
    titles = {each.form: each.manifest.title_ru for each in office}
    words = {f"{name} {title}": name for name, title in titles.items()}
    found = process.extractOne(form.lower(), list(words), scorer=fuzz.WRatio, processor=str.lower)
    near = f" Ближе всего «{words[found[0]]}» ({titles[words[found[0]]]})." if found else ""
    listed = "; ".join(f"{name} ({title})" for name, title in sorted(titles.items()))
    return f"Нет бланка формы «{form}».{near} Есть: {listed}."


def _school(register: Register, school_id: str, year: int) -> School:
    school = register.by_id.get(school_id)
    if school is not None and school.exists_in(year):
        return school
    open_schools = {f"{each.school_id} {each.name_short}": each for each in register.in_year(year)}
    wanted = school_id if school is None else school.name_short
    near = process.extract(
        wanted, list(open_schools), scorer=fuzz.WRatio, processor=str.lower, limit=_NEAREST + 1
    )
    listed = "; ".join(
        f"{open_schools[key].school_id} ({open_schools[key].name_short})" for key, _, _ in near
    )
    shown = f" Похожие школы {year} года: {listed}." if listed else f" В {year} году школ в реестре нет."
    if school is not None:
        raise FormsError(
            f"Школа {school_id} ({school.name_short}) по реестру в {year} году не работает.{shown}"
        )
    raise FormsError(f"Школы «{school_id}» нет в реестре.{shown}")


def _blank(source: Source, year: int, reference: Reference, school: School | None) -> Blank:
    from shnor_pipeline.forms.workbook import Blank  # noqa: PLC0415 - heavy, only here

    register = reference.register.in_year(year)
    schools = register if school is None else (school,)
    municipalities = list(dict.fromkeys(each.municipality for each in schools))
    whose = municipalities[0] if len(municipalities) == 1 else "Все муниципалитеты"
    stamp: dict[str, type_of_cell] = {
        "form": source.form,
        "year": year,
        "school_id": "" if school is None else school.school_id,
        "version": version_of(source, year),
    }
    return Blank(
        title=source.manifest.title_ru,
        subtitle=f"{whose if school is None else school.name_short}, {year - 1}/{year} учебный год",
        guide=guidance(source, one_school=school is not None, has_school=_has_school(source)),
        columns=columns_of(source, year, reference, schools),
        rows=tuple(_rows(source, schools, one_school=school is not None)),
        stamp=stamp,
    )


def _rows(
    source: Source, schools: Sequence[School], *, one_school: bool
) -> Iterator[Mapping[str, type_of_cell]]:
    """Prepare the rows: those known in advance with their school, the others empty or with the one school."""
    given = _names(schools[0]) if one_school else {}
    if _has_school(source) and set(source.table.key) == {"year", "school_id"}:
        yield from map(_names, schools)
        return
    if source.prepared:
        for school in schools:
            for row in source.prepared:
                if int(row.get("grade") or 0) <= LAST_GRADES.get(school.kind, _LAST_GRADE):
                    yield _names(school) | _typed(source, row)
        yield from [given] * SPARE_ROWS
        return
    yield from [given] * ROWS


def _names(school: School) -> dict[str, type_of_cell]:
    return {"school_code": code_of(school), "school_name": school.name_short}


def _typed(source: Source, row: Mapping[str, str]) -> dict[str, type_of_cell]:
    specs = source.table.by_name
    return {
        name: int(text) if name in specs and specs[name].dtype == INTEGER else text
        for name, text in row.items()
    }
