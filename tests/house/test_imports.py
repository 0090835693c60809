"""The law of imports: a module imports floors below its own and its own folder; rooms never import each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "briefgen"
FLOORS = {"errors": 0, "i18n": 0, "resources": 0, "files": 0, "tomlfile": 0, "model": 1, "document": 2, "desk": 4,
          "evidence": 4, "intake": 5, "papers": 5, "pair": 5, "archive": 6, "comparing": 7, "pipeline": 8, "cli": 9,
          "__init__": 10, "__main__": 10}
ROOM = 3


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "briefgen":
            parts = (node.module or "").split(".")
            found.update([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names])
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"relative import in {file}"
    return found


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_module_imports_only_below_itself(file: Path) -> None:
    own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    floor = FLOORS.get(own, ROOM)
    for name in _imports(file) - {own, "__version__"}:
        assert FLOORS.get(name, ROOM) < floor or (floor == 0 and FLOORS.get(name) == 0), f"{own} imports {name}"
