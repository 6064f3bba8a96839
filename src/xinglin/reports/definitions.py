"""Frozen definitions: indicators, code sets and labels as they were when a report was built.

They are written once under the hash of their content, so a report names exactly what it was
computed by, and every later version of the program can compute it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from xinglin.codes.dated import CodeSet
from xinglin.language.catalogue import Catalogue
from xinglin.language.fields import Code
from xinglin.language.plans import Plan, plan_from_json, plan_to_json

DEFINITIONS_FORMAT = 1


class UnknownDefinitionsError(LookupError):
    """The definitions a report was built by are not on this installation."""


@dataclass(frozen=True)
class Definitions:
    """What a report was computed by. name: SHA-256 of the stored form."""

    name: str
    data: Mapping[str, Any]

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """Indicator id → plan."""
        return {k: plan_from_json(v["plan"]) for k, v in self.data["indicators"].items()}

    @cached_property
    def code_sets(self) -> dict[str, CodeSet]:
        """Name → code set, with the rows it had then."""
        return {k: CodeSet.from_json(v) for k, v in self.data["code_sets"].items()}

    def about(self, indicator: str) -> Mapping[str, Any]:
        """Name, definition, office … of an indicator as they were then."""
        about: Mapping[str, Any] = self.data["indicators"][indicator]
        return about


def describe(catalogue: Catalogue) -> dict[str, Any]:
    """Everything an evaluation needs, as data."""
    indicators = {
        i.id: {
            "plan": plan_to_json(i.plan()),
            "name": i.name,
            "definition": i.definition,
            "office": i.office,
            "source": i.source,
            "variant": i.variant(),
            "line": i.line,
            "revisions": [[day.isoformat(), text] for day, text in i.revisions],
        }
        for i in catalogue.indicators.values()
    }
    registers = {
        r.name: {
            **r.describe(),
            "codes": {
                f.name: f.codes.name
                for f in r.fields.values()
                if isinstance(f, Code) and f.codes is not None
            },
        }
        for r in catalogue.registers.values()
    }
    code_sets = {name: codes.to_json() for name, codes in catalogue.code_sets.items()}
    return {
        "format": DEFINITIONS_FORMAT,
        "indicators": indicators,
        "registers": registers,
        "code_sets": code_sets,
    }


def current(catalogue: Catalogue) -> Definitions:
    """Today's definitions, not yet stored."""
    data = describe(catalogue)
    return Definitions(hashlib.sha256(_canonical(data)).hexdigest(), data)


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def freeze(definitions: Definitions, folder: Path) -> Path:
    """Store definitions under their hash; the same twice is one file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{definitions.name}.json"
    if not path.exists():
        temporary = path.with_suffix(".writing")
        temporary.write_bytes(_canonical(definitions.data))
        temporary.replace(path)
    return path


def frozen(name: str, folder: Path) -> Definitions:
    """Definitions by their hash. Raises UnknownDefinitionsError, in Chinese."""
    path = folder / f"{name}.json"
    if not path.is_file():
        raise UnknownDefinitionsError(
            f"本机没有报告所依据的定义 {name[:12]}，请在编制该报告的那套系统上核验。"
        )
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != name:
        raise UnknownDefinitionsError(f"定义文件 {path.name} 已被改动，不能再用来作证。")
    return Definitions(name, json.loads(raw))
