"""The subcommands of ``shnor``, a module per group; importing one registers it."""
