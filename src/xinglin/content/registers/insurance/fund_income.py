"""Money the fund is to get, and has got."""

from __future__ import annotations

from xinglin.codes.insurance_codes import FundSource
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, Money, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class FundIncome(Register):
    """One sum due to the fund from one source for one year, and its arrival (基金应到与实到)."""

    label, office = "基金应到与实到", "合作医疗办公室"
    source = "新型农村合作医疗基金财务制度（财社〔2008〕8号，文号未核）：各级配套应及时足额到位"

    income_no = Text("凭据号", free=False, max_length=40, required="always")
    area = Division("统筹地区", required="always")
    year_date = Date("年度", required="always", help="填该年的 1月1日。")
    fund_source = Code("来源", codes=FundSource, required="always")
    due_fen = Money("应到金额", required="always")
    due_date = Date("应到日期", required=True, help="文件规定的到位日期。")
    received_fen = Money("实到金额", help="还没有到账的留空。")
    received_date = Date("到账日期", help="进入社会保障基金财政专户的日期。")
    document = Text("依据文件", max_length=100)

    lifecycle = REGISTERED
    remove = lifecycle.step("registered", "removed", "删除", needs="remove", reason_required=True)
    provides = "fund_income"
    key = (income_no,)
    title_field = fund_source
    place_field = area
    counting_dates = {
        "due": CountingDate(due_date, "应到日期"),
        "received": CountingDate(received_date, "到账日期"),
    }
    counting_places = {"area": CountingPlace(area, "统筹地区")}
    list_columns = (
        income_no, area, year_date, fund_source, due_fen, due_date, received_fen, received_date,
        Register.state,
    )  # fmt: skip
    filters = (area, year_date, fund_source, received_date, Register.state)
    checks = [
        Check(
            "FI01",
            received_date <= LocalDate(Column("recorded_at")),
            "到账日期在今天之后，请核对。",
        ),
        Check(
            "FI02",
            received_fen.is_unknown() | received_date.is_known(),
            "填了实到金额的须填到账日期，请补填。",
        ),
        Check("FI03", received_fen <= due_fen, "实到金额大于应到金额，请核对。", level="warning"),
    ]
