"""Two schools that the sample does not have: one that was closed, and a name that two schools share."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CLOSED = ("163777", "МБОУ «Закрытая ООШ»")
AMBIGUOUS = "Школа посёлка Южный"


def complete_register(register: Path) -> None:
    """Add a closed school, and an alias that two schools have."""
    with register.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows[:2]:
        row["aliases"] = f"{row['aliases']}|{AMBIGUOUS}"
    code, name = CLOSED
    closed = {"school_id": "closed", "name_short": name, "name_official": name, "kind": "basic"}
    closed |= {"locality": "rural", "codes": code, "aliases": "", "first_year": "1990", "last_year": "2016"}
    rows.append(rows[0] | closed)
    with register.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
