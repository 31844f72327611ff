"""Names become keyed hashes; the key decides and stays private."""

import stat
from pathlib import Path

from shnor_pipeline.ingest import load_secret, person_keys


def test_spelling_that_does_not_matter_gives_one_person() -> None:
    key = person_keys(b"secret")
    assert key("Семёнов", "Пётр") == key("СЕМЕНОВ", "петр ")


def test_another_secret_gives_another_key() -> None:
    assert person_keys(b"one")("Иванов") != person_keys(b"two")("Иванов")


def test_the_key_tells_nothing_of_the_name() -> None:
    key = person_keys(b"secret")("Иванов")
    assert len(key) == 24
    assert set(key) <= set("0123456789abcdef")


def test_parts_do_not_run_together() -> None:
    key = person_keys(b"secret")
    assert key("Иван", "ов") != key("Ивано", "в")


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    made = load_secret(tmp_path / ".key", demo=False)
    assert made == load_secret(tmp_path / ".key", demo=False)
    assert stat.S_IMODE((tmp_path / ".key").stat().st_mode) == 0o600


def test_demonstration_data_need_no_secret(tmp_path: Path) -> None:
    load_secret(tmp_path / ".key", demo=True)
    assert not (tmp_path / ".key").exists()
