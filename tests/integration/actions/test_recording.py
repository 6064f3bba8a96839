"""The one door: who may, from which state, by whom, on which version, and with which reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from town import ANGELICA, CHENGGUAN, KINGS, SHIQIAO, Town, at, card, clock
from xinglin.language import catalogue
from xinglin.language.registers import Register

NOON = at("2026-10-12 12:00")


def case() -> type[Register]:
    return catalogue.load().register("notifiable_case")


def file(town: Town, by: str, serial: int, **changes: Any) -> Any:
    """A measles card filed on 12 October 2026."""
    from xinglin.actions.recording import create_record

    more: dict[str, Any] = {k: changes.pop(k) for k in ("reasons", "draft") if k in changes}
    user = town.user(by)
    with clock(user, NOON):
        values = card(serial, NOON, "measles", KINGS) | changes
        return create_record(case(), values, by=user, **more)


def step(town: Town, saved: Any, name: str, by: str, **more: Any) -> Any:
    from xinglin.actions.recording import take_step

    user = town.user(by)
    with clock(user, NOON):
        more.setdefault("version", saved.version)
        return take_step(case(), saved.id, name, by=user, **more)


def change(town: Town, saved: Any, by: str, changes: Mapping[str, Any], **more: Any) -> Any:
    from xinglin.actions.recording import change_record

    user = town.user(by)
    with clock(user, NOON):
        more.setdefault("version", saved.version)
        return change_record(case(), saved.id, changes, by=user, **more)


def row_of(saved: Any, by: str = "admin") -> Any:
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    with acting(by):
        return model_of(case()).objects.get(pk=saved.id)


def codes(caught: Any) -> set[str]:
    return {p.code for p in caught.value.problems}


# --- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "why"), [("city", "填报"), ("cdc_ginkgo", None), ("clerk_h1", None)]
)
def test_only_posts_that_enter_may_file(town: Town, by: str, why: str | None) -> None:
    from xinglin.actions.problems import ForbiddenError

    serial = {"city": 100, "cdc_ginkgo": 101, "clerk_h1": 102}[by]
    if why is None:
        assert file(town, by, serial).state == "draft"
        return
    with pytest.raises(ForbiddenError, match=f"没有“传染病报告卡”的“{why}”权限"):
        file(town, by, serial)


def test_a_hospital_may_not_review(town: Town) -> None:
    from xinglin.actions.problems import ForbiddenError

    saved = step(town, file(town, "clerk_h1", 103), "submit", "clerk_h1")
    with pytest.raises(ForbiddenError, match="审核"):
        step(town, saved, "review", "clerk_h1")
    assert row_of(saved).state == "submitted"


def test_a_post_of_another_line_may_not_file(town: Town) -> None:
    from xinglin.actions.problems import ForbiddenError
    from xinglin.actions.recording import create_record

    user = town.user("clerk_h1")
    before = user.scope_lines
    user.scope_lines = ["foundation"]
    try:
        with pytest.raises(ForbiddenError, match="传染病报告卡"), clock(user, NOON):
            create_record(case(), card(104, NOON, "measles", KINGS), by=user)
    finally:
        user.scope_lines = before


def test_who_submitted_may_not_review(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    saved = step(town, file(town, "admin", 105), "submit", "admin")
    with pytest.raises(RefusedError, match="不能由“提交审核”的同一人办理") as caught:
        step(town, saved, "review", "admin")
    assert codes(caught) == {"STEP04"}
    assert step(town, saved, "review", "admin2").state == "reviewed"


def test_a_step_from_the_wrong_state_is_refused(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    saved = file(town, "clerk_h1", 106)
    with pytest.raises(RefusedError, match="记录现为“草稿”，不能“审核通过”") as caught:
        step(town, saved, "review", "admin")
    assert codes(caught) == {"STEP03"}


def test_removal_wants_a_reason(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    saved = file(town, "clerk_h1", 107)
    with pytest.raises(RefusedError, match="须写明理由"):
        step(town, saved, "remove", "admin", reason="  ")
    assert step(town, saved, "remove", "admin", reason="重卡").state == "removed"


# --- two writers -------------------------------------------------------------------------------


def test_the_second_writer_is_told_and_nothing_is_lost(town: Town) -> None:
    from xinglin.actions.problems import ConflictError

    saved = file(town, "clerk_h1", 110)
    change(town, saved, "clerk_h1", {"remark": "先到的"})
    with pytest.raises(ConflictError):
        change(town, saved, "admin", {"remark": "后到的"})
    assert row_of(saved).remark == "先到的"


def test_a_conflict_says_in_chinese_what_to_do(town: Town) -> None:
    from xinglin.actions.problems import ConflictError

    saved = file(town, "clerk_h1", 111)
    change(town, saved, "clerk_h1", {"remark": "先到的"})
    with pytest.raises(ConflictError) as caught:
        change(town, saved, "admin", {"remark": "后到的"})
    assert re.search("[\u4e00-\u9fff]{4}", str(caught.value))


# --- corrections -------------------------------------------------------------------------------


def test_after_review_a_change_is_a_correction_with_a_reason(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    saved = step(town, file(town, "clerk_h1", 112), "submit", "clerk_h1")
    saved = step(town, saved, "review", "admin")
    with pytest.raises(RefusedError, match="订正须写明理由"):
        change(town, saved, "clerk_h1", {"residence": SHIQIAO})
    corrected = change(town, saved, "clerk_h1", {"residence": SHIQIAO}, reason="住址核实")
    assert (corrected.state, row_of(corrected).place) == ("correcting", SHIQIAO)


def test_a_submitted_card_is_not_edited_behind_the_reviewer_s_back(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    saved = step(town, file(town, "clerk_h1", 113), "submit", "clerk_h1")
    with pytest.raises(RefusedError, match="状态为“待审核”的记录不能修改"):
        change(town, saved, "clerk_h1", {"remark": "再改"}, reason="补充")


# --- checks, reasons, drafts -------------------------------------------------------------------


def test_every_problem_comes_back_together(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    wrong = {"onset_date": at("2026-10-13 08:00").date(), "phone": None, "doctor": None}
    with pytest.raises(RefusedError) as caught:
        file(town, "clerk_h1", 114, **wrong)
    found = {(p.code, p.field) for p in caught.value.problems}
    assert {("REQ", "phone"), ("REQ", "doctor"), ("NC01", "onset_date")} <= found
    assert all(p.message.endswith("。") for p in caught.value.problems)


def test_a_warning_is_passed_with_a_reason_that_history_keeps(town: Town) -> None:
    from django.db import connection

    from xinglin.actions.problems import RefusedError
    from xinglin.store.acting import acting

    adult = {"disease": "hand_foot_and_mouth_disease", "age_years": 41}
    with pytest.raises(RefusedError) as caught:
        file(town, "clerk_h1", 115, **adult)
    assert codes(caught) == {"NC08"}
    with pytest.raises(RefusedError):
        file(town, "clerk_h1", 115, **adult, reasons={"NC08": " "})
    saved = file(town, "clerk_h1", 115, **adult, reasons={"NC08": "病原学阳性"})
    assert [p.code for p in saved.passed] == ["NC08"]
    with acting("admin"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason FROM infectious_notifiable_case_history WHERE id = %s", [saved.id]
        )
        assert cursor.fetchall() == [("NC08：病原学阳性",)]


def test_a_reason_does_not_pass_an_error(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    wrong = {"onset_date": at("2026-10-13 08:00").date()}
    with pytest.raises(RefusedError) as caught:
        file(town, "clerk_h1", 116, **wrong, reasons={"NC01": "就是这样"})
    assert "NC01" in codes(caught)


def test_a_draft_may_have_gaps_and_is_checked_when_it_is_submitted(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    saved = file(town, "clerk_h1", 117, phone=None, draft=True)
    with pytest.raises(RefusedError) as caught:
        step(town, saved, "submit", "clerk_h1")
    assert codes(caught) == {"REQ"}
    saved = change(town, saved, "clerk_h1", {"phone": "13900000000"})
    assert step(town, saved, "submit", "clerk_h1").state == "submitted"


def test_a_short_place_is_refused_where_townships_are_known(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    with pytest.raises(RefusedError, match="请填到乡镇"):
        file(town, "clerk_h1", 118, residence=ANGELICA)


def test_a_wrong_identity_number_is_named_without_being_repeated(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    wrong = "998801198501011199"
    with pytest.raises(RefusedError) as caught:
        file(town, "clerk_h1", 119, id_number=wrong)
    assert "ID01" in codes(caught)
    assert wrong not in str(caught.value)


def test_the_same_card_number_twice_is_refused_in_words(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    number = row_of(file(town, "clerk_h1", 120)).card_no
    with pytest.raises(RefusedError, match="卡片编号与已有记录重复") as caught:
        file(town, "clerk_h1", 121, card_no=number)
    assert codes(caught) == {"KEY"}


# --- numbers -----------------------------------------------------------------------------------


def test_card_numbers_have_no_gap_when_many_write_and_some_fail(town: Town) -> None:
    """Twelve clerks at once, every third refused after its number was drawn."""
    from django.db import connections

    from xinglin.actions.problems import RefusedError

    taken = row_of(file(town, "clerk_t1", 130, residence=CHENGGUAN)).card_no

    def write(n: int) -> str | None:
        try:
            # A key that is taken fails at the insert: the number drawn for it is given back.
            extra = {"card_no": taken} if n % 3 == 0 else {}
            saved = file(town, "clerk_t1", 131 + n, residence=CHENGGUAN, **extra)
            return str(row_of(saved).card_no)
        except RefusedError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        given = sorted(n for n in pool.map(write, range(12)) if n)
    first = int(taken[-6:])
    assert len(given) == 8
    assert [int(n[-6:]) for n in given] == list(range(first + 1, first + 9))
    assert {n[:-6] for n in given} == {"9988212026"}


def test_a_rolled_back_number_is_given_again(town: Town) -> None:
    from xinglin.actions.numbering import next_number
    from xinglin.store.acting import acting

    class UndoneError(Exception):
        """Rolls the transaction back."""

    item = case().fields["card_no"]
    numbers = []
    for _ in range(2):
        with pytest.raises(UndoneError), acting("admin"):
            numbers.append(next_number(case(), item, ANGELICA, NOON))  # type: ignore[arg-type]
            raise UndoneError
    assert numbers[0] == numbers[1]


# --- persons -----------------------------------------------------------------------------------


def test_one_person_with_two_cards_is_one_person(town: Town) -> None:
    rows = [row_of(type("Saved", (), {"id": town.cards[name]})) for name in ("m1", "t1", "m2")]
    assert rows[0].person_id == rows[1].person_id
    assert rows[0].person_id != rows[2].person_id
