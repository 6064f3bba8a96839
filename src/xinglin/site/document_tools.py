"""Where documents find the chart script and the fonts that set-up fetched."""

from __future__ import annotations

from xinglin.reports.building import Tools
from xinglin.site.tools import font_files, web_asset_dir


class MissingToolsError(RuntimeError):
    """Set-up has not been run; the message says so in Chinese."""


def document_tools() -> Tools:
    """The chart script and the font folder. Raises MissingToolsError."""
    fonts = font_files()
    if not fonts:
        raise MissingToolsError("没有找到中文字体，请先在项目目录运行 make setup。")
    return Tools(web_asset_dir() / "echarts.min.js", fonts[0].parent)
