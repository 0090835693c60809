"""Hold how much of the machine one file may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of briefgen.toml as the reading process knows them; MB are 1024 x 1024 bytes."""

    file_mb: int = 64
    inflated_mb: int = 256
    cells: int = 2_500_000
    seconds: int = 6
    memory_mb: int = 400
