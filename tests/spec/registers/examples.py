"""How a check's examples are written: on a sound record, one change that passes, one that fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xinglin.language.registers import Register

Form = Mapping[str, str]
"""What is written on the form: label → text, as a clerk would write it; '' is left blank."""


@dataclass(frozen=True)
class Example:
    """One check with its title and two records, each told as changes to the sound one."""

    check: str
    title: str
    passes: Form
    fails: Form
    channel: str = "direct"


@dataclass(frozen=True)
class RegisterSpec:
    """A register, one sound record of it as written on the form, and its checks' examples.

    named: the records of other registers that the sound record names, as written on their forms.
    """

    register: type[Register]
    sound: Form
    examples: tuple[Example, ...] = ()
    named: tuple[tuple[type[Register], Form], ...] = ()
