"""`make bench`: each measurement in a process of its own, one after the other.

Every line is a ratio against something real in the same run. XINGLIN_BENCH_ROWS (20000000),
XINGLIN_BENCH_CARDS (100000) and XINGLIN_BENCH_CLAIMS (10000000) make it smaller. Some need the
shared material.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROWS = os.environ.get("XINGLIN_BENCH_ROWS", "20000000")
CARDS = os.environ.get("XINGLIN_BENCH_CARDS", "100000")
CLAIMS = os.environ.get("XINGLIN_BENCH_CLAIMS", "10000000")
BENCHES = (
    ("导入：10 万张卡，与手写程序相比", "intake.py", CARDS),
    ("依据：100 万张卡，页面与 PostgreSQL 手写查询相比", "evidence.py", "1000000"),
    ("指标：33 个数字，与手写 DuckDB SQL 相比", "indicators.py", ROWS),
    ("指标：同样的数字，与 PostgreSQL 手写 SQL 相比", "postgres.py", ROWS),
    ("指标：同样的数字，Spark 与 DuckDB 相比（须先 make test-tools）", "spark.py", "3000000"),
    ("合作医疗：一千万笔审核结算，与手写程序相比", "claims.py", CLAIMS),
    ("合作医疗：五十个窗口同时结算，与只插入同样的行相比", "settling.py", "6000"),
    ("预警：一千个八年的周序列，与 R surveillance 相比（须已装 R）", "outbreak.py", "1000"),
    ("免疫规划：一百万名儿童的应种名单，与逐个儿童读规则相比", "immunisation.py", "1000000"),
    ("接种门诊：一上午三百名儿童排队叫号", "queueing.py", "300"),
    ("演示：样例、报告、核验全程", "demo.py", ""),
)


def main() -> int:
    """Run them all; a bench that fails is told and the others still run."""
    failed = 0
    for title, script, size in BENCHES:
        sys.stderr.write(f"== {title}\n")
        sys.stderr.flush()
        command = [sys.executable, str(HERE / script), *([size] if size else [])]
        failed += subprocess.run(command, cwd=HERE.parent, check=False).returncode != 0
    if failed:
        sys.stderr.write(f"{failed} 项没有量成，原因见上。\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
