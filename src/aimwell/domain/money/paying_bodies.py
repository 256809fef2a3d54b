"""Bodies of a system by the names that ledgers give them, whether they pay or are paid."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aimwell.domain.places import Place, PlaceKind

NOT_LETTERS = re.compile(r"[^A-Z0-9]+")
COUNCIL_FORMS = (
    "{}", "{} COUNCIL", "{} CITY COUNCIL", "{} BOROUGH COUNCIL", "{} COUNTY COUNCIL", "{} DISTRICT COUNCIL",
    "{} METROPOLITAN BOROUGH COUNCIL", "{} METROPOLITAN DISTRICT COUNCIL", "LONDON BOROUGH OF {}",
    "{} LONDON BOROUGH COUNCIL", "ROYAL BOROUGH OF {}", "CITY OF {} COUNCIL", "COUNTY COUNCIL OF {}", "{} WMDC",
)  # fmt: skip
FORMS: Mapping[PlaceKind, tuple[str, ...]] = {
    PlaceKind.COUNCIL: COUNCIL_FORMS,
    PlaceKind.DISTRICT: COUNCIL_FORMS,
    PlaceKind.SUB_ICB: ("NHS {} CCG", "{} CCG", "NHS {} CLINICAL COMMISSIONING GROUP"),
    PlaceKind.ICS: ("NHS {} ICB", "NHS {} INTEGRATED CARE BOARD", "{} ICB", "{} INTEGRATED CARE BOARD"),
    PlaceKind.TRUST: ("{}",),
    PlaceKind.AMBULANCE_TRUST: ("{}",),
}
CARE_WORDS_OF_TRUSTS = (
    (" NHS FOUNDATION TRUST", " "),
    (" NHS TRUST", " "),
    (" FOUNDATION TRUST", " "),
    (" HOSPITALS ", " HOSPITAL "),
    (" HEALTHCARE ", " "),
    (" AND ", " "),
    (" THE ", " "),
)


def plain_name(name: str) -> str:
    """A name by its letters alone: without signs, without what distinguishes a trust before and after it was made one."""
    text = (
        f" {NOT_LETTERS.sub(' ', name.upper().replace('&', ' AND ').replace(chr(39), '').replace('`', ''))} "
    )
    trust = " TRUST" in text
    for written, put in CARE_WORDS_OF_TRUSTS:
        text = text.replace(written, put)
    return " ".join(text.split()) + (" TRUST" if trust and " TRUST" not in text else "")


@dataclass(frozen=True)
class BodyBook:
    """Codes by plain names; a name that several bodies have stands for none of them."""

    codes: Mapping[str, str]
    short: frozenset[str]  # names without any word that says what they are, such as a council's of its place

    def code_of(self, name: str) -> str:
        """The code of a body that pays, '' where the name does not tell."""
        return self.codes.get(plain_name(name), "")

    def partner_of(self, supplier: str) -> str:
        """The code of a body that is paid, '' for anybody else; the mere name of a place is not enough."""
        plain = plain_name(supplier)
        return "" if plain in self.short else self.codes.get(plain, "")


def body_book(places: Iterable[Place]) -> BodyBook:
    """The names of councils, trusts, clinical commissioning groups and integrated care boards, past and present."""
    found: dict[str, dict[str, Place]] = {}
    short: set[str] = set()
    for place in places:
        for form in FORMS.get(place.kind, ()):
            name = plain_name(form.format(place.name))
            found.setdefault(name, {})[place.id] = place
            if form == "{}" and FORMS[place.kind] is COUNCIL_FORMS:
                short.add(name)
    return BodyBook({name: _one_of(them) for name, them in found.items()}, frozenset(short))


def _one_of(places: Mapping[str, Place]) -> str:
    """The one body of a name; of several, the one that is there now, if it alone is."""
    if len(places) == 1:
        return next(iter(places))
    open_now = [code for code, place in places.items() if place.valid_to is None]
    return open_now[0] if len(open_now) == 1 else ""
