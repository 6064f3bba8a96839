"""Lays the reporting limits of each norm over the dated disease list, giving one row per span."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from xinglin.codes.rows import AttributeValue, CodeRow, Status
from xinglin.codes.tables import DATA, read_code_set, read_day, read_records

_INHERITED = ("class", "handled_as_a", "chronic_once", "acute_chronic_required")
_FLAGS_FALSE_WHEN_EMPTY = (
    "handled_as_a",
    "subtype_required",
    "chronic_once",
    "acute_chronic_required",
    "laboratory_proof_required",
)
_NOT_NOTIFIABLE = "-"  # written in the table where a sub-type must not take its parent's class
NOT_STATUTORY = "非法定"
"""The class of a disease that the law of the day did not list: known, and none of 甲、乙、丙."""


@dataclass(frozen=True)
class ReportLimit:
    """One sentence of a reporting norm: for which diseases, from when, how many hours (or 1/0)."""

    fact: str
    valid_from: date | None
    valid_to: date | None
    applies: str
    value: int
    rural: int
    source: str
    status: str

    def holds_on(self, day: date) -> bool:
        """Whether the norm is in force on the day."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day < self.valid_to)

    def applies_to(self, codes: Iterable[str], disease_class: AttributeValue, as_a: bool) -> bool:
        """Whether it speaks of a disease, given by its code and those above it."""
        kind, _, values = self.applies.partition(":")
        if kind == "class":
            return disease_class in values.split("|")
        if kind == "code":
            return not set(values.split("|")).isdisjoint(codes)
        return as_a


def read_report_limits() -> tuple[ReportLimit, ...]:
    """The sentences of the norms, in the order in which they are to be tried."""
    return tuple(
        ReportLimit(
            fact=record["fact"],
            valid_from=read_day(record["valid_from"]),
            valid_to=read_day(record["valid_to"]),
            applies=record["applies"],
            value=int(record["value"]),
            rural=int(record["rural"]),
            source=record["source"],
            status=record["status"],
        )
        for record in read_records(DATA / "report_limit.csv")
    )


def read_disease_rows() -> tuple[tuple[CodeRow, ...], dict[str, str]]:
    """(rows, aliases) of the disease list with limits and inherited attributes filled in."""
    listed = read_code_set(
        "notifiable_disease.csv", name="listed", label="病种", source="《传染病防治法》"
    )
    by_code = {code: listed.history(code) for code in listed.codes}
    limits = read_report_limits()
    rows: list[CodeRow] = []
    for code in listed.codes:
        rows.extend(_joined(_spans(code, by_code, limits)))
    english = {str(row.attributes["label_en"]): row.code for row in listed.rows}
    return tuple(rows), {**english, **listed.aliases}


def _spans(
    code: str, by_code: dict[str, tuple[CodeRow, ...]], limits: tuple[ReportLimit, ...]
) -> Iterator[CodeRow]:
    """The rows of a code cut at every date on which it, a code above or a norm changes."""
    related = [row for name in _lineage_ever(code, by_code) for row in by_code[name]]
    spans = [(row.valid_from, row.valid_to) for row in related]
    spans += [(limit.valid_from, limit.valid_to) for limit in limits]
    cuts = {bound for span in spans for bound in span}
    for row in by_code[code]:
        start = row.valid_from or date.min
        end = row.valid_to or date.max
        inside = sorted({start, end} | {cut for cut in cuts if cut and start < cut < end})
        for first, after in pairwise(inside):
            chain = _chain(code, first, by_code)
            attributes, source, status = _attributes(chain, first, limits)
            yield replace(
                row,
                valid_from=first,
                valid_to=None if after == date.max else after,
                attributes=attributes,
                source=source,
                status=status,
            )


def _lineage_ever(code: str, by_code: dict[str, tuple[CodeRow, ...]]) -> set[str]:
    found = {code}
    for row in by_code[code]:
        if parent := row.attributes["parent"]:
            found |= _lineage_ever(str(parent), by_code)
    return found


def _chain(code: str, day: date, by_code: dict[str, tuple[CodeRow, ...]]) -> list[CodeRow]:
    """The row of the code on the day and those above it, nearest first."""
    row = next((row for row in by_code[code] if row.holds_on(day)), None)
    if row is None:
        return []
    parent = row.attributes["parent"]
    return [row, *(_chain(str(parent), day, by_code) if parent else [])]


def _attributes(
    chain: list[CodeRow], day: date, limits: tuple[ReportLimit, ...]
) -> tuple[dict[str, AttributeValue], str, Status]:
    row = chain[0]
    values: dict[str, AttributeValue] = dict(row.attributes)
    for name in _INHERITED:
        values[name] = _first_given(chain, name)
    if values["class"] == _NOT_NOTIFIABLE:
        values["class"] = NOT_STATUTORY
    for name in _FLAGS_FALSE_WHEN_EMPTY:
        values[name] = bool(values[name])
    values["counts_as_case"] = values["counts_as_case"] is not False
    codes = [above.code for above in chain]
    found = {
        limit.fact: limit
        for limit in reversed(limits)
        if limit.holds_on(day)
        and limit.applies_to(codes, values["class"], bool(values["handled_as_a"]))
    }
    hours, suspected, carriers = (found.get(fact) for fact in ("hours", "suspected", "carriers"))
    values["report_within_hours"] = hours.value if hours else None
    values["report_within_hours_rural"] = hours.rural if hours else None
    values["suspected_reportable"] = bool(suspected.value) if suspected else None
    values["carriers_reportable"] = bool(carriers.value) if carriers else None
    values["limit_source"] = hours.source if hours else None
    every_source_read = row.status == "verified" and (hours is None or hours.status == "verified")
    return values, row.source, "verified" if every_source_read else "unverified"


def _first_given(chain: list[CodeRow], name: str) -> AttributeValue:
    given = (row.attributes[name] for row in chain)
    return next((value for value in given if value is not None), None)


def _joined(rows: Iterable[CodeRow]) -> Iterator[CodeRow]:
    """Neighbouring rows that say the same made one."""
    pending: CodeRow | None = None
    for row in rows:
        if pending and replace(pending, valid_from=row.valid_from, valid_to=row.valid_to) == row:
            pending = replace(pending, valid_to=row.valid_to)
            continue
        if pending:
            yield pending
        pending = row
    if pending:
        yield pending
