"""When runs start by themselves: every night, and at the end of each milestone of the road map.

Belongs here: times. Does not belong here: the road map (``programme.yaml``) and the jobs.
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Sequence

import dagster as dg

from shnor_pipeline.chain import Workspace
from shnor_pipeline.orchestration.deadlines import TIMEZONE
from shnor_pipeline.orchestration.jobs import WHOLE_CHAIN, years_as_one_run
from shnor_pipeline.programme import Programme
from shnor_pipeline.programme.measures import Milestone
from shnor_pipeline.settings import Settings

_NIGHT, _MORNING = "0 3 * * *", "0 6 {day} {month} *"


def schedules(settings: Settings, programme: Programme) -> list[dg.ScheduleDefinition]:
    """Make the nightly schedule and one for each milestone of the road map."""
    status = dg.DefaultScheduleStatus.RUNNING if settings.unattended else dg.DefaultScheduleStatus.STOPPED
    milestones = {_name(each): each for each in (*programme.road_map.programme, *programme.road_map.school)}
    dated = [_milestone(name, each, programme.years, status) for name, each in milestones.items()]
    return [_nightly(settings, status), *dated]


def _nightly(settings: Settings, status: dg.DefaultScheduleStatus) -> dg.ScheduleDefinition:
    @dg.schedule(
        name="nightly",
        job=WHOLE_CHAIN,
        cron_schedule=_NIGHT,
        execution_timezone=TIMEZONE,
        default_status=status,
        description="All years of the inbox in one run; unchanged files are not read again.",
    )
    def nightly() -> dg.RunRequest | dg.SkipReason:
        years = Workspace(settings).inbox_years()
        return years_as_one_run(years) if years else dg.SkipReason("no year has a folder in the inbox")

    return nightly


def _name(milestone: Milestone) -> str:
    """Name a milestone by its stage and last day; the same one of both road maps is one."""
    return f"{milestone.stage}_monitoring_{milestone.ends:%Y_%m_%d}"


def _milestone(
    name: str, milestone: Milestone, years: Sequence[int], status: dg.DefaultScheduleStatus
) -> dg.ScheduleDefinition:
    """Run on the last morning of a milestone, for the years it looks at; a cron knows no year of its own."""
    ends = milestone.ends

    @dg.schedule(
        name=name,
        job=WHOLE_CHAIN,
        cron_schedule=_MORNING.format(day=ends.day, month=ends.month),
        execution_timezone=TIMEZONE,
        default_status=status,
        description=f"{milestone.name_ru}: {milestone.dates_ru}. {milestone.clause}.",
    )
    def at_its_end(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        if context.scheduled_execution_time.year != ends.year:
            return dg.SkipReason(f"the milestone is of {ends.year}")
        looked_at = milestone.data_years or [year for year in years if year <= ends.year]
        return years_as_one_run([year for year in years if year in looked_at])

    return at_its_end
