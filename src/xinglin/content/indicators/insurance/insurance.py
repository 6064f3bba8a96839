"""Who is enrolled, and what the fund paid."""

from __future__ import annotations

from xinglin.content.registers.foundation.population import Population
from xinglin.content.registers.insurance.benefit_claim import BenefitClaim as Claim
from xinglin.content.registers.insurance.designated_institution import (
    DesignatedInstitution as Designated,
)
from xinglin.content.registers.insurance.fund_income import FundIncome as Income
from xinglin.content.registers.insurance.insured_member import InsuredMember as Member
from xinglin.content.registers.insurance.supervision_finding import (
    SupervisionFinding as Finding,
)
from xinglin.language.indicators import (
    Change,
    Count,
    CountOfYear,
    PopulationTotal,
    Ratio,
    ShareOfPopulation,
    Stock,
    Total,
)

_OFFICE = "合作医疗办公室"
_SCHEME = "新型农村合作医疗制度（本地方案）"
MEMBERS = Member.where(Member.state.in_("enrolled", "left"))
ELIGIBLE = Population.where(
    Population.state == "registered", Population.population_kind == "agricultural"
)
CLAIMS = Claim.where(Claim.state.in_("recorded", "settled", "reviewed", "paid"))
STAYS = CLAIMS.where(Claim.kind == "inpatient")
TOWNSHIP = STAYS.where(Claim.level == "township")
COUNTY = STAYS.where(Claim.level == "county")
OUTSIDE = STAYS.where(Claim.level == "outside")
INCOME = Income.where(Income.state == "registered")
CITY_MATCHING = INCOME.where(Income.fund_source == "city")
_WAN = 1_000_000


class EligiblePopulation(PopulationTotal):
    """农业人口数."""

    name, office, source, unit = "农业人口数", _OFFICE, "公安户籍统计（旧口径）", "人"
    definition = "上年末农业人口，应参合人口以它计。"
    of, amount = ELIGIBLE, Population.persons_count


class EnrolledMembers(CountOfYear):
    """新农合参合人数."""

    name, office, source, unit = "新农合参合人数", _OFFICE, _SCHEME, "人"
    definition = "本年度参合登记的人数，年内退出的仍计；一人一年一条。"
    of = MEMBERS


class EnrolmentRate(ShareOfPopulation):
    """新农合参合率."""

    name, office, source = "新农合参合率", _OFFICE, _SCHEME
    definition = "本年度参合人数÷上年末农业人口数×100%。"
    numerator = MEMBERS
    population, population_amount = ELIGIBLE, Population.persons_count


class EnrolmentGrowth(Change):
    """新农合参合人数增长."""

    name, source = "新农合参合人数同比", _SCHEME
    definition = "本年度参合人数比上年度增减的百分比，不是参合率的百分点。"
    of_indicator = EnrolledMembers


class CityMatchingArrival(Ratio):
    """市级配套资金到位率."""

    name, office = "市级配套资金到位率", _OFFICE
    source = "新型农村合作医疗基金财务制度（财社〔2008〕8号，文号未核）"
    definition = "应到日期在期内的市级配套资金，实到金额÷应到金额×100%。"
    numerator, denominator = CITY_MATCHING, CITY_MATCHING
    numerator_amount, denominator_amount = Income.received_fen, Income.due_fen


class FundArrival(Ratio):
    """资金到位率."""

    name, office = "新农合资金到位率", _OFFICE
    source = "新型农村合作医疗基金财务制度（财社〔2008〕8号，文号未核）"
    definition = "应到日期在期内的各项资金，实到金额÷应到金额×100%。"
    numerator, denominator = INCOME, INCOME
    numerator_amount, denominator_amount = Income.received_fen, Income.due_fen


class NetworkedInstitutions(Stock):
    """联网直报的定点机构数."""

    name, office, source, unit = "新农合联网直报机构数", _OFFICE, _SCHEME, "家"
    definition = "期末已开通网络直报的定点医疗机构数；停止协议的不计。"
    counted_on = "online"
    of = Designated.where(Designated.state.in_("designated", "suspended"))


class SupervisionFindings(Count):
    """稽查线索数."""

    name, office, unit = "稽查线索数", _OFFICE, "条"
    source = "《医疗保障基金使用监督管理条例》（2021）第三十八条、第四十条"
    definition = "期内发现的稽查线索数，排除的也计。"
    of = Finding.where()


class RecoveredFund(Total):
    """追回基金."""

    name, office, unit = "追回基金", _OFFICE, "万元"
    source = "《医疗保障基金使用监督管理条例》（2021）第三十八条、第四十条、第四十五条"
    definition = "期内发现的线索中已追回的金额。"
    decimals, in_one = 2, _WAN
    of, amount = Finding.where(Finding.state == "recovered"), Finding.recovered_fen


class OutpatientVisits(Count):
    """门诊补偿人次."""

    name, office, source, unit = "门诊补偿人次", _OFFICE, _SCHEME, "人次"
    definition = "期内就诊、已结算的普通门诊补偿单数。"
    of = CLAIMS.where(Claim.kind == "outpatient")


class OutpatientPaid(Total):
    """门诊补偿金额."""

    name, office, source, unit = "门诊补偿金额", _OFFICE, _SCHEME, "万元"
    definition = "期内普通门诊由统筹基金支付的金额。"
    decimals, in_one = 2, _WAN
    of, amount = CLAIMS.where(Claim.kind == "outpatient"), Claim.paid_fen


class Stays(Count):
    """住院补偿人次."""

    name, office, source, unit = "住院补偿人次", _OFFICE, _SCHEME, "人次"
    definition = "期内出院、已结算的各级定点机构住院补偿单数；跨年住院计入出院的年度。"
    of = STAYS


class StayCost(Total):
    """住院总费用."""

    name, office, source, unit = "住院总费用", _OFFICE, _SCHEME, "万元"
    definition = "期内出院、已结算的各级定点机构住院总费用，含目录外费用。"
    decimals, in_one = 2, _WAN
    of, amount = STAYS, Claim.total_fen


class StayPaid(Total):
    """住院补偿额."""

    name, office, source, unit = "住院补偿额", _OFFICE, _SCHEME, "万元"
    definition = "期内出院、已结算的各级定点机构住院由统筹基金支付的金额。"
    decimals, in_one = 2, _WAN
    of, amount = STAYS, Claim.paid_fen


class ActualShare(Ratio):
    """住院实际补偿比."""

    name, office, source = "住院实际补偿比", _OFFICE, _SCHEME
    definition = "各级定点机构住院统筹基金支付额÷总费用×100%；分母是总费用，不是目录内费用。"
    numerator, denominator = STAYS, STAYS
    numerator_amount, denominator_amount = Claim.paid_fen, Claim.total_fen


class TownshipStays(Count):
    """乡镇级住院补偿人次."""

    name, office, source, unit = "乡镇级住院补偿人次", _OFFICE, _SCHEME, "人次"
    definition = "期内出院、已结算的乡镇级机构住院补偿单数；跨年住院计入出院的年度。"
    of = TOWNSHIP


class TownshipStayCost(Total):
    """乡镇级住院总费用."""

    name, office, source, unit = "乡镇级住院总费用", _OFFICE, _SCHEME, "万元"
    definition = "期内出院、已结算的乡镇级机构住院总费用，含目录外费用。"
    decimals, in_one = 2, _WAN
    of, amount = TOWNSHIP, Claim.total_fen


class TownshipStayPaid(Total):
    """乡镇级住院补偿额."""

    name, office, source, unit = "乡镇级住院补偿额", _OFFICE, _SCHEME, "万元"
    definition = "期内出院、已结算的乡镇级机构住院由统筹基金支付的金额。"
    decimals, in_one = 2, _WAN
    of, amount = TOWNSHIP, Claim.paid_fen


class TownshipActualShare(Ratio):
    """乡镇级住院实际补偿比."""

    name, office, source = "乡镇级住院实际补偿比", _OFFICE, _SCHEME
    definition = "乡镇级机构住院统筹基金支付额÷总费用×100%；分母是总费用，不是目录内费用。"
    numerator, denominator = TOWNSHIP, TOWNSHIP
    numerator_amount, denominator_amount = Claim.paid_fen, Claim.total_fen


class CountyStays(Count):
    """县级住院补偿人次."""

    name, office, source, unit = "县级住院补偿人次", _OFFICE, _SCHEME, "人次"
    definition = "期内出院、已结算的县级机构住院补偿单数；跨年住院计入出院的年度。"
    of = COUNTY


class CountyStayCost(Total):
    """县级住院总费用."""

    name, office, source, unit = "县级住院总费用", _OFFICE, _SCHEME, "万元"
    definition = "期内出院、已结算的县级机构住院总费用，含目录外费用。"
    decimals, in_one = 2, _WAN
    of, amount = COUNTY, Claim.total_fen


class CountyStayPaid(Total):
    """县级住院补偿额."""

    name, office, source, unit = "县级住院补偿额", _OFFICE, _SCHEME, "万元"
    definition = "期内出院、已结算的县级机构住院由统筹基金支付的金额。"
    decimals, in_one = 2, _WAN
    of, amount = COUNTY, Claim.paid_fen


class CountyActualShare(Ratio):
    """县级住院实际补偿比."""

    name, office, source = "县级住院实际补偿比", _OFFICE, _SCHEME
    definition = "县级机构住院统筹基金支付额÷总费用×100%；分母是总费用，不是目录内费用。"
    numerator, denominator = COUNTY, COUNTY
    numerator_amount, denominator_amount = Claim.paid_fen, Claim.total_fen


class OutsideStays(Count):
    """县外住院补偿人次."""

    name, office, source, unit = "县外住院补偿人次", _OFFICE, _SCHEME, "人次"
    definition = "期内出院、已结算的县外机构住院补偿单数；跨年住院计入出院的年度。"
    of = OUTSIDE


class OutsideStayCost(Total):
    """县外住院总费用."""

    name, office, source, unit = "县外住院总费用", _OFFICE, _SCHEME, "万元"
    definition = "期内出院、已结算的县外机构住院总费用，含目录外费用。"
    decimals, in_one = 2, _WAN
    of, amount = OUTSIDE, Claim.total_fen


class OutsideStayPaid(Total):
    """县外住院补偿额."""

    name, office, source, unit = "县外住院补偿额", _OFFICE, _SCHEME, "万元"
    definition = "期内出院、已结算的县外机构住院由统筹基金支付的金额。"
    decimals, in_one = 2, _WAN
    of, amount = OUTSIDE, Claim.paid_fen


class OutsideActualShare(Ratio):
    """县外住院实际补偿比."""

    name, office, source = "县外住院实际补偿比", _OFFICE, _SCHEME
    definition = "县外机构住院统筹基金支付额÷总费用×100%；分母是总费用，不是目录内费用。"
    numerator, denominator = OUTSIDE, OUTSIDE
    numerator_amount, denominator_amount = Claim.paid_fen, Claim.total_fen


class PolicyShare(Ratio):
    """政策范围内补偿比."""

    name, office, source = "政策范围内住院补偿比", _OFFICE, _SCHEME
    definition = "住院统筹基金支付额÷目录内（甲类加乙类）费用×100%；与实际补偿比的分母不同。"
    numerator, denominator = STAYS, STAYS
    numerator_amount = Claim.paid_fen
    denominator_amount = Claim.class_a_fen + Claim.class_b_fen


class CatalogueExcludedShare(Ratio):
    """目录外费用占比."""

    name, office, source = "住院目录外费用占比", _OFFICE, _SCHEME
    definition = "住院目录外费用÷总费用×100%。"
    numerator, denominator = STAYS, STAYS
    numerator_amount, denominator_amount = Claim.excluded_fen, Claim.total_fen
