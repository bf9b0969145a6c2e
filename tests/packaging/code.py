"""Which keys of texts the code names, found by reading it."""

import ast
from collections.abc import Iterator
from typing import Any

from custom_components.amps import const

from .files import FOLDER


def nodes(*modules: str) -> Iterator[ast.AST]:
    """Return all nodes of some modules, named by their paths, or of all."""
    for path in sorted(FOLDER.rglob("*.py")):
        name = path.relative_to(FOLDER).with_suffix("").as_posix()
        if not modules or name in modules:
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def calls(found: Iterator[ast.AST], *names: str) -> Iterator[ast.Call]:
    """Return the calls of some functions, or all calls."""
    for node in found:
        if isinstance(node, ast.Call) and (not names or called(node) in names):
            yield node


def called(call: ast.Call) -> str:
    """Return the name of what is called, without what it belongs to."""
    func = call.func
    return func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")


def argument(call: ast.Call, name: str) -> ast.expr | None:
    """Return an argument by its name, else the first one."""
    by_name = {keyword.arg: keyword.value for keyword in call.keywords}
    return by_name.get(name, call.args[0] if call.args else None)


def words(node: ast.AST | None) -> set[str]:
    """Return the texts in an expression, shared constants included."""
    found: set[Any] = set()
    for part in ast.walk(node) if node else ():
        if isinstance(part, ast.Constant):
            found.add(part.value)
        elif isinstance(part, ast.Name):
            found.add(getattr(const, part.id, None))
    return {word for word in found if isinstance(word, str)}
