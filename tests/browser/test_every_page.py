"""Every page at the office's screen and on a phone: nothing cut, nothing foreign, readable by all.

The pictures are kept under var/screenshots/, to be looked at before a landing.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from town import Town

Screens = dict[str, ViewportSize]
HALF = "?place=998800&period=2013H1"
PAGES = {
    # name: (who, address, what must be on it)
    "workbench": ("cdc_ginkgo", "/", "待办时限"),
    "workbench-hospital": ("clerk_h1", "/", "待办时限"),
    "workbench-city": ("city", "/", "逾期情况"),
    "list": ("cdc_ginkgo", "/registers/notifiable_case/", "卡片编号"),
    "list-none": ("cdc_ginkgo", "/registers/notifiable_case/?disease=plague", "没有符合条件"),
    "list-empty": ("clerk_t1", "/registers/notifiable_case/", "还没有传染病报告卡"),
    "list-error": ("admin", "/registers/notifiable_case/?onset_date_from=2013-13-01", "日期："),
    "institutions": ("admin", "/registers/health_institution/", "机构名称"),
    "form": ("clerk_h1", "/registers/notifiable_case/new/", "患者姓名"),
    "zero-report": ("clerk_h1", "/registers/zero_report/new/", "报告日"),
    "record": ("cdc_ginkgo", "/registers/notifiable_case/{m1}/", "历次变更"),
    "record-waiting": ("admin", "/registers/notifiable_case/{w1}/", "审核通过"),
    "record-history": ("admin", "/registers/notifiable_case/{h1}/", "未采集"),
    "record-none": ("admin", "/registers/notifiable_case/99999/", "没有这条"),
    "correction": ("cdc_ginkgo", "/registers/notifiable_case/{m1}/edit/", "订正理由"),
    "print": ("cdc_ginkgo", "/registers/notifiable_case/{m1}/print/", "打印"),
    "import": ("cdc_ginkgo", "/registers/notifiable_case/import/", "下载模板"),
    "analysis": ("city", f"/analysis/infectious/{HALF}", "年龄、性别"),
    "analysis-day": (
        "city", "/analysis/infectious/?place=998800&period=2013-03&step=day&on=onset", "每日"
    ),
    "indicators": ("city", f"/indicators/{HALF}", "统计口径"),
    "indicator": ("city", f"/indicators/class_bc_cases/{HALF}", "定义"),
    "indicator-share": ("city", f"/indicators/class_bc_fatality/{HALF}", "公式"),
    "evidence": ("city", f"/figures/class_bc_cases/{HALF}", "共 5 条"),
    "evidence-part": ("cdc_angelica", f"/figures/class_bc_cases/{HALF}", "其中 3 条"),
    "evidence-missing": ("city", "/figures/local_dengue_cases/?place=998821&period=2013H1", "未报"),
    "prose": ("city", f"/reports/prose/{HALF}", "填写报告文字"),
    "reports": ("city", "/reports/", "编制报告"),
    "audit": ("city", "/audit/", "谁看过"),
    "persons": ("cdc_ginkgo", "/persons/", "完整的证件号"),
    "person": ("city", "/persons/{m1_person}/", "共 2 条"),
    "person-none": ("clerk_t1", "/persons/{m1_person}/", "没有这个人员"),
    "duplicates": ("city", "/persons/duplicates/", "证件号码只差一位"),
    "duplicates-none": ("city", "/persons/duplicates/?state=different", "没有这种状态"),
    "compare": (
        "city", "/persons/compare/?one={m1_person}&two={s1_person}", "合并为同一人"
    ),
    "merges": ("city", "/persons/merges/", "户口本为证"),
    "looks": ("city", "/looks/", "按号码查找"),
    "looks-user": ("city", "/looks/?by=user", "次数"),
    "looks-none": ("city", "/looks/?actor=nobody", "没有符合条件"),
    "findings": ("city", "/findings/", "非工作时间查阅过多"),
    "findings-none": ("city", "/findings/?state=verified", "没有已核实的"),
    "finding": ("city", "/findings/1/", "保存处理结果"),
    "pregnancy": ("cdc_ginkgo", "/registers/pregnancy/{pregnancy}/", "产前检查"),
    "permit": ("cdc_ginkgo", "/registers/permit_case/{permit_case}/", "怎样算出"),
    "project": (
        "cdc_ginkgo", "/registers/construction_project/{construction_project}/", "建设阶段"
    ),
    "project-form": ("cdc_ginkgo", "/registers/construction_project/new/", "总投资"),
    "task": ("cdc_ginkgo", "/registers/work_task/{work_task}/", "任务进展填报"),
    "tasks-of-the-year": ("cdc_ginkgo", "/", "年任务进度"),
    "money": ("city", f"/figures/investment_done/{HALF}", "折成万元"),
    "public": ("city", "/public/", "公开"),
    "public-report": ("city", "/public/{public}/", "局长办公会"),
    "public-figure": ("city", "/public/{public}/figures/{public_figure}/", "定义"),
    "signals": ("admin", "/disease-control/signals/", "现行规则"),
    "signals-reader": ("city", "/disease-control/signals/", "没有未办结的信号"),
    "warning-methods": ("city", "/disease-control/methods/", "误报"),
    "nowcast": ("city", "/disease-control/nowcast/?place=998800&end=2013-06-20", "回头检验"),
    "nowcast-none": (
        "city", "/disease-control/nowcast/?disease=plague&end=2013-06-20", "没有已报告的病例"
    ),
    "nowcast-error": ("city", "/disease-control/nowcast/?end=2013-06-31", "不是日期"),
    "signal-none": ("admin", "/disease-control/signals/999999/", "没有这条预警信号"),
    "window": ("clerk_h1", "/scheme/window/", "结算窗口"),
    "enrolment": ("admin", "/scheme/enrolment/?area=998801&year=2013", "药王街道"),
    "enrolment-none": ("admin", "/scheme/enrolment/?area=998821&year=2013", "还没有参合登记"),
    "fund": ("admin", "/scheme/fund/?area=998801&month=2013-03", "指标与预警线"),
    "supervision": ("admin", "/scheme/supervision/?area=998801", "定点机构费用"),
    "supervision-error": (
        "admin", "/scheme/supervision/?area=998801&first=2013-13-01", "起止日期写法不对"
    ),
    "reconciliation": ("admin", "/scheme/reconciliation/?area=998801&month=2013-03", "未报"),
    "disclosures": (
        "admin", "/scheme/disclosures/?area=998801&kind=payments&place=998801001"
        "&first=2013-01-01&last=2013-06-30", "共 1 行",
    ),
    "what-if": ("admin", "/scheme/what-if/?area=998801&year=2013&run=1", "多得的"),
    "what-if-error": (
        "admin", "/scheme/what-if/?area=998801&year=2013&run=1&cap0=abc", "没有测算"
    ),
    "slip-none": ("admin", "/scheme/slips/999999/", "没有这张结算单"),
    "public-scheme": ("city", "/public/scheme/", "合作医疗公示"),
    "password": ("city", "/password/", "原密码"),
    "fault": ("city", "/nothing/", "没有这一页"),
    "forbidden": ("clerk_h1", "/reports/", "只限本机构"),
}  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def axe_script() -> str:
    """The source of axe-core, from the package that carries it."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is: rule and place."""
    page.evaluate(axe_script())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [f"{v['id']}: {n['target']}" for v in found["violations"] for n in v["nodes"]]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_readable(
    visit: Callable[..., Page],
    ready: Town,
    pictures: Path,
    screens: Screens,
    published: dict[str, str],
    name: str,
) -> None:
    """At the office and on a phone, each loaded anew: some things are set at the load."""
    who, address, expected = PAGES[name]
    page = visit(who)
    for screen, size in screens.items():
        page.set_viewport_size(size)
        page.goto(address.format(**ready.cards, **published), wait_until="load")
        page.screenshot(path=pictures / f"{name}-{screen}.png", full_page=True)
        assert expected in page.inner_text("body"), screen
        judge(page, screen)


def judge(page: Page, screen: str) -> None:
    """Nothing scrolls sideways; at the office no table does either; axe finds nothing."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"the page scrolls sideways ({screen})"
    cut = page.evaluate(
        "[...document.querySelectorAll('table.rows')].filter(t => t.scrollWidth >"
        " t.parentElement.clientWidth).map(t => t.innerText.slice(0, 40))"
    )
    assert screen == "phone" or cut == []
    assert violations(page) == [], screen


def test_the_report_is_whole_and_readable(
    visit: Callable[..., Page], pictures: Path, screens: Screens
) -> None:
    page = visit("city")
    page.goto("/reports/")
    page.click("a[href^='/reports/R-']")
    for screen, size in screens.items():
        page.set_viewport_size(size)
        page.reload()
        page.wait_for_selector("article.report")
        page.screenshot(path=pictures / f"report-{screen}.png", full_page=True)
        judge(page, screen)
