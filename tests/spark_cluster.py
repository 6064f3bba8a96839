"""A real Spark cluster for the tests: a standalone master, two workers, a Connect server.

All on loopback, on free ports, with every file in one folder. The processes of a parallel test run
share one cluster: each holds a lock while it uses it, and the keeper (this file, run as a program)
ends what it started when no lock is left, even if the tests were killed.

    python tests/spark_cluster.py FOLDER
"""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from xinglin.site.tools import SparkServer, find_spark_server

PATIENCE = 180
SMALLEST = 480
"""Spark refuses to start in less (MB)."""
QUICK = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k"
"""For the many small questions of the tests: little memory, little compiling."""
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.connect.grpc.binding.port": "0",
    "spark.ui.enabled": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.locality.wait": "0",
}
SMALL = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""Settings under which a question about a dozen rows costs least; they change no answer."""

_KEEPERS: list[subprocess.Popen[bytes]] = []
"""A keeper outlives whoever started it; nobody waits for its end."""


@contextmanager
def shared_cluster(folder: Path) -> Iterator[str]:
    """The address (sc://…) of the cluster that all who name this folder share."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        with _locked(folder / "starting", fcntl.LOCK_EX):
            held.enter_context(_locked(folder / "users", fcntl.LOCK_SH))
            address = folder / "address"
            if not address.exists():
                _start_keeper(folder)
        yield address.read_text("utf-8")


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    """Waits for the lock; it ends with the block or with the process."""
    with path.open("w") as file:
        fcntl.flock(file, kind)
        yield


def _start_keeper(folder: Path) -> None:
    log = folder / "keeper.log"
    with log.open("w") as out:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(folder)],
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    _KEEPERS.append(keeper)
    _wait(lambda: (folder / "address").exists(), keeper, log)


def _wait(done: Callable[[], object], process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(PATIENCE * 10):
        if done():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"Spark 没有启动起来:\n{log.read_text('utf-8', 'replace')[-3000:]}")


class Cluster:
    """The processes of one cluster, each known by its number."""

    def __init__(
        self,
        folder: Path,
        worker_mb: int = 512,
        java: str = QUICK,
        settings: Mapping[str, str] = SMALL,
    ) -> None:
        server = find_spark_server()
        assert server is not None, "先运行 make test-tools"
        self._server: SparkServer = server
        self._folder, self._worker_mb, self._java = folder, worker_mb, java
        self._settings = dict(settings)
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self) -> str:
        """Start everything; gives the Connect server's address."""
        deploy = "org.apache.spark.deploy"
        ports = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        master = self._run("master", f"{deploy}.master.Master", *ports)
        url = self._said(master, "master", r"Starting Spark master at (spark://\S+)")
        room = f"{self._worker_mb + 64}m"
        for name in ("worker-1", "worker-2"):
            own = ("--cores", "1", "--memory", room, "--work-dir", str(self._folder / name))
            self._run(name, f"{deploy}.worker.Worker", *ports, *own, url)
        connect = self._connect(url)
        port = self._said(connect, "connect", r"Spark Connect server started at: \S+?:(\d+)")
        return f"sc://127.0.0.1:{port}"

    def _connect(self, url: str) -> subprocess.Popen[bytes]:
        settings = (
            SETTINGS
            | self._settings
            | {
                "spark.executor.memory": f"{self._worker_mb}m",
                "spark.executor.extraJavaOptions": self._java,
                "spark.sql.warehouse.dir": str(self._folder / "warehouse"),
                "spark.local.dir": str(self._folder / "local"),
            }
        )
        words = [w for name, value in settings.items() for w in ("--conf", f"{name}={value}")]
        service = "org.apache.spark.sql.connect.service.SparkConnectServer"
        return self._run(
            "connect", "org.apache.spark.deploy.SparkSubmit", "--master", url, "--class", service,
            *words, memory=max(SMALLEST, self._worker_mb),
        )  # fmt: skip

    def _run(self, log: str, *words: str, memory: int = 64) -> subprocess.Popen[bytes]:
        environment = self._server.environment() | {
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,  # whose packages the workers use
            "SPARK_DAEMON_MEMORY": f"{memory}m",
            "SPARK_DAEMON_JAVA_OPTS": f"{self._java} -Dspark.master.rest.enabled=false",
            "SPARK_LOCAL_DIRS": str(self._folder / "local"),
        }
        with (self._folder / f"{log}.log").open("wb") as out:
            process = subprocess.Popen(
                [str(self._server.home / "bin" / "spark-class"), *words],
                env=environment, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        self._started.append(process)
        return process

    def _said(self, process: subprocess.Popen[bytes], name: str, pattern: str) -> str:
        """What a process has written in its log, once it has."""
        log = self._folder / f"{name}.log"
        _wait(lambda: re.search(pattern, log.read_text("utf-8", "replace")), process, log)
        found = re.search(pattern, log.read_text("utf-8", "replace"))
        assert found is not None
        return found[1]

    def stop(self) -> None:
        """End what was started, the last first: a worker ends its executor."""
        for process in reversed(self._started):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def keep(folder: Path) -> None:
    """Start a cluster, keep it while anybody uses it, end it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    cluster, address = Cluster(folder), folder / "address"
    try:
        found = cluster.start()
        (folder / "address.new").write_text(found, "utf-8")
        (folder / "address.new").replace(address)
        with _locked(folder / "users", fcntl.LOCK_EX):
            address.unlink()
            cluster.stop()
    finally:
        address.unlink(missing_ok=True)
        cluster.stop()


if __name__ == "__main__":
    os.umask(0o077)
    keep(Path(sys.argv[1]))
