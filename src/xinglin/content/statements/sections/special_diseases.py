"""Special diseases (专病防治)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, PlaceTable, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "专病防治",
        (
            Paragraph(
                "结核病防治。{whole}登记活动性肺结核{active_tuberculosis}例，"
                "管治肺结核患者{tuberculosis_managed}例，其中初治涂阳{new_smear_positive}例。",
                only_with="tuberculosis_managed",
            ),
            Paragraph(
                "初治涂阳发现数占全年任务的{new_smear_positive_of_task:unit}。",
                only_with="new_smear_positive_of_task",
            ),
            Paragraph(
                "上年同期登记的涂阳患者治愈率{smear_positive_cured:unit}，"
                "成功治疗率{treatment_success:unit}。",
                only_with="treatment_success",
            ),
            Paragraph(
                "麻风病防治。现症病例{leprosy_current}例，{leprosy_new?新发#例:无新发病例}，"
                "联合化疗管治{leprosy_treated}例，患病率{leprosy_prevalence:unit}。",
                only_with="leprosy_current",
            ),
            Paragraph(
                "血吸虫病防治。在历史有螺的{snail_towns_surveyed}个镇街、"
                "{snail_villages_surveyed}个村开展查螺；"
                "{snail_towns_found?查出有螺镇街#个:未查出有螺镇街}，"
                "{snail_villages_found?有螺村#个:无有螺村}，"
                "{snail_spots?螺点#处:无螺点}，{snail_area?有螺面积#平方米:无有螺面积}。",
                only_with="snail_villages_surveyed",
            ),
            Paragraph(
                "登革热媒介监测。开展积水容器密度普查{vector_rounds}轮，"
                "普查村（社区）{vector_villages}个、学校（企业）{vector_schools_and_firms}家，"
                "布雷图指数{breteau_index}。",
                only_with="vector_rounds",
            ),
            Paragraph(
                "禽流感环境监测。检测环境标本{avian_samples}份，阳性率{avian_positive_rate:unit}。",
                only_with="avian_samples",
            ),
            Paragraph(
                "鼠疫监测。{plague_hosts_caught?捕获宿主动物#只:未捕获宿主动物}，"
                "检测血清{plague_sera}份，{plague_sera_positive?血清学阳性#份:血清学全部阴性}；"
                "检验脏器{plague_organs}份，{plague_bacteria_found?检出鼠疫菌#份:未检出鼠疫菌}。",
                only_with="plague_sera",
            ),
            PlaceTable(
                "各地肺结核登记情况",
                ("tuberculosis_managed", "active_tuberculosis", "new_smear_positive"),
                only_with="tuberculosis_managed",
            ),
        ),
        line="special_diseases",
        order=12,
    ),
)
