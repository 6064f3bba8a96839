"""Chinese fonts by hash, for Word, PDF, charts and the browser of the tests.

Official documents (GB/T 9704) are set in 仿宋, with 黑体 and 楷体 headings and a 宋体 title. Noto
covers the everyday characters and 通用规范汉字表; HanaMinB and BabelStone Han between them add
every character of the extensions B to F, so that all of GB 18030-2022 has a glyph.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from xml.sax.saxutils import escape

from tools.command import SetUpError
from tools.debian import PrivateApt, take_files
from tools.place import FONTS, sha256_of
from tools.step import Step

NOTO = "/usr/share/fonts/opentype/noto"
FANDOL = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"

# package → {path in the package: SHA-256}
FILES = {
    "fonts-noto-cjk": {
        f"{NOTO}/NotoSansCJK-Bold.ttc": (
            "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb"
        ),
        f"{NOTO}/NotoSansCJK-Regular.ttc": (
            "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"
        ),
        f"{NOTO}/NotoSerifCJK-Bold.ttc": (
            "a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac"
        ),
        f"{NOTO}/NotoSerifCJK-Regular.ttc": (
            "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481"
        ),
    },
    "texlive-lang-chinese": {
        f"{FANDOL}/FandolFang-Regular.otf": (
            "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9"
        ),
        f"{FANDOL}/FandolKai-Regular.otf": (
            "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827"
        ),
    },
    "fonts-hanazono": {
        "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf": (
            "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c"
        ),
    },
    "fonts-babelstone-han": {
        "/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf": (
            "a2027ca3606907f6a628e9cd869605e3879beaaa38b37c7fec95b372130628c8"
        ),
    },
}

# names that documents and style sheets ask for → families that are here, best first
SERIF = ("Noto Serif CJK SC", "HanaMinB", "BabelStone Han")
SANS = ("Noto Sans CJK SC", "HanaMinB", "BabelStone Han")
FAMILIES = {
    ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312", "STFangsong"): ("FandolFang R", *SERIF),
    ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "STKaiti"): ("FandolKai", *SERIF),
    (
        "宋体",
        "SimSun",
        "NSimSun",
        "方正小标宋简体",
        "方正小标宋_GBK",
        "Times New Roman",
        "serif",
    ): SERIF,
    ("黑体", "SimHei", "微软雅黑", "Microsoft YaHei", "Arial", "sans-serif", "system-ui"): SANS,
    ("monospace",): ("Noto Sans Mono CJK SC", "HanaMinB", "BabelStone Han"),
}


def step() -> Step:
    """The font files and `fonts.conf`, which programs using fontconfig are pointed to."""
    names = [Path(path).name for files in FILES.values() for path in files]
    return Step(
        name="fonts",
        title="中文字体(约 140 MB)",
        inputs=[repr(FILES), repr(FAMILIES), str(FONTS)],
        outputs=[FONTS / name for name in [*names, "fonts.conf"]],
        act=_fetch,
    )


def _fetch() -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    lacking: dict[str, dict[str, Path]] = defaultdict(dict)
    for package, files in FILES.items():
        for path, digest in files.items():
            target = FONTS / Path(path).name
            if not target.is_file() or sha256_of(target) != digest:
                lacking[package][path] = target
    apt = PrivateApt()
    for package, wanted in lacking.items():
        (archive,) = apt.download([package])
        take_files(archive, wanted)
        for path, target in wanted.items():
            if not target.is_file() or sha256_of(target) != FILES[package][path]:
                target.unlink(missing_ok=True)
                raise SetUpError(
                    f"字体 {target.name} 与登记的校验值不符,没有采用,请核对 tools/fonts.py"
                )
        archive.unlink()
    (FONTS / "fonts.conf").write_text(_configuration(), encoding="utf-8")


def _configuration() -> str:
    """A whole fontconfig configuration: these fonts, their stand-ins, and nothing else."""
    aliases = "".join(
        f'  <match target="pattern"><test name="family"><string>{escape(asked)}</string></test>'
        '<edit name="family" mode="prepend" binding="strong">'
        + "".join(f"<string>{escape(name)}</string>" for name in families)
        + "</edit></match>\n"
        for names, families in FAMILIES.items()
        for asked in names
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n  <dir>{escape(str(FONTS))}</dir>\n"
        f"  <cachedir>{escape(str(FONTS / 'cache'))}</cachedir>\n{aliases}"
        '  <match target="pattern"><edit name="family" mode="append_last">'
        + "".join(f"<string>{name}</string>" for name in SANS)
        + "</edit></match>\n</fontconfig>\n"
    )
