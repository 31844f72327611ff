"""The schools of a year with everything they are grouped by.

Belongs here: the table ``school_year``. Does not belong here: the register and the lists themselves
(``reference/``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.tables import SCHOOL_YEAR

if TYPE_CHECKING:
    import pandas as pd

    from shnor_pipeline.reference import Reference


def schools_of_year(reference: Reference, year: int, enrollment: pd.DataFrame) -> pd.DataFrame:
    """Build the table ``school_year`` of a year.

    Args:
        reference: Register, clusters, groups.
        year: Reporting year.
        enrollment: Table ``enrollment`` of the year, for the number of pupils.

    Returns:
        One row per school that works in the year, by id; ``pupils`` is missing where nobody reported.
    """
    pupils = enrollment.groupby("school_id")["pupils_start"].sum().to_dict()
    schools = reference.register.in_year(year)
    return SCHOOL_YEAR.frame(
        {
            "year": [year] * len(schools),
            "school_id": [each.school_id for each in schools],
            "municipality_id": [each.municipality_id for each in schools],
            "municipality": [each.municipality for each in schools],
            "name_short": [each.name_short for each in schools],
            "kind": [each.kind for each in schools],
            "locality": [each.locality for each in schools],
            "cluster_id": [reference.lists.cluster(year, each)[0] for each in schools],
            "programme_group": [reference.lists.group(year, each.school_id) for each in schools],
            "pupils": [pupils.get(each.school_id) for each in schools],
        }
    )
