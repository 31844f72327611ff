"""Great Expectations, imported: seconds, so only what uses it imports this module, and late.

Belongs here: the import, without what the library says or sends meanwhile. Does not belong here: its use.
"""

from __future__ import annotations

import os
import warnings

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it imports modules Python has renamed
    import great_expectations as gx
    import great_expectations.expectations  # noqa: F401 - it does not load this part by itself

__all__ = ["gx"]
