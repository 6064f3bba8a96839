"""What follows from a register's declaration: names, columns, words; nothing identifying leaves."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.language.lending import H5N1BookLoan as Loan

from xinglin.language import catalogue
from xinglin.language.expressions import Column
from xinglin.language.fields import Date, Text
from xinglin.language.registers import COMMON_COLUMNS, Register, snake_case


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NotifiableCase", "notifiable_case"),
        ("H7N9Cases", "h7n9_cases"),
        ("ClassBCCases", "class_bc_cases"),
        ("Loan", "loan"),
        ("HTTPLog", "http_log"),
    ],
)
def test_snake_case(name: str, expected: str) -> None:
    assert snake_case(name) == expected


def test_the_table_is_named_after_line_and_register() -> None:
    assert (Loan.line, Loan.name, Loan.table()) == (
        "local",
        "h5n1_book_loan",
        "local_h5n1_book_loan",
    )


def test_stored_columns_are_the_common_ones_the_fields_keys_of_names_and_due_moments() -> None:
    assert list(Loan.stored_columns()) == [
        *COMMON_COLUMNS,
        *[
            "loan_no",
            "reader_name",
            "reader_id",
            "phone",
            "address",
            "remark",
            "genre",
            "pages",
            "fine_fen",
        ],
        *["lent_at", "back_at", "bought_date", "branch", "reader_name_key", "loan_limit_due_at"],
    ]


def test_snapshots_hold_local_days_and_nothing_that_finds_a_person() -> None:
    columns = Loan.snapshot_columns()
    gone = {"reader_name", "reader_name_key", "reader_id", "phone", "address", "remark"}
    assert not gone & set(columns)
    assert not {"recorded_by", "source_ref"} & set(columns)
    days = {"recorded_at_date", "lent_at_date", "back_at_date", "loan_limit_due_at_date"}
    assert {name for name in columns if name not in Loan.stored_columns()} == days
    assert {columns[name] for name in days} == {"date"}


@pytest.mark.parametrize(
    "register", list(catalogue.load().registers.values()), ids=lambda r: r.name
)
def test_no_shipped_register_lets_an_identifying_kind_into_snapshots(
    register: type[Register],
) -> None:
    kinds = {"person_name", "id_number", "phone", "address"}
    assert not kinds & set(register.snapshot_columns().values())
    free_text = {f.name for f in register.fields.values() if isinstance(f, Text) and f.long} & set(
        register.snapshot_columns()
    )
    assert not free_text, "free text of several lines may name a person"


def test_labels_of_columns() -> None:
    asked = ["genre", "state", "loan_limit_due_at", "lent_at_date", "bought_date", "no_such"]
    assert [Loan.column_label(name) for name in asked] == [
        "类别", "状态", "归还到期时间", "借出时间", "购入日期", "no_such",
    ]  # fmt: skip


def test_labels_of_values() -> None:
    asked = [("genre", "map"), ("genre", "gone"), ("state", "back"), ("channel", "historical"),
             ("pages", None), ("bought_date", date(2013, 5, 1))]  # fmt: skip
    assert [Loan.value_label(*pair) for pair in asked] == [
        "图", "gone", "已还", "历史资料", "不详", "2013-05-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("required", "channels"),
    [(False, []), (True, ["direct", "batch"]), ("always", ["direct", "batch", "historical"])],
)
def test_history_may_lack_what_new_records_must_have(
    required: bool | str, channels: list[str]
) -> None:
    item = Date("日期", required=required)
    assert [c for c in ("direct", "batch", "historical") if item.required_for(c)] == channels


def test_a_field_named_twice_keeps_its_first_name() -> None:
    assert Loan.place_field is Loan.fields["branch"]
    assert Loan.branch.name == "branch"


def test_selections_add_conditions_and_leave_the_register_alone() -> None:
    assert Loan.where().condition is None
    maps = Loan.where(Loan.genre == "map")
    thick = maps.where(Loan.pages > 300, Loan.state == "back")
    assert thick.register is Loan
    assert thick.condition is not None
    assert thick.condition.columns() == {"genre", "pages", "state"}
    assert maps.condition is not None
    assert maps.condition.columns() == {"genre"}


def test_a_deadline_is_late_only_when_done_after_it_was_due() -> None:
    late = Loan.loan_limit.is_late
    assert late.columns() == {"back_at", "loan_limit_due_at"}
    assert (Loan.loan_limit.unit, Loan.loan_limit.limit.to_json()["value"]) == (
        "calendar_days",
        14,
    )


def test_a_register_describes_itself_without_identifying_columns() -> None:
    told = Loan.describe()
    assert told["columns"] == Loan.snapshot_columns()
    assert told["states"] == {"lent": "借出", "back": "已还", "lost": "已失"}
    assert isinstance(Loan.state, Column)
