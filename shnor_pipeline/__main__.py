"""``python -m shnor_pipeline`` is the ``shnor`` command."""

from shnor_pipeline.cli import main

main()
