"""The canonical tables: what every form is turned into, one declaration each.

Belongs here: columns, types, titles, units, the Russian words of closed lists, bounds outside which a
value is meaningless by itself. Does not belong here: how a form looks (``sources/``), comparisons of two
sources (``quality/``), formulas (``indicators/``).
"""

from __future__ import annotations

from shnor_pipeline.tables.declare import (
    YES_NO,
    Decimal,
    Flag,
    Integer,
    Table,
    TableSpec,
    Text,
    column,
)

STAGES = {
    "школьный": "school",
    "муниципальный": "municipal",
    "региональный": "regional",
    "заключительный": "final",
}
PERIODS = {"основной": "main", "досрочный": "early", "дополнительный": "additional", "резервный": "reserve"}
AWARDS = {
    "победитель": "winner",
    "призёр": "prize_winner",
    "участник": "participant",
    "неявка": "absent",
}
POSITION_CATEGORIES = {"руководитель": "head", "педагог": "teacher", "иное": "other"}
QUALIFICATIONS = {
    "высшая": "highest",
    "первая": "first",
    "соответствие": "conformity",
    "нет": "none",
}

SUBJECTS = (
    *("русский язык", "литература", "математика", "информатика", "физика", "химия", "биология"),
    *("география", "история", "обществознание", "английский язык", "немецкий язык", "французский язык"),
    *("испанский язык", "китайский язык", "итальянский язык", "окружающий мир", "родной язык"),
    *("родная литература", "татарский язык", "татарская литература", "экология", "экономика", "право"),
    *("астрономия", "искусство", "физическая культура", "технология", "музыка"),
    *("изобразительное искусство", "основы безопасности жизнедеятельности"),
)
"""Subjects of schools, exams and olympiads; another wording is kept and said."""
PERSON = ("surname", "given_name", "patronymic", "full_name", "participant_code", "personnel_number")
"""Columns of forms that a pseudonym is made of; a form has some of them."""
RESPONDENTS = {"обучающиеся": "pupils", "родители": "parents", "педагоги": "teachers"}


class Row(Table):
    """Base of the canonical tables: the year, the school and the cells a row comes from."""

    year: Integer = column("Отчётный год", derived=True, ge=2000, le=2100)
    school_id: Text = column("Школа", derived=True, made_of=("school_code", "school_name"))
    source_file: Text = column("Файл", derived=True)
    source_sheet: Text = column("Лист", derived=True)
    source_row: Integer = column("Строка листа", derived=True, ge=1)


class ExamResult(Row):
    """Результат экзамена: обучающийся, предмет и период сдачи."""

    exam: Text = column("Экзамен", derived=True, isin=["ege", "ege_base", "oge"])
    subject: Text = column("Предмет")
    grade: Integer = column("Класс", reads="grade", nullable=True, ge=9, le=12)
    person_key: Text = column("Обучающийся (псевдоним)", personal=True, derived=True, made_of=PERSON)
    period: Text = column("Период", blank="main")
    primary_score: Decimal = column("Первичный балл", unit="балл", nullable=True, ge=0, le=200)
    score: Decimal = column("Балл", unit="балл", nullable=True, ge=0, le=100)
    mark: Integer = column("Оценка", nullable=True, ge=2, le=5)
    minimum: Decimal = column("Минимальный балл", unit="балл", nullable=True, ge=0, le=100)
    sat: Flag = column("Явился на экзамен", derived=True, made_of=("attendance", "score", "mark"))
    passed: Flag = column(
        "Не ниже минимума", nullable=True, derived=True, made_of=("score", "mark", "minimum")
    )
    best_mark: Integer = column(
        "Лучшая оценка за все периоды", nullable=True, derived=True, made_of=("mark",), ge=2, le=5
    )


class VprMarks(Row):
    """Распределение отметок ВПР: школа, предмет и класс (или класс с литерой)."""

    grade: Integer = column("Класс", reads="grade", ge=1, le=11)
    class_letter: Text = column("Литера класса", derived=True, made_of=("grade",))
    subject: Text = column("Предмет")
    participants: Integer = column("Кол-во участников", unit="чел.", ge=0, le=5000)
    mark_2: Integer = column("2", unit="чел.", made_of=("stated_2",), ge=0)
    mark_3: Integer = column("3", unit="чел.", made_of=("stated_3",), ge=0)
    mark_4: Integer = column("4", unit="чел.", made_of=("stated_4",), ge=0)
    mark_5: Integer = column("5", unit="чел.", made_of=("stated_5",), ge=0)
    stated_as: Text = column("Как указано в форме", derived=True, isin=["counts", "percents"])
    superseded: Flag = column("Заменено поимёнными результатами", derived=True)


class VprResult(Row):
    """Результат ВПР: обучающийся и предмет."""

    grade: Integer = column("Класс", derived=True, made_of=("class_label",), ge=1, le=11)
    class_letter: Text = column("Литера класса", derived=True, made_of=("class_label",))
    subject: Text = column("Предмет", derived=True)
    person_key: Text = column("Обучающийся (псевдоним)", personal=True, derived=True, made_of=PERSON)
    variant: Text = column("Вариант", nullable=True)
    primary_score: Decimal = column("Всего баллов", unit="балл", nullable=True, ge=0, le=100)
    mark: Integer = column(
        "Отметка за работу", nullable=True, derived=True, made_of=("primary_score",), ge=2, le=5
    )
    journal_mark: Integer = column(
        "Отметка по журналу", nullable=True, made_of=("stated_journal_mark",), ge=2, le=5
    )
    sat: Flag = column("Писал работу", derived=True, made_of=("variant", "primary_score"))


class OlympiadResult(Row):
    """Участие в олимпиаде: обучающийся, предмет и этап."""

    stage: Text = column("Этап", words=STAGES)
    subject: Text = column("Предмет")
    person_key: Text = column("Обучающийся (псевдоним)", personal=True, derived=True, made_of=PERSON)
    grade_competed: Integer = column("Класс, за который выступает", reads="grade", nullable=True, ge=1, le=11)
    grade: Integer = column("Класс, в котором учится", reads="grade", ge=1, le=11)
    score: Decimal = column("Итоговый балл", unit="балл", nullable=True, ge=0, le=1000)
    percent: Decimal = column("Процент выполнения", unit="%", nullable=True, ge=0, le=100)
    award: Text = column("Статус", words=AWARDS, blank="participant")
    sat: Flag = column("Участвовал", derived=True, made_of=("award", "score"))
    pass_score: Decimal = column(
        "Рейтинговый балл", unit="балл", nullable=True, derived=True, made_of=("subject", "grade_competed")
    )
    passed_threshold: Flag = column(
        "Преодолел рейтинговый балл", nullable=True, derived=True, made_of=("score",)
    )


class StaffMember(Row):
    """Работник школы в учебном году; внешние совместители и руководители тоже строки."""

    person_key: Text = column("Работник (псевдоним)", personal=True, derived=True, made_of=PERSON)
    position: Text = column("Должность")
    position_category: Text = column("Категория должности", words=POSITION_CATEGORIES)
    birth_year: Integer = column("Год рождения", unit="год", personal=True, ge=1920, le=2010)
    experience_total: Integer = column("Стаж общий", unit="лет", nullable=True, ge=0, le=75)
    experience_teaching: Integer = column("Стаж педагогический", unit="лет", nullable=True, ge=0, le=75)
    experience_managing: Integer = column("Стаж руководящий", unit="лет", nullable=True, ge=0, le=75)
    education: Text = column("Образование", nullable=True)
    category: Text = column("Квалификационная категория", words=QUALIFICATIONS, blank="none")
    external_part_timer: Flag = column("Внешний совместитель", words=YES_NO, blank=False)
    subjects: Text = column("Преподаваемые предметы", nullable=True)
    diploma_match: Flag = column("Соответствие диплому", words=YES_NO, nullable=True)
    last_course_year: Integer = column("Год последних курсов", unit="год", nullable=True, ge=1950, le=2100)
    deficit_found: Flag = column("Дефицит выявлен", words=YES_NO, blank=False)
    deficit_course: Flag = column("Курсы по дефициту", words=YES_NO, blank=False)
    tutor: Flag = column("Тьютор", words=YES_NO, blank=False)
    learning_community: Flag = column("Проф. сообщество", words=YES_NO, blank=False)
    contests: Flag = column("Конкурсы", words=YES_NO, blank=False)
    competence_growth: Flag = column("Прирост компетенций", words=YES_NO, nullable=True)


class StaffPosition(Row):
    """Ставки по штатному расписанию: школа и должность."""

    position_category: Text = column("Категория должности", words=POSITION_CATEGORIES)
    position: Text = column("Должность")
    units_planned: Decimal = column("Ставок по штату", unit="ставка", ge=0, le=1000)
    units_occupied: Decimal = column("Занято ставок", unit="ставка", ge=0, le=1000)


class Enrollment(Row):
    """Контингент: школа и класс (или класс с литерой) в учебном году."""

    grade: Integer = column("Класс", reads="grade", ge=1, le=12)
    class_letter: Text = column("Литера класса", derived=True, made_of=("grade",))
    classes: Integer = column("Классов-комплектов", unit="ед.", nullable=True, ge=0, le=50)
    pupils_start: Integer = column("Обучающихся на начало года", unit="чел.", ge=0, le=2000)
    arrived: Integer = column("Прибыло", unit="чел.", nullable=True, ge=0, le=2000)
    departed: Integer = column("Выбыло", unit="чел.", nullable=True, ge=0, le=2000)
    pupils_end: Integer = column("Обучающихся на конец года", unit="чел.", nullable=True, ge=0, le=2000)


class SocialPassport(Row):
    """Социальный паспорт школы в учебном году."""

    pupils: Integer = column("Всего обучающихся", unit="чел.", ge=0, le=5000)
    low_income: Integer = column("Из малообеспеченных семей", unit="чел.", part_of="pupils", ge=0)
    single_parent: Integer = column("Из неполных семей", unit="чел.", part_of="pupils", ge=0)
    many_children: Integer = column(
        "Из многодетных семей", unit="чел.", nullable=True, part_of="pupils", ge=0
    )
    parents_higher_education: Integer = column(
        "Оба родителя с высшим образованием", unit="чел.", part_of="pupils", ge=0
    )
    preventive_register: Integer = column("На профилактическом учёте", unit="чел.", part_of="pupils", ge=0)
    disability: Integer = column("С ОВЗ", unit="чел.", part_of="pupils", ge=0)
    extra_education: Integer = column(
        "Охвачено дополнительным образованием", unit="чел.", part_of="pupils", ge=0
    )


class SurveyAnswer(Row):
    """Ответы на вопрос опроса: школа, группа опрошенных, вопрос."""

    respondents: Text = column("Группа", words=RESPONDENTS)
    question: Text = column("Вопрос")
    asked: Integer = column("Опрошено", unit="чел.", ge=0, le=10000)
    positive: Integer = column("Ответили положительно", unit="чел.", part_of="asked", ge=0)


class SchoolActivity(Row):
    """Сетевое взаимодействие и программы школы в учебном году."""

    network: Flag = column("Сетевое взаимодействие", words=YES_NO, blank=False)
    base_site: Flag = column("Опорная площадка", words=YES_NO, blank=False)
    resource_centre: Flag = column("Ресурсный центр или точка роста", words=YES_NO, blank=False)
    programmes: Integer = column("Образовательных программ всего", unit="ед.", ge=0, le=1000)
    distance_programmes: Integer = column(
        "С дистанционными технологиями", unit="ед.", part_of="programmes", ge=0, le=1000
    )


class MeasureFact(Row):
    """Выполнение мероприятия программы: строка формы; школа названа, только если мероприятие школьное."""

    school_id: Text = column("Школа", derived=True, nullable=True)
    measure_id: Text = column("Номер мероприятия")
    done: Decimal = column("Выполнено", derived=True, made_of=("stated_done",), ge=0, le=10000)
    stated_as: Text = column("Как указано в форме", derived=True, isin=["number", "yes_no", "percent"])
    document: Text = column("Подтверждающий документ", nullable=True)
    done_on: Text = column("Дата", derived=True, nullable=True, made_of=("stated_date",))


def _canonical(name: str, title_ru: str, model: type[Row], *key: str) -> TableSpec:
    """Name a canonical table; year and school are part of every key."""
    return TableSpec(name, title_ru, model, ("year", "school_id", *key))


CANONICAL_TABLES = (
    _canonical("exam_result", "Результаты ОГЭ и ЕГЭ", ExamResult, "exam", "subject", "person_key", "period"),
    _canonical("vpr_result", "Результаты ВПР по обучающимся", VprResult, "subject", "grade", "person_key"),
    _canonical("vpr_marks", "Отметки ВПР по школам", VprMarks, "subject", "grade", "class_letter"),
    _canonical("olympiad_result", "Участие в олимпиаде", OlympiadResult, "stage", "subject", "person_key"),
    _canonical("staff_member", "Работники школ", StaffMember, "person_key", "position"),
    _canonical("staff_position", "Штатное расписание", StaffPosition, "position_category", "position"),
    _canonical("enrollment", "Контингент", Enrollment, "grade", "class_letter"),
    _canonical("social_passport", "Социальный паспорт", SocialPassport),
    _canonical("survey_answer", "Ответы на вопросы опроса", SurveyAnswer, "respondents", "question"),
    _canonical("school_activity", "Деятельность школ", SchoolActivity),
    _canonical("measure_fact", "Выполнение мероприятий", MeasureFact, "measure_id", "done_on", "document"),
)
