"""Read an office folder: its configuration, its table schemas and its ledgers."""
