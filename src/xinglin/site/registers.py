"""Find a register by its name or its Chinese label."""

from __future__ import annotations

from xinglin.language import catalogue
from xinglin.language.registers import Register


class UnknownRegisterError(LookupError):
    """No such register; the message is one sentence in Chinese."""


def register_named(name: str) -> type[Register]:
    """The register of a name or label. Raises UnknownRegisterError."""
    known = catalogue.load().registers
    for register in known.values():
        if name in (register.name, register.label):
            return register
    listed = "、".join(f"{r.name}（{r.label}）" for r in known.values())
    raise UnknownRegisterError(f"没有名为“{name}”的登记表，可用：{listed}。")
