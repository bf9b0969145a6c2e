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
    by_name = {it.arg: it.value for it in call.keywords}
    return by_name.get(name, call.args[0] if call.args else None)


def words(node: ast.AST | None) -> set[str]:
    """Return the texts in an expression, shared constants included."""
    found: set[Any] = set()
    for it in ast.walk(node) if node else ():
        if isinstance(it, ast.Constant):
            found.add(it.value)
        elif isinstance(it, ast.Name):
            found.add(getattr(const, it.id, None))
    return {it for it in found if isinstance(it, str)}
