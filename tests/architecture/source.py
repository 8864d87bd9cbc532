"""The source of the desk, as the tests of this folder read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ["history", "accounts", "sites", "visits", "tickets", "escalation", "today", "notifications", "reports"]
PACKAGES = ["fso_desk", "demo", *ROOMS]


def python_files(*packages: str) -> list[Path]:
    """Every Python file below these folders (all of the desk's own, without tests, when none is named)."""
    return sorted(path for package in packages or PACKAGES for path in (ROOT / package).rglob("*.py"))


def product_files() -> list[Path]:
    """Python files without migrations, which are letters of their own kind."""
    return [path for path in python_files() if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".svg"})


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def where(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return f"{path.relative_to(ROOT)}{line}"


def is_in_layer(path: Path, *layers: str) -> bool:
    """Whether a file of a room belongs to one of these layers: `views.py` or anything below `views/`."""
    parts = path.relative_to(ROOT).parts
    return len(parts) > 1 and Path(parts[1]).stem in layers
