"""What the operating system and the database server refuse, in one Chinese sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import psycopg

_REASONS = {
    errno.ENOSPC: ("磁盘已满", "请腾出空间后重做"),
    errno.EDQUOT: ("磁盘配额已用完", "请腾出空间后重做"),
    errno.EFBIG: ("文件超过系统允许的大小", "请腾出空间或放宽限制后重做"),
    errno.EACCES: ("没有权限", "请改用有权限的位置或用户"),
    errno.EPERM: ("没有权限", "请改用有权限的位置或用户"),
    errno.EROFS: ("该处只读", "请改用可写的位置"),
    errno.ENOENT: ("没有这个文件或文件夹", "请核对路径"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请核对路径"),
    errno.EISDIR: ("它是一个文件夹", "请写明文件名"),
    errno.EEXIST: ("该处已有同名文件", "请换一个位置"),
    errno.EADDRINUSE: ("该地址已被占用", "请换一个端口"),
}


def in_words(error: Exception) -> str:
    """The refusal behind an error, said once; "" where there is none that we know."""
    for cause in _causes(error):
        if isinstance(cause, psycopg.OperationalError):
            return _database(cause)
        if isinstance(cause, OSError) and cause.errno in _REASONS:
            return _system(cause)
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    following: BaseException | None = error
    while following is not None:
        yield following
        following = following.__cause__


def _system(error: OSError) -> str:
    reason, mend = _REASONS[error.errno or 0]
    name = Path(str(error.filename)).name if error.filename else ""
    return f"读写{f'“{name}”' if name else '文件'}失败：{reason}，{mend}。"


def _database(error: psycopg.OperationalError) -> str:
    if isinstance(error, psycopg.errors.DiskFull):
        return "数据库所在的磁盘已满，没做完的部分没有保存，请腾出空间后重做。"
    if "password authentication failed" in str(error):
        return "数据库的口令文件与数据不符，请从备份恢复 keys 目录后再试。"
    return (
        "数据库没有应答或连接中断，没做完的部分没有保存，"
        "请稍后重做；仍不行请查看 log 目录中数据库的日志。"
    )
