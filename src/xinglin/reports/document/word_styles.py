"""The page and the styles of official documents (GB/T 9704-2012 党政机关公文格式).

Lengths are in twentieths of a point as Word has them; clause numbers are of the standard.
"""

from __future__ import annotations

from lxml import etree

from xinglin.reports.document.word_markup import element, qualified

TWIPS_PER_MM = 1440 / 25.4

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # A4, 5.1
TOP, LEFT = round(37 * TWIPS_PER_MM), round(28 * TWIPS_PER_MM)  # 天头 37 mm, 订口 28 mm, 5.2.1
RIGHT, BOTTOM = round(26 * TWIPS_PER_MM), round(35 * TWIPS_PER_MM)  # leaves 版心 156 x 225 mm
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
# The dashes of the page number stand 7 mm below the text (7.5); the line is about 5 mm high.
FOOTER = BOTTOM - round((7 + 2.5) * TWIPS_PER_MM)

# 每面 22 行，每行 28 个字，撑满版心, 5.2.3
LINE_PITCH = 578  # 225 mm / 22 = 28.9 pt
TITLE_PITCH = 720
# 28 signs of 16 pt are a hair wider than 156 mm: a quarter point is taken off each. Word's grid of
# lines and signs would say the same, but other word processors read the grid differently.
SIGN_SPACE = -5

# Sizes in half points: 二号 22, 三号 16, 四号 14, 小四 12, 五号 10.5.
SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_4, SIZE_5 = 44, 32, 28, 24, 21

TITLE_FONT, SONG, HEI, KAI, FANG = "方正小标宋简体", "宋体", "黑体", "楷体", "仿宋"
# What to take where a font is not installed; the first name is Word's, the rest other systems'.
FALLBACKS = {
    TITLE_FONT: "小标宋,FZXiaoBiaoSong-B05S,华文中宋,Noto Serif CJK SC",
    SONG: "SimSun,FandolSong,Noto Serif CJK SC",
    HEI: "SimHei,FandolHei,Noto Sans CJK SC",
    KAI: "KaiTi,楷体_GB2312,FandolKai,AR PL UKai CN,Noto Serif CJK SC",
    FANG: "FangSong,仿宋_GB2312,FandolFang,Noto Serif CJK SC",
}

HEADING_STYLES = {1: "Heading1", 2: "Heading2", 3: "Heading3", 4: "Heading4"}
PARAGRAPH_STYLE_IDS = {
    "body": "Body",
    "flush": "Flush",
    "note": "Note",
    "appendix": "Appendix",
    "appendix_title": "AppendixTitle",
}


def styles() -> etree._Element:
    """``word/styles.xml``."""
    root = element("w:styles")
    defaults = element("w:docDefaults")
    run_default = element("w:rPrDefault", _run_properties(FANG, SIZE_3))
    defaults.extend([run_default, element("w:pPrDefault", element("w:pPr"))])
    root.append(defaults)
    root.append(
        _style("Normal", "Normal", exact_line(LINE_PITCH), justify("both"), is_default=True)
    )
    root.append(_character_default())
    root.append(_table_default())
    indent = (exact_line(LINE_PITCH), indent_signs(2))
    root.append(_style("Body", "正文首行缩进", *indent))
    root.append(_style("Flush", "正文顶格", exact_line(LINE_PITCH)))
    title = (exact_line(TITLE_PITCH), justify("center"))
    root.append(_style("Title", "Title", *title, font=TITLE_FONT, size=SIZE_2))
    root.append(_style("Subtitle", "Subtitle", *title[:1], justify("center"), font=KAI))
    fonts = {1: HEI, 2: KAI, 3: FANG, 4: FANG}  # 7.3.3
    for level, style_id in HEADING_STYLES.items():
        outline = element("w:outlineLvl", val=str(level - 1))
        heading = (element("w:keepNext"), *indent, outline)
        root.append(_style(style_id, f"heading {level}", *heading, font=fonts[level]))
    caption = (element("w:keepNext"), exact_line(440), justify("center"))
    root.append(_style("Caption", "caption", *caption, font=HEI, size=SIZE_SMALL_4))
    root.append(_style("Picture", "图片", single_line(), justify("center"), size=SIZE_5))
    root.append(_style("TableText", "表格文字", exact_line(400), font=SONG, size=SIZE_5))
    root.append(_style("Note", "注释", exact_line(340), font=SONG, size=SIZE_5))
    mark = (element("w:keepNext"), element("w:pageBreakBefore"), exact_line(LINE_PITCH))
    root.append(_style("Appendix", "附件标志", *mark, font=HEI))
    spaced = (element("w:keepNext"), exact_line(TITLE_PITCH, after=200), justify("center"))
    root.append(_style("AppendixTitle", "附件标题", *spaced, font=TITLE_FONT, size=SIZE_2))
    root.append(_style("Imprint", "版记", exact_line(480), font=FANG, size=SIZE_4))
    root.append(_style("Footer", "footer", exact_line(340), font=SONG, size=SIZE_4))
    return root


def font_table() -> etree._Element:
    """``word/fontTable.xml`` with the fallbacks."""
    root = element("w:fonts")
    for name, others in FALLBACKS.items():
        root.append(
            element(
                "w:font",
                element("w:altName", val=others),
                element("w:charset", val="86"),  # GB 2312
                element("w:family", val="modern" if name in {FANG, KAI, HEI} else "roman"),
                element("w:pitch", val="default"),
                name=name,
            )
        )
    return root


def settings() -> etree._Element:
    """``word/settings.xml``: page numbers left and right, Chinese line breaking."""
    compat = element(
        "w:compat",
        element(
            "w:compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val="15",
        ),
    )
    return element(
        "w:settings",
        element("w:zoom", percent="100"),
        element("w:defaultTabStop", val="640"),
        element("w:evenAndOddHeaders"),
        element("w:drawingGridVerticalSpacing", val=str(LINE_PITCH // 2)),
        element("w:characterSpacingControl", val="compressPunctuation"),
        compat,
        element("w:themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def section(odd_footer: str, even_footer: str) -> etree._Element:
    """The section's properties; the footers are relationship ids."""
    return element(
        "w:sectPr",
        element("w:footerReference", type="default", r__id=odd_footer),
        element("w:footerReference", type="even", r__id=even_footer),
        element("w:pgSz", w=str(PAGE_WIDTH), h=str(PAGE_HEIGHT)),
        element(
            "w:pgMar",
            top=str(TOP),
            right=str(RIGHT),
            bottom=str(BOTTOM),
            left=str(LEFT),
            header="851",
            footer=str(FOOTER),
            gutter="0",
        ),
        element("w:docGrid", linePitch=str(LINE_PITCH)),
    )


def exact_line(pitch: int, after: int = 0) -> etree._Element:
    """A fixed line height."""
    return element("w:spacing", before="0", after=str(after), line=str(pitch), lineRule="exact")


def single_line() -> etree._Element:
    """A line as high as what stands in it, off the grid (pictures would be cut otherwise)."""
    return element("w:spacing", before="120", after="0", line="240", lineRule="auto")


def indent_signs(first: int = 0, left: int = 0, right: int = 0) -> etree._Element:
    """Indents in whole signs of 三号, kept when the size changes."""
    signs = {"firstLine": first, "left": left, "right": right}
    attributes = {}
    for side, count in signs.items():
        if count:
            attributes[f"{side}Chars"] = str(count * 100)
            attributes[side] = str(count * 320)
    return element("w:ind", **attributes)


def justify(where: str) -> etree._Element:
    """Alignment."""
    return element("w:jc", val=where)


def _run_properties(font: str, size: int) -> etree._Element:
    return element(
        "w:rPr",
        element("w:rFonts", ascii=font, eastAsia=font, hAnsi=font, cs="Times New Roman"),
        element("w:spacing", val=str(SIGN_SPACE if size == SIZE_3 else 0)),
        element("w:sz", val=str(size)),
        element("w:szCs", val=str(size)),
        element("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )


def _style(
    style_id: str,
    name: str,
    *paragraph: etree._Element,
    font: str = FANG,
    size: int = SIZE_3,
    is_default: bool = False,
) -> etree._Element:
    made = element("w:style", type="paragraph", styleId=style_id)
    if is_default:
        made.set(qualified("w:default"), "1")
    made.append(element("w:name", val=name))
    if not is_default:
        made.append(element("w:basedOn", val="Normal"))
    made.append(element("w:qFormat"))
    made.append(element("w:pPr", *(_copy(item) for item in paragraph)))
    made.append(_run_properties(font, size))
    return made


def _copy(item: etree._Element) -> etree._Element:
    # An lxml element has one parent: shared ones would move from style to style.
    return etree.fromstring(etree.tostring(item))


def _character_default() -> etree._Element:
    name = element("w:name", val="Default Paragraph Font")
    return element("w:style", name, type="character", default="1", styleId="DefaultFont")


def _table_default() -> etree._Element:
    margins = element(
        "w:tblCellMar",
        *(element(f"w:{side}", w="85", type="dxa") for side in ("left", "right")),
    )
    borders = element(
        "w:tblBorders",
        *(
            element(f"w:{side}", val="single", sz=size, space="0", color="auto")
            for side, size in _BORDERS
        ),
    )
    properties = element("w:tblPr", borders, margins)
    name = element("w:name", val="报告表格")
    return element("w:style", name, properties, type="table", styleId="ReportTable")


_BORDERS = (
    ("top", "12"),
    ("left", "4"),
    ("bottom", "12"),
    ("right", "4"),
    ("insideH", "4"),
    ("insideV", "4"),
)
