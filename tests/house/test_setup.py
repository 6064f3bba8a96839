"""Set-up of a bare machine: what is pinned, what an interruption leaves, what an error says."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from xinglin.site import doctor
from xinglin.site.tools import WEB_FILES

REPOSITORY = Path(__file__).resolve().parents[2]
REQUIREMENTS = REPOSITORY / "requirements"
LOCKED = ["setup", "run", "test", "spark", "spark-server"]


@pytest.fixture(autouse=True)
def _set_up_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(REPOSITORY)


def _pins(path: Path) -> dict[str, str]:
    """Name → the whole of a pinned entry, its hashes included."""
    entries = path.read_text("utf-8").replace("\\\n", " ").splitlines()
    return {entry.split("==")[0].split("[")[0]: entry for entry in entries if entry.strip()}


@pytest.mark.parametrize("name", LOCKED)
def test_every_package_is_pinned_by_hash_and_no_registry_is_named(name: str) -> None:
    pins = _pins(REQUIREMENTS / f"{name}.txt")
    unhashed = [entry for entry in pins.values() if "--hash=sha256:" not in entry]
    assert pins
    assert unhashed == []
    assert "://" not in (REQUIREMENTS / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", LOCKED)
def test_the_lock_holds_what_was_asked_for(name: str) -> None:
    asked = re.findall(
        r"(?m)^([\w.-]+)(?:\[\w+\])?(==[\w.]+)?", (REQUIREMENTS / f"{name}.in").read_text("utf-8")
    )
    pins = _pins(REQUIREMENTS / f"{name}.txt")
    differing = [
        package + version for package, version in asked if version not in pins.get(package, "")
    ]
    assert asked
    assert differing == []


def test_tests_run_with_the_versions_that_the_platform_runs_with() -> None:
    run, test = _pins(REQUIREMENTS / "run.txt"), _pins(REQUIREMENTS / "test.txt")
    assert "django" in run.keys() & test.keys()
    assert _differing(run, test) == set()
    spark = _pins(REQUIREMENTS / "spark.txt")  # goes into the same environment
    assert "pyarrow" in run.keys() & spark.keys()
    assert _differing(run | test, spark) == set()


def _differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    both = one.keys() & other.keys()
    return {name for name in both if one[name].split()[0] != other[name].split()[0]}


def _imported(folder: str) -> set[str]:
    """Top-level modules that the Python files of a folder import, tests' own neighbours too."""
    names = set()
    for path in (REPOSITORY / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize(
    ("folder", "asked_for"),
    [("src", ["run", "spark"]), ("tests", ["run", "test"]), ("bench", ["run"])],
)
def test_what_is_imported_is_asked_for(folder: str, asked_for: list[str]) -> None:
    """A package that is only there because another needs it could leave with that one."""
    lines = "".join((REQUIREMENTS / f"{name}.in").read_text("utf-8") for name in asked_for)
    asked = {name.replace("_", "-") for name in re.findall(r"(?m)^([\w.-]+)(?=\[|==)", lines)}
    brought = metadata.packages_distributions()
    lacking = {
        module
        for module in _imported(folder) - {"xinglin"}
        if module in brought
        and not asked & {name.lower().replace("_", "-") for name in brought[module]}
    }
    assert lacking == set()


def test_the_platform_runs_without_the_client_of_spark() -> None:
    """It is imported where Spark is asked, never on the way up."""
    assert "pyspark" not in (REQUIREMENTS / "run.in").read_text("utf-8")
    importing = {
        path.name: [node for node in ast.parse(path.read_text("utf-8")).body if _is_spark(node)]
        for path in (REPOSITORY / "src").rglob("*.py")
        if re.search(r"import.*pyspark|pyspark.*import", path.read_text("utf-8"))
    }
    assert importing == {"spark_engine.py": []}


def _is_spark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom) and "pyspark" in ast.unparse(node)


def test_web_packages_have_integrity_and_no_address() -> None:
    locked = json.loads((REPOSITORY / "tools/web/package-lock.json").read_text("utf-8"))
    packages = {path: entry for path, entry in locked["packages"].items() if path}
    assert {"node_modules/htmx.org", "node_modules/echarts"} <= packages.keys()
    for path, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), path
        assert "resolved" not in entry, path


def test_pages_and_set_up_agree_on_the_web_files() -> None:
    from tools import web_files

    assert tuple(web_files.FILES) == WEB_FILES


@pytest.fixture
def stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    from tools import step

    monkeypatch.setattr(step, "STAMPS", tmp_path / "stamps")
    yield tmp_path


def test_a_step_is_done_once_and_again_when_an_input_or_an_output_changes(stamps: Path) -> None:
    from tools.step import Step

    source, made = stamps / "source", stamps / "made"
    source.write_text("1")
    done: list[str] = []

    def act() -> None:
        done.append(source.read_text())
        made.touch()

    step = Step("sample", "示例", [source], [made], act)
    step.ensure()
    step.ensure()
    assert done == ["1"]
    source.write_text("2")
    step.ensure()
    assert done == ["1", "2"]
    made.unlink()
    step.ensure()
    assert done == ["1", "2", "2"]


def test_an_interrupted_step_is_not_taken_for_done(stamps: Path) -> None:
    from tools.step import Step

    made = stamps / "made"

    def broken_off() -> None:
        made.touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Step("sample", "示例", ["input"], [made], broken_off).ensure()
    assert made.exists()
    assert not Step("sample", "示例", ["input"], [made], broken_off).up_to_date()


def test_a_half_installed_package_is_forgotten_and_a_whole_one_kept(tmp_path: Path) -> None:
    from tools.python_packages import drop_half_installed

    whole, cut_off, unrecorded = (
        tmp_path / f"{name}-1.dist-info" for name in ("whole", "cut_off", "unrecorded")
    )
    for folder in (whole, cut_off, unrecorded):
        folder.mkdir()
    (whole / "RECORD").write_text("whole.py,,\nwhole-1.dist-info/INSTALLER,,\n")
    (cut_off / "RECORD").write_text("cut_off.py,,\n")
    drop_half_installed(tmp_path)
    assert [whole.exists(), cut_off.exists(), unrecorded.exists()] == [True, False, False]


def test_an_error_is_one_chinese_sentence_that_says_why_and_where_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools import command

    monkeypatch.setattr(command, "LOGS", REPOSITORY / ".tools" / "logs")
    program = "import sys; print('E: no such host'); sys.exit(4)"
    with pytest.raises(command.SetUpError) as failure:
        command.run([sys.executable, "-c", program], log="house-test", failure="字体没有取到")
    assert str(failure.value) == ("字体没有取到:E: no such host(详见 .tools/logs/house-test.log)")
    program = "import sys; print('npm error code SELF_SIGNED_CERT_IN_CHAIN'); sys.exit(1)"
    with pytest.raises(command.SetUpError, match="证书不被本机信任"):
        command.run([sys.executable, "-c", program], log="house-test", failure="网页没有取到")
    with pytest.raises(command.SetUpError, match=r"^字体没有取到:本机没有 no-such-program 命令$"):
        command.run(["no-such-program"], log="house-test", failure="字体没有取到")


def test_packages_unpack_without_the_system_and_their_links_stay_inside(tmp_path: Path) -> None:
    """A package whose link names `/etc` must not lead out of the folder it is unpacked into."""
    from tools.debian import take_files, unpack

    tree = tmp_path / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN/control").write_text(
        "Package: sample\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: sample\n"
    )
    (tree / "etc").mkdir()
    (tree / "etc/sample.conf").write_text("settings")
    (tree / "usr/lib").mkdir(parents=True)
    (tree / "usr/lib/sample.conf").symlink_to("/etc/sample.conf")
    package = tmp_path / "sample_1_all.deb"
    subprocess.run(["dpkg-deb", "--build", tree, package], check=True, capture_output=True)

    unpack([package], tmp_path / "root")
    moved = (tmp_path / "root").rename(tmp_path / "elsewhere")
    assert (moved / "usr/lib/sample.conf").read_text() == "settings"

    take_files(package, {"/etc/sample.conf": tmp_path / "alone.conf"})
    assert (tmp_path / "alone.conf").read_text() == "settings"


def test_help_names_every_command_in_chinese() -> None:
    shown = subprocess.run(
        ["make", "help"], cwd=REPOSITORY, check=True, capture_output=True, text=True
    ).stdout
    named = set(re.findall(r"(?m)^  make ([\w-]+) +\S*[\u4e00-\u9fff]", shown))
    wanted = "help setup demo run test check fix spec docs migrations bench clean"
    assert set(wanted.split()) <= named


def test_doctor_finds_this_installation_able_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    findings = doctor.report()
    assert doctor.able_to_run(findings)
    server = next(finding for finding in findings if finding.name == "PostgreSQL")
    assert server.version.startswith("18.")


def test_doctor_says_what_is_missing_and_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XINGLIN_TOOLS", str(tmp_path))
    why = "没有取到 Debian 软件包目录"
    (tmp_path / "missing.json").write_text(
        json.dumps([{"name": "chromium", "why": why}]), encoding="utf-8"
    )
    findings = doctor.report()
    lacking = {finding.name: finding.remedy for finding in findings if not finding.present}
    assert lacking["中文字体"] == "运行 make setup"
    assert lacking["网页样式和脚本"] == "运行 make setup"
    assert lacking["Chromium"] == f"运行 make test-tools(上次没有装成:{why})"
    assert not doctor.able_to_run(findings)
