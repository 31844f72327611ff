"""A long-running service on one office machine: its files, its storage, its backup.

Belongs here: units of systemd, settings of the Dagster instance, backup and restore of a home folder. Does
not belong here: the chain, and anything that a run on the desk needs.
"""

from shnor_pipeline.deployment.archive import ArchiveError, Restored, back_up, restore
from shnor_pipeline.deployment.instance import write_instance

__all__ = ["ArchiveError", "Restored", "back_up", "restore", "write_instance"]
