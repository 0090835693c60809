"""Set how hard the property tests try: quick and repeatable by default, long in `make full`."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("quick", max_examples=60, derandomize=True, deadline=None)
settings.register_profile("full", max_examples=3000, deadline=None)
settings.load_profile("full" if os.environ.get("BRIEFGEN_FULL") else "quick")
