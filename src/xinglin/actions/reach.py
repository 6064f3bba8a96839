"""Which counties a user reaches."""

from __future__ import annotations

from xinglin.store.models import Division, DivisionClosure, User


def counties_within(user: User) -> list[str]:
    """The codes of every county within reach, sorted."""
    counties = Division.objects.filter(level="county")
    if not user.is_everything:
        reached = DivisionClosure.objects.filter(ancestor__in=user.scope_places)
        counties = counties.filter(code__in=reached.values("descendant"))
    return list(counties.order_by("code").values_list("code", flat=True))
