"""Reads the duty packs in definitions/duties/ and the limits and reminders in definitions/standards/."""

from collections.abc import Collection, Iterable, Mapping
from datetime import time
from pathlib import Path
from typing import Any

import cattrs
from cattrs.v import format_exception

from aimwell.catalogue.reader import CONVERTER, read_definition, rename_keys
from aimwell.domain.duties.duty import (
    AfterDuty,
    AfterEvent,
    AfterPeriodEnd,
    AlsoStated,
    Awaited,
    BeforeFinancialYear,
    DayOfFinancialYear,
    DueRule,
    Duty,
    DutyPack,
    DutyStandard,
    ExceptionalDate,
    Guidance,
    SingleDate,
    StatedDates,
)
from aimwell.domain.duties.reminders import ReminderStandard
from aimwell.domain.problems import Problem, Problems, Where

RULES: Mapping[str, type] = {
    "day_of_financial_year": DayOfFinancialYear,
    "before_financial_year": BeforeFinancialYear,
    "after_period_end": AfterPeriodEnd,
    "after_event": AfterEvent,
    "after_duty": AfterDuty,
    "single_date": SingleDate,
    "stated_dates": StatedDates,
    "awaited": Awaited,
}
LIMITS = "duties.toml"
REMINDERS = "reminders.toml"


def _rule(value: Any, _: Any) -> Any:
    kind = str(value.get("kind")) if isinstance(value, dict) else ""
    if kind not in RULES:
        raise ValueError(f"{kind!r} is not one of {', '.join(RULES)}")
    return CONVERTER.structure({key: each for key, each in value.items() if key != "kind"}, RULES[kind])


def _time(value: Any, _: Any) -> time:
    if not isinstance(value, time):
        raise ValueError(f"{value!r} is not a time such as 17:00:00")
    return value


CONVERTER.register_structure_hook(DueRule, _rule)
CONVERTER.register_structure_hook(time, _time)
for kind in (Guidance, ExceptionalDate, AlsoStated):
    rename_keys(kind, {"occurrence": "for"})
rename_keys(Duty, {"exceptions": "exception"})
rename_keys(DutyPack, {"duties": "duty", "events": "event"})
rename_keys(DutyStandard, {"quiet_times": "quiet", "bodies": "body"})
rename_keys(ReminderStandard, {"rules": "reminder"})


def read_duty_packs(folder: Path) -> tuple[DutyPack, ...]:
    """Every duty pack, oldest first. Raises Problems with all the faults of all files."""
    packs: list[DutyPack] = []
    problems: list[Problem] = []
    for path in sorted((folder / "duties").glob("*.toml")):
        pack, faults = read_definition(path, DutyPack, id=path.stem)
        problems += faults
        if pack:
            packs.append(pack)
    if not problems:
        bodies = {body.id for body in read_duty_standard(folder).bodies}
        problems = [
            _fault(f"duties/{pack.id}.toml", text)
            for pack in packs
            for text in _faults_of(pack, packs, bodies)
        ]
    if problems:
        raise Problems(problems)
    return tuple(sorted(packs, key=lambda pack: (pack.starts, pack.id)))


def read_duty_standard(folder: Path) -> DutyStandard:
    """The limits by which deadlines are judged. Raises Problems with all the faults of the file."""
    standard, problems = read_definition(folder / "standards" / LIMITS, DutyStandard)
    if standard is None:
        raise Problems(problems)
    if standard.due_soon_working_days < 0 or standard.most_steps_a_day < 1:
        raise _fault(f"standards/{LIMITS}", "a limit is too small to judge by")
    return standard


def read_reminders(folder: Path) -> ReminderStandard:
    """When people are reminded. Raises Problems with all the faults of the file."""
    standard, problems = read_definition(folder / "standards" / REMINDERS, ReminderStandard)
    if standard is None:
        raise Problems(problems)
    ids = [rule.id for rule in standard.rules]
    if not ids or len(set(ids)) != len(ids) or not all(rule.to for rule in standard.rules):
        raise _fault(f"standards/{REMINDERS}", "a reminder stands twice, goes to nobody, or there is none")
    return standard


def local_duty(declared: Mapping[str, Any], bodies: Collection[str]) -> Duty:
    """A duty that somebody typed in, held to the same rules as those of the packs. Raises Problems."""
    name = f"duty '{declared.get('id', '')}'"
    try:
        duty: Duty = CONVERTER.structure(dict(declared), Duty)
    except cattrs.BaseValidationError as error:
        texts = cattrs.transform_error(error, format_exception=_in_words)
        raise Problems(_fault(name, text.replace("@ $", "at ")) for text in texts) from error
    faults = list(_faults_of_duty(duty, bodies))
    if faults:
        raise Problems(_fault(name, text) for text in faults)
    return duty


def _in_words(error: BaseException, kind: type | None) -> str:
    return str(error) if isinstance(error, ValueError) else format_exception(error, kind)


def _faults_of(pack: DutyPack, packs: Iterable[DutyPack], bodies: Collection[str]) -> list[str]:
    everything = [duty.id for each in packs for duty in each.duties]
    faults = [f"'{d.id}' stands twice" for d in pack.duties if everything.count(d.id) > 1]
    if pack.ends <= pack.starts:
        faults.append("it ends before it starts")
    for duty in pack.duties:
        faults += _faults_of_duty(duty, bodies)
        if isinstance(duty.rule, AfterDuty) and duty.rule.duty not in everything:
            faults.append(f"'{duty.id}' follows '{duty.rule.duty}', which is declared nowhere")
    return faults + [f"'{name}' follows itself" for name in _circles(packs)]


def _circles(packs: Iterable[DutyPack]) -> list[str]:
    follows = {d.id: d.rule.duty for pack in packs for d in pack.duties if isinstance(d.rule, AfterDuty)}
    circles: list[str] = []
    for name in follows:
        seen, at = {name}, follows[name]
        while at in follows and at not in seen:
            seen.add(at)
            at = follows[at]
        if at in seen:
            circles.append(name)
    return circles


def _faults_of_duty(duty: Duty, bodies: Collection[str]) -> list[str]:
    named = {*duty.owed_by, *(step.body for step in duty.sign_off)}
    faults = [f"'{duty.id}' names '{body}', which is no kind of body" for body in sorted(named - set(bodies))]
    if not duty.owed_by:
        faults.append(f"nobody owes '{duty.id}'")
    if any(step.days < 1 for step in duty.sign_off):
        faults.append(f"a step of '{duty.id}' has no working day")
    if duty.verified and not duty.source:
        faults.append(f"'{duty.id}' is verified and names no source")
    if isinstance(duty.rule, StatedDates):
        labels = [each.label for each in duty.rule.dates]
        faults += [
            f"'{duty.id}' has '{label}' twice" for label in sorted(set(labels)) if labels.count(label) > 1
        ]
    if isinstance(duty.rule, DayOfFinancialYear) and not _every_year(duty.rule):
        faults.append(f"'{duty.id}' is due on a day that not every year has")
    return faults


def _every_year(rule: DayOfFinancialYear) -> bool:
    longest = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= rule.month <= 12 and 1 <= rule.day <= longest[rule.month - 1]


def _fault(file: str, text: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"In {file}, {text}.",
        expected="Duties named once, owed by kinds of body that are declared, with rules that can be worked out.",
        remedy="Correct it; the packs that come with aimwell show the form.",
        where=Where(file),
    )
