"""The ``shnor`` command: thin, calls the same functions as the assets.

Belongs here: which commands there are, in the order of the help. Does not belong here: a command
(``commands``) or any logic of the chain.
"""

from shnor_pipeline.commands import (
    backup,
    clusters,
    explain,
    files,
    forms,
    lint,
    releases,
    run,
    status,
    verify,
)
from shnor_pipeline.commands.shared import app

__all__ = [
    "app",
    "backup",
    "clusters",
    "explain",
    "files",
    "forms",
    "lint",
    "main",
    "releases",
    "run",
    "status",
    "verify",
]


@app.callback()
def _root() -> None:
    """Monitoring of a municipal programme of support for schools, from workbooks to reports."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
