"""The day's work in a real browser: filling a card, going through a list, following a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from town import Town, identity_number


def fill_card(page: Page, serial: int) -> None:
    """A complete card of an adult with measles, typed as a clerk types it."""
    page.check("[name=report_kind][value='1']")
    page.fill("[name=patient_name]", "试样癸")
    page.fill("[name=id_number]", identity_number(serial))
    page.press("[name=id_number]", "Enter")
    page.fill("[name=phone]", "13900000000")
    page.check("[name=patient_origin][value='1']")
    page.fill("#in-residence", "药王")
    page.click("#list-residence li >> nth=0")
    page.select_option("[name=occupation]", label="工人")
    page.check("[name=classification][value='3']")
    page.fill("[name=onset_date]", "2013-06-29")
    page.fill("[name=diagnosed_at]", "2013-06-30 09:00")
    page.fill("[name=disease]", "麻疹")
    page.fill("[name=doctor]", "试样医生")
    page.fill("[name=filled_date]", "20130630")
    page.press("[name=filled_date]", "Tab")  # an item is checked when it is left


def test_a_card_is_filled_sent_and_reviewed(
    visit: Callable[..., Page], ready: Town, pictures: Path
) -> None:
    clerk = visit("clerk_h1")
    clerk.goto("/registers/notifiable_case/new/")
    fill_card(clerk, 77)
    # GB 11643: the number tells birth date and sex, so nobody types them again.
    expect(clerk.locator("[name=birth_date]")).to_have_value("1985-01-01")
    expect(clerk.locator("[name=sex][value='1']")).to_be_checked()
    expect(clerk.locator("#saved-note")).to_have_text("可以提交")
    # Measles, class B, is due 24 hours after diagnosis: 2013-07-01 09:00; it is 18:00 now.
    expect(clerk.locator("#clocks")).to_contain_text("2013-07-01 09:00")
    # The server's clock runs on from 18:00 while other tests are at work.
    expect(clerk.locator("#clocks")).to_contain_text(re.compile(r"还剩 1[45] 小时"))
    clerk.screenshot(path=pictures / "form-filled-office.png", full_page=True)
    clerk.press("[name=filled_date]", "Control+Enter")
    clerk.wait_for_url("**/registers/notifiable_case/*/")
    expect(clerk.locator(".record .state")).to_have_text("待审核")
    address = clerk.url

    cdc = visit("cdc_ginkgo")
    cdc.goto("/")
    expect(cdc.locator("main")).to_contain_text("待我审核")
    cdc.goto(address)
    cdc.click("text=审核通过")
    expect(cdc.locator(".record .state")).to_have_text("已审核")


def test_a_check_speaks_beside_its_item_and_warnings_pass_with_a_reason(
    visit: Callable[..., Page], pictures: Path
) -> None:
    page = visit("clerk_h1")
    page.goto("/registers/notifiable_case/new/")
    page.fill("[name=phone]", "123")
    page.press("[name=phone]", "Tab")
    expect(page.locator("#problems-phone")).to_contain_text("不是电话号码")
    expect(page.locator("#problems-patient_name")).to_be_empty()
    fill_card(page, 78)
    page.fill("[name=disease]", "手足口病")
    page.fill("[name=age_years]", "28")
    page.fill("[name=diagnosed_at]", "2013-06-28 09:00")
    page.press("[name=filled_date]", "Control+Enter")
    # Onset after diagnosis blocks (NC01); hand-foot-mouth at 28 may be passed (NC08).
    expect(page.locator("#summary")).to_contain_text("NC01")
    expect(page.locator("#summary")).to_contain_text("NC08")
    page.screenshot(path=pictures / "form-error-office.png", full_page=True)
    expect(page.locator("[name=patient_name]")).to_have_value("试样癸")
    page.fill("[name=diagnosed_at]", "2013-06-30 09:00")
    page.fill("[name=reason_NC08]", "成人手足口病，实验室确诊")
    page.click("[data-main]")
    page.wait_for_url("**/registers/notifiable_case/*/")
    expect(page.locator(".history")).to_contain_text("成人手足口病，实验室确诊")


def test_what_was_typed_survives_a_lost_page(visit: Callable[..., Page]) -> None:
    page = visit("clerk_t1")
    page.goto("/registers/zero_report/new/")
    page.fill("[name=remark]", "停电前填的内容")
    page.goto("/")
    page.goto("/registers/zero_report/new/")
    expect(page.locator("[name=remark]")).to_have_value("停电前填的内容")
    expect(page.locator("#restored")).to_be_visible()
    page.click("#discard")
    expect(page.locator("[name=remark]")).to_have_value("")


def test_arrows_go_through_a_list_and_escape_closes(
    visit: Callable[..., Page], pictures: Path
) -> None:
    page = visit("city")
    page.goto("/registers/notifiable_case/?sort=card_no")
    page.click("tbody tr >> nth=0")
    page.wait_for_selector("#drawer .record h2")
    first = page.inner_text("#drawer .record h2")
    page.keyboard.press("ArrowDown")
    page.wait_for_function(
        "text => document.querySelector('#drawer .record h2').innerText !== text", arg=first
    )
    page.screenshot(path=pictures / "drawer-office.png")
    assert "#open=" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    assert "#" not in page.url


def test_originals_are_opened_with_a_purpose(visit: Callable[..., Page], ready: Town) -> None:
    page = visit("cdc_ginkgo")
    page.goto(f"/registers/notifiable_case/{ready.cards['m1']}/")
    expect(page.locator(".record")).not_to_contain_text("试样乙")
    page.fill("[name=purpose]", "流行病学调查")
    page.click(".unmask button")
    expect(page.locator(".record")).to_contain_text("试样乙")
    expect(page.locator(".record")).to_contain_text("这次查看已记录")


def test_a_number_of_the_report_opens_its_records(
    visit: Callable[..., Page], pictures: Path
) -> None:
    page = visit("city")
    page.goto("/reports/")
    page.click("a[href^='/reports/R-']")
    page.click("[data-figure^='class_bc_cases:998800:2013H1'] >> nth=0")
    page.wait_for_selector("#drawer .evidence")
    expect(page.locator("#drawer .evidence")).to_contain_text("共 5 条")
    page.screenshot(path=pictures / "report-drawer-office.png")
    assert page.locator("#drawer .evidence tbody tr").count() == 5
    address = page.url
    page.click("text=以前的快照里是多少")
    expect(page.locator("#drawer .earlier .door").first).to_have_text("5")  # nothing has changed
    page.goto("/")
    page.goto(address)  # the address names the drawer: sent to a colleague, it opens
    page.wait_for_selector("#drawer .evidence")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    page.click("text=核验全部数字")
    expect(page.locator("main")).to_contain_text("处数字全部成立")


def test_words_are_written_kept_on_the_way_and_signed(
    visit: Callable[..., Page], pictures: Path
) -> None:
    """From a draft to its words, a new build with them, the leader's signature, and no further."""
    page = visit("city")
    page.goto("/reports/")
    page.click("a[href^='/reports/R-'] >> nth=0")
    page.click("text=修改文字后重新编制")
    page.fill("[name=text_plan]", "一是做好手足口病防控。")
    page.goto("/")
    page.goto("/reports/prose/?place=998800&period=2013H1")  # left without saving, nothing is lost
    expect(page.locator("[name=text_plan]")).to_have_value("一是做好手足口病防控。")
    expect(page.locator("#draft-restored")).to_be_visible()
    expect(page.locator("[data-needs-saved]")).to_be_disabled()
    page.click("text=保存文字")
    expect(page.locator("main")).to_contain_text("已保存 1 段文字")
    expect(page.locator("#draft-restored")).to_be_hidden()
    page.screenshot(path=pictures / "prose-written-office.png", full_page=True)
    page.click("text=用已保存的文字编制报告")
    page.click("text=打开报告", timeout=60_000)
    expect(page.locator("article.report")).to_contain_text("一是做好手足口病防控。")
    assert page.locator("text=确认签发").count() == 0  # who builds does not sign
    address = page.url

    leader = visit("leader")
    leader.goto(address)
    leader.click("summary:has-text('签发')")
    leader.click("text=确认签发")
    expect(leader.locator(".notice-success")).to_contain_text("从此锁定")
    expect(leader.locator(".head .state")).to_contain_text("已签发：")
    leader.screenshot(path=pictures / "report-signed-office.png")
    for seen in (leader, page):
        seen.goto(address)
        assert seen.locator("text=确认签发").count() == 0
        assert seen.locator("text=修改文字后重新编制").count() == 0


def test_another_offices_record_is_a_page_that_says_so(
    visit: Callable[..., Page], ready: Town
) -> None:
    page = visit("clerk_t1")
    answer = page.goto(f"/registers/notifiable_case/{ready.cards['m1']}/")
    assert answer is not None
    assert answer.status in (403, 404)
    expect(page.locator("main")).to_contain_text("没有这条")
    expect(page.locator("body")).not_to_contain_text("试样乙")
    page.click("text=回工作台")
    expect(page.locator("h1")).to_have_text("工作台")


def test_a_file_comes_in_and_its_bad_rows_come_back(
    visit: Callable[..., Page], tmp_path: Path, pictures: Path
) -> None:
    file = tmp_path / "零报告.csv"
    file.write_text("报告日,当日新报告病例数\n2013-06-01,0\n2013-06-02,不是数\n", encoding="utf-8")
    page = visit("clerk_h1")
    page.goto("/registers/zero_report/import/")
    page.set_input_files("[name=file]", file)
    page.click("text=上传并导入")
    page.wait_for_selector(".counts", timeout=60_000)
    expect(page.locator(".counts")).to_have_text("共 2 行：接受 1，与已有相同 0，退回 1")
    expect(page.locator("main")).to_contain_text("不是整数")
    page.screenshot(path=pictures / "import-result-office.png", full_page=True)
    with page.expect_download() as started:
        page.click("text=下载错误清单")
    assert started.value.suggested_filename == "zero_report-errors.xlsx"
    # A file from elsewhere, its columns under other names, with its mapping.
    file = tmp_path / "elsewhere.csv"
    file.write_text("day,new\n2013-06-03,0\n", encoding="utf-8")
    mapping = tmp_path / "elsewhere.toml"
    columns = '[columns]\nreport_date = "day"\ncases_count = "new"\n'
    mapping.write_text(f'format = 1\nregister = "zero_report"\n{columns}', encoding="utf-8")
    page.goto("/registers/zero_report/import/")
    page.set_input_files("[name=file]", file)
    page.click("text=别处来的文件")
    page.set_input_files("[name=mapping]", mapping)
    page.click("text=上传并导入")
    page.wait_for_selector(".counts", timeout=60_000)
    expect(page.locator(".counts")).to_have_text("共 1 行：接受 1，与已有相同 0，退回 0")


def test_a_bill_is_settled_at_the_window_and_reversed(
    visit: Callable[..., Page], ready: Town, pictures: Path
) -> None:
    clerk = visit("clerk_h1")
    clerk.goto("/scheme/window/")
    clerk.fill("[name=card_no]", identity_number(42))  # as an identity card reads
    clerk.fill("[name=year]", "2013")
    clerk.click("text=查找 >> nth=-1")
    expect(clerk.locator("main")).to_contain_text("还可补偿")
    clerk.fill("[name=claim_no]", "H1-0777-2013")
    clerk.fill("[name=admitted_date]", "2013-06-01")
    clerk.fill("[name=discharged_date]", "2013-06-40")
    clerk.fill("[name=class_a_fen]", "5000")
    clerk.click("button[value=preview]")
    expect(clerk.locator("[role=alert]:visible")).to_contain_text("日期")
    expect(clerk.locator("[name=claim_no]")).to_have_value("H1-0777-2013")  # nothing is lost
    clerk.fill("[name=discharged_date]", "2013-06-10")
    clerk.click("button[value=preview]")
    expect(clerk.locator("main")).to_contain_text("尚未结算")
    clerk.screenshot(path=pictures / "window-office.png", full_page=True)
    # Sent once by a press whose answer is lost, and once more: one slip, no second payment.
    lost = clerk.evaluate(
        "async () => { const bill = new FormData(document.querySelector('form.bill'));"
        " bill.set('act', 'settle');"
        " return (await fetch(location.pathname, {method: 'POST', body: bill})).url }"
    )
    clerk.click("button[value=settle]")
    clerk.wait_for_url("**/scheme/slips/*/")
    assert clerk.url == lost
    expect(clerk.locator("main")).to_contain_text("H1-0777-2013")
    expect(clerk.locator(".state")).to_have_text("已结算")
    address = clerk.url

    office = visit("admin")
    office.goto(address + "reversal/")
    expect(office.locator("main")).to_contain_text("合计")
    office.screenshot(path=pictures / "reversal-office.png", full_page=True)
    office.fill("[name=reason]", "费用录错")
    office.click("text=按上表冲正")
    office.wait_for_url("**/scheme/slips/*/")
    expect(office.locator("main")).to_contain_text("这笔结算已冲正")


def test_a_signal_is_raised_seen_with_its_evidence_and_dismissed(
    visit: Callable[..., Page],
) -> None:
    """The town's one cholera card: a single case fires."""
    page = visit("admin")
    page.goto("/disease-control/signals/")
    page.get_by_label("计算 7 天，截至").fill("2013-06-31")
    page.get_by_role("button", name="按规则计算").click()
    expect(page.get_by_role("alert")).to_contain_text("“2013-06-31”不是日期")
    page.get_by_label("计算 7 天，截至").fill("2013-06-06")
    page.get_by_role("button", name="按规则计算").click()
    expect(page.get_by_text("新产生信号 1 条")).to_be_visible()
    page.get_by_role("link", name="霍乱").first.click()
    expect(page.get_by_text("高于阈值 0 例")).to_be_visible()
    expect(page.get_by_text("2013-05-31 至 2013-06-06").first).to_be_visible()
    expect(page.locator("#cards tbody tr")).to_have_count(1)
    page.get_by_role("link", name="核实、排除").click()
    page.locator("summary", has_text="排除").click()
    form = page.locator("details[open]")
    form.locator("[name=reason]").fill("复核为实验室误录")
    form.get_by_role("button").click()
    expect(page.get_by_text("已排除").first).to_be_visible()


def test_a_number_is_taken_called_on_the_screen_and_observed(
    visit: Callable[..., Page], pictures: Path
) -> None:
    """One child through the clinic; the hall's page follows by itself, without a log-in."""
    desk = visit("clerk_h1")
    desk.goto("/clinic/queue/?stage=register&room=1号窗")
    desk.get_by_role("button", name="取号").click()
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="打开大屏").click()
    screen = opened.value
    screen.context.clear_cookies()  # the hall's computer has nobody logged in
    screen.reload()
    expect(screen.locator("#board")).to_contain_text("B001")
    desk = visit("clerk_h1")
    for stage, room, done in (
        ("register", "1号窗", "办完，去下一环节"),
        ("check", "预检台", "办完，去下一环节"),
        ("inject", "接种1室", "已接种，去留观"),
    ):
        desk.goto(f"/clinic/queue/?stage={stage}&room={room}")
        desk.get_by_role("button", name="呼叫下一位").click()
        expect(desk.locator(".queue-now")).to_contain_text("已呼叫 1 次")
        expect(screen.locator(f"[data-call='B001/{room}/1']")).to_be_visible(timeout=10_000)
        if stage == "register":
            screen.screenshot(path=pictures / "queue-screen.png")
        desk.get_by_role("button", name="到了，开始办理").click()
        desk.get_by_role("button", name=done).click()
    expect(desk.locator("main")).to_contain_text("时间未到")
    expect(screen.locator("#board")).to_contain_text("后可离开", timeout=10_000)
    desk.screenshot(path=pictures / "queue-desk.png", full_page=True)
