"""Tables of the published database that are made of the programme document alone.

Belongs here: columns, types and titles. Does not belong here: what the programme says (``programme``) or how
its contradictions are found.
"""

from __future__ import annotations

from shnor_pipeline.tables.declare import Integer, Table, TableSpec, Text, column


class ProgrammeContradiction(Table):
    """Противоречие в тексте программы: правило и место, арифметика, принятое решение."""

    rule_id: Text = column("Правило")
    number: Integer = column("Номер среди найденных этим правилом", ge=1)
    title_ru: Text = column("Что было бы без противоречия")
    clauses: Text = column("Пункты программы")
    said_ru: Text = column("Что сказано в программе")
    arithmetic_ru: Text = column("Арифметика")
    consequence_ru: Text = column("Как считаем")


PROGRAMME_CONTRADICTION = TableSpec(
    "programme_contradiction", "Противоречия программы", ProgrammeContradiction, ("rule_id", "number")
)
