"""What a run came to, for people: a file in the home folder, a letter where a server is set."""

from __future__ import annotations

import email
import socketserver
import threading
from contextlib import contextmanager
from email.policy import default
from typing import TYPE_CHECKING, Any

import dagster as dg
import pytest

from shnor_pipeline.orchestration.mail import send
from shnor_pipeline.orchestration.notices import notice_sensors
from shnor_pipeline.settings import Settings
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRONG = ("163001", "Иванов", "Математика", 6)


class Postman(socketserver.StreamRequestHandler):
    """As much of SMTP as a letter without encryption needs."""

    def handle(self) -> None:
        """Answer every command with consent and keep what comes after DATA."""
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            if line.upper() == "DATA":
                self._say("354 go on")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))  # type: ignore[attr-defined]
            self._say("221 bye" if line.upper() == "QUIT" else "250 ok")
            if line.upper() == "QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def post_office() -> Iterator[Any]:
    """Take letters on a free port of this machine."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as server:
        server.letters = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def mailed(home: Path, server: Any) -> Settings:
    port, people = server.server_address[1], "one@example.org, two@example.org"
    return Settings(
        home=home, smtp_host="127.0.0.1", smtp_port=port, smtp_from="shnor@example.org", smtp_to=people
    )


def tell(desk: d.Desk, result: dg.ExecuteInProcessResult, settings: Settings) -> str:
    """Let the sensor of a run's outcome look at it; return the latest summary."""
    done, failed = notice_sensors(settings)
    kind = dg.DagsterEventType.RUN_SUCCESS if result.success else dg.DagsterEventType.RUN_FAILURE
    event = next(each for each in result.all_events if each.event_type == kind)
    context = dg.build_run_status_sensor_context("notice", event, desk.instance, result.dagster_run)
    (done(context) if result.success else failed(context.for_run_failure()))
    return (settings.paths.dagster / "summaries/latest.txt").read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[d.Desk]:
    home = d.small_home(tmp_path / "home")
    b.workbook(home / d.OGE_FILE, Лист1=[b.OGE, b.pupil(*WRONG)])
    with d.desk_at(home) as desk:
        yield desk


def test_a_run_that_succeeded_says_what_came_and_where_the_results_are(desk: d.Desk) -> None:
    text = tell(desk, desk.run(2021), Settings(home=desk.home))
    assert text.startswith("Тема: Обработка завершена: 2021 год\n\n")
    assert "2021 год: файлов 2\n  принято полностью: 1\n  отклонено: 1\n" in text
    assert "2021/oge.xlsx: «Оценка»: стоит 6" in text
    assert str(desk.home / "reports/2021") in text
    assert str(desk.home / "published/shnor.duckdb") in text


def test_a_run_that_failed_says_on_what_without_a_traceback(desk: d.Desk) -> None:
    (desk.home / "reference/schools.csv").write_text("school_id\ns01\n", encoding="utf-8")
    text = tell(desk, desk.run(2021), Settings(home=desk.home))
    assert text.startswith("Тема: Обработка не выполнена: 2021 год\n\n")
    assert text.count("schools.csv") == 1
    assert "intake" not in text
    assert "Traceback" not in text
    assert ".py" not in text


def test_a_summary_is_kept_for_every_run(desk: d.Desk) -> None:
    result = desk.run(2021)
    text = tell(desk, result, Settings(home=desk.home))
    kept = desk.home / f".dagster/summaries/{result.run_id}/summary.txt"
    assert kept.read_text(encoding="utf-8") == text


def test_a_letter_says_what_the_summary_says(tmp_path: Path) -> None:
    with post_office() as server:
        assert send(mailed(tmp_path, server), "Обработка завершена", "2021 год: файлов 2\n")
    letter = email.message_from_bytes(server.letters[0], policy=default)
    assert letter["Subject"] == "Обработка завершена"
    assert letter["To"] == "one@example.org, two@example.org"
    assert letter.get_content().replace("\r\n", "\n") == "2021 год: файлов 2\n"


def test_nothing_is_sent_by_default(tmp_path: Path) -> None:
    assert send(Settings(home=tmp_path), "Тема", "Текст") is False


def test_a_server_that_does_not_answer_leaves_the_summary_and_says_so(
    desk: d.Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    with post_office() as server:
        settings = mailed(desk.home, server)
    text = tell(desk, desk.run(2021, job="look_at_sources"), settings)
    assert text.startswith("Тема: ")
    assert "Письмо не отправлено" in capfd.readouterr().err
