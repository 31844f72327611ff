"""What is said of a file before its findings."""

from __future__ import annotations

from typing import Any

import pytest

from shnor_pipeline.quality.file_summary import FormRead, summarise

STAFF = FormRead("staff", "office", "Кадры", 20, 18, 2, ("Доля А", "Доля Б"))
COUNTS = FormRead("contingent", "oo1", "Контингент по классам", 11, 11, 0, ("Доля Б", "Доля В"))


def found(form: str | None, severity: str = "error", rule: str = "C003") -> dict[str, Any]:
    return {"form": form, "severity": severity, "rule_id": rule}


def said(*findings: dict[str, Any], forms: Any = (STAFF, COUNTS), status: str = "partial") -> dict[str, str]:
    return dict(summarise("a.xlsx", forms, findings, status).lines())


def test_forms_are_named_with_their_layouts_and_rows_are_added_up() -> None:
    lines = said(found("staff"))
    assert lines["Форма"] == "Кадры (бланк); Контингент по классам (макет oo1)"
    assert lines["Строки"] == "прочитано 31, принято 29, не принято 2"


@pytest.mark.parametrize(
    ("form", "named"),
    [("staff", "«Доля А», «Доля Б»"), ("contingent", "«Доля Б», «Доля В»")],
)
def test_only_the_indicators_of_forms_with_findings_are_named(form: str, named: str) -> None:
    assert said(found(form))["Показатели"] == named


def test_a_finding_about_the_whole_file_touches_the_indicators_of_all_its_forms_once() -> None:
    assert said(found(None))["Показатели"] == "«Доля А», «Доля Б», «Доля В»"


def test_many_indicators_are_counted_and_three_of_them_named() -> None:
    many = FormRead("staff", "office", "Кадры", 1, 1, 0, ("А", "Б", "В", "Г"))
    assert said(found("staff"), forms=[many])["Показатели"] == "4, среди них «А», «Б», «В»"


def test_a_file_without_findings_has_no_line_of_indicators_and_asks_for_nothing() -> None:
    lines = said()
    assert "Показатели" not in lines
    assert lines["Что делать"] == "Ничего делать не нужно."


@pytest.mark.parametrize(
    ("findings", "forms", "status", "step"),
    [
        ([found("staff")], [STAFF], "partial", "Исправьте"),
        ([found("staff", "warning")], [STAFF], "accepted", "если всё верно, ничего делать не нужно"),
        ([found(None)], [], "unrecognised", "не взято ничего"),
        ([found(None, "warning", "F009")], [], "duplicate", "учтён такой же файл"),
        (
            [found("staff", rule="F005")],
            [FormRead("staff", "office", "Кадры", 20, 0, 20, ())],
            "rejected",
            "не принята ни одна строка",
        ),
    ],
)
def test_the_next_step_follows_from_what_was_found(
    findings: list[dict[str, Any]], forms: list[FormRead], status: str, step: str
) -> None:
    assert step in said(*findings, forms=forms, status=status)["Что делать"]


def test_the_counts_tell_errors_and_warnings_apart() -> None:
    summary = summarise("a.xlsx", [STAFF], [found("staff"), found("staff", "warning")], "partial")
    assert summary.counts == "Ошибок: 1, предупреждений: 1"
    assert summary.as_json()["forms"] == [{"form": "staff", "layout": "office"}]
