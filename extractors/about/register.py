"""The register of safeguarding partnerships and of the local authorities that they cover.

Two packaged files: ``vocabulary/authorities.csv`` has every upper-tier local authority of England and every
principal area of Wales with its nine-character code of the Office for National Statistics (ONS) and the days
between which the code is valid, the reorganisations of 2019 to 2023 and the re-issued codes of Barnsley and
Sheffield (1 April 2025) included; ``vocabulary/partnerships.csv`` has the partnerships and boards.

Sources. Codes and days: the ONS Code History Database and its register of geographic codes (Open Government
Licence). Names, former names and abbreviations: what the partnerships print on their own sites and published
arrangements, the notices of councils about partnerships that began, joined or divided (Cumbria 2025, Pan-Dorset
2024, Pan-Lancashire 2023, Stoke-on-Trent 2021, Hammersmith and Fulham 2021), and the rule that until 2019 each
area had a Local Safeguarding Children Board of its name (Children Act 2004, section 13). A doubt is told in the
``note`` column of its row.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from safeplans.extractors.lexicon.loading import load_rows

CHILDREN, ADULTS, JOINT = "children", "adults", "joint"


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority under one ONS code.

    code: nine characters. region: English region, or ``Wales``.
    valid_from, valid_to: first and last day of the code, inclusive; None where it was valid before 2013, or still is.
    """

    code: str
    name: str
    region: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Partnership:
    """One safeguarding partnership or board.

    partnership_id: slug of the area as its own name gives it, with ``-scp`` (children's), ``-sab`` (adults') or
        ``-sp`` (joint).
    aliases: abbreviations, former names and brand names as printed.
    kind: children, adults or joint.
    authorities: (ONS code, name) of the authorities that it covers on the day asked for.
    hosts: host names of its web sites, without ``www.``.
    valid_from, valid_to: first and last day of the arrangement where known; ``valid_to`` None for one that lasts.
    codes: every ONS code its area ever had, whatever the day.
    """

    partnership_id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    region: str
    authorities: tuple[tuple[str, str], ...]
    hosts: tuple[str, ...]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    codes: tuple[str, ...] = ()

    def valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


@functools.cache
def load_authorities() -> tuple[Authority, ...]:
    """Every authority in the packaged list, those abolished included, in order of code."""
    return tuple(
        Authority(r["code"], r["name"], r["region"], _day(r["valid_from"]), _day(r["valid_to"]))
        for r in load_rows("authorities")
    )


@functools.cache
def load_register(on: dt.date | None = None) -> tuple[Partnership, ...]:
    """Every partnership in the register, those that ended included.

    on: the day whose ONS codes `Partnership.authorities` shows; None is today's codes, and for an arrangement
        that has ended the codes of its last day.
    """
    authorities = {a.code: a for a in load_authorities()}
    found = []
    for row in load_rows("partnerships"):
        codes = _list(row["authorities"])
        ended = _day(row["valid_to"])
        day = on or ended
        shown = tuple(
            (code, authorities[code].name)
            for code in codes
            if (authorities[code].valid_on(day) if day else authorities[code].valid_to is None)
        )
        found.append(
            Partnership(
                partnership_id=row["partnership_id"],
                name=row["name"],
                aliases=_list(row["aliases"]),
                kind=row["kind"],
                country=row["country"],
                region=row["region"],
                authorities=shown,
                hosts=_list(row["websites"]),
                valid_from=_day(row["valid_from"]),
                valid_to=ended,
                codes=codes,
            )
        )
    return tuple(found)
