"""Values of indicators and verdicts, recomputed from what stands beside them.

Belongs here: subjects on ``indicator_value`` and ``target_progress``. Does not belong here: sums over
schools (``totals``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.release.gate.demands import at_most, between, equal, listed
from shnor_pipeline.release.gate.expectation import Subject

if TYPE_CHECKING:
    from shnor_pipeline.release.gate.expectation import Shares

VALUES = "Значения и выводы"
_AGAIN = "Пересчитайте этот год целиком: shnor run --years ГОД. Если повторится, это ошибка программы."
_FORMS = "Сверьте две формы, из которых взяты числитель и знаменатель: одна из них неполна."
_PLACE = "format('{} год, показатель {}, {} {}', year, indicator_id, scope, scope_id) AS place"


def values(shares: Shares) -> tuple[Subject, ...]:
    """Return the subjects of this group.

    Args:
        shares: Which indicators are shares.
    """
    return (_bounds(shares), _recomputed(shares), _verdicts())


def _bounds(shares: Shares) -> Subject:
    """One row per value, in a column by what bounds it."""
    sql = f"""
        SELECT {_PLACE},
            CASE WHEN indicator_id IN ({listed(shares.within)}) THEN value END AS share,
            CASE WHEN indicator_id IN ({listed(shares.across)}) THEN value END AS share_of_forms,
            CASE WHEN unit = 'score' THEN value END AS score, CASE WHEN unit = 'mark' THEN value END AS mark,
            schools_reported
        FROM indicator_value JOIN indicator USING (indicator_id) ORDER BY place
    """  # noqa: S608 - declared names
    return Subject(
        "bounds",
        VALUES,
        sql,
        (
            between("share_0_100", "share", (0, 100), "Доля лежит между 0 и 100 %", _AGAIN),
            between(
                "share_of_forms_0_100",
                "share_of_forms",
                (0, 100),
                "Доля, взятая из двух форм, лежит между 0 и 100 %",
                _FORMS,
                "warning",
            ),
            between("score_0_100", "score", (0, 100), "Средний балл лежит между 0 и 100", _AGAIN),
            between("mark_2_5", "mark", (2, 5), "Средняя отметка лежит между 2 и 5", _AGAIN),
        ),
    )


def _recomputed(shares: Shares) -> Subject:
    """One row per value: the value and its state from their parts, the interval around the value."""
    sql = f"""
        SELECT {_PLACE}, round(value, 6) AS value,
            round(CASE WHEN denominator > 0
                THEN numerator * if(starts_with(unit, 'percent'), 100, 1) / denominator END, 6) AS from_parts,
            round(least(value, 100), 6) AS inside, round(ci_low, 6) AS ci_low, round(ci_high, 6) AS ci_high,
            status,
            CASE
                WHEN status = 'not_held' AND denominator IS NULL THEN 'not_held'
                WHEN denominator IS NULL THEN 'none'
                WHEN denominator < 10 THEN 'few'
                WHEN schools_reported < schools_expected THEN 'partial'
                ELSE 'ok'
            END AS status_from_parts
        FROM indicator_value JOIN indicator USING (indicator_id)
        WHERE indicator_id IN ({listed(shares.additive)}) ORDER BY place
    """  # noqa: S608 - declared names
    return Subject(
        "recomputed",
        VALUES,
        sql,
        (
            equal(
                "value_from_parts",
                ("value", "from_parts"),
                "Значение равно отношению числителя и знаменателя",
                _AGAIN,
            ),
            at_most("interval_from_below", ("ci_low", "inside"), "Значение не ниже своего интервала", _AGAIN),
            at_most(
                "interval_from_above", ("inside", "ci_high"), "Значение не выше своего интервала", _AGAIN
            ),
            equal(
                "status_from_parts",
                ("status", "status_from_parts"),
                "Состояние значения следует из знаменателя и числа школ",
                _AGAIN,
            ),
        ),
    )


def _verdicts() -> Subject:
    """One row per plan: fact, gap, verdict and its certainty from the value."""
    sql = """
        SELECT format('{} год, план показателя {} ({})', year, indicator_id, kind) AS place,
            plan.value AS fact, found.value AS value, round(gap, 6) AS gap,
            round(found.value - target, 6) AS gap_from_value, verdict,
            CASE
                WHEN found.value IS NULL THEN 'no_data'
                WHEN operator = '>=' AND found.value >= target THEN 'met'
                WHEN operator = '<=' AND found.value <= target THEN 'met'
                ELSE 'not_met'
            END AS verdict_from_value,
            CAST(verdict_certain AS VARCHAR) AS certain,
            CAST(CASE
                WHEN found.value IS NULL THEN NULL
                WHEN ci_low IS NOT NULL THEN NOT target BETWEEN ci_low AND ci_high
                ELSE status <> 'partial' AND schools_reported >= schools_expected
            END AS VARCHAR) AS certain_from_interval
        FROM target_progress AS plan
        LEFT JOIN indicator_value AS found USING (year, indicator_id, scope, scope_id)
        ORDER BY place
    """
    return Subject(
        "verdicts",
        VALUES,
        sql,
        (
            equal("fact_is_the_value", ("fact", "value"), "Факт равен значению показателя", _AGAIN),
            equal("gap_from_value", ("gap", "gap_from_value"), "Отклонение равно факту минус план", _AGAIN),
            equal(
                "verdict_from_value",
                ("verdict", "verdict_from_value"),
                "Вывод следует из факта, плана и условия",
                _AGAIN,
            ),
            equal(
                "certainty_from_interval",
                ("certain", "certain_from_interval"),
                "Вывод назван надёжным, только если план лежит вне интервала",
                _AGAIN,
            ),
        ),
    )
