"""Turn the ledgers of an investment-promotion office into finished briefings whose figures name their rows."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["Desk", "Order", "Report", "build", "check", "explain_file", "explain_indicator"]


def __getattr__(name: str) -> Any:
    """Hand out the public functions without importing anything before they are asked for."""
    if name in __all__:
        from briefgen import pipeline

        return getattr(pipeline, name)
    raise AttributeError(name)
