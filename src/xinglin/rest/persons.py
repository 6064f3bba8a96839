"""Find a person by a whole number; merge two person rows and take it back."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xinglin.actions.person_index import find_by_number
from xinglin.actions.person_merging import merge_persons, unmerge_persons
from xinglin.rest.addresses import CHANGE_REFUSALS, REFUSALS
from xinglin.rest.models import Reason, RecordId, Version
from xinglin.rest.transactions import in_transaction

_TAGS = ["人员"]


class FindIn(Schema):
    """A whole number of a document or card. It travels in the body: addresses are logged."""

    number: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]


class HolderOut(Schema):
    """A person row with this number, as whoever has the number may know him."""

    id: int
    masked_name: str
    sex: str
    birth_year: int | None


class MergeIn(Schema):
    """from_person stands for the same human as to_person from today on."""

    from_person: RecordId
    to_person: RecordId
    reason: Reason


class MergeOut(Schema):
    """The number of the merge, by which it can be taken back."""

    id: int


class UndoIn(Schema):
    """version: the one that was read (1 for a merge nobody has touched)."""

    version: Version
    reason: Reason


def add_persons(router: Router) -> None:
    """Give the person index its addresses; the actions are those of the pages."""

    @router.post(
        "/persons/find",
        response={200: list[HolderOut], **REFUSALS},
        operation_id="find_persons",
        summary="按完整证件号或卡号查找人员（每次查找都有记录）",
        tags=_TAGS,
    )
    def find(request: HttpRequest, body: FindIn) -> Any:
        with in_transaction(request) as caller:
            caller.require("see")
            return find_by_number(body.number)

    @router.post(
        "/persons/merges",
        response={200: MergeOut, **CHANGE_REFUSALS},
        operation_id="merge_persons",
        summary="合并两行人员",
        tags=_TAGS,
    )
    def merge(request: HttpRequest, body: MergeIn) -> Any:
        with in_transaction(request) as caller:
            caller.require("merge")
            made = merge_persons(
                body.from_person, body.to_person, by=caller.user, reason=body.reason
            )
            return {"id": made}

    @router.post(
        "/persons/merges/{merge_id}/undo",
        response={200: MergeOut, **CHANGE_REFUSALS},
        operation_id="unmerge_persons",
        summary="撤销合并",
        tags=_TAGS,
    )
    def undo(request: HttpRequest, merge_id: RecordId, body: UndoIn) -> Any:
        with in_transaction(request) as caller:
            caller.require("merge")
            unmerge_persons(merge_id, by=caller.user, version=body.version, reason=body.reason)
            return {"id": merge_id}
