"""What the health authority of a level was called: a report of 2013 is signed as in 2013."""

from __future__ import annotations

from xinglin.language.rules import Parameter, RulePack

_2013 = "国务院机构改革和职能转变方案（2013年），地方各级随后改称"
_2018 = "深化党和国家机构改革方案（2018年），地方各级随后改称"


class BureauNames(RulePack):
    """Names of health authorities by level of division; local dates differ (地方改称日期各异)."""

    label = "卫生行政部门名称"
    source = "国务院机构改革方案；地方改称日期按当地文件"
    country = (
        Parameter("国家卫生行政部门")
        .since("1949-11-01", "卫生部", source="中央人民政府组织法", status="unverified")
        .since("2013-03-17", "国家卫生和计划生育委员会", source=_2013)
        .since("2018-03-27", "国家卫生健康委员会", source=_2018)
    )
    province = (
        Parameter("省级卫生行政部门")
        .since("1949-11-01", "卫生厅", source="地方组织法", status="local")
        .since("2014-01-01", "卫生和计划生育委员会", source=_2013, status="local")
        .since("2018-11-01", "卫生健康委员会", source=_2018, status="local")
    )
    prefecture = (
        Parameter("地级卫生行政部门")
        .since("1949-11-01", "卫生局", source="地方组织法", status="local")
        .since("2014-07-01", "卫生和计划生育局", source=_2013, status="local")
        .since("2019-01-01", "卫生健康局", source=_2018, status="local")
    )
    county = (
        Parameter("县级卫生行政部门")
        .since("1949-11-01", "卫生局", source="地方组织法", status="local")
        .since("2014-07-01", "卫生和计划生育局", source=_2013, status="local")
        .since("2019-01-01", "卫生健康局", source=_2018, status="local")
    )
    township = Parameter("乡镇").since(
        "1949-11-01", "卫生院", source="乡镇卫生院管理办法", status="local"
    )
