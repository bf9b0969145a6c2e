"""What can be changed at one node of a syntax tree."""

import ast
from collections.abc import Iterator
from itertools import pairwise
import re

from .source import Change, Source

COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<", "<=", ">="),
    ast.LtE: ("<=", "<", ">"),
    ast.Gt: (">", ">=", "<="),
    ast.GtE: (">=", ">", "<"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
"""An operator, and what takes its place: the other bound, and the opposite."""
ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.BitOr: ("|", "&"),
    ast.BitAnd: ("&", "|"),
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def changes(  # noqa: C901, PLR0912  a case for each kind of node
    node: ast.AST, source: Source
) -> Iterator[Change]:
    """Yield the changes of one node, but not those of the nodes in it."""
    match node:
        case ast.Compare():
            yield from _comparison(node, source)
        case ast.BoolOp(op=op, values=values):
            old, new = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
            for left, right in pairwise(values):
                yield _between(left, right, old, new, source)
            for value in values:  # as if it were not there
                yield _replaced(value, source, str(old == "and"))
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            text = source.text(node)
            yield _replaced(node, source, text.removeprefix("not ").removeprefix("-"))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            if not _is_text(left) and not _is_text(right):
                yield _between(left, right, *ARITHMETIC[type(op)], source)
        case ast.AugAssign(target=left, op=op, value=right) if type(op) in ARITHMETIC:
            yield _between(left, right, *ARITHMETIC[type(op)], source)
        case ast.Constant(value=bool() as value):
            yield _replaced(node, source, str(not value))
        case ast.Constant(value=int() | float() as value):
            for number in (value + 1, value - 1) if value > 0 else (value + 1,):
                yield _replaced(node, source, str(number))
        case ast.Name(id=name) if name in NAMES:
            yield _replaced(node, source, NAMES[name])
        case ast.Return(value=ast.expr() as value) if not _is_none_or_bool(value):
            yield _replaced(value, source, "None")
        case _:
            pass
    for test in _conditions(node):
        yield _replaced(test, source, f"not ({source.text(test)})")
    yield from _elements(node, source)


def dropped(node: ast.stmt, source: Source) -> Change:
    """Return the change that leaves a statement out."""
    return _replaced(node, source, "pass")


def _comparison(node: ast.Compare, source: Source) -> Iterator[Change]:
    sides = pairwise([node.left, *node.comparators])
    for (left, right), op in zip(sides, node.ops, strict=True):
        old, *others = COMPARISONS[type(op)]
        for new in others:
            yield _between(left, right, old, new, source)


def _conditions(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what decides between branches, unless another change negates it."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            tests = [test]
        case ast.match_case(guard=ast.expr() as test):
            tests = [test]
        case ast.comprehension(ifs=tests):
            pass
        case _:
            return
    yield from (
        test for test in tests if not isinstance(test, (ast.Compare, ast.UnaryOp))
    )


def _elements(node: ast.AST, source: Source) -> Iterator[Change]:
    """Leave out one of several that something is compared with, or of a constant."""
    match node:
        case (
            ast.Compare(comparators=[several], ops=[ast.In() | ast.NotIn()])
            | ast.Call(func=ast.Name(id="isinstance"), args=[_, several])
            | ast.ExceptHandler(type=several)
        ):
            pass
        case ast.Assign(targets=[ast.Name(name)], value=several) if name.isupper():
            pass
        case _:
            return
    if isinstance(several, (ast.Tuple, ast.List, ast.Set)) and len(several.elts) > 1:
        elements = several.elts
        neighbours = [*elements[1:], elements[-2]]
        # twice the same is as if the other were not there
        for element, other in zip(elements, neighbours, strict=True):
            yield _replaced(element, source, source.text(other))


def _between(
    left: ast.expr, right: ast.expr, old: str, new: str, source: Source
) -> Change:
    """Replace the operator between two operands."""
    word = re.compile(re.escape(old.encode()).replace(rb"\ ", rb"\s+"))
    for found in word.finditer(source.data, source.end(left), source.start(right)):
        return Change(*found.span(), new)
    raise ValueError(f"no {old} between two operands")


def _replaced(node: ast.expr | ast.stmt, source: Source, new: str) -> Change:
    return Change(source.start(node), source.end(node), new)


def _is_text(node: ast.expr) -> bool:
    constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return constant or isinstance(node, ast.JoinedStr)


def _is_none_or_bool(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool | None)
