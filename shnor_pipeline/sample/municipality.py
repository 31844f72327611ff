"""The made-up municipality: its schools, their names, kinds and sizes.

Belongs here: what a school is. Does not belong here: which schools there are (``places``), their hidden
traits over the years (``traits``), how a school's name is written in a particular workbook (``spelling``).
"""

from __future__ import annotations

from dataclasses import dataclass

PROGRAMME_DISTRICT = "bavly"
"""Id of the municipality whose programme belongs to the package."""
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
        names = (self.name_plain, f"{form} {self.name_plain}", self._spelled(_KIND_SPOKEN))
        # «Гимназия №4» is spoken as it is abbreviated.
        return tuple(name for name in dict.fromkeys(names) if name != self.name_short)

    def _spelled(self, kinds: dict[str, str]) -> str:
        words = kinds[self.kind]
        if self.core.startswith("№"):
            return f"{words[0].upper()}{words[1:]} {self.core}"
        return f"{self.core} {words}"
