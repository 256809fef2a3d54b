"""From a spreadsheet to a first prevention share: the commands of the how-to, run one after another."""

import csv
import io
import json
import re
import shlex
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aimwell.cli.commands import app
from aimwell.domain.problems import Problem

REPOSITORY = Path(__file__).resolve().parents[2]
HOW_TO = REPOSITORY / "docs" / "how-to" / "find-a-first-prevention-share.md"
LEDGER = REPOSITORY / "tests" / "fixtures" / "prevention" / "illustrative-council.csv"
WHOLE = Decimal("2100000.00")
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands in an empty folder that has a ledger."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(LEDGER, tmp_path / "ledger.csv")

    def run_one(*arguments: str) -> Result:
        result = CliRunner().invoke(app, ["money", *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result

    return run_one


@pytest.fixture
def taken(run: Run) -> Run:
    """The same, with the ledger taken."""
    run("take", "ledger.csv", "--store", "account")
    return run


def test_every_command_of_the_how_to_works_in_its_order(run, tmp_path):
    blocks = re.findall(r"```sh\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    commands = [shlex.split(line) for block in blocks for line in block.splitlines()]
    assert len(commands) >= 8
    for program, group, *arguments in commands:
        assert (program, group) == ("aimwell", "money")
        run(*arguments)
    with (tmp_path / "shares.csv").open(encoding="utf-8", newline="") as stream:
        shares = {row["pack"]: row for row in csv.DictReader(stream)}
    assert len(shares) >= 6
    assert Decimal(shares["principal-purpose"]["denominator_pounds"]) == WHOLE
    assert Decimal(shares["principal-purpose"]["confirmed_pounds"]) == 42_000


def test_every_figure_names_its_pack_its_denominator_its_range_and_what_is_unclassified(taken):
    text = taken("share", "--store", "account").output
    assert "Unclassified: £9,000 on 1 of 12 lines" in text
    for part in text.split("\n\n")[1:]:
        assert re.search(r"\[[a-z-]+\]", part)
        assert re.search(r"% of all payments on the lines held \(range [\d.]+% to [\d.]+%\)", part)


def test_the_shares_are_those_reckoned_by_hand(taken):
    rows = list(csv.DictReader(io.StringIO(taken("share", "--store", "account", "--format", "csv").stdout)))
    central = {row["pack"]: Decimal(row["central_pounds"]) for row in rows}
    sure = Decimal("42000") + Decimal("18250.50") + 310_000
    assert central["principal-purpose"] == sure + 64_000
    assert central["public-health-grant"] == sure + 150_000
    assert central["health-accounts"] == sure
    assert central["tiers-all"] == sure + 64_000 + 150_000 + 90_000
    (tiers,) = (row for row in rows if row["pack"] == "tiers-all")
    assert Decimal(tiers["high_pounds"]) == central["tiers-all"] + 75_000
    assert Decimal(tiers["unclassified_percent"]) == Decimal("0.4286")


def test_the_table_of_differences_adds_up_exactly(taken):
    answer = taken("share", "--store", "account", "--difference", "--format", "json").stdout
    *groups, whole = json.loads(answer)
    for column in ("pounds", "tiers-all", "public-health-grant", "out-of-hospital"):
        assert sum(Decimal(row[column]) for row in groups) == Decimal(whole[column])
    assert Decimal(whole["pounds"]) == WHOLE


def test_the_difference_said_on_a_page_adds_up_to_the_penny(taken):
    packs = ("--pack", "tiers-all", "--pack", "principal-purpose")
    text = taken("share", "--store", "account", "--difference", *packs).output
    amounts = [Decimal(each.replace(",", "").replace("£", "")) for each in re.findall(r"\+(£[\d,.]+)", text)]
    *groups, together = amounts
    assert groups == [150_000, 90_000]
    assert together == sum(groups)


def test_after_a_baseline_all_three_readings_are_named(taken, tmp_path):
    pack = ("--pack", "tiers-all")
    freeze = ("--freeze", "--by", "A. Director", "--reason", "agreed by the board")
    taken("share", "--store", "account", *pack, *freeze)
    text = LEDGER.read_text(encoding="utf-8").replace("/2026", "/2027").replace("/2025", "/2026")
    (tmp_path / "next.csv").write_text(text.replace("£42,000.00", "£84,000.00").replace(",1000", ",2000"))
    taken("take", "next.csv", "--store", "account")
    said = taken("share", "--store", "account", *pack).output
    assert "frozen by A. Director: agreed by the board" in said
    for name in (
        "percentage points of the share",
        "per cent of the share itself",
        "per cent more cash each year",
    ):
        assert name in said
    told = json.loads(taken("share", "--store", "account", *pack, "--format", "json").stdout)
    (since,) = told["since_baseline"]
    assert since["readings"][0]["reading"] == "percentage_points"
    assert all(each["name"] for each in since["readings"])


def test_nothing_is_relabelled_where_words_and_payments_stayed(taken):
    said = taken("share", "--store", "account", "--relabelled-since", "2024/25").output
    assert "To ask about: 0 payees" in said
    table = taken("share", "--store", "account", "--relabelled-since", "2024/25", "--format", "csv").stdout
    assert table.splitlines() == ["pack,body,supplier,rise,because"]


def test_suggestions_are_listed_as_text_csv_and_json(taken):
    assert (
        "Stop smoking and tobacco control [stop-smoking]: 1 lines"
        in taken("classify", "--store", "account").output
    )
    rows = list(
        csv.DictReader(io.StringIO(taken("classify", "--store", "account", "--format", "csv").stdout))
    )
    credited = next(row for row in rows if row["rule"] == "reablement")
    assert (credited["lines"], Decimal(credited["pounds"])) == ("2", 90_000)
    rules = json.loads(taken("classify", "--store", "account", "--format", "json").stdout)
    assert {row["rule"] for row in rules} == {row["rule"] for row in rows}
    disputes = taken("classify", "--store", "account", "--list", "disputes").stdout
    assert disputes.startswith("rule,other_rule,lines,pounds\n")


def test_a_wording_is_confirmed_by_its_id(taken):
    listed = taken("classify", "--store", "account", "--list", "unclassified").stdout
    (unknown,) = csv.DictReader(io.StringIO(listed))
    said = ("--tier", "primary", "--principal", "--by", "A. Analyst", "--reason", "asked the team")
    answer = taken("confirm", "wording", unknown["wording"], "--store", "account", *said).output
    assert "primary, sure, the principal purpose" in answer
    assert "Unclassified: £0" in taken("share", "--store", "account").output


def test_an_amount_that_is_none_is_refused(taken):
    with pytest.raises(Problem, match="not an amount in pounds"):
        taken("share", "--store", "account", "--denominator", "core-allocation", "--amount", "lots")


@pytest.mark.parametrize("stray", [("--principal",), ("--share", "50"), ("--setting", "hospital")])
def test_half_a_class_is_refused_and_not_dropped(taken, stray):
    named = ("--store", "account", "--by", "A. Analyst", "--reason", "read it")
    with pytest.raises(Problem, match="has no tier"):
        taken("confirm", "rule", "reablement", *named, *stray)


def test_the_page_shows_every_definition_and_columns_that_add_up(taken):
    page = taken("share", "--store", "account", "--format", "html").stdout
    assert "Payments of Illustrative Council" in page
    assert "nobody has confirmed it yet" in page
    cells = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in _rows(page)]
    start = next(place for place, row in enumerate(cells) if row[0] == "Lines")
    end = next(place for place, row in enumerate(cells) if row[0] == "Together")
    for column in range(1, 7):
        amounts = [
            Decimal(row[column].replace(",", "").replace("–", "0")) for row in cells[start + 1 : end + 1]
        ]
        assert sum(amounts[:-1]) == amounts[-1] > 0


def _rows(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]


def test_relabelling_has_no_page_and_says_so(run):
    run("take", "ledger.csv", "--store", "account")
    asked = ["money", "share", "--store", "account", "--relabelled-since", "2024/25", "--format", "html"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 2
    assert "makes no page" in result.output


def test_anyone_can_read_what_was_decided_by_whom_and_why(taken):
    named = ("--store", "account", "--by", "A. Analyst", "--reason", "read the contract")
    taken("confirm", "rule", "reablement", *named)
    taken("share", "--store", "account", "--pack", "tiers-all", "--freeze", *named[2:])
    listed = taken("classify", "--store", "account", "--list", "decisions").stdout
    decision, baseline = csv.DictReader(io.StringIO(listed))
    assert (decision["kind"], decision["of"], decision["holds"]) == ("rule", "reablement", "True")
    assert (decision["by"], decision["reason"]) == ("A. Analyst", "read the contract")
    assert (baseline["kind"], baseline["of"], baseline["pack"]) == ("baseline", "2025/26", "tiers-all")
