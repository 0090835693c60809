"""Compute figures from a ledger by an office's indicator profile, each with the rows it came from."""
