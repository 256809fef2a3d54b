"""However its rows, columns and letters are arranged, a ledger says the same."""

from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gateways.ledgers.made import NHS, as_csv, nhs_row, reading_of

LINES = st.lists(
    st.tuples(st.dates(date(2019, 4, 13), date(2019, 4, 30)), st.integers(-(10**9), 10**9), st.sampled_from(["CAFÉ LTD", "CARE, \"HOMES\" LTD", "A\nB LTD"])),
    min_size=1, max_size=12,
)  # fmt: skip


def said(path: Path, content: bytes) -> Counter:
    lines = reading_of(path, content).lines.drop_columns(["source_row"]).to_pylist()
    return Counter(tuple(sorted((name, str(value)) for name, value in line.items())) for line in lines)


@settings(max_examples=40, deadline=None)
@given(
    LINES, st.permutations(range(len(NHS))), st.randoms(), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"])
)
def test_order_of_rows_and_columns_and_encoding_change_nothing(lines, columns, chance, encoding):
    rows = [
        nhs_row(day.strftime("%d/%m/%Y"), f"{pence / 100:,.2f}", number=str(at), supplier=supplier)
        for at, (day, pence, supplier) in enumerate(lines)
    ]
    shuffled = chance.sample(rows, len(rows))
    other = [[row[at] for at in columns] for row in [NHS, *shuffled]]
    with TemporaryDirectory() as folder:
        before = said(Path(folder) / "a.csv", as_csv([NHS, *rows]).encode("utf-8"))
        after = said(Path(folder) / "b.csv", as_csv(other).encode(encoding))
    assert before == after
    assert sum(before.values()) == len(lines)
