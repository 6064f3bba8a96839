"""Spark over the same files, by Spark Connect: for what one machine can no longer count.

The client is an optional package without Java; the cluster must see the snapshots' files under the
same paths as this machine does.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
from sqlglot import exp

from xinglin.codes.dated import CodeSet
from xinglin.query.expressions_sql import code_table
from xinglin.query.parts_sql import part_columns, sql_type
from xinglin.query.snapshots import Tables
from xinglin.query.sql_engine import Rows, Select, SqlEngine, code_rows

DEFAULT_PORT = 15002
_LOUD = ("pyspark.sql.connect.logging", "SQLQueryContextLogger")
"""The client's loggers print stack traces on stderr; what failed is told by SparkError."""
_SETTINGS = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}


class SparkError(Exception):
    """Spark cannot be asked or did not answer; the message is one sentence in Chinese."""


def connect(address: str, *, patience: float = 10.0) -> Any:
    """A session of its own on the cluster at sc://HOST:PORT. Raises SparkError."""
    parts = urlsplit(address)
    try:
        host, port = parts.hostname, parts.port or DEFAULT_PORT
    except ValueError:
        host, port = None, 0
    if parts.scheme != "sc" or not host:
        raise SparkError(f"Spark 的地址“{address}”写法不对，请写成 sc://主机:端口。")
    try:
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession
    except ImportError:
        raise SparkError(
            "没有装 Spark 的客户端，请在项目目录运行 "
            ".venv/bin/pip install --no-deps --no-build-isolation -r requirements/spark.txt，"
            "或去掉 --engine spark。"
        ) from None
    try:
        socket.create_connection((host, port), timeout=patience).close()
    except OSError:
        raise SparkError(
            f"连不上 Spark（{address}），请核对地址，并确认集群上的 Spark Connect 服务已启动。"
        ) from None
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", message=r"\[RETRIES_EXCEEDED\]")
    with asking():
        session = SparkSession.builder.remote(address).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=5)])
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)
    return session


def disconnect(session: Any) -> None:
    """End a session, without patience for a server that is gone."""
    session.client.set_retry_policies([])
    session.stop()


class SparkEngine(SqlEngine):
    """Answers from one snapshot or a union, counted by a cluster.

    at_once: how many statements are given to the cluster side by side.
    """

    dialect = "spark"

    def __init__(
        self, snapshot: Tables, codes: Mapping[str, CodeSet], session: Any, *, at_once: int = 4
    ) -> None:
        super().__init__(snapshot)
        self._session, self._at_once_most = session, at_once
        with asking():
            self._frames = {f"{table}_history": self._frame(table) for table in self._gaps}
            for code_set in codes.values():
                rows = session.createDataFrame(code_rows(code_set))
                self._frames[code_table(code_set.name)] = rows

    def _frame(self, table: str) -> Any:
        """A table's files as a frame; nothing is read before it is asked for."""
        columns = self._columns(table)
        found = None
        for part in self.snapshot.parts(table):
            # With the columns told, the cluster need not open a file to learn them.
            read = self._session.read.schema(_declared(part.columns)).option(
                "datetimeRebaseMode", "CORRECTED"
            )
            frame = read.parquet(*map(str, part.paths))
            if part.installation:
                wanted = part_columns(part, columns)
                frame = frame.selectExpr(*(c.sql("spark") for c in wanted))
            found = frame if found is None else found.unionAll(frame)
        if found is None:
            return self._session.createDataFrame([], _declared(columns))
        return found

    def _at_once(self, jobs: Sequence[Callable[[], Rows]]) -> list[Rows]:
        with ThreadPoolExecutor(self._at_once_most) as pool:
            return list(pool.map(lambda job: job(), jobs))

    def _ask(self, tables: Mapping[str, pa.Table], selects: Sequence[Select]) -> list[Rows]:
        with asking():
            frames = {name: self._session.createDataFrame(rows) for name, rows in tables.items()}
            jobs = [partial(self._rows, select, frames) for select in selects]
            return self._at_once(jobs)

    def _history(
        self, select: exp.Select, tables: Mapping[str, pa.Table]
    ) -> list[Mapping[str, Any]]:
        with asking():
            frames = {name: self._session.createDataFrame(rows) for name, rows in tables.items()}
            return list(self._rows(select, frames))

    def _rows(self, select: Select, asked: Mapping[str, Any]) -> Rows:
        frames = {**self._frames, **asked}
        text, used = _text(select, frames)
        answer = self._session.sql(text, **{place: frames[n] for n, place in used.items()})
        rows: Rows = answer.toArrow().to_pylist()
        return rows


def _declared(columns: Mapping[str, str]) -> str:
    """The columns of files as Spark declares them."""
    listed = ((exp.to_identifier(c, quoted=True), sql_type(k)) for c, k in columns.items())
    return ", ".join(
        exp.ColumnDef(this=c, kind=exp.DataType.build(kind)).sql("spark") for c, kind in listed
    )


def _text(select: Select, frames: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The statement with a place {t1}, {t2} … for each frame it reads, and frame → place."""
    used: dict[str, str] = {}
    for node in select.find_all(exp.Literal, exp.Identifier):
        node.set("this", node.this.replace("{", "{{").replace("}", "}}"))
    for table in select.find_all(exp.Table):
        if table.name in frames:
            place = used.setdefault(table.name, f"t{len(used) + 1}")
            table.set("this", exp.to_identifier(f"{{{place}}}", quoted=False))
    return select.sql("spark", copy=False), used


@contextlib.contextmanager
def asking() -> Iterator[None]:
    """What the client raises, as SparkError with one sentence."""
    from grpc import RpcError
    from pyspark.errors import PySparkException

    try:
        yield
    except (RpcError, PySparkException) as error:
        reason = error.getCondition() if isinstance(error, PySparkException) else None
        if reason is None:
            raise SparkError("Spark 中断了连接，没有算完，请确认集群正常后重做。") from None
        raise SparkError(
            f"Spark 没有算完（{reason}），请查看集群的日志，并确认各工作机按同样的路径"
            "能读到快照文件。"
        ) from error
