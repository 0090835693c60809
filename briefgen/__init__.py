"""Turn the ledgers of an investment-promotion office into finished briefings whose figures name their rows."""

__version__ = "0.1.0"
