"""Writes docs/reference/ from what aimwell is: its commands, feeds, measures, rule packs and names of groups.

Run it after a change to any of them:  python scripts/write_reference.py
A test asks whether the pages are current.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from aimwell.catalogue.codelists import read_labels
from aimwell.catalogue.duties import read_duty_packs, read_duty_standard
from aimwell.catalogue.everything import Catalogue
from aimwell.cli.commands import app
from aimwell.domain.duties.duty import Duty, DutyPack, DutyStandard
from aimwell.domain.feeds import Feed
from aimwell.domain.labels import Labels
from aimwell.domain.measures import Aim, Breakdown, Condition, Except, Measure, Range, Selection
from aimwell.domain.promises import Priority, RulePack
from aimwell.presentation.duty_words import rule_in_words

REPOSITORY = Path(__file__).resolve().parent.parent
NOTE = "<!-- Written by scripts/write_reference.py; change the source and run it again. -->\n"
AIMS = {
    Aim.OUTCOMES: "Better health and care",
    Aim.INEQUALITY: "Fairer health and care",
    Aim.PRODUCTIVITY: "Better use of what there is",
    Aim.DEVELOPMENT: "Wider social and economic development",
}


def pages() -> dict[str, str]:
    """Every generated page, by file name."""
    catalogue = Catalogue(REPOSITORY / "definitions")
    return {
        "commands.md": commands_page(),
        "feeds.md": feeds_page(catalogue),
        "measures.md": measures_page(catalogue),
        "priorities.md": priorities_page(catalogue),
        "groups.md": groups_page(read_labels(REPOSITORY / "definitions")),
        "duties.md": duties_page(
            read_duty_packs(REPOSITORY / "definitions"), read_duty_standard(REPOSITORY / "definitions")
        ),
    }


def commands_page() -> str:
    """Every command with its arguments and options."""
    parts = [
        "# Commands",
        NOTE,
        f"`aimwell`: {_plain(app.help)}",
        "Exit status: 0 when all went well, 1 when something was refused (with the problem in words), 2 for wrong arguments.",
    ]
    for name, command in _commands(app, "aimwell"):
        context = click.Context(command, info_name=name)
        parameters = _parameters(command, context)
        parts += [
            f"## {name}",
            _plain(command.help),
            f"    {command.get_usage(context).removeprefix('Usage: ')}",
            _table(("argument or option", "what it does"), parameters) if parameters else "",
            _plain(command.epilog),
        ]
    return _page(parts)


def _commands(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, with its full name."""
    for name, command in sorted(group.commands.items()):
        yield f"{before} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before} {name}")


def _parameters(command: click.Command, context: click.Context) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            needed = "needed" if parameter.required else "may be left out"
            told = f"One or more; {needed}." if parameter.nargs < 0 else f"{needed.capitalize()}."
            rows.append((f"`{_cell(parameter.make_metavar(context))}`", told))
        elif record := parameter.get_help_record(context):
            setting = f" Or set {parameter.envvar}." if parameter.envvar else ""
            rows.append((f"`{_cell(record[0])}`", _cell(record[1]) + setting))
    return rows


def feeds_page(catalogue: Catalogue) -> str:
    """Every kind of published file that can be taken, with the columns of its facts."""
    rows = [
        (f"[{feed.id}](#{feed.id})", feed.title, feed.publisher, _words(feed.every))
        for feed in catalogue.feeds.values()
    ]
    parts = [
        "# Feeds",
        NOTE,
        "A feed is a kind of published file. `aimwell take` recognises a file by its content.",
        "The names of columns on the left are those that definitions of measures use.",
        _table(("feed", "title", "publisher", "every"), rows),
        *(text for feed in catalogue.feeds.values() for text in _feed(feed, catalogue.measures)),
    ]
    return _page(parts)


def _feed(feed: Feed, measures: Mapping[str, Measure]) -> list[str]:
    using = [measure.id for measure in measures.values() if feed.id in _feeds_of(measure)]
    columns = [
        (f"`{column.name}`", column.role.value, _cell(column.published_as), _cell(column.meaning))
        for column in feed.columns
    ]
    grains = ", ".join(f"`{grain}`" for grain in feed.grains) or "nothing: it is reference data"
    return [
        f"## {feed.id}",
        f"{feed.title}. {feed.publisher}, {feed.licence}. <{feed.address}>",
        f"Counted by {_words(feed.counted_by.value)}; rows stand for {grains}.",
        "\n".join(f"- {note}" for note in feed.notes),
        _table(("column", "role", "published as", "meaning"), columns),
        f"Measures: {', '.join(f'[{name}](measures.md#{name})' for name in using) or 'none'}.",
    ]


def _feeds_of(measure: Measure) -> set[str]:
    other = measure.denominator.feed if measure.denominator else ""
    return {measure.feed, other} - {""}


def measures_page(catalogue: Catalogue) -> str:
    """Every measure, by aim, with its whole definition in words."""
    measures = catalogue.measures.values()
    parts = [
        "# Measures",
        NOTE,
        "Each is declared in a file of its own under `definitions/measures/`; the file's name is the measure's id.",
    ]
    for aim in Aim:
        own = [measure for measure in measures if measure.aim is aim]
        rows = [(f"[{m.id}](#{m.id})", m.title, _cell(m.unit), _words(m.every)) for m in own]
        parts += [
            f"- **{AIMS[aim]}**: {len(own)} measures",
            _table(("measure", "title", "unit", "every"), rows),
        ]
    return _page([*parts, *(text for measure in measures for text in _measure(measure))])


def _measure(measure: Measure) -> list[str]:
    good = {"higher": "higher is better", "lower": "lower is better", "neither": "neither direction is good"}
    rows = [
        ("unit", f"{measure.unit}; {good[measure.better.value]}"),
        ("method", _method(measure)),
        ("numerator", _selection(measure.numerator)),
        ("denominator", _selection(measure.denominator) if measure.denominator else ""),
        ("feed", f"[{measure.feed}](feeds.md#{measure.feed}), rows by `{measure.by}`"),
        ("kinds of place", ", ".join(_words(level.value) for level in measure.levels)),
        ("may be summed", "yes" if measure.may_be_summed else "no"),
        ("broken down by", "; ".join(_breakdown(each) for each in measure.breakdowns)),
        ("checked", f"{measure.author}; {measure.checker}; {measure.reviewed}, again by {measure.review_by}"),
        ("source", f"<{measure.source}>"),
    ]
    return [
        f"## {measure.id}",
        f"**{measure.title}.** {measure.question} {measure.why}",
        _table(("", ""), [(name, _cell(text)) for name, text in rows if text]),
        "\n".join(f"- {caveat}" for caveat in measure.caveats),
    ]


def _method(measure: Measure) -> str:
    text = _words(measure.method.value)
    if measure.percentile:
        return f"{text}, percentile {measure.percentile:g}"
    return text if measure.multiplier == 1 else f"{text} × {measure.multiplier:g}"


def _selection(selection: Selection) -> str:
    text = " + ".join(f"`{column}`" for column in selection.columns)
    text += "".join(f" − `{column}`" for column in selection.minus)
    text += f" of `{selection.feed}`" if selection.feed else ""
    where = " and ".join(f"`{name}` {_condition(value)}" for name, value in selection.where.items())
    return f"{text} where {where}" if where else text


def _condition(condition: Condition) -> str:
    match condition:
        case Range(at_least, at_most):
            ends = [
                "" if at_least is None else f"at least {at_least:g}",
                "" if at_most is None else f"at most {at_most:g}",
            ]
            return "is " + " and ".join(end for end in ends if end)
        case Except(values):
            return f"is anything but {_alternatives(values)}"
        case tuple():
            return f"is {_alternatives(condition)}"
        case _:
            return f"is '{condition}'"


def _alternatives(values: Iterable[str | float]) -> str:
    return " or ".join(f"'{value}'" for value in values)


def _breakdown(breakdown: Breakdown) -> str:
    newest = ", newest period only" if breakdown.latest_only else ""
    return f"{breakdown.title} (`{breakdown.by}`{newest})"


def priorities_page(catalogue: Catalogue) -> str:
    """Every rule pack with its priorities and targets."""
    parts = [
        "# Priorities and targets",
        NOTE,
        "Each is a rule pack under `definitions/priorities/`: what somebody set, for which days.",
        "A threshold judges only when it is verified: when somebody has read it on a page that reports it.",
    ]
    for pack in catalogue.packs:
        parts += _pack(pack)
    return _page(parts)


def _pack(pack: RulePack) -> list[str]:
    ceiling = f" It allows at most {pack.ceiling} national priorities." if pack.ceiling else ""
    until = f"from {pack.starts}" if pack.ends.year == 9999 else f"from {pack.starts} to {pack.ends}"
    rows = [
        (_cell(p.title), p.theme, _target(p), "yes" if p.verified else "not verified", _cell(p.note))
        for p in pack.priorities
    ]
    return [
        f"## {pack.title}",
        f"{pack.publisher}, {until}: {len(pack.priorities)} entries.{ceiling} <{pack.source}>",
        _table(("priority", "theme", "measure and threshold", "verified", "note"), rows),
    ]


def _target(priority: Priority) -> str:
    if not priority.measure:
        return ""
    named = f"[{priority.measure}](measures.md#{priority.measure})"
    return named if priority.threshold is None else f"{named}: {priority.threshold:g}"


def groups_page(labels: Labels) -> str:
    """Every dimension with the names of its groups, in the order they are shown."""
    parts = ["# Groups", NOTE, "What the groups of a breakdown are called, from `definitions/codelists/`."]
    for dimension, each in sorted(labels.lists.items()):
        parts += [
            f"## {dimension}",
            f"{each.title}. {each.source}.",
            _table(
                ("code", labels.dimension_title(dimension)),
                [(f"`{_cell(code)}`", _cell(name)) for code, name in each.names.items()],
            ),
        ]
    return _page(parts)


def duties_page(packs: Iterable[DutyPack], standard: DutyStandard) -> str:
    """Every pack of duties, with the rule of each day and who signs."""
    parts = [
        "# Duties and deadlines",
        NOTE,
        "Each is declared in a rule pack under `definitions/duties/`. `aimwell duties` works out the days of a year.",
        "A duty is verified when somebody has read it, with its days, on the page named. Sign-off chains are a proposal.",
    ]
    for pack in packs:
        parts += _duty_pack(pack, standard)
    return _page(parts)


def _duty_pack(pack: DutyPack, standard: DutyStandard) -> list[str]:
    return [
        f"## {pack.title}",
        f"{pack.publisher}, from {pack.starts} to {pack.ends}: {len(pack.duties)} duties. <{pack.source}>",
        *(text for duty in pack.duties for text in _duty(duty, standard)),
    ]


def _duty(duty: Duty, standard: DutyStandard) -> list[str]:
    steps = "; ".join(f"{step.role}, {step.days} working days" for step in duty.sign_off)
    rows = [
        ("owed by", ", ".join(standard.body_name(kind) for kind in duty.owed_by)),
        ("owed to", ", ".join(duty.owed_to)),
        ("due", rule_in_words(duty)),
        ("sign-off", steps),
        ("shown by", duty.evidence),
        ("ground", duty.basis),
        ("verified", f"{'yes' if duty.verified else 'not verified'}: <{duty.source}>"),
        ("note", _duty_notes(duty)),
    ]
    table = _table(("", ""), [(name, _cell(text)) for name, text in rows if text])
    return [f"### {duty.title}", f"`{duty.id}`", table]


def _duty_notes(duty: Duty) -> str:
    late = [f"{each.title} came out on {each.published}." for each in duty.guidance]
    return " ".join([duty.note, *late]).strip()


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _words(code: str) -> str:
    return {"england": "England", "ics": "integrated care system", "sub_icb": "sub-ICB location"}.get(
        code, code.replace("_", " ")
    )


def main() -> None:
    """Write the pages that have changed."""
    folder = REPOSITORY / "docs" / "reference"
    for name, text in pages().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"Wrote {path.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    main()
