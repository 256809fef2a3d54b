"""Every wall between rooms is broken on purpose, in a copy, and must object."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "src" / "aimwell"

BREACHES = {
    "Imports point down": ("domain/feeds.py", "import aimwell.catalogue.feeds"),
    "The domain knows no framework, file, database, network or chance": ("domain/feeds.py", "import duckdb"),
    "Presentation is pure": ("presentation/figures.py", "import aimwell.store.folder"),
    "The public site can reach released figures and nothing else": (
        "site/__init__.py",
        "import aimwell.pipeline.take",
    ),
    "Rooms of the store do not open one another": (
        "store/released/values.py",
        "import aimwell.store.records.ledger",
    ),
    "Facts are opened only to receive, to measure and to explain": (
        "services/ask_values.py",
        "import aimwell.store.aggregate.facts",
    ),
    "Gateways know nothing of one another's feeds, or of our stores": (
        "gateways/cells.py",
        "import aimwell.store.folder",
    ),
    "The workplace's tables are opened by its services and pages only": (
        "services/ask_values.py",
        "import aimwell.store.workplace.log",
    ),
    "No cycles": ("pipeline/account.py", "import aimwell.pipeline.take"),
}


def contracts() -> list[str]:
    configuration = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in configuration["tool"]["importlinter"]["contracts"]]


def lint(folder: Path) -> str:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--config", REPOSITORY / "pyproject.toml", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "aimwell", ignore=shutil.ignore_patterns("__pycache__", "_shipped"))
    return tmp_path


def test_every_wall_is_broken_on_purpose_somewhere():
    assert set(BREACHES) == set(contracts())


@pytest.mark.parametrize("name", list(BREACHES))
def test_a_wall_objects_when_it_is_broken(copy: Path, name: str):
    module, line = BREACHES[name]
    path = copy / "aimwell" / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert f"{name} BROKEN" in lint(copy)


def test_the_walls_stand(copy: Path):
    assert " 0 broken." in lint(copy)


ALLOWED_IN_DOMAIN = {
    "aimwell", "abc", "bisect", "calendar", "collections", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions", "functools",
    "hashlib", "itertools", "json", "math", "numpy", "operator", "re", "scipy", "statistics", "string", "typing", "unicodedata",
}  # fmt: skip


@pytest.mark.parametrize("path", sorted((PACKAGE / "domain").rglob("*.py")), ids=lambda path: path.name)
def test_the_domain_imports_only_what_is_on_a_short_list(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= ALLOWED_IN_DOMAIN


@pytest.mark.parametrize(
    "room", sorted(path.parent for path in PACKAGE.rglob("__init__.py")), ids=lambda path: path.name
)
def test_a_room_says_at_its_door_what_belongs_in_it(room: Path):
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    said = ast.get_docstring(tree) or ""
    assert len(said) > 40


def test_no_module_passes_the_ceiling_of_450_lines_and_no_function_that_of_60():
    too_long = []
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "migrations":
            continue  # Django writes these
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 450:
            too_long.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60:
                too_long.append(f"{path.name}: {node.name}")
    assert too_long == []
