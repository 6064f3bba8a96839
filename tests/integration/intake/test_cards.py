"""Cards come in: accepted, unchanged, corrected, sent back; with their history and audit."""

from __future__ import annotations

import io
from typing import Any

import psycopg
import pytest
from cards import card, id_number, write_csv


def messages(result: Any) -> dict[str, str]:
    return {f"{e.code}/{e.field}": e.message for e in result.errors}


def test_a_valid_card_is_accepted_once_and_then_unchanged(take, cards_in) -> None:
    first = take({"卡片编号": "A1"})
    again = take({"卡片编号": "A1"})
    assert (first.rows, first.accepted, first.unchanged, first.rejected) == (1, 1, 0, 0)
    assert (again.rows, again.accepted, again.unchanged, again.rejected) == (1, 0, 1, 0)
    (row,) = cards_in("A1")
    assert row["state"] == "submitted"  # 网络批量 arrives waiting for review
    assert (row["reporter"], row["place"]) == ("990001", "998801001")
    assert row["reporter_place"] == "998801001"
    assert row["channel"] == "batch"
    assert row["outcome"] == "3"  # 新卡空白视为未愈（在治）
    assert row["patient_name_key"] == "zhang1 san1|张三"
    assert row["source_ref"].endswith(":2")
    assert row["employer"] is None  # unknown is NULL, never ''


def test_deadlines_follow_the_rules_of_the_day(take, cards_in) -> None:
    # 《传染病信息报告管理规范》: measles (乙类) within 24 hours of diagnosis.
    take({"卡片编号": "D1", "诊断时间": "2013-06-01 08:30"})
    (row,) = cards_in("D1")
    assert row["report_limit_due_at"].isoformat() in (
        "2013-06-02T08:30:00+08:00",
        "2013-06-02T00:30:00+00:00",
    )


def test_open_deadlines_wait_on_the_worklist_and_done_ones_do_not(take, cards_in, town) -> None:
    path_rows = [
        {"卡片编号": "W1"},
        {"卡片编号": "W2", "报告时间": "2013-06-01 10:00", "审核时间": "2013-06-01 18:00"},
    ]
    take(*[{"报告时间": "", "审核时间": "", **r} for r in path_rows], by="county")
    ids = {r["card_no"]: r["id"] for r in cards_in("W")}
    with psycopg.connect(town.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        found = owner.execute(
            "SELECT record_id, deadline FROM store_duemoment WHERE record_id = ANY(%s)",
            [list(ids.values())],
        ).fetchall()
    assert found == [(ids["W1"], "report_limit")]


def test_the_same_key_with_other_values_is_a_new_version(take, cards_in, town) -> None:
    take({"卡片编号": "C1"})
    result = take({"卡片编号": "C1", "实足年龄": "34"}, name="fixed.csv")
    assert (result.accepted, result.corrected, result.unchanged) == (1, 1, 0)
    (row,) = cards_in("C1")
    assert (row["version"], row["age_years"], row["state"]) == (2, 34, "submitted")
    first, second = cards_in("C1", "infectious_notifiable_case_history")
    assert (first["age_years"], second["age_years"]) == (33, 34)
    assert second["reason"] == "导入更正 fixed.csv"
    assert second["actor"] == "clerk"


def test_after_review_a_correction_goes_back_for_review(take, cards_in) -> None:
    take({"卡片编号": "R1", "状态": "已审核"}, by="county")
    result = take({"卡片编号": "R1", "实足年龄": "40"}, by="county")
    assert result.corrected == 1
    (row,) = cards_in("R1")
    assert (row["state"], row["age_years"]) == ("correcting", 40)


def test_a_removed_card_is_not_changed_by_a_file(take, cards_in) -> None:
    take({"卡片编号": "X1", "状态": "已删除"}, by="county")
    result = take({"卡片编号": "X1", "实足年龄": "40"}, by="county")
    assert result.rejected == 1
    assert "已删除" in messages(result)["ENDED/"]
    assert cards_in("X1")[0]["age_years"] == 33


def test_a_hospital_cannot_bring_in_reviewed_cards(take) -> None:
    result = take({"卡片编号": "S1", "状态": "已审核"})
    assert "不能直接导入“已审核”" in messages(result)["STATE/state"]


def test_the_same_row_twice_counts_once_and_a_different_one_is_sent_back(take, cards_in) -> None:
    result = take(
        {"卡片编号": "B1"},
        {"卡片编号": "B1"},
        {"卡片编号": "B1", "实足年龄": "50"},
    )
    assert (result.rows, result.accepted, result.unchanged, result.rejected) == (3, 1, 1, 1)
    (error,) = result.errors
    assert (error.row, error.code) == (4, "DUP")
    assert "第 4 行" in error.message
    assert "第 2 行" in error.message
    assert [f.code for f in result.findings] == ["SAME", "DUP"]
    assert cards_in("B1")[0]["age_years"] == 33


def test_every_problem_of_a_row_comes_back_together(take, cards_in) -> None:
    result = take(
        {
            "卡片编号": "E1",
            "患者姓名": "",
            "疾病名称": "流感病",
            "发病日期": "2013-13-01",
            "联系电话": "abc",
            "有效证件号": "998801198001010010",
        }
    )
    found = messages(result)
    assert set(found) == {
        "REQ/patient_name",
        "V-code/disease",
        "V-date/onset_date",
        "V-phone/phone",
        "ID01/id_number",
    }
    assert found["V-date/onset_date"].startswith("发病日期：")
    assert cards_in("E1") == []


def test_a_warning_needs_a_reason_and_the_reason_is_kept(take, cards_in, town) -> None:
    # NC13: a day of death, and an outcome that is not death.
    wrong = {"卡片编号": "N1", "死亡日期": "2013-06-02", "转归": "治愈"}
    refused = take(wrong)
    assert "说明理由" in messages(refused)["NC13/death_date"]
    passed = take({**wrong, "说明理由": "死于车祸，与本病无关"})
    assert passed.accepted == 1
    (row,) = cards_in("N1")
    with psycopg.connect(town.owner) as owner:
        details = owner.execute(
            "SELECT detail FROM store_auditentry WHERE kind = 'warning' AND record_id = %s",
            [row["id"]],
        ).fetchall()
    assert details == [("NC13：死于车祸，与本病无关",)]


def test_asked_and_unknown_is_a_value_and_not_a_gap(take, cards_in) -> None:
    result = take({"卡片编号": "U1", "联系电话": "不详"})
    assert result.accepted == 1, result.errors
    (row,) = cards_in("U1")
    assert row["phone"] is None
    assert row["unknowns"] == ["phone:asked_unknown"]


def test_numbers_are_given_once_although_the_file_comes_twice(take, cards_in) -> None:
    rows = [
        {"卡片编号": "", "患者姓名": "欧阳一", "有效证件号": id_number(401)},
        {"卡片编号": "", "患者姓名": "欧阳二", "有效证件号": id_number(402)},
    ]
    first = take(*rows)
    again = take(*rows)
    assert (first.accepted, again.accepted, again.unchanged) == (2, 0, 2)
    given = [r["card_no"] for r in cards_in("998801") if r["patient_name"].startswith("欧阳")]
    assert len(given) == 2
    assert int(given[1]) - int(given[0]) == 1  # continuous within place and year


def test_one_number_and_name_is_one_person(take, cards_in) -> None:
    number = id_number(411)
    take(
        {"卡片编号": "P1", "有效证件号": number},
        {"卡片编号": "P2", "有效证件号": number},
        {"卡片编号": "P3", "有效证件号": number, "患者姓名": "王五"},
    )
    take({"卡片编号": "P4", "有效证件号": number}, by="county", name="later.csv")
    people = {r["card_no"]: r["person_id"] for r in cards_in("P")}
    assert people["P1"] == people["P2"] == people["P4"]
    assert people["P3"] not in (None, people["P1"])


def test_another_institutions_card_is_refused_in_words(take, cards_in) -> None:
    foreign = {"卡片编号": "F1", "报告单位": "茯苓县人民医院", "现住址国标码": "998823100"}
    result = take({"卡片编号": "F2", "报告单位": ""}, foreign)
    assert (result.accepted, result.rejected) == (1, 1)
    assert any("数据范围" in message for message in messages(result).values())
    assert cards_in("F1") == []


def test_a_row_without_reporter_needs_one(take) -> None:
    result = take({"卡片编号": "F5", "报告单位": ""}, by="county")
    assert messages(result)["REQ/reporter"].startswith("报告单位：必填")


def test_a_table_of_another_place_is_refused_by_row(town, tmp_path) -> None:
    from xinglin.intake.run import intake_file

    rows = [
        {"地区": place, "人口口径": "常住人口", "时点": "2012-12-31", "人数": "1000"}
        for place in ("998801", "998823")
    ]
    path = write_csv(tmp_path / "population.csv", rows)
    result = intake_file(path, register="population", by="county")
    assert (result.accepted, result.rejected) == (1, 1)
    (error,) = result.errors
    assert (error.row, error.code, error.field) == (3, "SCOPE", "place")
    assert "数据范围" in error.message


def test_a_number_another_unit_has_is_refused_without_showing_its_card(take, cards_in) -> None:
    take({"卡片编号": "K1", "现住址国标码": "998823100"}, by="other_clerk")
    result = take({"卡片编号": "K1"}, {"卡片编号": "K2"})
    assert (result.accepted, result.rejected) == (1, 1)
    assert "卡片编号已被另一条记录使用" in messages(result)["KEY/card_no"]
    assert cards_in("K1")[0]["reporter"] == "990002"


def test_without_the_permission_nothing_comes_in(take) -> None:
    from xinglin.actions.problems import ForbiddenError

    with pytest.raises(ForbiddenError, match="批量导入"):
        take({"卡片编号": "Q1"}, by="leader")


def test_sent_back_rows_are_kept_and_come_in_when_corrected(take, town, tmp_path, cards_in) -> None:
    import openpyxl

    from xinglin.intake.run import error_workbook, intake_file

    result = take(
        {"卡片编号": "G1"},
        {"卡片编号": "G2", "疾病名称": "麻疹病"},
        {"卡片编号": "G3", "联系电话": "="},
    )
    assert (result.accepted, result.rejected) == (1, 2)
    with psycopg.connect(town.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        kept = owner.execute(
            "SELECT row_no, errors FROM store_intakerow WHERE intakefile_id = %s ORDER BY 1",
            [result.intake_id],
        ).fetchall()
    assert [row for row, _ in kept] == [3, 4]
    assert "麻疹病" in kept[0][1]

    book = openpyxl.load_workbook(io.BytesIO(error_workbook(result)))
    sheet = book["填报"]
    header = [c.value for c in sheet[1]]
    assert header[0] == "错误"
    assert "麻疹病" in sheet.cell(2, 1).value
    sheet.cell(2, header.index("疾病名称") + 1).value = "麻疹"
    sheet.cell(3, header.index("联系电话") + 1).value = "13900000000"
    book.save(tmp_path / "corrected.xlsx")
    mended = intake_file(tmp_path / "corrected.xlsx", register="notifiable_case", by="clerk")
    assert (mended.rows, mended.accepted, mended.rejected) == (2, 2, 0), mended.errors
    assert len(cards_in("G")) == 3


def test_the_result_as_json_holds_counts_and_errors(take) -> None:
    shown = take({"卡片编号": "J1", "性别": "人"}).to_json()
    assert (shown["rows"], shown["accepted"], shown["unchanged"], shown["rejected"]) == (1, 0, 0, 1)
    (error,) = shown["errors"]
    assert (error["row"], error["field"], error["code"]) == (2, "sex", "V-code")
    assert "“人”" in error["message"]


def test_chunks_do_not_show_in_the_result(town, tmp_path, monkeypatch, cards_in) -> None:
    from xinglin.actions import bulk_preparing
    from xinglin.intake.run import intake_file

    monkeypatch.setattr(bulk_preparing, "CHUNK", 3)
    rows = [card(卡片编号=f"H{i:02d}", 有效证件号=id_number(300 + i)) for i in range(10)]
    rows[4]["性别"] = "人"
    told: list[tuple[int, int]] = []
    path = write_csv(tmp_path / "many.csv", rows)
    result = intake_file(
        path,
        register="notifiable_case",
        by="clerk",
        progress=lambda done, about: told.append((done, about)),
    )
    assert (result.rows, result.accepted, result.rejected) == (10, 9, 1)
    assert [e.row for e in result.errors] == [6]
    assert [done for done, _ in told] == [3, 6, 9, 10]
    assert len(cards_in("H")) == 9
