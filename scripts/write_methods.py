"""Writes docs/reference/methods.md: every function of aimwell.statistics from its docstring, with a worked example.

Run it after a change to any of them:  python scripts/write_methods.py
A test asks whether the page is current, and runs its examples.
"""

import ast
import dataclasses
import importlib.util
import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import click

from aimwell import statistics
from aimwell.cli.stats import stats

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs" / "reference" / "methods.md"
NOTE = "<!-- Written by scripts/write_methods.py; change the source and run it again. -->"
INTRODUCTION = """Arrays in, frozen results out. Each function takes a whole batch; a row that cannot be worked out has NaN and a
status, and never stops the others. Where we differ from other tools, and why: [decisions](statistics-decisions.md).
The same from the command line, for tables in CSV and Parquet: [commands](#from-the-command-line).

The examples use invented numbers. They begin with:"""

COMMANDS = """Where a command decides more than its function does:

- Several confidence levels give a row each, so that a result always has the same columns.
- `n` is how many rows, values or bands of the file a row rests on; of a process behaviour chart, how many values the
  limits in force at its last point rest on; of a funnel, how many rows its average does.
- A column of the file that is called like a column of the result is kept as `input_…`.
- Empty cells, NA, N/A, NaN and NULL are not known, never zero; `--blanks zero` counts them as no event where a source
  leaves zeros blank.
- A negative count, a numerator over its denominator, a date or band that occurs twice, text in a column of numbers and
  an infinite number stop the command with status 1; nothing is written, and the file, row and column are named.
- `--rebase` takes a table with the columns date, reason and by, and those of `--by` where a decision holds for some
  series only. Each decision stands beside the row it begins at; one that meets no row is said and changes nothing.
- Only the order of dates counts. A period without a row is a gap that no chart sees: give it a row with an empty value.
"""


def page() -> str:
    """The whole page."""
    examples = _examples()
    names: dict[str, Any] = {}
    functions = methods()
    parts = ["# Statistical methods", NOTE, INTRODUCTION, _worked(examples.PREAMBLE, names)]
    parts.append(_overview(functions))
    for name, function in functions.items():
        parts += _section(name, function, _worked(examples.EXAMPLES[name], names))
    parts += ["# What the functions give", *_results(functions)]
    parts += ["# From the command line", *_commands()]
    return "\n\n".join(parts) + "\n"


def methods() -> dict[str, Callable[..., Any]]:
    """Every public function of the library, in the order of its list of names."""
    return {
        name: getattr(statistics, name)
        for name in statistics.__all__
        if inspect.isfunction(getattr(statistics, name))
    }


def _examples() -> ModuleType:
    """The examples: `scripts/` is no package."""
    path = Path(__file__).with_name("method_examples.py")
    specification = importlib.util.spec_from_file_location("method_examples", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _worked(source: str, names: dict[str, Any]) -> str:
    """Statements as somebody would type them, with what Python answers; the names they make stay."""
    lines = []
    for line in _statements(source):
        first, *rest = line.splitlines()
        lines += [f">>> {first}", *(f"... {more}" for more in rest)]
        if line.startswith("#"):
            continue
        statement = ast.parse(line).body[0]
        if isinstance(statement, ast.Expr):
            answer = eval(compile(ast.Expression(statement.value), "<example>", "eval"), names)
            lines += [] if answer is None else repr(answer).splitlines()
        else:
            exec(compile(ast.Module([statement], []), "<example>", "exec"), names)
    return "\n".join(["```python", *lines, "```"])


def _statements(source: str) -> list[str]:
    """The statements of an example, each as written, and its comments."""
    lines = source.strip().splitlines()
    begins = {node.lineno - 1: node.end_lineno for node in ast.parse(source.strip()).body}
    found = []
    for number, line in enumerate(lines):
        if line.startswith("#"):
            found.append(line)
        elif number in begins:
            found.append("\n".join(lines[number : begins[number]]))
    return found


def _parts_of(docstring: str) -> Mapping[str, str]:
    """A docstring by what it says: the question, the shape and unit, the errors, the source."""
    text = inspect.cleandoc(docstring)
    answers, _, rest = text.partition("\n")
    body, _, source = " ".join(rest.split()).partition("Source: ")
    if not source and "Source: " in answers:
        answers, _, source = answers.partition(" Source: ")
    sentences = re.split(r"(?<=[.;])\s+(?=Raises )", body.strip())
    errors = [sentence for sentence in sentences if sentence.startswith("Raises ")]
    said: list[str] = []
    shapes = [sentence for sentence in sentences if not sentence.startswith("Raises ")]
    for sentence in errors:  # what follows the sentence about errors is about shapes again
        own, _, more = sentence.partition(". ")
        said.append(own.rstrip(".") + ".")
        shapes += [more] if more else []
    return {
        "answers": answers.strip(),
        "shape": " ".join(shapes).strip(),
        "errors": " ".join(said),
        "source": source.strip(),
    }


def _source_of(function: Callable[..., Any]) -> str:
    """The source a function names, or else its module."""
    own = _parts_of(function.__doc__ or "")["source"]
    module = inspect.getmodule(function)
    return own or _parts_of((module.__doc__ if module else "") or "")["source"]


def _overview(functions: Mapping[str, Callable[..., Any]]) -> str:
    rows = ["| function | what it answers |", "| --- | --- |"]
    for name, function in functions.items():
        answers = _parts_of(function.__doc__ or "")["answers"].replace("|", "\\|")
        rows.append(f"| [`{name}`](#{name}) | {answers} |")
    return "\n".join(rows)


def _section(name: str, function: Callable[..., Any], example: str) -> list[str]:
    said = _parts_of(function.__doc__ or "")
    parts = [f"## {name}", f"`{name}{_call(function)}`", said["answers"]]
    if said["shape"]:
        parts.append(f"**Shape and unit.** {said['shape']}")
    errors = " ".join(part for part in (said["errors"], _error_of_confidence(function)) if part)
    if errors:
        parts.append(f"**Errors.** {errors}")
    result = get_type_hints(function).get("return")
    if dataclasses.is_dataclass(result):
        parts.append(f"**Gives** [`{result.__name__}`](#{result.__name__.lower()}).")
    source = _source_of(function)
    if source:
        parts.append(f"**Source.** {source}")
    return [*parts, example]


def _error_of_confidence(function: Callable[..., Any]) -> str:
    """All that take a confidence check it in the same way."""
    if "confidence" not in inspect.signature(function).parameters:
        return ""
    return "Raises Problem when the confidence is not a fraction from 0.9 to 1."


def _call(function: Callable[..., Any]) -> str:
    """Names and defaults; the types would hide them."""
    shown, keyword_only = [], False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            shown.append("*")
            keyword_only = True
        default = parameter.default
        words = (
            "" if default is parameter.empty else f"={default if hasattr(default, 'name') else repr(default)}"
        )
        shown.append(parameter.name + words)
    return f"({', '.join(shown)})"


def _results(functions: Mapping[str, Callable[..., Any]]) -> list[str]:
    """Every kind of result, with its fields."""
    kinds = {get_type_hints(function).get("return") for function in functions.values()}
    parts = []
    for kind in sorted((k for k in kinds if dataclasses.is_dataclass(k)), key=lambda k: str(k.__name__)):
        fields = ", ".join(f"`{field.name}`" for field in dataclasses.fields(kind))
        said = " ".join(inspect.cleandoc(kind.__doc__ or "").split())
        parts += [f"## {kind.__name__}", said, f"Fields: {fields}."]
    return parts


def _commands() -> list[str]:
    """Every command of `aimwell stats` with its options."""
    parts = [" ".join((stats.help or "").split()), COMMANDS]
    for name, command in sorted(stats.commands.items()):
        context = click.Context(command, info_name=f"aimwell stats {name}")
        rows = ["| option | what it does |", "| --- | --- |"]
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        records = [option.get_help_record(context) for option in options]
        rows += [f"| `{_cell(record[0])}` | {_cell(record[1])} |" for record in records if record]
        parts += [
            f"## aimwell stats {name}",
            " ".join((command.help or "").split()),
            f"    {command.get_usage(context).removeprefix('Usage: ')}",
            "\n".join(rows),
            command.epilog or "",
        ]
    return parts


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
