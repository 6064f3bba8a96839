"""The form of a backup file: a header, frames (under a passphrase each encrypted), one hash.

    XINGLIN-BACKUP 1 ⏎ | length, header (JSON) | length, frame … | length 0 or final frame | SHA-256

The hash stands last and covers all before it, so a file that was cut or changed is known before
anything is restored from it. Frames are sealed with ChaCha20-Poly1305; their nonce is their number
and whether they are the last, so none can be dropped, moved or cut off. See docs/adr/0019.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"XINGLIN-BACKUP 1\n"
_FRAME = 1024 * 1024
_LENGTH = 4
_HASH = 32
_LARGEST = _FRAME + 64
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}
_SCRYPT_MEMORY = 64 * 1024 * 1024


class BackupError(Exception):
    """A backup cannot be made or used. The message is one Chinese sentence."""


@contextmanager
def written(path: Path, about: Mapping[str, Any], passphrase: str) -> Iterator[io.RawIOBase]:
    """Write a backup: under its name it stands whole or not at all. Raises BackupError.

    A run that is killed leaves a hidden file beside it, which no restore takes.
    """
    making = path.with_name(f".{path.name}.{secrets.token_hex(4)}.writing")
    handle = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw:
            frames = _Writer(raw, about, passphrase)
            yield frames
            frames.finish()
            raw.flush()
            os.fsync(raw.fileno())
        making.replace(path)
        _sync_folder(path.parent)
    finally:
        making.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def opened(path: Path, passphrase: str) -> Iterator[tuple[dict[str, Any], IO[bytes]]]:
    """The header and the content of a backup whose hash holds. Raises BackupError."""
    with path.open("rb") as raw:
        length = _whole(raw, path)
        raw.seek(len(MAGIC))
        header = raw.read(int.from_bytes(raw.read(_LENGTH), "big"))
        about = json.loads(header)
        cipher = _cipher(about, passphrase, path)
        yield about, io.BufferedReader(_Reader(raw, length, header, cipher, path), _FRAME)


def _whole(raw: IO[bytes], path: Path) -> int:
    """Hash the file through; gives where its hash begins."""
    if raw.read(len(MAGIC)) != MAGIC:
        raise BackupError(f"“{path.name}”不是杏林的备份文件（或开头已损坏），请核对文件名。")
    length = raw.seek(0, os.SEEK_END) - _HASH
    raw.seek(0)
    found, left = hashlib.sha256(), max(0, length)
    while left:
        data = raw.read(min(_FRAME, left))
        found.update(data)
        left -= len(data)
    if length < len(MAGIC) + _LENGTH or raw.read(_HASH) != found.digest():
        raise BackupError(
            f"备份文件“{path.name}”已损坏或不完整（校验值不符），没有恢复任何内容，请改用另一份备份。"
        )
    return length


def _key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, maxmem=_SCRYPT_MEMORY, dklen=32, **_SCRYPT
    )


def _cipher(about: Mapping[str, Any], passphrase: str, path: Path) -> ChaCha20Poly1305 | None:
    salt = about["salt"]
    if salt and not passphrase:
        raise BackupError(f"备份文件“{path.name}”有口令，请用 --passphrase-file 给出口令文件。")
    if not salt:
        return None
    return ChaCha20Poly1305(_key(passphrase, base64.b64decode(salt)))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class _Writer(io.RawIOBase):
    """Cuts what is written into frames."""

    def __init__(self, raw: IO[bytes], about: Mapping[str, Any], passphrase: str) -> None:
        self._raw, self._hash, self._number = raw, hashlib.sha256(), 0
        self._waiting = bytearray()
        salt = secrets.token_bytes(16) if passphrase else b""
        self._cipher = ChaCha20Poly1305(_key(passphrase, salt)) if passphrase else None
        told = {**about, "salt": base64.b64encode(salt).decode()}
        self._header = json.dumps(told, ensure_ascii=False).encode()
        self._put(MAGIC)
        self._put(len(self._header).to_bytes(_LENGTH, "big") + self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        while len(self._waiting) > _FRAME:
            self._frame(bytes(self._waiting[:_FRAME]), last=False)
            del self._waiting[:_FRAME]
        return len(data)

    def finish(self) -> None:
        """The last frame, and the hash over all."""
        self._frame(bytes(self._waiting), last=True)
        self._raw.write(self._hash.digest())

    def _frame(self, data: bytes, *, last: bool) -> None:
        if self._cipher:
            data = self._cipher.encrypt(_nonce(self._number, last=last), data, self._header)
        self._number += 1
        self._put(len(data).to_bytes(_LENGTH, "big") + data)

    def _put(self, data: bytes) -> None:
        self._hash.update(data)
        self._raw.write(data)


class _Reader(io.RawIOBase):
    """Gives the frames' content as one stream."""

    def __init__(
        self,
        raw: IO[bytes],
        length: int,
        header: bytes,
        cipher: ChaCha20Poly1305 | None,
        path: Path,
    ) -> None:
        self._raw, self._end, self._header, self._cipher = raw, length, header, cipher
        self._path, self._number, self._left = path, 0, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left and self._raw.tell() < self._end:
            self._left = self._frame()
        given = self._left[: len(buffer)]
        buffer[: len(given)] = given
        self._left = self._left[len(given) :]
        return len(given)

    def _frame(self) -> bytes:
        size = int.from_bytes(self._raw.read(_LENGTH), "big")
        if size > _LARGEST:
            raise BackupError(f"备份文件“{self._path.name}”内部有误，请改用另一份备份。")
        data = self._raw.read(size)
        if self._cipher:
            nonce = _nonce(self._number, last=self._raw.tell() == self._end)
            try:
                data = self._cipher.decrypt(nonce, data, self._header)
            except InvalidTag as error:
                raise BackupError(
                    f"备份文件“{self._path.name}”的口令不对，没有恢复任何内容，请核对口令文件。"
                ) from error
        self._number += 1
        return data
