"""Data versions made of content, so that unchanged results leave what is downstream fresh.

Belongs here: versions of what a step wrote. Does not belong here: versions of what people keep (``sources``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAG = "dagster/data_version"
_LENGTH = 12


def data_version(
    context: dg.AssetExecutionContext, asset: str, contents: Mapping[int, str]
) -> dg.DataVersion:
    """Return the version of an asset after a run.

    Dagster gives all years of a run one version. So it names the content of each year, and where that is
    what the last version of every year already says of it, that version stays.

    Args:
        context: The step.
        asset: The asset.
        contents: Hash of the content of each year of the run.

    Returns:
        «2020:1f2e3d4c5b6a 2021:…», or the version there was.
    """
    said = [f"{year}:{content[:_LENGTH]}" for year, content in sorted(contents.items())]
    last: str | None = None
    for year in contents:
        version = _last_version(context.instance, asset, year)
        if version is None or last not in {None, version} or not set(said) <= set(version.split()):
            return dg.DataVersion(" ".join(said))
        last = version
    return dg.DataVersion(last or " ".join(said))


def _last_version(instance: dg.DagsterInstance, asset: str, year: int) -> str | None:
    wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey(asset), asset_partitions=[str(year)])
    records = instance.fetch_materializations(wanted, limit=1).records
    made = records[0].asset_materialization if records else None
    return made.tags.get(_TAG) if made is not None and made.tags else None
