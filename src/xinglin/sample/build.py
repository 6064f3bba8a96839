"""Build a sample: from a targets file to a folder that intake can load."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from xinglin.codes.divisions import DivisionTree, china_divisions, sample_divisions
from xinglin.language.catalogue import Catalogue, load
from xinglin.sample.aiming import Aim, Span, aim, span_of
from xinglin.sample.archetypes import Archetype, Completer, Membership
from xinglin.sample.areas import AreaMap
from xinglin.sample.makers import all_makers
from xinglin.sample.makers.maker import Maker, Portion, Row, Scene
from xinglin.sample.problems import ConflictError, SampleError
from xinglin.sample.programme import UnsolvedError
from xinglin.sample.target_rows import Target
from xinglin.sample.targets import TargetFile, read_targets
from xinglin.sample.writing import write_divisions, write_load_order, write_register

Progress = Callable[[str], None]
_STEP = 10_000


@dataclass
class BuildReport:
    """What was made.

    rows: file → number of rows. met: targets the records give by construction.
    contradictory: targets left out because the file itself says that nothing gives them.
    left_out: (target, why the generator cannot aim at it). without_indicator: ids.
    """

    rows: dict[str, int] = field(default_factory=dict)
    met: tuple[Target, ...] = ()
    contradictory: tuple[Target, ...] = ()
    left_out: tuple[tuple[Target, str], ...] = ()
    without_indicator: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The report in Chinese, a sentence a line."""
        files = "，".join(f"{name} {count} 行" for name, count in self.rows.items())
        found = [f"已生成：{files}。", f"按构造满足目标 {len(self.met)} 项。"]
        for target in self.contradictory:
            found.append(f"已注明矛盾而不作目标：{target.named()}，{target.contradiction}")
        found += [f"未能作为目标：{t.named()}，{why}。" for t, why in self.left_out]
        if self.without_indicator:
            found.append(f"尚无指标的目标 {len(self.without_indicator)} 项，未作目标。")
        return found


def known_divisions() -> DivisionTree:
    """China's divisions with the made-up prefecture beside them."""
    return china_divisions().plus(sample_divisions())


def build(targets: Path, out: Path, *, progress: Progress = lambda _: None) -> BuildReport:
    """Write records into the folder `out` that, counted, give the targets of a file.

    The same file gives the same records. Raises SampleError with every fault of the file, and
    ConflictError naming the targets that no records meet together; nothing is written then.
    """
    catalogue, divisions = load(), known_divisions()
    file = read_targets(targets, catalogue.indicators, divisions)
    wanted = [t for t in file.targets if not t.contradiction]
    if not wanted:
        raise SampleError(
            [f"{targets.name}：没有一行有指标可作目标，请在 indicator 列填指标编号。"]
        )
    progress(f"读到目标 {len(file.targets)} 项，另有 {len(file.without_indicator)} 项尚无指标。")
    span = span_of(wanted, catalogue)
    areas = AreaMap([t.place for t in wanted], divisions, max(t.period.end for t in wanted))
    stage = _Stage(_scene(catalogue, span, areas))
    plan = aim(wanted, catalogue, stage.archetypes(), areas, Membership(catalogue.code_sets))
    progress(f"求解：{len(plan.demands)} 项目标，{len(plan.unknowns)} 个未知数。")
    portions = _solved(plan)
    report = BuildReport(
        met=tuple(d.target for d in plan.demands),
        contradictory=tuple(t for t in file.targets if t.contradiction),
        left_out=tuple(plan.left_out),
        without_indicator=file.without_indicator,
    )
    report.rows = stage.write(out, portions, _seed(file), progress)
    return report


def _scene(catalogue: Catalogue, span: Span, areas: AreaMap) -> Scene:
    return Scene(
        catalogue=catalogue,
        codes=catalogue.code_sets,
        timeline=span.timeline,
        active=span.active,
        year_ends=span.year_ends,
        areas=areas.areas,
        clock=span.clock,
        complete=Completer(catalogue.code_sets),
    )


def _solved(plan: Aim) -> list[Portion]:
    try:
        counts = plan.solver.near(plan.demands)
    except UnsolvedError as error:
        raise SampleError(
            ["在限定时间内没有找到满足全部目标的记录数，请减少目标后重试。"]
        ) from error
    if counts is not None:
        return plan.portions(counts)
    found = plan.solver.conflicts(plan.demands)
    messages = [
        f"下列目标互相矛盾，没有记录能同时满足：{'、'.join(d.target.named() for d in group)}。"
        "请改正其中一行，或在 contradiction 列注明原因后再生成。"
        for group in found
    ]
    raise ConflictError(messages, [tuple(d.target.id for d in group) for group in found])


def _seed(file: TargetFile) -> Random:
    return Random(file.digest)  # noqa: S311  made-up data, the same for the same file


class _Stage:
    """The makers over one scene, in the order in which their files are written and loaded."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._makers: tuple[Maker, ...] = all_makers(scene)

    def archetypes(self) -> Iterator[Archetype]:
        """The sorts of records of all makers."""
        for maker in self._makers:
            yield from maker.archetypes()

    def write(
        self, out: Path, portions: Iterable[Portion], rng: Random, progress: Progress
    ) -> dict[str, int]:
        """Write all files; returns how many rows each has."""
        out.mkdir(parents=True, exist_ok=True)
        portions = list(portions)
        rows = {"divisions": write_divisions(out, sample_divisions())}
        for maker in self._makers:
            own = [p for p in portions if p.group.maker == maker.register]
            for file in maker.files(own, rng):
                register = self._scene.catalogue.register(file.register)
                made = _counted(file.rows, register.label, progress)
                rows[register.name] = write_register(out, register, made, file.columns)
        write_load_order(out, [n for n in rows if n != "divisions"], self._scene.clock)
        return rows


def _counted(rows: Iterable[Row], label: str, progress: Progress) -> Iterator[Row]:
    number = 0
    for number, row in enumerate(rows, start=1):
        if number % _STEP == 0:
            progress(f"{label}：已写 {number} 行。")
        yield row
    progress(f"{label}：共 {number} 行。")
