"""What agreements between two person rows are worth, until the bureau sets its own."""

from __future__ import annotations

from xinglin.language.rules import Parameter, RulePack

_SOURCE = "项目规则，待本地核定"


def _points(label: str, worth: int) -> Parameter:
    return Parameter(label, "分").since("2000-01-01", worth, source=_SOURCE, status="local")


class PersonMatching(RulePack):
    """Points for and against two rows being one human (人员匹配)."""

    label = "疑似重复人员的计分"
    source = "项目规则（人员匹配：号码加姓名为准，其余只作线索，由人判断）"
    same_number = _points("证件号码相同", 90)
    other_number_same = _points("其他证件或卡号相同", 60)
    number_one_off = _points("证件号码只差一位", 50)
    numbers_differ = _points("证件号码不同（均完整有效）", -60)
    same_name = _points("姓名相同", 30)
    same_sound = _points("姓名同音", 25)
    name_one_off = _points("姓名只差一字", 20)
    names_differ = _points("姓名不同", -25)
    same_birth = _points("出生日期相同", 25)
    birth_one_off = _points("出生日期一处不同或颠倒", 10)
    births_differ = _points("出生日期不同", -30)
    same_sex = _points("性别相同", 5)
    sexes_differ = _points("性别不同", -15)
    same_phone = _points("联系电话相同", 40)
    listed_from = _points("列入清单的最低分", 60)
