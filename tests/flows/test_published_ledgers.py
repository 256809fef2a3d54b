"""Every published ledger beside the repository is read to the penny, or says why not."""

from pathlib import Path

import pytest

from aimwell.domain.money.reconciling import TotalsState
from aimwell.pipeline.money.take import Asked, take_ledgers
from aimwell.store.folder import StoreFolder

pytestmark = pytest.mark.shared

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions"
# file, body where the file does not say, lines kept, lines refused, pounds
LEDGERS = (
    ("spend_nhs/BART_07_-_October.xlsx", "", 213, 0, "39675855.66"),
    ("spend_nhs/CHWE_07_-_October.csv", "", 113, 0, "16888326.63"),
    ("spend_nhs/CROY_07_-_October.csv", "RJ6", 128, 0, "7702339.00"),
    ("spend_nhs/GUYS_08_-_Novembe.csv.gz", "", 12_475, 0, "60386953.22"),
    ("spend_nhs/IMPC_07_-_October.csv", "", 206, 0, "52530803.87"),
    ("spend_nhs/KGST_08_-_November.csv", "", 40, 0, "4488805.35"),
    ("spend_nhs/KICO_05_-_August.csv", "", 138, 0, "30623787.60"),
    ("spend_nhs/LNWU_07_-_October.csv", "", 90, 0, "17772282.74"),
    ("spend_nhs/NCL_07_-_October.pdf.csv", "93C", 340, 0, "157628879.88"),
    ("spend_nhs/NEBD_07_-_October.csv", "", 267, 0, "28162800.83"),
    ("spend_nhs/NETH_07_-_October.pdf.csv", "", 335, 0, "45245972.03"),
    ("spend_nhs/NWBR_05_-_August.pdf.csv", "", 464, 0, "39232399.24"),
    ("spend_nhs/NWEA_05_-_August.pdf.csv", "", 590, 16, "44396868.40"),
    ("spend_nhs/ROYF_04-06_-_July_-_September.csv", "", 679, 0, "147884195.50"),
    ("spend_nhs/SEL_08_-_November.pdf.csv", "", 2_366, 0, "281890601.24"),
    ("spend_councils/2012-06-payments.csv", "", 3_151, 4, "40244558.24"),
    ("spend_councils/Babergh_District_Council.xlsx", "", 19_768, 1, "105066873.05"),
    ("spend_councils/darlington_clean_2022-08.csv", "E06000005", 1_855, 0, "12817859.28"),
    ("spend_councils/expenditure-over-500-jan-mar-2018.csv", "E07000178", 1_210, 0, "4321075.46"),
    ("spend_councils/expenditure-over-500-oct-dec-2014.csv", "", 3_978, 0, "15676053.92"),
    ("spend_councils/gateshead_clean_2022-07.csv.gz", "E08000037", 17_912, 0, "24670018.31"),
    ("spend_councils/leeds_raw_2020-06.csv.gz", "", 16_169, 0, "104438729.55"),
    ("spend_councils/newcastle_clean_2022-07.csv.gz", "E08000021", 6_251, 0, "55361325.39"),
    ("spend_councils/northtyneside_clean_2021-11_p.csv.gz", "E08000022", 20_431, 0, "335273.43"),
    ("spend_councils/salford_clean_2022-06.csv.gz", "", 1_809, 0, "21292074.37"),
    ("spend_councils/sheffield_clean_2017-01.csv.gz", "", 22_155, 0, "226792841.04"),
    ("spend_councils/trafford-supplier-spend-2025-26.zip", "", 241_762, 0, "621913600.37"),
    ("spend_councils/trafford_council_voluntary_sector_grants.csv", "", 555, 0, "1291436.54"),
    ("spend_councils/wakefield_clean_2021-Q4.csv.gz", "", 11_514, 0, "723495.56"),
)


@pytest.mark.parametrize(("name", "body", "lines", "refused", "pounds"), LEDGERS)
def test_a_published_ledger_is_read_to_the_penny(
    tmp_path: Path, shared_data: Path, name: str, body: str, lines: int, refused: int, pounds: str
):
    (receipt,) = take_ledgers(
        [shared_data / name], folder=StoreFolder(tmp_path), definitions=DEFINITIONS, asked=Asked(body)
    )
    assert receipt.taken, receipt.problems
    assert (receipt.lines_kept, receipt.lines_refused) == (lines, refused)
    assert receipt.total_pence == int(pounds.replace(".", ""))
    assert receipt.rows_read == lines + refused + receipt.rows_blank + len(receipt.checks)


def test_what_lambeths_lines_lack_of_its_total_is_on_the_four_lines_that_cannot_be_read(
    tmp_path: Path, shared_data: Path
):
    (receipt,) = take_ledgers(
        [shared_data / "spend_councils/2012-06-payments.csv"],
        folder=StoreFolder(tmp_path),
        definitions=DEFINITIONS,
        asked=Asked(),
    )
    assert receipt.totals is TotalsState.UNRECONCILED
    (check,) = receipt.checks
    on_the_four_lines = 875_520 + 2_400_000 + 1_428_140 + 74_000  # rows 441, 442, 1,044 and 1,382
    assert check.stated - check.summed == on_the_four_lines


def test_no_ledger_beside_the_repository_is_left_out(shared_data: Path):
    found = {
        f"{path.parent.name}/{path.name}"
        for folder in ("spend_nhs", "spend_councils")
        for path in (shared_data / folder).iterdir()
    }
    assert found == {name for name, *_ in LEDGERS}
