"""The document itself: its approval and periods, the municipality, the goals, the situation, the risks.

Belongs here: what the programme tells about itself and the schools in words. Does not belong here: what a
verdict is made from (``targets``, ``measures``, ``rules``).
"""

from typing import Self

from pydantic import Field, model_validator

from shnor_pipeline.programme.vocabulary import (
    Clause,
    Count,
    Day,
    Name,
    Named,
    Number,
    Part,
    Percent,
    Provenance,
    SectionNumber,
    Text,
    Year,
    contradiction,
)


class Approval(Part):
    """Who approved the programme and when (title page)."""

    name_ru: Text
    by_ru: Text
    date: Day
    order_number: Text


class Period(Named):
    """One of the periods the document names; they differ, so each keeps its wording."""

    id: Name
    first_year: Year
    last_year: Year

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first_year > self.last_year:
            raise contradiction(
                f"стоит first_year {self.first_year} после last_year {self.last_year}",
                "первый год не позже последнего",
            )
        return self


class Section(Part):
    """A heading of the document as it is numbered; ``name_ru`` is ``None`` where only the number is left."""

    number: SectionNumber
    name_ru: Text | None


class Document(Named):
    """Title page of the programme.

    Attributes:
        title: Title as reports print it.
        approved: Approval.
        periods: Every period the text names, with the place.
        sections: Numbered headings in the order of the text.
    """

    title: Text
    approved: Approval
    periods: tuple[Period, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = ()

    @property
    def approved_text(self) -> str:
        """The line of approval as reports print it."""
        approved = self.approved
        return f"Утверждена приказом {approved.by_ru} от {approved.date:%d.%m.%Y} № {approved.order_number}"


class Network(Clause):
    """Schools of the municipality as section II counts them: claims of the text, not a register."""

    schools: Count
    town_schools: Count
    rural_schools: Count
    preschools: Count
    extra_education_organisations: Count
    supported_schools: Count
    supported_share_percent: Percent
    rating_inputs_ru: Text | None = None
    remote_rural_schools: Count | None = None
    town_adverse_schools: Count | None = None
    town_adverse_names_ru: tuple[Text, ...] = ()
    low_russian_names_ru: tuple[Text, ...] = ()
    low_retention_names_ru: tuple[Text, ...] = ()


class Municipality(Part):
    """Whose programme it is."""

    id: Name
    title_ru: Text
    region_ru: Text
    office_ru: Text
    office_short_ru: Text
    network: Network


class Numbered(Named):
    """A numbered sentence of the programme: a goal (section III) or an expected result (section VII)."""

    no: Number


class Goals(Part):
    """What the programme is for (passport and section III)."""

    purpose: Numbered
    strategic: Numbered
    tactical: tuple[Numbered, ...] = Field(min_length=1)


class Stated(Part):
    """Figures of a statement, exactly those that stand in the text."""

    count: Count | None = None
    percent: Percent | None = None
    percent_min: Percent | None = None
    percent_max: Percent | None = None


class Statement(Named):
    """A claim of section II about the schools, with the indicators that answer it."""

    id: Name
    indicators: tuple[Name, ...] = ()
    stated: Stated | None = None
    provenance: Provenance


class Risk(Named):
    """A risk and the way to reduce it (section XI)."""

    id: Name
    mitigation_ru: Text
    provenance: Provenance


class Conflict(Clause):
    """Places of the document that contradict each other, and what was chosen."""

    id: Name
    between: tuple[Text, ...] = Field(min_length=1)
    ambiguity_ru: Text
    reading_ru: Text


class GeneralReading(Clause):
    """A reading that concerns many rows at once."""

    id: Name
    ambiguity_ru: Text
    reading_ru: Text
