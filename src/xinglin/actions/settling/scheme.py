"""What the scheme is made of here: its registers, and the policy in force at a place on a day."""

from __future__ import annotations

import os
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from xinglin.actions.problems import Problem, RefusedError
from xinglin.claims.policy import Level, Policy
from xinglin.claims.policy_faults import PolicyError
from xinglin.claims.policy_reading import SUFFIX, read_policy, shipped_policies, shipped_policy
from xinglin.language import catalogue
from xinglin.language.provisions import CLAIM, MEMBER
from xinglin.language.registers import Register
from xinglin.store.home import folder
from xinglin.store.registers import model_of


def register_of(provision: str) -> type[Register]:
    """The register that provides something. Raises RefusedError where none does."""
    found = catalogue.load().providing(provision)
    if found is None:
        raise RefusedError([Problem("SCHEME", "", "本系统没有合作医疗业务，请联系系统管理员。")])
    return found


def claims_register() -> type[Register]:
    """The register of claims (补偿结算单)."""
    return register_of(CLAIM)


def members_register() -> type[Register]:
    """The register of members (参合登记)."""
    return register_of(MEMBER)


LIVE = ("recorded", "settled", "reviewed", "paid")
"""States of a claim that stands: neither taken back nor reversed."""


def live_claims(area: str, first: date, last: date) -> QuerySet[Any]:
    """The claims of an area's members that stand, discharged within some days."""
    return model_of(claims_register())._default_manager.filter(
        place__startswith=area, state__in=LIVE, discharged_date__gte=first,
        discharged_date__lte=last,
    )  # fmt: skip


def policies() -> tuple[Policy, ...]:
    """The policies that come with the system and those the office has put into `policies/`.

    A file of the office takes the place of a shipped policy of the same name.
    """
    try:
        with os.scandir(folder("policies")) as found:
            own = [(f.path, f.stat().st_mtime_ns) for f in found if f.name.endswith(SUFFIX)]
    except FileNotFoundError:
        own = []
    return _policies(tuple(sorted(own)))


@lru_cache(maxsize=4)
def _policies(own: tuple[tuple[str, int], ...]) -> tuple[Policy, ...]:
    found = {name: shipped_policy(name) for name in shipped_policies()}
    for path, _ in own:
        try:
            policy = read_policy(Path(path))
        except PolicyError as error:
            said = f"补偿方案文件有错，请合管办改正后再结算：{error}"
            raise RefusedError([Problem("POLICY", "", said)]) from error
        found[policy.name] = policy
    return tuple(found.values())


def policy_on(place: str, day: date) -> Policy:
    """The one policy of the pooling area a place lies in, in force on a day.

    A county's own goes before its prefecture's. Raises RefusedError where there is none, or two.
    """
    valid = [p for p in policies() if _covers(p, place) and p.is_valid_on(day)]
    nearest = max((len(_prefix(p)) for p in valid), default=0)
    found = [p for p in valid if len(_prefix(p)) == nearest]
    if len(found) == 1:
        return found[0]
    if not found:
        said = f"{day:%Y-%m-%d} 没有这个统筹地区的补偿方案，请合管办把方案放入 policies 文件夹。"
    else:
        names = "、".join(p.name for p in found)
        said = f"{day:%Y-%m-%d} 有几个方案同时有效（{names}），请合管办改定各自的有效期。"
    raise RefusedError([Problem("POLICY", "discharged_date", said)])


def _covers(policy: Policy, place: str) -> bool:
    return place.startswith(_prefix(policy))


def _prefix(policy: Policy) -> str:
    """The digits that the codes of all places of its area begin with, two for each level."""
    area = policy.area
    while area.endswith("00"):
        area = area[:-2]
    return area


def level_at(row: tuple[Level | None, str | None, date | None], day: date) -> Level:
    """The level at which an institution is paid on a day, of its level, state and last day.

    Raises RefusedError where it is not designated then, or its settlement is stopped.
    """
    level, state, to_date = row
    if level is None or (to_date is not None and to_date < day):
        said = "就诊机构在出院日期不是定点医疗机构，请核对机构，或由合管办登记协议。"
        raise RefusedError([Problem("HOSPITAL", "hospital", said)])
    if state != "designated":
        said = "这家定点医疗机构已暂停或终止结算，请与合管办联系。"
        raise RefusedError([Problem("HOSPITAL", "hospital", said)])
    return level
