"""The division tree with its dates."""

from __future__ import annotations

from datetime import date

from xinglin.query.divisions import Division, Divisions

# 莱芜市 371200 was abolished and its districts put under 济南市 370100 (国函〔2018〕163号,
# in force from 2018-12-26; here from 2019-01-01 for plain dates).
TREE = Divisions(
    [
        Division("370000", "山东省", "province", ""),
        Division("370100", "济南市", "prefecture", "370000"),
        Division("371200", "莱芜市", "prefecture", "370000", None, date(2019, 1, 1)),
        Division("371202", "莱城区", "county", "371200", None, date(2019, 1, 1)),
        Division("370116", "莱芜区", "county", "370100", date(2019, 1, 1)),
    ]
)
BEFORE, AFTER = date(2018, 6, 30), date(2019, 6, 30)


def test_places_belong_together_as_of_the_day() -> None:
    assert TREE.below("371200", BEFORE) >= {"371200", "371202"}
    assert TREE.below("370100", AFTER) == {"370100", "370116"}


def test_old_codes_stay_in_the_total_above() -> None:
    assert "371202" in TREE.below("370000", AFTER)


def test_levels_list_only_what_is_in_force() -> None:
    assert TREE.at_level("prefecture", "370000", BEFORE) == ["370100", "371200"]
    assert TREE.at_level("prefecture", "370000", AFTER) == ["370100"]
    assert TREE.at_level("county", "370000", AFTER) == ["370116"]


def test_unknown_places_stand_alone() -> None:
    assert TREE.below("999999", AFTER) == {"999999"}
    assert TREE.name("999999", AFTER) == "999999"
