"""The mistakes of the sample, each declared once: what is wrong where and what it should lead to; decisions.

Belongs here: the declarations and the further files among them. Does not belong here: how a mistake is put
into a workbook (``defects``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.sample import survey
from shnor_pipeline.sample.defects import (
    DamagedCopy,
    Decision,
    Edit,
    FurtherFile,
    MissingRows,
    RepeatedRow,
    WrongCells,
    WrongHeader,
    WrongTitles,
)
from shnor_pipeline.sample.draw import stream
from shnor_pipeline.sample.layouts import oo1
from shnor_pipeline.sample.locked import locked_workbook
from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet
from shnor_pipeline.sample.workbooks import render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shnor_pipeline.sample.world import World

_PACKAGE_BYTES = 24_000
_CUT = 0.6
_SENDS_BOTH, _YEAR_OF_BOTH = "163011", 2022


def _menu(_world: World, path: str) -> bytes:
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


def _locked(world: World, path: str) -> bytes:
    return locked_workbook(stream(world.seed, "locked workbook", 0, path).bytes(_PACKAGE_BYTES))


def _federal(world: World, path: str) -> bytes | None:
    """Make the ОО-1 of a school whose own workbook has the contingent."""
    found = [school for school in world.schools if school.code == _SENDS_BOTH]
    return render(oo1.book(world, found[0], _YEAR_OF_BOTH, path)) if found else None


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
    WrongCells(
        "D18",
        2021,
        "Опрос/Опрос удовлетворённости 2020-2021.xlsx",
        "parts_do_not_add_up",
        "Положительно ответили больше родителей, чем опрошено.",
        "Строка отклоняется: часть больше целого.",
        change={"Ответили положительно": lambda row: int(_number(row["Опрошено"])) + 9},
        where={"Группа": survey.PARENTS, "Код ОО": "163016", "Вопрос": survey.CONDITIONS},
    ),
    MissingRows(
        "D19",
        2021,
        "Опрос/Опрос удовлетворённости 2020-2021.xlsx",
        "missing_form",
        "Тихореченской СОШ в своде опроса нет: школа его не провела.",
        "Предупреждение: у школы нет сведений, которые были год назад; охват показателя неполный.",
        where={"Код ОО": "163022"},
    ),
    WrongCells(
        "D20",
        2022,
        "Мероприятия/Выполнение мероприятий 2021-2022.xlsx",
        "unknown_measure",
        "Мероприятия с номером «X 4.77» в программе нет.",
        "Строка отклоняется: мероприятие не найдено, названы похожие.",
        change={"Номер мероприятия": _fixed("X 4.77")},
        where={"Номер мероприятия": "X 4.7"},
    ),
    WrongCells(
        "D21",
        2023,
        "Мероприятия/Выполнение мероприятий 2022-2023.xlsx",
        "no_document",
        "Мероприятие отмечено выполненным без подтверждающего документа.",
        "Предупреждение: строка учтена, документ нужно вписать.",
        change={"Подтверждающий документ": _fixed(None), "Дата": _fixed(None)},
        where={"Номер мероприятия": "X 4.9"},
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

FURTHER_FILES: tuple[FurtherFile, ...] = (
    FurtherFile(
        "D14",
        2022,
        "Школы/Меню столовой СОШ №7.xlsx",
        "unknown_form",
        "Вместо формы прислано меню школьной столовой.",
        "Файл не распознаётся ни как одна из форм.",
        make=_menu,
    ),
    FurtherFile(
        "D16",
        2023,
        "ГИА/Апелляции ЕГЭ 2023 (с паролем).xlsx",
        "encrypted_or_unreadable",
        "Книга закрыта паролем.",
        "Файл отклоняется: его нельзя прочитать.",
        make=_locked,
    ),
    FurtherFile(
        "D22",
        _YEAR_OF_BOTH,
        "ОО-1/Гимназия №4 ОО-1 2021-2022.xlsx",
        "second_form",
        "Школа прислала и ОО-1, и форму «Контингент».",
        "Предупреждение: учтена форма «Контингент», строки ОО-1 отложены.",
        make=_federal,
    ),
)

DECISIONS: tuple[Decision, ...] = (
    Decision(
        2021,
        "Школы/СОШ №5 кадры и контингент 2020-2021.xlsx",
        "Год последних курсов",
        # both years count as recent courses, so that no indicator depends on the example
        where={"Категория должности": "педагог", "Год последних курсов": 2020},
        new="2019",
        reason="сверено с удостоверением о повышении квалификации",
        order_number="57-о",
        role="методист отдела образования",
        date="2021-04-12",
    ),
)
"""Lines of the ledger of corrections, for the workbooks of the programme's district."""
