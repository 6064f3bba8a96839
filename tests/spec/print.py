"""Print the Chinese specs of the indicators as a page of the reference manual.

python -m tests.spec.print [FILE=docs/reference/indicators.md]
"""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path
from types import ModuleType

from tests.spec.indicators.library import history_columns
from tests.spec.indicators.records import Records, cells

from xinglin.language.registers import Register

MODULES = (
    "test_counts",
    "test_ratios",
    "test_whole_years",
    "test_across",
    "test_zero_and_not_reported",
    "test_two_times",
)
HEAD = """# 指标怎样数（由规格测试打印，请勿手改）

下面每一句话都是一项自动测试，在评判程序、DuckDB 和 Spark 上各运行一遍。
例子是一座图书馆的借阅登记，不是任何真实业务。表中空格是“不详”。
"""


def printed() -> str:
    """The whole page."""
    modules = [importlib.import_module(f"tests.spec.indicators.{name}") for name in MODULES]
    return "\n".join([HEAD, *(_section(module) for module in modules)])


def _section(module: ModuleType) -> str:
    lines = [f"## {module.title}", "", module.text, "", *_tables(module.records)]
    for test in vars(module).values():
        if inspect.isfunction(test) and test.__name__.startswith("test_"):
            lines.append(f"- {inspect.getdoc(test)}")
    return "\n".join([*lines, ""])


def _tables(records: Records) -> list[str]:
    lines = []
    for register, text in records.items():
        (_, *columns), *rows = cells(text)
        kinds = history_columns(register)
        heads = ["记录号", *(_term(register, c) for c in columns if c in kinds)]
        lines += [f"**{register.label}**", "", _row(heads), _row(["---"] * len(heads))]
        lines += [
            _row([number, *(_said(register, c, v) for c, v in zip(columns, values, strict=True))])
            for number, *values in rows
        ]
        lines.append("")
    return lines


def _term(register: type[Register], column: str) -> str:
    return register.column_label(column)


def _said(register: type[Register], column: str, value: str) -> str:
    return register.value_label(column, value) if value else ""


def _row(items: list[str]) -> str:
    return f"| {' | '.join(items)} |"


def main() -> None:
    """Write the page."""
    file = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference/indicators.md")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(printed(), encoding="utf-8")


if __name__ == "__main__":
    main()
