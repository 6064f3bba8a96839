"""Mapping files: what they say, and every slip in them named."""

from __future__ import annotations

from pathlib import Path

import pytest

GOOD = """
format = 1
register = "notifiable_case"
channel = "historical"
reporter = {source = "book_of_1999", label = "旧登记本"}
key = ["no"]
ignore = ["page"]

[columns]
card_no = {template = "BOOK-{no}"}
disease = {const = "measles"}
onset_date = {column = "onset", date_format = "%d/%m/%Y"}
age_years = {column = "age", missing = ["?"], whole = true}
sex = {column = "sex", codes = {man = "1", woman = "2"}}
outcome = {column = "end", codes = {dead = "4"}}
death_date = {column = "end_day", when = {end = "dead"}}
residence = "county"
"""
HEADER = "no,onset,age,sex,end,end_day,county,page\n"


def take(tmp_path: Path, rows: str, mapping: str = GOOD, **how):
    from xinglin.intake.run import intake_file

    (tmp_path / "map.toml").write_text(mapping, "utf-8")
    (tmp_path / "book.csv").write_text(HEADER + rows, "utf-8")
    return intake_file(
        tmp_path / "book.csv", mapping=tmp_path / "map.toml", **{"by": "admin", **how}
    )


def refusal(tmp_path: Path, mapping: str) -> str:
    from xinglin.intake.run import IntakeFileError

    with pytest.raises(IntakeFileError) as caught:
        take(tmp_path, "1,,,,,,,\n", mapping)
    return str(caught.value)


def test_a_foreign_list_becomes_historical_records(town, tmp_path, cards_in) -> None:
    result = take(
        tmp_path,
        "1,30/05/1999,0.7,man,dead,1999-06-02,银杏区,12\n2,,?,,alive?,1999-06-09,银杏区,13\n",
    )
    assert (result.accepted, result.rejected) == (1, 1)
    assert result.errors[0].field == "outcome"  # a word the mapping does not know is not guessed
    (row,) = cards_in("BOOK-")
    assert row["card_no"] == "BOOK-1"
    assert row["onset_date"].isoformat() == "1999-05-30"
    assert row["death_date"].isoformat() == "1999-06-02"
    assert (row["age_years"], row["sex"], row["outcome"]) == (0, "1", "4")
    assert (row["channel"], row["state"]) == ("historical", "reviewed")
    assert (row["reporter"], row["place"]) == ("source:book_of_1999", "998801")
    assert row["effective_on"].isoformat() == "1999-05-30"
    assert row["person_id"] is None


def test_gaps_of_history_are_no_errors(town, tmp_path, cards_in) -> None:
    result = take(tmp_path, "77,,?,,,,,\n")
    assert result.accepted == 1, result.errors
    (row,) = cards_in("BOOK-77")
    assert (row["age_years"], row["sex"], row["outcome"], row["unknowns"]) == (None,) * 4


def test_a_historical_list_is_mended_in_place(town, tmp_path, cards_in) -> None:
    take(tmp_path, "88,30/05/1999,5,man,,,银杏区,\n")
    result = take(tmp_path, "88,31/05/1999,5,man,,,银杏区,\n")
    assert result.corrected == 1
    (row,) = cards_in("BOOK-88")
    assert (row["state"], row["version"]) == ("reviewed", 2)
    assert row["onset_date"].isoformat() == "1999-05-31"


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ("format = 1", "format = 2", "须写明 format = 1"),
        ('"notifiable_case"', '"cases"', "register 应是登记表名"),
        ('"historical"', '"paper"', "channel 应是"),
        ("ignore =", "ignored =", "不认识“ignored”"),
        ("onset_date =", "onset_day =", "[columns] 不认识“onset_day”"),
        ("date_format", "format", "[columns] onset_date：不认识“format”"),
        ('{const = "measles"}', '{const = "measles", column = "x"}', "须有且只有一个"),
        ('key = ["no"]', 'key = ["age"]', "key 中的“age”没有用在关键项目"),
        ('"book_of_1999"', '"Book of 1999"', "source“Book of 1999”只能"),
        ("missing = [", "missing = 3 #", "不是正确的 TOML"),
    ],
)
def test_a_slip_in_a_mapping_is_named(town, tmp_path, good, bad, sentence) -> None:
    assert good in GOOD
    assert sentence in refusal(tmp_path, GOOD.replace(good, bad, 1))


def test_headers_that_do_not_fit_the_mapping_are_named(town, tmp_path) -> None:
    said = refusal(tmp_path, GOOD.replace('"county"', '"district"'))
    assert "要的列“district”不在文件里" in said
    assert "第 7 列“county”在对照文件“map.toml”里没有写" in said


def test_a_mapping_is_for_its_own_register(town, tmp_path) -> None:
    from xinglin.intake.run import IntakeFileError

    with pytest.raises(IntakeFileError, match="与所选的 zero_report 不符"):
        take(tmp_path, "", register="zero_report")
