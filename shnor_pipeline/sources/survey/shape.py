"""What is special about the survey form: questions in free wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

QUESTIONS = {"услов": "conditions", "материал": "site_materials"}
"""Beginnings of the questions that indicators use; another question keeps its own words."""


def shape(draft: Draft, _reference: Reference) -> None:
    """Name the questions."""
    draft.values["question"] = [text and _question(text) for text in draft.values["question"]]


def _question(text: str) -> str:
    folded = comparable(text)
    return next((name for beginning, name in QUESTIONS.items() if folded.startswith(beginning)), folded)
