"""Адресные рекомендации: who should do what about which value of which school, and by when.

Belongs here: the rule that turns a value into a recommendation, addressees, actions and terms as data. Does
not belong here: which values lie beyond doubt on the wrong side of a plan (``summary.reasons_to_act``), how a
memo or a page lays the recommendations out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.reporting import summary
from shnor_pipeline.reporting.numbers import NBSP, condition, fact, plain, ratio

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Report, SchoolLine, Value

HEAD = "руководитель школы"
METHODISTS = "методисты и районные методические объединения"
TUTORS = "муниципальная тьюторская команда"
OFFICE = "отдел образования"
ADDRESSEES = (HEAD, METHODISTS, TUTORS, OFFICE)
"""Who can be addressed, in the order of the note's section."""

TERMS = {
    HEAD: "до 1 октября",
    METHODISTS: "до 15 октября",
    TUTORS: "до 1 ноября",
    OFFICE: "до 15 сентября",
}
"""Day by which a plan of action is due, in the autumn after the reporting year."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about an indicator, and who."""

    addressee: str
    action_ru: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation with its evidence.

    Attributes:
        school: The school it concerns.
        line: The indicator.
        plan: The plan the programme sets for its schools together.
        value: The school's value of the reporting year, the whole interval of which misses the plan.
        years: Years whose whole interval misses the same plan, the reporting year last.
        addressee: One of ``ADDRESSEES``.
        action_ru: What to do.
        term_ru: By when, with the year.
    """

    school: SchoolLine
    line: IndicatorLine
    plan: Plan
    value: Value
    years: tuple[int, ...]
    addressee: str
    action_ru: str
    term_ru: str

    @property
    def evidence_ru(self) -> str:
        """The evidence in one line: ``65,3 % (64 из 98) при плане ≥ 75; годы: 2020, 2021``."""
        unit = f"{NBSP}%" if self.line.unit == "percent" else ""
        shown = fact(self.value, self.line.decimals, self.plan.target)
        years = ", ".join(str(year) for year in self.years)
        word = "год" if len(self.years) == 1 else "годы"
        return f"{shown}{unit} ({ratio(self.value)}) при плане {condition(self.plan)}; {word}: {years}"

    @property
    def people(self) -> str:
        """How many people stand behind the value."""
        return plain(self.value.denominator or 0)


_DEFAULT = Advice(HEAD, "Выяснить причины отставания от плана и внести меры в программу школы.")

ADVICE = {
    "olympiad_threshold_share": Advice(
        METHODISTS, "Помочь учителям школы в подготовке к школьному этапу олимпиады по её заданиям."
    ),
    "extra_education_share": Advice(
        HEAD, "Расширить набор программ дополнительного образования, в том числе сетевых и дистанционных."
    ),
    "deficit_training_share": Advice(
        HEAD, "Направить педагогов с выявленными дефицитами на курсы по этим дефицитам."
    ),
    "tutoring_share": Advice(TUTORS, "Закрепить тьюторов за педагогами школы, у которых их нет."),
    "learning_community_share": Advice(
        METHODISTS, "Включить педагогов школы в профессиональные обучающиеся сообщества."
    ),
    "contest_share": Advice(
        METHODISTS, "Привлечь педагогов школы к конкурсам, мастер-классам и конференциям района."
    ),
    "diploma_match_share": Advice(
        OFFICE, "Решить со школой вопрос о переподготовке или перераспределении нагрузки педагогов."
    ),
    "gia9_pass_share": Advice(
        TUTORS, "Провести со школой разбор заданий ОГЭ и занятия для учителей предметов, где есть «2»."
    ),
    "gia_pass_share": Advice(
        TUTORS, "Провести со школой разбор заданий ГИА и занятия для учителей предметов, где есть «2»."
    ),
    "high_marks_share": Advice(
        METHODISTS, "Посетить уроки и помочь учителям в работе с обучающимися, близкими к отметке «4»."
    ),
    "vpr_pass_share": Advice(
        TUTORS, "Разобрать с учителями школы задания ВПР, которые не выполнены, и скорректировать программы."
    ),
    "distance_programme_share": Advice(
        HEAD, "Включить дистанционные технологии в образовательные программы школы."
    ),
    "olympiad_municipal_share": Advice(
        METHODISTS, "Помочь школе в подготовке участников муниципального этапа олимпиады."
    ),
    "satisfaction_share": Advice(
        HEAD,
        "Обсудить с обучающимися и родителями, какими условиями они не удовлетворены, и устранить причины.",
    ),
    "preventive_register_share": Advice(
        HEAD, "Составить планы индивидуальной работы с обучающимися, состоящими на учёте."
    ),
    "qualification_raised_share": Advice(
        HEAD, "Составить график повышения квалификации педагогов, срок курсов которых прошёл."
    ),
    "category_share": Advice(
        METHODISTS, "Сопровождать аттестацию педагогов школы, не имеющих квалификационной категории."
    ),
    "competence_growth_share": Advice(
        TUTORS, "Пересмотреть индивидуальные маршруты педагогов, у которых прирост компетенций не показан."
    ),
    "site_materials_share": Advice(
        METHODISTS, "Собрать с педагогов школы запросы к материалам сайта и пополнить их."
    ),
}
"""Advice by indicator; an indicator that is not named here is the head's to look into."""


def recommendations(report: Report) -> tuple[Recommendation, ...]:
    """Draw up the recommendations of a year.

    Recommended is only about what chance does not explain: schools of the programme, at least ten people,
    the whole 95 % interval on the wrong side of the plan (``summary.reasons_to_act``).

    Args:
        report: The report model.

    Returns:
        Recommendations by school in the order of the report, then by indicator; never in order of results.
    """
    return tuple(_recommendation(report, reason) for reason in summary.reasons_to_act(report))


def recommendations_by_school(report: Report) -> dict[str, list[Recommendation]]:
    """Draw up the recommendations of a year, by the school they concern."""
    found: dict[str, list[Recommendation]] = {}
    for each in recommendations(report):
        found.setdefault(each.school.school_id, []).append(each)
    return found


def _recommendation(report: Report, reason: summary.Reason) -> Recommendation:
    advice = ADVICE.get(reason.line.indicator_id, _DEFAULT)
    return Recommendation(
        school=reason.school,
        line=reason.line,
        plan=reason.plan,
        value=reason.value,
        years=_years_missed(report, reason),
        addressee=advice.addressee,
        action_ru=advice.action_ru,
        term_ru=f"{TERMS[advice.addressee]} {report.year}{NBSP}г.",
    )


def _years_missed(report: Report, reason: summary.Reason) -> tuple[int, ...]:
    """Return the years that miss the plan of the reporting year beyond doubt, the reporting year last."""
    past = reason.school.past.get(reason.line.indicator_id, {})
    earlier = (
        year
        for year in summary.years_shown(report)
        if year in past and year < report.year and summary.surely_missed(past[year], reason.plan)
    )
    return (*earlier, report.year)
