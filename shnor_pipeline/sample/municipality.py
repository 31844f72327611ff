"""The made-up municipality: its schools, their names, sizes and hidden quality.

Belongs here: who the schools are and the traits that everything else is drawn from. Does not belong here:
pupils, teachers, results, or how a school's name is written in a particular workbook.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from shnor_pipeline.sample.draw import between, stream

FIRST_SIMULATED_YEAR = 2018
"""History starts here whatever years are asked for, so that a year is the same in every sample."""

GRADES = {
    "school": range(1, 12),
    "gymnasium": range(1, 12),
    "lyceum": range(1, 12),
    "basic": range(1, 10),
    "primary": range(1, 5),
}

_KIND_SHORT = {"school": "СОШ", "basic": "ООШ", "primary": "НОШ", "gymnasium": "Гимназия", "lyceum": "Лицей"}
_KIND_FULL = {
    "school": "средняя общеобразовательная школа",
    "basic": "основная общеобразовательная школа",
    "primary": "начальная общеобразовательная школа",
    "gymnasium": "гимназия",
    "lyceum": "лицей",
}
_KIND_SPOKEN = {
    "school": "средняя школа",
    "basic": "основная школа",
    "primary": "начальная школа",
    "gymnasium": "гимназия",
    "lyceum": "лицей",
}


@dataclass(frozen=True, slots=True)
class School:
    """A school with its place in the register and its hidden traits.

    Attributes:
        school_id: Stable ASCII id.
        municipality_id: Id of the municipality.
        municipality: Title of the municipality.
        core: «№5» in town, «Исергаповская» in the country.
        kind: Kind of the contract.
        locality: ``town`` or ``rural``.
        autonomous: Whether it is МАОУ and not МБОУ.
        code: Six digits.
        pupils: Target number of pupils.
        group: Group in the programme; empty when it is not supported.
        quality: Mean result of its pupils in the first year, in standard deviations.
    """

    school_id: str
    municipality_id: str
    municipality: str
    core: str
    kind: str
    locality: str
    autonomous: bool
    code: str
    pupils: int
    group: str
    quality: float

    @property
    def supported(self) -> bool:
        """Whether the programme supports the school."""
        return bool(self.group)

    @property
    def grades(self) -> range:
        """Grades that the school teaches."""
        return GRADES[self.kind]

    @property
    def name_plain(self) -> str:
        """Name without the legal form: «СОШ №5», «Исергаповская СОШ»."""
        short = _KIND_SHORT[self.kind]
        return f"{short} {self.core}" if self.core.startswith("№") else f"{self.core} {short}"

    @property
    def name_short(self) -> str:
        """Name with the legal form as people write it."""
        form = "МАОУ" if self.autonomous else "МБОУ"
        plain = f"«{self.name_plain}»" if self.kind in {"gymnasium", "lyceum"} else self.name_plain
        return f"{form} {plain}"

    @property
    def name_official(self) -> str:
        """Name as in the charter."""
        form = "автономное" if self.autonomous else "бюджетное"
        of_place = self.municipality.replace("ский муниципальный район", "ского муниципального района")
        return (
            f"Муниципальное {form} общеобразовательное учреждение «{self._spelled(_KIND_FULL)}» "
            f"{of_place} Республики Татарстан"
        )

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names under which workbooks know the school."""
        form = "МАОУ" if self.autonomous else "МБОУ"
        return (self.name_plain, f"{form} {self.name_plain}", self._spelled(_KIND_SPOKEN))

    def _spelled(self, kinds: dict[str, str]) -> str:
        words = kinds[self.kind]
        if self.core.startswith("№"):
            return f"{words[0].upper()}{words[1:]} {self.core}"
        return f"{self.core} {words}"


# core, kind, locality, pupils, group, quality. The first, third and so on down to Покровско-Урустамакская are
# named by the programme; figures are invented everywhere, and so are the other names.
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
    "Берёзово Бело Верхне Дальне Залес Ивово Каменно Камышо Клёно Красно Липово Лугово Озёрно".split()
    + "Ольхово Полыно Родниково Рябино Светло Северо Сосново Старо Степно Тихо Черёмухо Ясно".split()
)
_PLACE_LAST = tuple(
    "борская бродская горская дольская ключевская ложская лугская мостовская озёрская полянская".split()
    + "реченская рощинская угольская холмская яровская".split()
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
    return (*known, *(_invented(seed, "bavly", title, number, index) for index in more))


def _known(index: int) -> School:
    core, kind, locality, pupils, group, quality = _BAVLY[index]
    return School(
        school_id=f"s{index + 1:02d}",
        municipality_id="bavly",
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


@lru_cache(maxsize=100_000)
def quality(seed: int, school: School, year: int) -> float:
    """Mean result of the school's pupils in a year, in standard deviations of a pupil's result.

    Quality wanders a little each year; most supported schools gain slowly once support works.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year.

    Returns:
        Deviation from the average pupil.
    """
    level = school.quality
    gains = school.supported and stream(seed, "gains", 0, school.school_id).random() < 0.7  # noqa: PLR2004
    for past in range(FIRST_SIMULATED_YEAR + 1, year + 1):
        rng = stream(seed, "quality", past, school.school_id)
        support = 0.05 if gains and past > 2020 else 0.0  # noqa: PLR2004 - support starts with the programme
        level += support + float(rng.normal(0, 0.05))
    return between(level, -0.8, 0.9)


def traits(seed: int, school: School, purpose: str, low: float, high: float) -> float:
    """Draw a lasting trait of a school, the same in every year.

    Args:
        seed: Seed of the sample.
        school: The school.
        purpose: Name of the trait.
        low: Least value.
        high: Greatest value.

    Returns:
        The trait.
    """
    return float(stream(seed, f"trait {purpose}", 0, school.school_id).uniform(low, high))
