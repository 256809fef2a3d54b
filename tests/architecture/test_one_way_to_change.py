"""The workplace changes in one way: pages save nothing, and services save only inside a change that is logged."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "aimwell"
WRITES = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "create_user",
}
OF_QUERIES = {"objects", "filter", "exclude", "all"}
NOTHING_DECIDED = {"keep_days"}  # remembers what rule packs say, which nobody in the workplace decides
LOGGED = {"change", "write", "write_many"}


def writes(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that change a row. `update` counts on a query alone: dictionaries have it too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name in WRITES or (name == "update" and _is_query(node.func.value)):
                yield node


def _is_query(node: ast.AST) -> bool:
    names = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    return bool(names & OF_QUERIES)


def is_logged(function: ast.FunctionDef) -> bool:
    """Whether a function opens a change, writes the log, or is handed a change that somebody opened."""
    handed = {ast.unparse(argument.annotation) for argument in function.args.args if argument.annotation}
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }
    return "Change" in handed or bool(called & LOGGED)


def unlogged(text: str) -> list[str]:
    """Functions that change a row without a log entry, and the line of the call.

    A part of a function, whose name begins with an underscore, is as good as everybody who calls it.
    """
    tree = ast.parse(text)
    if any(isinstance(node, ast.ClassDef) and node.name == "Change" for node in ast.walk(tree)):
        return []  # the one way itself
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    callers = {name: [one for one, body in functions.items() if name in _called(body)] for name in functions}

    def good(name: str, seen: frozenset[str] = frozenset()) -> bool:
        if name in seen or name in NOTHING_DECIDED or is_logged(functions[name]):
            return True
        return (
            name.startswith("_")
            and bool(callers[name])
            and all(good(one, seen | {name}) for one in callers[name])
        )

    return [
        f"{name}, line {call.lineno}"
        for name, body in functions.items()
        if not good(name)
        for call in writes(body)
    ]


def _called(function: ast.FunctionDef) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}


@pytest.mark.parametrize("path", sorted((SOURCE / "web").rglob("*.py")), ids=lambda path: path.name)
def test_pages_change_no_row(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    assert [f"line {call.lineno}: {ast.unparse(call)[:60]}" for call in writes(tree)] == []


@pytest.mark.parametrize(
    "path", sorted((SOURCE / "services" / "workplace").glob("*.py")), ids=lambda path: path.name
)
def test_services_change_rows_only_in_a_change_that_is_logged(path: Path):
    assert unlogged(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def f():\n    Target.objects.filter(id=1).update(value=2)", ["f, line 2"]),
        ("def f(record):\n    record.save()", ["f, line 2"]),
        ("def f(known):\n    known.update({})", []),
        ("def f(asking):\n    with change(asking, act, None) as made:\n        record.save()", []),
        ("def f(made: Change, record):\n    record.save()", []),
        ("def f(asking):\n    with change(asking) as made:\n        _g()\ndef _g():\n    record.save()", []),
        ("def f(asking):\n    _g()\ndef _g():\n    record.save()", ["_g, line 4"]),
    ],
)
def test_the_rule_bites(text: str, found: list[str]):
    assert unlogged(text) == found
