"""Neighbourhoods (LSOAs), practices and towns: what the shares of people are counted from."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from geographies.tables import eight_digits, read_headless, read_table, readable

WEST_SUSSEX = "70F"  # the neighbourhoods near Chichester that left Surrey Heartlands in April 2023
STREET_WORDS = re.compile(
    r"\d|ROAD|STREET|LANE|AVENUE|CENTRE|CTR|SURGERY|HOUSE|DRIVE|CLOSE|MEDICAL|HEALTH|HOSPITAL|CLINIC|PRACTICE|"
    r"BUILDING|SQUARE|CRESCENT|SHIRE|ROW|WAY\b|GROVE|GARDENS|TERRACE|PARADE|FLOOR|UNIT|ESTATE|PLACE|COURT\b|"
    r"PRIMARY|GROUP|TYNE & WEAR|MERSEYSIDE|MIDDLESEX|MIDLANDS|SUSSEX|CLEVELAND|CUMBRIA|^(KENT|ESSEX|SURREY|DEVON|"
    r"CORNWALL|DORSET|SOMERSET|NORFOLK|SUFFOLK|AVON|COUNTY DURHAM|CO DURHAM|HUMBERSIDE|GREATER MANCHESTER|LONDON)$"
)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """One LSOA and what it lies in."""

    code: str
    sub_icb_2022: str
    sub_icb_2026: str
    district: str
    people: int


class Splits:
    """Shares a divided sub-ICB location out by district."""

    def __init__(self, declared: dict[str, dict[str, list[str]]]) -> None:
        self.target = {
            (source, district): target
            for source, targets in declared.items()
            for target, districts in targets.items()
            for district in districts
        }
        self.sources = set(declared)

    def now(self, source: str, district: str) -> str:
        """The present location of a neighbourhood that lay in `source`."""
        return self.target[source, district] if source in self.sources else source


def neighbourhoods_2011(data: Path, present: dict[str, str], splits: Splits) -> list[Neighbourhood]:
    """The 32,844 LSOAs of 2011 with their people of mid-2020."""
    org = data / "org"
    location = {
        row["LSOA11CD"]: row["SICBL22CDH"]
        for row in read_table(org / "LSOA_2011_to_Sub_ICB_Locations_July_2022_Lookup_in_England.csv.gz")
    }
    system_2023 = {row["ICB23CD"]: row["ICB23CDH"] for row in read_table(org / "S_ICB_ICB_to_NHSE_R.csv")}
    redrawn = {
        row["lsoa11cd"]
        for row in read_table(org / "LSOA2011_to_ICB2023.csv.gz")
        if system_2023[row["ICB23CD"]] == "QNX" and location[row["lsoa11cd"]] == "92A"
    }
    district = {
        row["LSOA11CD"]: present[row["LAD21CD"]]
        for row in read_table(org / "LSOA11_CCG21_LAD21_EN_LU.csv.gz")
    }
    table = pq.read_table(
        data / "population" / "population20_lsoa11.parquet", columns=["lsoa11_code", "total_population"]
    )
    people = dict(zip(*(table[name].to_pylist() for name in table.column_names), strict=True))
    return [
        Neighbourhood(code, there, splits.now(there, district[code]), district[code], int(people[code]))
        for code, there in sorted(
            (code, WEST_SUSSEX if code in redrawn else there) for code, there in location.items()
        )
    ]


def neighbourhoods_2021(
    data: Path, older: list[Neighbourhood], present: dict[str, str], splits: Splits
) -> tuple[list[Neighbourhood], list[tuple[str, str, str]]]:
    """The 33,755 LSOAs of 2021 with their people at the Census, and the pairs of old and new codes."""
    by_code = {one.code: one for one in older}
    pairs = [
        (row["lsoa11_code"], row["lsoa21_code"], row["change_code"])
        for row in read_table(data / "deprivation" / "lookup_lsoa11_lsoa21_ltla22.csv.gz")
        if row["lsoa21_code"].startswith("E")
    ]
    district = {
        row["lsoa21_code"]: present[row["ltla22_code"]]
        for row in read_table(data / "deprivation" / "lookup_lsoa11_lsoa21_ltla22.csv.gz")
        if row["lsoa21_code"].startswith("E")
    }
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for old, new, _ in pairs:
        votes[new][by_code[old].sub_icb_2022] += by_code[old].people
    people = _census_people(data / "population" / "TS007A_age_by_five_year_age_bands_lsoa11.csv.gz")
    found = []
    for code in sorted(votes):
        there = min(votes[code], key=lambda location: (-votes[code][location], location))
        found.append(
            Neighbourhood(code, there, splits.now(there, district[code]), district[code], people[code])
        )
    return found, sorted(pairs)


def _census_people(path: Path) -> dict[str, int]:
    people: dict[str, int] = {}
    for row in read_headless(path):
        code = row[0].split(":")[0].strip() if row else ""
        if re.fullmatch(r"E01\d{6}", code):
            people[code] = int(row[1])
        elif len(row) > 1 and re.fullmatch(r"E01\d{6}", row[1]):
            people[row[1]] = int(row[2])
    return people


def write_neighbourhoods(
    folder: Path,
    data: Path,
    found: dict[int, list[Neighbourhood]],
    pairs: list[tuple[str, str, str]],
    council_of: dict[str, str],
) -> None:
    """lsoa.parquet and lsoa_pairs.parquet; the deprivation rank is of IMD 2019 for 2011, of IMD 2025 for 2021."""
    ranks = {2011: _ranks_2019(data), 2021: _ranks_2025(data)}
    rows = [(vintage, one) for vintage in (2011, 2021) for one in found[vintage]]
    columns = {
        "code": pa.array([one.code for _, one in rows]),
        "vintage": pa.array([vintage for vintage, _ in rows], pa.int16()),
        "sub_icb_2022": pa.array([one.sub_icb_2022 for _, one in rows]).dictionary_encode(),
        "sub_icb_2026": pa.array([one.sub_icb_2026 for _, one in rows]).dictionary_encode(),
        "district": pa.array([one.district for _, one in rows]).dictionary_encode(),
        "council": pa.array(
            [council_of.get(one.district, one.district) for _, one in rows]
        ).dictionary_encode(),
        "imd_rank": pa.array([ranks[vintage][one.code][0] for vintage, one in rows], pa.int32()),
        "imd_decile": pa.array([ranks[vintage][one.code][1] for vintage, one in rows], pa.int8()),
        "people": pa.array([one.people for _, one in rows], pa.int32()),
    }
    _write(folder / "lsoa.parquet", pa.table(columns))
    names = ("lsoa_2011", "lsoa_2021", "change")
    links = {name: pa.array([pair[at] for pair in pairs]) for at, name in enumerate(names)}
    links["change"] = links["change"].dictionary_encode()
    _write(folder / "lsoa_pairs.parquet", pa.table(links))


def _write(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="zstd", compression_level=19, use_byte_stream_split=False)


def _ranks_2019(data: Path) -> dict[str, tuple[int, int]]:
    book = CalamineWorkbook.from_path(
        data / "deprivation" / "File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx"
    )
    rows = book.get_sheet_by_name("IMD2019").to_python()[1:]
    return {str(row[0]): (int(row[4]), int(row[5])) for row in rows}


def _ranks_2025(data: Path) -> dict[str, tuple[int, int]]:
    rows = read_table(data / "deprivation" / "imd2025_england_lsoa21.csv.gz")
    return {row["lsoa21_code"]: (int(float(row["IMD_rank"])), int(float(row["IMD_decile"]))) for row in rows}


def patients_by_district(data: Path, district_of: dict[str, str]) -> dict[str, Counter[str]]:
    """Registered patients of each practice by the district that they live in (2022)."""
    table = pq.read_table(
        data / "deprivation" / "gp-registrations.parquet", columns=["OrganisationCode", "LSOA11CD", "Patient"]
    )
    patients: dict[str, Counter[str]] = defaultdict(Counter)
    for code, area, count in zip(*(table[name].to_pylist() for name in table.column_names), strict=True):
        if area in district_of:
            patients[code][district_of[area]] += count
    return patients


def write_practices(folder: Path, data: Path, patients: dict[str, Counter[str]], splits: Splits) -> int:
    """practices.parquet: practices open since April 2013, with network and location on both footprints."""
    recent = {
        row["PRACTICE_CODE"]: row for row in read_table(data / "org" / "gp-reg-pat-prac-map-2026-01.csv.gz")
    }
    older = {
        row["PRACTICE_CODE"]: row for row in read_table(data / "org" / "gp-reg-pat-prac-map-2022-01.csv.gz")
    }
    register = {row[0]: row for row in read_headless(data / "org" / "epraccur.csv.gz")}
    general = {code for code, row in register.items() if row[25] == "4" and (row[11] or "9") >= "20130401"}
    rows = []
    for code in sorted(general | set(recent) | set(older)):
        listed, ods = recent.get(code) or older.get(code), register.get(code)
        there = (
            recent[code]["SUB_ICB_LOCATION_CODE"]
            if code in recent
            else older[code]["CCG_CODE"]
            if code in older
            else ""
        )
        there = there or (ods[14] if ods else "")
        now, main_district = there, ""
        if patients.get(code):
            main_district = min(patients[code], key=lambda district: (-patients[code][district], district))
        if there in splits.sources:
            now = splits.target.get((there, main_district), "")
        has_network = listed is not None and listed["PCN_CODE"] not in ("", "U")
        rows.append((
            code, readable(listed["PRACTICE_NAME"] if listed else ods[1] if ods else code),
            listed["PCN_CODE"] if listed and has_network else None,
            readable(listed["PCN_NAME"]) if listed and has_network else None,
            there or None, now or None, there in splits.sources, main_district or None,
            eight_digits(ods[10]) if ods else None, eight_digits(ods[11]) if ods else None,
        ))  # fmt: skip
    names = ("code", "name", "pcn", "pcn_name", "sub_icb_2022", "sub_icb_2026", "estimated", "district", "valid_from", "valid_to")  # fmt: skip
    table = pa.table({name: pa.array([row[at] for row in rows]) for at, name in enumerate(names)})
    _write(folder / "practices.parquet", table)
    return len(rows)


def town_names(data: Path, patients: dict[str, Counter[str]]) -> list[tuple[str, str]]:
    """Towns in the addresses of open practices, each with the district most of its patients live in."""
    districts: dict[str, Counter[str]] = defaultdict(Counter)
    practices: Counter[str] = Counter()
    for row in read_headless(data / "org" / "epraccur.csv.gz"):
        if row[12] != "A" or row[25] != "4" or not patients.get(row[0]):
            continue
        for town in {cell.strip(" .,").upper() for cell in row[5:9]}:
            if town and not STREET_WORDS.search(town):
                practices[town] += 1
                districts[town].update(patients[row[0]])
    found = []
    for town, count in sorted(practices.items()):
        district, most = max(sorted(districts[town].items()), key=lambda pair: pair[1])
        if count > 1 and most > 0.6 * districts[town].total():
            found.append((readable(town), district))
    return found
