"""Blank forms in a real office suite: they open, and the first page says what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import form_builders as f

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("form", f.OFFICE_FORMS)
def test_a_blank_form_opens_and_its_first_page_names_form_school_and_year(
    form: str, tmp_path: Path, to_pdf: Callable[[Path], Path], pages_of: Callable[[Path], list[str]]
) -> None:
    path = f.blank(b.workspace(b.home(tmp_path / "home")), tmp_path / "out", form)
    sheet = f.data_sheet(path)
    first = " ".join(pages_of(to_pdf(path))[0].split())
    for shown in (sheet["A1"].value, sheet["A2"].value, "Названия колонок не изменяйте.", "стр. 1 из"):
        assert str(shown) in first


@pytest.mark.parametrize("form", f.OFFICE_FORMS)
def test_no_word_of_a_header_is_torn_apart_and_no_value_is_cut(
    form: str, tmp_path: Path, to_pdf: Callable[[Path], Path], pages_of: Callable[[Path], list[str]]
) -> None:
    path = f.blank(b.workspace(b.home(tmp_path / "home")), tmp_path / "out", form)
    words = " ".join(f.headers(f.data_sheet(path))).replace("-", "- ").split()
    text = "".join(pages_of(to_pdf(path)))
    assert "###" not in text
    assert [word for word in words if word not in text] == []
