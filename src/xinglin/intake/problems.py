"""Why a file, a mapping or a folder as a whole cannot come in."""

from __future__ import annotations


class IntakeFileError(Exception):
    """The file as a whole is refused; nothing was written. The message is Chinese, for the user.

    Several faults of one file come together, parted by line breaks.
    """
