"""What happens where a browser or an office suite is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

REQUIRED = "SHNOR_REQUIRE_BROWSERS"


def test_a_missing_program_skips_with_a_reason(
    find_program: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="none of no-such-program is installed"):
        find_program("no-such-program")


def test_a_missing_program_fails_where_it_is_required(
    find_program: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match=f"{REQUIRED}=1"):
        find_program("no-such-program")
