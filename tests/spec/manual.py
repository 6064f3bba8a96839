"""The reference manual, printed from declarations, command line and specs; never edited by hand."""

from __future__ import annotations

import argparse
import importlib
import inspect
from collections.abc import Iterable, Sequence

from tests.spec.print import printed
from tests.spec.registers.examples import Example, Form, RegisterSpec

from xinglin.language import catalogue
from xinglin.language.checks import Check, Deadline
from xinglin.language.fields import CHANNELS, Field
from xinglin.language.indicators import Indicator
from xinglin.language.registers import Register
from xinglin.language.roles import PERMISSIONS
from xinglin.language.words import say
from xinglin.site.cli import COMMANDS, parser

GENERATED = "本页由 `make docs` 从程序生成，请勿手改。\n"
_KINDS = {
    "text": "文字",
    "person_name": "姓名",
    "id_number": "证件号",
    "phone": "电话",
    "address": "地址",
    "document_number": "编号",
    "reference": "所属记录的编号",
    "code": "代码",
    "division": "行政区划",
    "institution": "机构",
    "integer": "整数",
    "fen": "金额（分）",
    "milli": "数值（千分之一）",
    "flag": "是否",
    "date": "日期",
    "moment": "时间",
}
_REQUIRED = {"always": "必填（历史资料也填）", "True": "必填", "False": ""}
_UNITS = {"hours": "小时", "working_days": "个工作日", "calendar_days": "日"}


def pages() -> dict[str, str]:
    """File name → text, for every page of the manual."""
    return {
        "registers.md": "\n".join(_registers()),
        "indicators.md": "\n".join(_indicators()),
        "counting.md": printed(),
        "commands.md": "\n".join(_commands()),
        "roles.md": "\n".join(_roles()),
    }


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table, with a blank line behind it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(_cell(c) for c in line)} |" for line in lines] + [""]


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")


# --- registers ---------------------------------------------------------------------------------


def _registers() -> Iterable[str]:
    yield from ("# 登记表", "", GENERATED)
    for register in catalogue.load().registers.values():
        yield from _register(register)


def _register(register: type[Register]) -> Iterable[str]:
    spec: RegisterSpec = importlib.import_module(f"tests.spec.registers.{register.name}").SPEC
    yield from (f"## {register.label}（`{register.name}`）", "")
    yield f"- 归口：{register.office}；依据：{register.source}"
    yield f"- 一行是：{(register.__doc__ or '').strip()}"
    yield f"- 同一记录以此辨认：{_labels(register, [c.name for c in register.key])}"
    yield f"- 统计日期：{'、'.join(d.label for d in register.counting_dates.values())}"
    yield f"- 统计地区：{'、'.join(p.label for p in register.counting_places.values())}"
    yield f"- 状态：{'、'.join(register.lifecycle.states.values())}"
    yield from ("", "### 项目", "")
    yield from table(
        ["项目", "列名", "类型", "必填", "说明"], [_field(f) for f in register.fields.values()]
    )
    if register.steps:
        yield from ("### 步骤", "")
        yield from table(["步骤", "从", "到", "权限", "要求"], _steps(register))
    if register.deadlines:
        yield from ("### 时限", "")
        yield from table(
            ["时限", "起算", "办结", "期限", "依据"],
            [_deadline(register, d) for d in register.deadlines.values()],
        )
    if register.checks:
        yield from ("### 核对", "")
        examples = {e.check: e for e in spec.examples}
        yield from table(
            ["编号", "规则", "级别", "适用", "不通过的例子", "提示"],
            [_check(register, c, examples[c.code], spec.sound) for c in register.checks],
        )


def _labels(register: type[Register], columns: Iterable[str]) -> str:
    return "、".join(register.column_label(c) for c in columns)


def _field(item: Field) -> list[str]:
    notes = [item.help, "可识别个人，不进快照" if item.identifying else ""]
    return [
        item.label,
        f"`{item.name}`",
        _KINDS[item.kind],
        _REQUIRED[str(item.required)],
        "；".join(n.rstrip("。") for n in notes if n),
    ]


def _steps(register: type[Register]) -> Iterable[list[str]]:
    states = register.lifecycle.states
    for step in register.steps.values():
        asked = ["须写明理由"] if step.reason_required else []
        if step.other_person_than:
            asked.append(f"不能由“{register.steps[step.other_person_than].label}”的同一人办理")
        if step.sets is not None:
            asked.append(f"记下{step.sets.label}")
        sources = "、".join(states[s] for s in step.source)
        yield [step.label, sources, states[step.target], PERMISSIONS[step.needs], "；".join(asked)]


def _deadline(register: type[Register], deadline: Deadline) -> list[str]:
    limit = f"{say(deadline.limit, register)} {_UNITS[deadline.unit]}"
    clause = deadline.clause if isinstance(deadline.clause, str) else say(deadline.clause, register)
    return [deadline.label, deadline.starts.label, deadline.done.label, limit, clause]


def _check(register: type[Register], check: Check, example: Example, sound: Form) -> list[str]:
    level = "错误，不能保存" if check.level == "error" else "警告，说明理由可通过"
    where = "全部" if len(check.channels) == len(CHANNELS) else _channels(check.channels)
    wrong = "，".join(f"{k} {v or '空白'}" for k, v in example.fails.items())
    read = [c for c in check.condition.columns() if c in register.fields]
    kept = {register.fields[c].label for c in read} - set(example.fails)
    given = "，".join(f"{k} {sound[k]}" for k in sound if k in kept)
    return [check.code, example.title, level, where, "；".join(filter(None, (wrong, given))),
            check.message]  # fmt: skip


def _channels(channels: Iterable[str]) -> str:
    return "、".join(CHANNELS[c] for c in channels)


# --- indicators --------------------------------------------------------------------------------


def _indicators() -> Iterable[str]:
    yield from ("# 指标", "", GENERATED)
    yield "怎样数、怎样除、什么时候是“未报”，见 [counting.md](counting.md)。\n"
    for indicator in catalogue.load().indicators.values():
        yield from _indicator(indicator)


def _indicator(indicator: type[Indicator]) -> Iterable[str]:
    yield from (f"## {indicator.name}（`{indicator.id}`）", "")
    yield f"- 定义：{indicator.definition}"
    yield f"- 单位：{indicator.unit}；小数：{indicator.decimals} 位；{indicator.variant()}"
    yield f"- 归口：{indicator.office}；依据：{indicator.source}"
    for side, words in indicator.in_words().items():
        yield f"- {_SIDES.get(side, side)}：{words}"
    yield ""


_SIDES = {
    "numerator": "分子（计入的记录）",
    "denominator": "分母",
    "prior_numerator": "上年同期分子",
    "prior_denominator": "上年同期分母",
}


# --- command line and roles --------------------------------------------------------------------


def _commands() -> Iterable[str]:
    yield from ("# 命令", "", GENERATED)
    yield "数据打到标准输出，进度打到标准错误；出错时是一句话，退出码不为 0。\n"
    top = parser()
    below = next(a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    for name, about in COMMANDS.items():
        yield from (f"## xinglin {name}", "", f"{about}。", "")
        yield from table(["参数", "说明"], _arguments(below.choices[name]))
        doc = inspect.getdoc(importlib.import_module(f"xinglin.site.commands.{name}"))
        assert doc, name


def _arguments(own: argparse.ArgumentParser) -> Iterable[list[str]]:
    for action in own._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                for row in _arguments(sub):
                    yield [f"{name} {row[0]}", row[1]]
        elif not isinstance(action, argparse._HelpAction):
            value = "" if action.nargs == 0 else f" {action.metavar or ''}".rstrip()
            given = "、".join(f"`{o}{value}`" for o in action.option_strings)
            yield [given or f"`{action.metavar or action.dest}`", action.help or ""]


def _roles() -> Iterable[str]:
    yield from ("# 角色与权限", "", GENERATED)
    roles = catalogue.load().roles.values()
    reach = {"everything": "全部", "place": "本地区及下级", "unit": "本单位"}
    yield from table(
        ["角色", "编号", "数据范围", "权限"],
        [
            [
                r.label,
                f"`{r.name}`",
                reach[r.scope],
                "、".join(PERMISSIONS[p] for p in PERMISSIONS if p in r.permissions),
            ]
            for r in roles
        ],
    )
