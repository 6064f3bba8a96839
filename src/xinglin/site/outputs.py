"""Files that a command is asked to write: refused before the work, or told why they failed."""

from __future__ import annotations

import errno
from pathlib import Path

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


class OutputPathError(ValueError):
    """A place where nothing can be written; the message is one sentence in Chinese."""


def output_file(path: Path) -> Path:
    """A file to be written. Raises OutputPathError where its folder is none, or it is a folder."""
    if path.is_dir():
        raise OutputPathError(f"“{path}”是一个文件夹，请写明要写成的文件名。")
    if not path.parent.is_dir():
        raise OutputPathError(f"没有文件夹“{path.parent}”，请先建立它，或换一个位置。")
    return path


def output_folder(path: Path) -> Path:
    """A folder to be filled, made when missing. Raises OutputPathError where a file is there."""
    taken = next((p for p in (path, *path.parents) if p.exists()), path)
    if taken.exists() and not taken.is_dir():
        raise OutputPathError(f"“{taken}”是一个文件，不能当作文件夹，请换一个位置。")
    return path


def in_words(error: OSError) -> str:
    """What the operating system refused, in one Chinese sentence; "" where it is not known."""
    if error.errno not in _REASONS:
        return ""
    reason, mend = _REASONS[error.errno]
    name = Path(str(error.filename)).name if error.filename else ""
    return f"读写{f'“{name}”' if name else '文件'}失败：{reason}，{mend}。"
