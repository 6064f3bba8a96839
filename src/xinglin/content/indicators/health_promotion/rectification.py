"""City creation: what was to be put right, what was in time, what is overdue."""

from __future__ import annotations

from xinglin.content.registers.health_promotion.rectification_item import RectificationItem as Item
from xinglin.language.indicators import Count, Ratio, Stock

_OFFICE, _SOURCE = "爱卫办", "本级创卫整改方案（本地）"
_ITEMS = Item.where(~Item.state.in_("draft", "removed"))
_RETURNED = _ITEMS.where(Item.returned_at.is_known())


class RectificationsOrdered(Count):
    """交办创卫整改事项数."""

    name, office, source, unit = "交办创卫整改事项数", _OFFICE, _SOURCE, "项"
    definition = "期内交办的创卫整改事项数，按交办日期。"
    of = _ITEMS


class RectificationsDue(Count):
    """到期创卫整改事项数."""

    name, office, source, unit = "到期创卫整改事项数", _OFFICE, _SOURCE, "项"
    definition = "整改期限在期内的创卫整改事项数，按整改期限。"
    counted_on = "due"
    of = _ITEMS


class RectificationsInTime(Ratio):
    """创卫整改按期完成率."""

    name, office, source = "创卫整改按期完成率", _OFFICE, _SOURCE
    definition = (
        "整改期限在期内的事项中按期报整改完成的项数÷整改期限在期内的项数×100%；"
        "没有完成的算未按期，复查退回的仍按第一次完成的时间算。"
    )
    counted_on = "due"
    numerator = _ITEMS.where(Item.mended_at.is_known(), ~Item.mending.is_late)
    denominator = _ITEMS


class RectificationsPassed(Ratio):
    """创卫整改复查合格率."""

    name, office, source = "创卫整改复查合格率", _OFFICE, _SOURCE
    definition = "整改期限在期内的事项中复查合格的项数÷整改期限在期内的项数×100%。"
    counted_on = "due"
    numerator, denominator = _ITEMS.where(Item.state == "passed"), _ITEMS


class RectificationsReturned(Count):
    """复查退回重改事项数."""

    name, office, source, unit = "复查退回重改事项数", _OFFICE, _SOURCE, "项"
    definition = "期内复查不合格而退回重改的事项数，按退回日期。"
    counted_on = "returned"
    of = _RETURNED


class RectificationsOverdue(Stock):
    """逾期未整改事项数."""

    name, office, source, unit = "逾期未整改事项数", _OFFICE, _SOURCE, "项"
    definition = "整改期限在期末或以前、期末仍未报整改完成的事项数；退回重改的另计。"
    counted_on = "due"
    of, ceased_on = _ITEMS, Item.mended_at.date


class RectificationsOpen(Stock):
    """未销号创卫整改事项数."""

    name, office, source, unit = "未销号创卫整改事项数", _OFFICE, _SOURCE, "项"
    definition = "期末或以前交办、期末尚未复查合格的事项数，按交办日期。"
    of, ceased_on = _ITEMS, Item.passed_at.date
