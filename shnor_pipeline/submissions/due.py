"""Until when the forms of a year are due: read off the road maps of the programme.

Belongs here: the rule from milestones to a day. Does not belong here: today's date, which is given from
outside (``status.late``).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shnor_pipeline.programme import Milestone
    from shnor_pipeline.programme.measures import RoadMap

_JUNE = 6


def due_date(road_map: RoadMap, year: int, ready: date | None = None) -> date | None:
    """Return the day until which the forms of a year are due (programme, section VIII, road maps).

    The programme dates its monitoring, not its forms: a form is due when the first milestone that can use
    it ends. A milestone that names its years of data uses those years and no others; any other one uses the
    years whose school year is over by then, so it ends in June of the reporting year or later. Both road
    maps count, and the earliest end decides. What was held after a milestone's end is beyond its reach.

    Args:
        road_map: Road maps of the programme and of the schools' own programmes.
        year: Reporting year.
        ready: Last day of the procedure the form reports on, where the calendar tells it (ВПР of autumn).

    Returns:
        The day, or ``None`` where no milestone is left for the year.
    """
    milestones = (*road_map.school, *road_map.programme)
    possible = [each for each in milestones if ready is None or ready <= each.ends]
    named = [each.ends for each in possible if year in each.data_years]
    later = [each.ends for each in possible if _looks_back_on(each, year)]
    return min(named or later, default=None)


def _looks_back_on(milestone: Milestone, year: int) -> bool:
    return not milestone.data_years and milestone.ends >= date(year, _JUNE, 1)
