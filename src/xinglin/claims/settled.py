"""Tables of claims to tables of what becomes of them: the batch's door for files without end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from xinglin.claims.batch import adjudicate_all
from xinglin.claims.claim import STATUSES
from xinglin.claims.columns import CAPPED, NOT_PAYABLE, Array, Results
from xinglin.claims.policy import Policy
from xinglin.claims.tables import ClaimTableError, claims_of

AMOUNTS = ("paid_fen", "account_fen", "own_fen", "used_before_fen", "used_after_fen")
_STATES = tuple(STATUSES)
_EPOCH = date(1970, 1, 1)


def settled_schema(claim_id: pa.DataType) -> pa.Schema:
    """The columns of `settled`; those of amounts are fen."""
    amounts = [(name, pa.int64()) for name in AMOUNTS]
    return pa.schema([("claim_id", claim_id), *amounts, ("status", pa.string())])


def settled(table: pa.Table, policy: Policy) -> pa.Table:
    """What becomes of each claim of whole households, in the table's order.

    A claim discharged on a day on which the policy is not in force is refused, and counts for
    nothing. Raises ClaimTableError.
    """
    if "claim_id" not in table.column_names:
        raise ClaimTableError("结算单缺少列 claim_id，请补上。")
    whole = claims_of(table)
    rows = np.flatnonzero(_in_force(whole.discharged, policy))
    found = adjudicate_all(whole.take(rows), policy)
    columns = {name: np.zeros(len(whole), np.int64) for name in AMOUNTS}
    columns["own_fen"] += table["total_fen"].to_numpy()
    for name, values in _amounts(found).items():
        columns[name][rows] = values
    state = np.full(len(whole), _STATES.index("refused"), np.int8)
    state[rows] = _state(found)
    words = pa.DictionaryArray.from_arrays(pa.array(state), pa.array(_STATES)).cast(pa.string())
    made = [table["claim_id"], *(pa.array(columns[name]) for name in AMOUNTS), words]
    return pa.table(made, schema=settled_schema(table["claim_id"].type))


def settled_batches(
    batches: Iterable[pa.RecordBatch], *, policy: Policy, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The same over the batches of whole households, as a worker of a cluster gets them."""
    table = pa.Table.from_batches(list(batches), schema=schema)
    if table.num_rows:
        yield from settled(table, policy).to_batches()


def _in_force(discharged: Array, policy: Policy) -> Array:
    valid = np.ones(len(discharged), bool)
    if policy.valid_from is not None:
        valid &= discharged >= (policy.valid_from - _EPOCH).days
    if policy.valid_to is not None:
        valid &= discharged <= (policy.valid_to - _EPOCH).days
    return valid


def _amounts(found: Results) -> dict[str, Array]:
    values = found.paid, found.account, found.own, found.used_before, found.used_after
    return dict(zip(AMOUNTS, values, strict=True))


def _state(found: Results) -> Array:
    capped, not_payable = found.note & CAPPED != 0, found.note & NOT_PAYABLE != 0
    codes = [_STATES.index(name) for name in ("capped", "not_payable", "settled")]
    return np.where(capped, codes[0], np.where(not_payable, codes[1], codes[2]))
