"""Winter's daily ambulance arrivals and delayed handovers by trust, from NHS England's situation reports."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Reconciliation, Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, period_of, status, text_of, words
from aimwell.gateways.published_table import PublishedTable, open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "ambulance_handovers"

HEADINGS = ("provider", "region", "code", "date", "measure", "value")
ENGLAND = f"{clean('code')} in ('-', '', 'NA', 'ENG')"


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS, least=0.8)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Arrivals and delays by trust and day; England's rows are checked against their trusts."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers("value")
        table.read_periods("date", period_of)
        given = {
            "grain": "'provider'",
            "provider": clean("code"),
            "event": words("measure"),
            "ambulances": number("value"),
            "status": status("value"),
        }
        trusts = f"not ({ENGLAND})"
        return Reading(
            facts=table.write(scratch, table.facts(feed, given, only=trusts)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(trusts),
            rows_set_aside=table.count(ENGLAND),
            refused=tuple(table.refused),
            reconciliations=tuple(_england(table)),
            places_met=tuple(table.places("code", "provider", "provider", only=trusts)),
        )


def _england(table: PublishedTable) -> list[Reconciliation]:
    events = [row[0] for row in table.query(f"select distinct {words('measure')} from published order by 1")]
    sums = f"""select coalesce(sum({number("value")}) filter ({ENGLAND}), 0),
                      coalesce(sum({number("value")}) filter (not ({ENGLAND})), 0)
               from published where {words("measure")} = """
    return [
        Reconciliation(
            f"{event}: England against its trusts, all days", *table.query(sums + text_of(event))[0]
        )
        for event in events
    ]
