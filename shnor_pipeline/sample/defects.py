"""The mistakes seeded into the sample, each declared once.

Belongs here: what is wrong where, what it should lead to, and how it is put into a workbook. Does not
belong here: spellings that a careful reader understands (``spelling``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample.draw import stream
from shnor_pipeline.sample.locked import locked_workbook
from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet, address, is_data
from shnor_pipeline.sample.workbooks import render

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_PACKAGE_BYTES = 24_000
_CUT = 0.6


@dataclass(frozen=True, slots=True)
class SeededDefect:
    """A mistake as it stands in a written file.

    Attributes:
        defect_id: Stable id.
        year: Reporting year.
        file: Path below ``inbox/``.
        sheet: Sheet; empty when the whole file is wrong.
        cell: Address of the wrong cell, or of the first cell of a wrong row; empty for a whole file.
        value: What stands there, as text.
        area: Area of the rule that should notice.
        what_ru: What was done.
        effect_ru: What should come of it.
    """

    defect_id: str
    year: int
    file: str
    sheet: str
    cell: str
    value: str
    area: str
    what_ru: str
    effect_ru: str


@dataclass(frozen=True, slots=True)
class Defect:
    """What every declaration says: id, year, file below the year's folder, and words about it."""

    defect_id: str
    year: int
    file: str
    area: str
    what_ru: str
    effect_ru: str

    def seeded(self, file: str, sheet: str = "", cell: str = "", value: Cell = "") -> SeededDefect:
        """Say where the mistake stands now."""
        texts = (file, sheet, cell, str(value), self.area, self.what_ru, self.effect_ru)
        return SeededDefect(self.defect_id, self.year, *texts)


@dataclass(frozen=True, slots=True)
class WrongCells(Defect):
    """Cells of one data row are changed.

    Attributes:
        change: New value by header text, made from the row; the first one is the address given.
        row: Which of the rows that match.
        where: Cells that a row must have to match, by header text.
    """

    change: Mapping[str, Callable[[dict[str, Cell]], Cell]]
    row: int = 0
    where: Mapping[str, Cell] | None = None

    def put(self, book: Book) -> SeededDefect | None:
        """Change the cells; nothing happens when no row matches."""
        first = next(iter(self.change))
        for sheet in _sheets_with(book, first):
            titles = [column.title for column in sheet.columns]
            wanted = (self.where or {}).items()
            matching = [
                place
                for place, row in enumerate(sheet.rows)
                if is_data(row) and all(row[titles.index(title)] == value for title, value in wanted)
            ]
            if not matching:
                continue
            place = matching[self.row % len(matching)]
            before = dict(zip(titles, sheet.rows[place], strict=True))
            for title, make in self.change.items():
                sheet.rows[place][titles.index(title)] = make(before)
            column = titles.index(first)
            cell = address(sheet.first_data_row + place, column + 1)
            return self.seeded(book.path, sheet.name, cell, sheet.rows[place][column])
        return None


@dataclass(frozen=True, slots=True)
class RepeatedRow(Defect):
    """A data row stands twice."""

    row: int

    def put(self, book: Book) -> SeededDefect | None:
        """Repeat the row below itself."""
        sheet = book.sheets[0]
        places = [place for place, row in enumerate(sheet.rows) if is_data(row)]
        place = places[self.row % len(places)]
        sheet.rows.insert(place + 1, list(sheet.rows[place]))
        cell = address(sheet.first_data_row + place + 1, 1)
        return self.seeded(book.path, sheet.name, cell, sheet.rows[place][0])


@dataclass(frozen=True, slots=True)
class WrongHeader(Defect):
    """A header is misspelt."""

    title: str
    written: str

    def put(self, book: Book) -> SeededDefect | None:
        """Misspell the header."""
        for sheet in _sheets_with(book, self.title):
            place = sheet.place(self.title)
            old = sheet.columns[place]
            sheet.columns[place] = Column(self.written, old.group, old.width, old.percent)
            row = sheet.top + bool(old.group)
            return self.seeded(book.path, sheet.name, address(row, place + 1), self.written)
        return None


@dataclass(frozen=True, slots=True)
class WrongTitles(Defect):
    """The title lines of all sheets say something else."""

    old: str
    new: str

    def put(self, book: Book) -> SeededDefect | None:
        """Replace the text wherever the titles hold it."""
        found = None
        for sheet in book.sheets:
            for place, line in enumerate(sheet.titles):
                if self.old in line:
                    sheet.titles[place] = line.replace(self.old, self.new)
                    cell = address(place + 1, 1)
                    found = found or self.seeded(book.path, sheet.name, cell, sheet.titles[place])
        return found


@dataclass(frozen=True, slots=True)
class DamagedCopy(Defect):
    """A further file made from a good one: the same bytes, or only their beginning."""

    name: str
    share: float = 1.0

    def copy(self, folder: str, good: bytes) -> tuple[SeededDefect, bytes]:
        """Make the further file from the good one's bytes."""
        return self.seeded(f"{folder}/{self.name}"), good[: int(len(good) * self.share)]


@dataclass(frozen=True, slots=True)
class ForeignFile(Defect):
    """A file that is no form at all."""

    make: Callable[[int, str], bytes]

    def file_bytes(self, seed: int, folder: str) -> tuple[SeededDefect, bytes]:
        """Make the file."""
        path = f"{folder}/{self.file}"
        return self.seeded(path), self.make(seed, path)


Edit = WrongCells | RepeatedRow | WrongHeader | WrongTitles


def _sheets_with(book: Book, title: str) -> list[Sheet]:
    return [sheet for sheet in book.sheets if any(column.title == title for column in sheet.columns)]


def _menu(_seed: int, path: str) -> bytes:
    dishes: Sequence[tuple[str, str, int, int]] = (
        ("Понедельник", "Каша пшённая молочная", 200, 286),
        ("Понедельник", "Чай с лимоном", 200, 62),
        ("Вторник", "Суп гороховый", 250, 148),
        ("Вторник", "Котлета с картофельным пюре", 270, 402),
        ("Среда", "Рассольник", 250, 120),
        ("Среда", "Плов с курицей", 220, 388),
        ("Четверг", "Борщ", 250, 131),
        ("Четверг", "Рыба тушёная с рисом", 260, 318),
        ("Пятница", "Лапша домашняя", 250, 165),
        ("Пятница", "Запеканка творожная", 150, 297),
    )
    columns = [Column("День недели", width=16), Column("Блюдо", width=34), Column("Выход, г"), Column("Ккал")]
    titles = ["Примерное недельное меню школьной столовой", "СОШ №7"]
    return render(Book(path, [Sheet("Меню", columns, [list(dish) for dish in dishes], titles)]))


def _locked(seed: int, path: str) -> bytes:
    return locked_workbook(stream(seed, "locked workbook", 0, path).bytes(_PACKAGE_BYTES))


def _fixed(value: Cell) -> Callable[[dict[str, Cell]], Cell]:
    return lambda _row: value


def _number(value: Cell) -> float:
    return float(str(value).replace(",", "."))


EDITS: tuple[Edit, ...] = (
    WrongCells(
        "D01",
        2018,
        "ГИА/ЕГЭ_2018_протоколы.xlsx",
        "range",
        "В протоколе ЕГЭ по физике стоит тестовый балл 105.",
        "Строка отклоняется: балл больше 100.",
        change={"Тестовый балл": _fixed(105)},
        row=4,
        where={"Предмет": "Физика"},
    ),
    WrongCells(
        "D02",
        2018,
        "ВПР/ВПР-2018 отметки по школам.xlsx",
        "parts_do_not_add_up",
        "Отметок «2» на четыре больше: сумма отметок не равна числу участников.",
        "Строка отклоняется: части не складываются в целое.",
        change={"2": lambda row: int(_number(row["2"])) + 4},
        where={"Предмет": "Русский язык", "Класс": 5, "Код ОО": "sch163014"},
    ),
    WrongCells(
        "D03",
        2019,
        "ГИА/Результаты ОГЭ 2019.xlsx",
        "range",
        "Отметка 6 по географии.",
        "Строка отклоняется: отметка вне 2-5.",
        change={"Отметка": _fixed(6)},
        row=7,
        where={"Предмет": "География", "Статус": "явился"},
    ),
    WrongCells(
        "D04",
        2019,
        "Соцпаспорт/Соцпаспорт 2018-2019 свод.xlsx",
        "parts_do_not_add_up",
        "Детей из малообеспеченных семей больше, чем всего обучающихся.",
        "Строка отклоняется: часть больше целого.",
        change={"Из малообеспеченных семей": lambda row: int(_number(row["Всего обучающихся"])) + 40},
        row=12,
    ),
    WrongCells(
        "D05",
        2020,
        "ГИА/ЕГЭ 2020.xlsx",
        "minimum_differs",
        "Минимальный балл по русскому языку 36 вместо 24 (взят порог вуза).",
        "Предупреждение: действует минимум из справочника.",
        change={"Минимальный балл": _fixed(36)},
        row=5,
        where={"Предмет": "Русский язык"},
    ),
    WrongCells(
        "D06",
        2020,
        "ВсОШ/Протоколы школьный этап 2019-2020.xlsx",
        "unknown_school",
        "Школы с названием «МБОУ СОШ №12» в реестре нет.",
        "Строка отклоняется: школа не найдена.",
        change={"ОО": _fixed("МБОУ СОШ №12")},
        row=30,
        where={"Предмет": "Биология"},
    ),
    WrongCells(
        "D07",
        2020,
        "Школы/Сосновоборская СОШ кадры и контингент 2019-2020.xlsx",
        "occupied_above_planned",
        "Занято ставок учителя математики больше, чем по штату.",
        "Строка отклоняется: занято больше, чем по штату.",
        change={"Занято ставок": lambda row: _number(row["Ставок по штату"]) + 1.5},
        where={"Должность": "Учитель математики"},
    ),
    WrongCells(
        "D08",
        2021,
        "ГИА/ОГЭ-2021 результаты по предметам.xlsx",
        "type",
        "Отметка по математике записана словом «пять».",
        "Строка отклоняется: вместо числа стоит текст.",
        change={"Оценка": _fixed("пять")},
        row=19,
        where={"Предмет": "Математика", "Статус": "явился"},
    ),
    WrongCells(
        "D09",
        2021,
        "ВПР/Проведение работы по математике, 6 класс. ВПР 2021.xlsx",
        "range",
        "Всего баллов 61 при максимуме работы 16.",
        "Строка отклоняется: балл больше максимума работы.",
        change={"всего баллов": _fixed(61)},
        row=40,
        where={"вариант": 1},
    ),
    RepeatedRow(
        "D11",
        2022,
        "ГИА/Протоколы ОГЭ 2022.xlsx",
        "duplicate",
        "Результат одного обучающегося по одному предмету стоит дважды.",
        "Вторая строка отклоняется как повтор.",
        row=25,
    ),
    WrongHeader(
        "D12",
        2022,
        "Школы/Дубравинская СОШ кадры и контингент 2021-2022.xlsx",
        "missing_column",
        "Заголовок обязательной колонки написан с ошибками: «Квалификационая котегория».",
        "Лист «Кадры» отклоняется: нет обязательной колонки, есть неизвестная.",
        title="Квалификационная категория",
        written="Квалификационая котегория",
    ),
    WrongTitles(
        "D13",
        2022,
        "Школы/Ольховоключевская ООШ кадры и контингент 2021-2022.xlsx",
        "year_disagrees",
        "Книга лежит в папке 2022 года, а в заголовках листов 2020/2021 учебный год.",
        "Замечание: год в книге не совпадает с папкой.",
        old="2021/2022",
        new="2020/2021",
    ),
    WrongCells(
        "D15",
        2023,
        "ГИА/ЕГЭ 2023 (сводный протокол).xlsx",
        "unknown_school",
        "Кода 163999 и школы «МБОУ Вечерняя школа» в реестре нет.",
        "Строка отклоняется: школа не найдена.",
        change={"Код ОО": _fixed("163999"), "ОО": _fixed("МБОУ Вечерняя школа")},
        row=33,
    ),
)

COPIES: tuple[DamagedCopy, ...] = (
    DamagedCopy(
        "D10",
        2021,
        "Школы/Родниковская СОШ кадры и контингент 2020-2021.xlsx",
        "encrypted_or_unreadable",
        "Файл оборван при пересылке (рядом лежит целый).",
        "Файл отклоняется: его нельзя прочитать.",
        name="Школы/Родниковская СОШ кадры и контингент 2020-2021 (1).xlsx",
        share=_CUT,
    ),
    DamagedCopy(
        "D17",
        2023,
        "Школы/Лицей №3 кадры и контингент 2022-2023.xlsx",
        "duplicate_file",
        "Одна и та же книга прислана дважды.",
        "Второй файл не читается: он совпадает с первым.",
        name="Школы/Лицей №3 кадры и контингент 2022-2023 (2).xlsx",
    ),
)

FOREIGN_FILES: tuple[ForeignFile, ...] = (
    ForeignFile(
        "D14",
        2022,
        "Школы/Меню столовой СОШ №7.xlsx",
        "unknown_form",
        "Вместо формы прислано меню школьной столовой.",
        "Файл не распознаётся ни как одна из форм.",
        make=_menu,
    ),
    ForeignFile(
        "D16",
        2023,
        "ГИА/Апелляции ЕГЭ 2023 (с паролем).xlsx",
        "encrypted_or_unreadable",
        "Книга закрыта паролем.",
        "Файл отклоняется: его нельзя прочитать.",
        make=_locked,
    ),
)
