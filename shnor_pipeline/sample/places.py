"""Which schools there are: the district of the programme, and invented municipalities of any number.

Belongs here: the list of schools with sizes, groups and first quality. Does not belong here: what a school
is (``municipality``), how its quality changes (``traits``).
"""

from __future__ import annotations

from shnor_pipeline.sample.draw import stream
from shnor_pipeline.sample.municipality import PROGRAMME_DISTRICT, School

# core, kind, locality, pupils, group, quality. The programme names №4, №5, №6, №7, №1 and the first two rural
# ones; the other names are invented, and so is every figure.
_BAVLY = (
    ("№4", "gymnasium", "town", 420, "low_results", -0.16),
    ("№5", "school", "town", 330, "both", -0.34),
    ("№6", "school", "town", 490, "low_results", -0.18),
    ("№7", "school", "town", 610, "", 0.32),
    ("№1", "basic", "town", 250, "adverse", -0.30),
    ("№2", "school", "town", 390, "", 0.20),
    ("№3", "lyceum", "town", 350, "", 0.62),
    ("Исергаповская", "school", "rural", 112, "both", -0.40),
    ("Покровско-Урустамакская", "school", "rural", 96, "both", -0.36),
    ("Дубравинская", "school", "rural", 142, "", 0.14),
    ("Светлополянская", "school", "rural", 124, "", 0.24),
    ("Тихореченская", "school", "rural", 88, "adverse", -0.24),
    ("Родниковская", "school", "rural", 104, "", 0.08),
    ("Сосновоборская", "school", "rural", 130, "", 0.30),
    ("Каменноложская", "basic", "rural", 50, "adverse", -0.32),
    ("Яблоневская", "basic", "rural", 44, "", 0.10),
    ("Ольховоключевская", "basic", "rural", 38, "", 0.02),
    ("Белоозёрская", "basic", "rural", 46, "", 0.16),
    ("Луговодольская", "primary", "rural", 17, "", 0.05),
    ("Полынковская", "primary", "rural", 22, "", 0.18),
)

# A smaller municipality keeps both localities, all kinds and supported schools among the first ones.
_BAVLY_PRIORITY = (1, 7, 4, 6, 18, 3, 14, 0, 9, 5, 8, 2, 11, 10, 15, 12, 13, 16, 17, 19)

_PLACE_FIRST = tuple(
    """Берёзово Бело Верхне Дальне Ивово Каменно Камышо Клёно Красно Липово Лугово Озёрно Ольхово Полыно
    Родниково Рябино Светло Северо Сосново Старо Степно Тихо Черёмухо Ясно""".split()  # noqa: SIM905
)
_PLACE_LAST = tuple(
    """борская бродская горская дольская ключевская ложская лугская мостовская озёрская полянская
    реченская рощинская угольская холмская яровская""".split()  # noqa: SIM905
)
_RURAL_KINDS = ("school", "school", "basic", "school", "basic", "primary", "school")
_TOWN_KINDS = ("school", "school", "gymnasium", "school", "basic", "school", "lyceum", "school")


def build_municipalities(seed: int, municipalities: int, schools: int) -> list[tuple[School, ...]]:
    """Make the municipalities with their schools.

    The first one is the district of the programme; the others are invented whole.

    Args:
        seed: Seed of the sample.
        municipalities: How many municipalities.
        schools: How many schools in each of them.

    Returns:
        One tuple of schools per municipality, in order of their ids.
    """
    return [_municipality(seed, number, schools) for number in range(municipalities)]


def _municipality(seed: int, number: int, schools: int) -> tuple[School, ...]:
    if number:
        place_id, title = f"m{number + 1:02d}", f"{_district(number)} муниципальный район"
        return tuple(_invented(seed, place_id, title, number, index) for index in range(schools))
    chosen = sorted(_BAVLY_PRIORITY[:schools])
    known = [_known(index) for index in chosen]
    title = known[0].municipality
    more = range(len(_BAVLY), schools)
    return (*known, *(_invented(seed, PROGRAMME_DISTRICT, title, number, index) for index in more))


def _known(index: int) -> School:
    core, kind, locality, pupils, group, quality = _BAVLY[index]
    return School(
        school_id=f"s{index + 1:02d}",
        municipality_id=PROGRAMME_DISTRICT,
        municipality="Бавлинский муниципальный район",
        core=core,
        kind=kind,
        locality=locality,
        autonomous=core == "№5",
        code=str(163010 + index + 1),
        pupils=pupils,
        group=group,
        quality=quality,
    )


def _invented(seed: int, place_id: str, title: str, number: int, index: int) -> School:
    rng = stream(seed, "school", 0, f"{place_id}{index}")
    town = index % 20 < 7  # noqa: PLR2004 - the same mix of town and country as in the programme's district
    kinds = _TOWN_KINDS if town else _RURAL_KINDS
    kind = kinds[index % len(kinds)]
    low, high = (250, 700) if town else {"primary": (15, 30), "basic": (36, 70), "school": (85, 150)}[kind]
    supported = bool(rng.random() < 0.4)  # noqa: PLR2004 - eight of twenty, as in the programme
    quality = float(rng.normal(-0.3 if supported else 0.2, 0.12))
    groups = ("low_results", "adverse", "both")
    return School(
        school_id=f"s{index + 1:02d}" if not number else f"{place_id}_s{index + 1:02d}",
        municipality_id=place_id,
        municipality=title,
        core=f"№{index + 1}" if town else _village(index),
        kind=kind,
        locality="town" if town else "rural",
        autonomous=bool(rng.random() < 0.15),  # noqa: PLR2004
        code=str(163011 + index) if not number else f"{1631 + number // 10}{number % 10}{index:04d}",
        pupils=int(rng.integers(low, high)),
        group=groups[int(rng.integers(3))] if supported else "",
        quality=quality,
    )


def _district(number: int) -> str:
    first, last = divmod(number - 1, len(_PLACE_LAST))
    stem = _PLACE_LAST[last].removesuffix("ская")
    return f"{_PLACE_FIRST[first % len(_PLACE_FIRST)]}{stem}ский"


def _village(index: int) -> str:
    step = index * 37
    first, turn = _PLACE_FIRST[step % len(_PLACE_FIRST)], step // len(_PLACE_FIRST)
    round_ = index // (len(_PLACE_FIRST) * len(_PLACE_LAST))
    ordinal = ("", "Первая ", "Вторая ", "Третья ", "Четвёртая ")[min(round_, 4)]
    return f"{ordinal}{first}{_PLACE_LAST[(turn + index) % len(_PLACE_LAST)]}"
