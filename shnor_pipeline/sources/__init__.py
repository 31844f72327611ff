"""Input forms, one folder each: manifest, column map with validity years, what is special.

Belongs here: everything about one form, in its folder and nowhere else. Does not belong here: machinery
that every form uses (``ingest/``) and the canonical tables (``tables/``).
"""
