"""A letter by SMTP, where the settings name a server; nothing is sent by default.

Belongs here: sending. Does not belong here: what the letter says (``notices``).
"""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shnor_pipeline.settings import Settings

_PATIENCE_S = 20


def send(settings: Settings, subject: str, body: str) -> bool:
    """Send a letter to the addresses of the settings.

    Args:
        settings: Server, sender, addresses; without a server nothing is sent.
        subject: Subject.
        body: Text.

    Returns:
        Whether a letter was sent.

    Raises:
        OSError: The server can't be reached or refuses (``smtplib.SMTPException`` is one).
    """
    if settings.smtp_host is None:
        return False
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = subject, settings.smtp_from, settings.smtp_to
    letter.set_content(body)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=_PATIENCE_S) as server:
        if settings.smtp_starttls:
            server.starttls()
        if settings.smtp_user is not None:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(letter)
    return True
