"""Groups of similar schools proposed to people, who decide by order.

Belongs here: what schools are compared by, the grouping, how far it can be trusted. Does not belong here: the
clusters in force (``reference/clusters.csv``), printing (``commands``). Results of pupils take no part: a
cluster made of results would hide what it is to be compared by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from shnor_pipeline.figures import number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Labels = NDArray[np.int64]

SOCIAL = ("low_income_share", "single_parent_share", "parents_higher_education_share")
"""Shares of the social passport that make up the social composition."""

MOST_GROUPS = 6
RESAMPLES = 200
PEERS = 3
_SEED = 2021
_KIND_LEVEL = {"primary": 0, "basic": 1, "school": 2, "gymnasium": 3, "lyceum": 3}
_KINDS_RU = {
    "school": "СОШ",
    "basic": "ООШ",
    "primary": "НОШ",
    "gymnasium": "гимназии",
    "lyceum": "лицеи",
}
_LOCALITIES_RU = {"town": "городские", "rural": "сельские"}


class TooFewSchoolsError(ValueError):
    """There are not enough schools with all components; the message says how many are needed."""


@dataclass(frozen=True, slots=True)
class Option:
    """A number of groups and how good it is.

    Attributes:
        groups: Number of groups.
        silhouette: Mean silhouette, -1 to 1; near 0 the groups run into each other.
        stability: Mean adjusted Rand index between the groups and those of resampled schools; 1 = the same.
    """

    groups: int
    silhouette: float
    stability: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed grouping of the schools of a year.

    Attributes:
        options: Every number of groups that was tried.
        chosen: Number of groups of the proposal.
        cluster: Proposed cluster by school.
        titles: Title by cluster, made by rule.
        peers: Nearest schools by school, with distances in standard deviations.
        left_out: Schools with missing components, and which.
    """

    options: tuple[Option, ...]
    chosen: int
    cluster: dict[str, str]
    titles: dict[str, str]
    peers: dict[str, tuple[tuple[str, float], ...]]
    left_out: dict[str, tuple[str, ...]]


def propose_clusters(schools: pd.DataFrame, values: pd.DataFrame, groups: int | None = None) -> Proposal:
    """Group schools by size, locality, kind and social composition.

    The components are standardised and the schools joined by Ward's method, which starts from nothing random.

    Args:
        schools: Table ``school_year`` of the year.
        values: Table ``indicator_value`` of the year.
        groups: Number of groups; by default the one with the largest silhouette.

    Returns:
        The proposal; the same data give the same groups.

    Raises:
        TooFewSchoolsError: Fewer schools with all components than the groups need.
    """
    components = _components(schools, values)
    missing = components.isna()
    left_out = {str(each): tuple(missing.columns[row]) for each, row in missing.iterrows() if row.any()}
    complete = components[~missing.any(axis=1)]
    tried = range(2, min(MOST_GROUPS, len(complete) - 1) + 1)
    if not tried or (groups is not None and groups not in tried):
        wanted = groups if groups is not None else 2
        raise TooFewSchoolsError(
            f"Школ со всеми составляющими – {len(complete)}, для {wanted} групп нужно не меньше {wanted + 1}."
        )
    points = _standardised(complete)
    labels = {each: _grouped(points, each) for each in tried}
    options = tuple(_option(points, labels[each], each) for each in tried)
    chosen = groups or max(options, key=lambda option: option.silhouette).groups
    cluster = _named(complete.index, labels[chosen])
    titles = _titles(schools.set_index("school_id"), cluster)
    return Proposal(options, chosen, cluster, titles, _peers(complete.index, points), left_out)


def _components(schools: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """One row per school, by id; a missing component stays missing."""
    rows = schools.set_index("school_id").sort_index()
    social = values[(values["scope"] == "school") & values["indicator_id"].isin(SOCIAL)]
    shares = social.pivot_table(index="scope_id", columns="indicator_id", values="value", dropna=False)
    pupils = rows["pupils"].astype(float)
    own = pd.DataFrame(
        {
            "pupils": np.log(pupils.where(pupils > 0)),
            "locality": (rows["locality"] == "town").astype(float),
            "kind": rows["kind"].map(_KIND_LEVEL).astype(float),
        }
    )
    return own.join(shares.reindex(columns=list(SOCIAL)).astype(float))


def _standardised(components: pd.DataFrame) -> Floats:
    """Give every component the same spread; the three social shares together weigh as much as one other."""
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415 - loads in a second

    points = StandardScaler().fit_transform(components.to_numpy(float))
    weight = np.where(components.columns.isin(SOCIAL), 1 / np.sqrt(len(SOCIAL)), 1.0)
    return np.asarray(points * weight)


def _grouped(points: Floats, groups: int) -> Labels:
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415 - loads in a second

    found = AgglomerativeClustering(groups, linkage="ward").fit(points)
    return np.asarray(found.labels_, dtype=np.int64)


def _option(points: Floats, labels: Labels, groups: int) -> Option:
    from sklearn.metrics import silhouette_score  # noqa: PLC0415 - loads in a second

    return Option(groups, float(silhouette_score(points, labels)), _stability(points, labels, groups))


def _stability(points: Floats, labels: Labels, groups: int) -> float:
    """Draw schools with replacement, group those drawn, and compare with the groups of all schools."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415 - loads in a second

    rng = np.random.default_rng(_SEED)
    likeness = []
    for _ in range(RESAMPLES):
        drawn = np.unique(rng.integers(0, len(points), len(points)))
        if len(drawn) > groups:
            likeness.append(adjusted_rand_score(labels[drawn], _grouped(points[drawn], groups)))
    return float(np.mean(likeness)) if likeness else 0.0


def _named(school_ids: pd.Index[str], labels: Labels) -> dict[str, str]:
    """Number the groups in the order in which their first schools stand."""
    order = {label: place for place, label in enumerate(dict.fromkeys(labels.tolist()), start=1)}
    return {
        school: f"group_{order[label]}" for school, label in zip(school_ids, labels.tolist(), strict=True)
    }


def _titles(schools: pd.DataFrame, cluster: dict[str, str]) -> dict[str, str]:
    members = schools.join(pd.Series(cluster, name="proposed"), how="inner")
    return {str(name): _title(group) for name, group in members.groupby("proposed")}


def _title(group: pd.DataFrame) -> str:
    localities = " и ".join(word for key, word in _LOCALITIES_RU.items() if (group["locality"] == key).any())
    kinds = ", ".join(word for key, word in _KINDS_RU.items() if (group["kind"] == key).any())
    size = number(float(group["pupils"].astype(float).mean()), 0)
    return f"{localities.capitalize()} школы ({kinds}), в среднем {size} обучающихся"


def _peers(school_ids: pd.Index[str], points: Floats) -> dict[str, tuple[tuple[str, float], ...]]:
    distances = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :PEERS]
    return {
        school: tuple((str(school_ids[other]), float(distances[place, other])) for other in nearest[place])
        for place, school in enumerate(school_ids)
    }
