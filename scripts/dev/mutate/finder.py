"""Finds all that could be changed in a source file."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .operators import changes, dropped
from .source import Change, Mutant, Source

LOGGERS = {"_LOGGER", "LOGGER"}

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Place:
    """What surrounds a node."""

    reached: range = range(0)
    names: frozenset[str] = frozenset()
    """What the statement of the module binds; empty within a function."""
    bound_again: frozenset[str] = frozenset()
    """What a function binds more than once: it may do without one of them."""
    last: ast.stmt | None = None
    """The last statement of a function."""


def mutants(path: str, data: bytes) -> list[Mutant]:
    """Return all small changes of a source file that compile, in a fixed order."""
    source = Source(data)
    found: dict[Change, Mutant] = {}
    for change, place in _walk(source.tree, Place(), source):
        if change not in found and _compiles(source.changed(change)):
            found[change] = Mutant(
                path,
                change,
                source.line(change),
                source.described(change),
                place.reached,
                place.names,
            )
    return sorted(
        found.values(), key=lambda mutant: (mutant.change.start, mutant.change.new)
    )


def bound(statement: ast.stmt) -> frozenset[str]:
    """Return the names that a statement of a module binds."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return frozenset({statement.name})
        case ast.Import() | ast.ImportFrom():
            return frozenset()
        case _:
            return frozenset(_stored(statement))


def _walk(
    node: ast.AST, place: Place, source: Source
) -> Iterator[tuple[Change, Place]]:
    if _is_left_out(node):
        return
    if isinstance(node, ast.stmt):
        place = replace(place, reached=_header(node))
        if _can_be_dropped(node, place):
            yield dropped(node, source), place
    for change in changes(node, source):
        yield change, place
    for child, around in _children(node, place):
        yield from _walk(child, around, source)


def _children(node: ast.AST, place: Place) -> Iterator[tuple[ast.AST, Place]]:
    """Yield what is in a node, without annotations and decorators."""
    match node:
        case ast.Module():
            for statement in node.body:
                yield statement, replace(place, names=bound(statement))
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.args, place
            for statement in node.body:
                yield statement, _within(node)
        case ast.ClassDef():
            for statement in node.body:
                yield statement, place
        case ast.AnnAssign(value=ast.expr() as value):
            yield value, place
        case ast.AnnAssign() | ast.arg() | ast.TypeAlias():
            pass
        case _:
            for child in ast.iter_child_nodes(node):
                yield child, place


def _within(function: Function) -> Place:
    counted = Counter(_stored(function))
    counted.update(
        node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)
    )
    again = frozenset(name for name, times in counted.items() if times > 1)
    return Place(bound_again=again, last=function.body[-1])


def _stored(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id


def _header(statement: ast.stmt) -> range:
    """Return the lines that run whenever anything of a statement does."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno
    return range(statement.lineno, max(statement.lineno, last or 0) + 1)


def _is_left_out(node: ast.AST) -> bool:
    """Return whether it is for the type checker or for logs."""
    match node:
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return True
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(name)))):
            return name in LOGGERS
        case ast.Expr(ast.Constant()):
            return True
        case _:
            return False


def _can_be_dropped(statement: ast.stmt, place: Place) -> bool:
    match statement:
        case ast.Expr() | ast.Raise() | ast.Continue() | ast.Break() | ast.Delete():
            return True
        case ast.AugAssign():
            return True
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            return True
        case ast.Assign(targets=[ast.Name(name)]):
            return name in place.bound_again
        case ast.Return(value=None | ast.Constant(None)):
            return statement is not place.last
        case _:
            return False


def _compiles(data: bytes) -> bool:
    try:
        compile(data, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True
