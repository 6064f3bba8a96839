"""Sera and organs examined for plague, one batch."""

from __future__ import annotations

from xinglin.codes.special_disease_codes import PlagueMaterial, PlagueSpecies
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Flag, Integer, Moment
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class PlagueSample(Register):
    """One batch of one material of one species and its tests (鼠疫标本检测).

    Sera by indirect haemagglutination; organs by four steps: microscope, culture, phage, animal.
    """

    label, office = "鼠疫标本检测", "疾控科"
    source = "全国鼠疫监测方案（未核）；《传染病防治法》甲类2小时报告"

    batch_no = DocumentNumber("批号", required="always", pattern="{place}SY{year}{serial:04d}")
    division = Division("采样地", required="always")
    sampled_date = Date("采样日期", required="always")
    species = Code("宿主种类", codes=PlagueSpecies, required="always")
    material = Code("标本材料", codes=PlagueMaterial, required="always")
    tested_count = Integer("检测份数", minimum=0, required="always", unit="份")
    positive_count = Integer("阳性份数", minimum=0, required="always", unit="份")
    highest_titre = Integer("最高滴度倒数", minimum=0, help="1:20 填 20；全部阴性填 0。")
    microscopy_done = Flag("已做显微镜检查")
    culture_done = Flag("已做分离培养")
    phage_done = Flag("已做噬菌体裂解试验")
    animal_done = Flag("已做动物试验")
    found_at = Moment("阳性报告单时间")
    reported_at = Moment("疫情报告时间")

    lifecycle = REGISTERED
    report_limit = Deadline(
        "动物疫情报告", starts=found_at, done=reported_at, hours=2,
        clause="全国鼠疫监测方案：发现动物鼠疫疫情2小时内报告（未核）",
    )  # fmt: skip

    key = (batch_no,)
    place_field = division
    counting_dates = {"sampled": CountingDate(sampled_date, "采样日期")}
    counting_places = {"division": CountingPlace(division, "采样地")}
    list_columns = (
        batch_no, division, sampled_date, species, material, tested_count, positive_count,
    )  # fmt: skip
    filters = (division, sampled_date, species, material)
    checks = [
        Check("PL01", positive_count <= tested_count, "阳性份数多于检测份数，请核对。"),
        Check(
            "PL02",
            (positive_count == 0) | found_at.is_known(),
            "有阳性的须填阳性报告单时间，2小时报告时限从此计算。",
        ),
        Check(
            "PL03",
            ~((material == "serum") & (positive_count > 0)) | (highest_titre >= 20),
            "血清阳性而最高滴度低于1:20，请核对。",
        ),
        Check(
            "PL04", sampled_date <= LocalDate(Column("recorded_at")), "采样日期在今天之后，请核对。"
        ),
    ]
