"""参合登记: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.insurance.insured_member import InsuredMember

MEMBER = {
    "参合年度": "2026-01-01",
    "合作医疗证号": "9988010010000126",
    "户编号": "99880100100001",
    "姓名": "张三",
    "身份证号": "99880119800101001X",
    "性别": "男",
    "出生日期": "1980-01-01",
    "联系电话": "19400000000",
    "与户主关系": "户主",
    "住址": "998801001",
    "个人缴费": "30",
    "缴费日期": "2025-11-20",
}

SPEC = RegisterSpec(
    InsuredMember,
    MEMBER,
    (
        Example(
            "IM01",
            "缴费日期不在今天（2026-11-23）之后",
            {"缴费日期": "2026-11-23"},
            {"缴费日期": "2026-11-24"},
        ),
        Example(
            "IM02",
            "出生日期晚于缴费日期的要说明（当年出生的新生儿随户参合）",
            {"身份证号": "", "出生日期": "2025-11-20"},
            {"身份证号": "", "出生日期": "2025-11-21"},
        ),
        Example(
            "IM03",
            "退出不早于参合年度",
            {"退出日期": "2026-01-01"},
            {"退出日期": "2025-12-31"},
        ),
        Example(
            "IM04",
            "不是救助对象而没有缴费的要说明",
            {"个人缴费": "0", "救助类别": "五保户"},
            {"个人缴费": "0"},
        ),
    ),
)
