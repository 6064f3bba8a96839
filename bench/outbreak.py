"""Outbreak detection beside the R package it equals, on one core.

    python bench/outbreak.py [SERIES=1000]

Eight years of weeks, made up here. Ours judges all series; the package, where it is installed
(`Rscript` and the package `surveillance`), the first 20 of them, three times. The same thresholds
must come out. Then EARS over 100,000 daily series of a year, ours alone.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

import numpy as np

from xinglin.outbreak.methods import method_named
from xinglin.outbreak.series import Panel

SERIES, WEEKS, LAST, FOR_R, RUNS = 1_000, 416, 26, 20, 3
NAMES = ("flex-nb-p10", "earsC1-minSigma0", "earsC2-minSigma0", "earsC3-minSigma0")
_BY_R = """
suppressMessages(library(surveillance)); a <- commandArgs(TRUE)
d <- as.matrix(read.csv(a[1], header = FALSE)); n <- nrow(d)
days <- as.numeric(as.Date("2010-01-04") + 7 * (seq_len(n) - 1))
one <- lapply(seq_len(ncol(d)), function(k) sts(d[, k, drop = FALSE], epoch = days,
    epochAsDate = TRUE, start = c(2010, 1), frequency = 52))
flexible <- function(u) farringtonFlexible(u, list(range = (n - 25):n, b = 5, w = 3,
    noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin", alpha = 0.01,
    glmWarnings = FALSE))
ears <- function(C) function(u) earsC(u, list(range = 12:n, method = C, baseline = 7,
    minSigma = 0, alpha = 0.001))
r <- NULL
for (f in c(flexible, ears("C1"), ears("C2"), ears("C3"))) {
    t <- replicate(3, system.time(r <<- suppressWarnings(lapply(one, f)))[["elapsed"]])
    cat(median(t), sum(sapply(r, function(x) sum(x@upperbound, na.rm = TRUE))), "\\n")
}
"""


def made_up(count: int) -> Panel:
    """Counts with seasons, trends, over-dispersion and outbreaks."""
    rng = np.random.default_rng(20261127)
    week = np.arange(WEEKS)[:, None]
    level = rng.uniform(-1.5, 5, count)
    season = rng.uniform(0, 0.8, count) * np.cos(2 * np.pi * (week / 52.18 + rng.random(count)))
    mean = np.exp(level + season + rng.choice((0, 0, 0.002, -0.002), count) * week)
    counts = rng.poisson(rng.gamma(mean, 1.0)).astype(float)
    for series in range(count):
        start = rng.integers(0, WEEKS - 6)
        counts[start : start + 6, series] += rng.poisson(2 * np.sqrt(mean[start, series]) + 1)
    days = np.datetime64("2010-01-04") + 7 * np.arange(WEEKS)
    return Panel("made-up", tuple(map(str, range(count))), 52, counts, days)


def ours(panel: Panel, name: str) -> tuple[float, float]:
    """(seconds, sum of the thresholds of the first series, as a check)."""
    method = method_named(name)
    rows = np.arange(WEEKS - LAST, WEEKS) if name.startswith("flex") else np.arange(11, WEEKS)
    taken, found = _timed(lambda: method.detect(panel, rows))
    return taken, float(np.nansum(found.upperbound[:, :FOR_R]))


def _timed(work: Callable[[], object]) -> tuple[float, object]:
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - begun)
    return median(times), found


def by_r(panel: Panel) -> list[tuple[float, float]] | None:
    """The same of the package, for the first series; None where it is not installed."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "d.csv").open("w", newline="") as stream:
            csv.writer(stream).writerows(panel.observed[:, :FOR_R].astype(int).tolist())
        (Path(folder) / "by.R").write_text(_BY_R, "utf-8")
        done = subprocess.run(
            [program, f"{folder}/by.R", f"{folder}/d.csv"], capture_output=True, text=True
        )
    if done.returncode:
        say(done.stderr.strip())
        return None
    return [tuple(map(float, line.split())) for line in done.stdout.splitlines()]  # type: ignore[misc]


def main(count: int) -> None:
    """Measure and print."""
    panel = made_up(count)
    reference = by_r(panel)
    if reference is None:
        say("没有安装 R 和 surveillance 包，只量本系统。")
    for number, name in enumerate(NAMES):
        seconds, total = ours(panel, name)
        each = 1_000 * seconds / count
        line = f"{name}：{count} 个序列 {seconds:.2f} 秒，每个 {each:.3f} 毫秒"
        if reference is not None:
            theirs, their_total = reference[number]
            if abs(total - their_total) > 1e-6 * abs(their_total):
                raise SystemExit(f"{name} 的阈值与 R 不同（{total}，{their_total}），不能比较。")
            other = 1_000 * theirs / FOR_R
            line += f"；R 每个 {other:.1f} 毫秒，快 {other / each:.0f} 倍，阈值相同"
        say(line)
    days = np.random.default_rng(1).poisson(2, (365, 100_000)).astype(float)
    daily = Panel("days", tuple(map(str, range(100_000))), 365, days)
    taken, _ = _timed(lambda: method_named("earsC3-minSigma0.5").detect(daily, np.arange(11, 365)))
    say(f"earsC3：100,000 个一年的逐日序列 {taken:.1f} 秒")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SERIES)
