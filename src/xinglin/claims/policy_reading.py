"""Read a policy file (TOML): everything the form does not know is refused, all at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from xinglin.claims.policy import Policy
from xinglin.claims.policy_faults import PolicyError, PolicyFault, faults_of

SUFFIX = ".toml"
_LARGEST = 2_000_000


def read_policy(path: Path) -> Policy:
    """The policy in a file. Raises PolicyError with every fault, each with its place."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PolicyError(path.name, [PolicyFault("P001", path.name, _unread(error))]) from error
    if len(data) > _LARGEST:
        said = "文件太大，不像补偿方案，请核对是否选错了文件。"
        raise PolicyError(path.name, [PolicyFault("P001", path.name, said)])
    return parse_policy(data, path.name)


def parse_policy(data: bytes, name: str) -> Policy:
    """The policy in the bytes of a file. Raises PolicyError."""
    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        fault = PolicyFault("P001", name, "不是 UTF-8 编码的文本，请另存为 UTF-8 再用。")
        raise PolicyError(name, [fault]) from error
    except tomllib.TOMLDecodeError as error:
        said = f"不合 TOML 的写法（{error}），请核对引号、括号和等号。"
        raise PolicyError(name, [PolicyFault("P002", name, said)]) from error
    try:
        policy = Policy.model_validate(raw)
    except ValidationError as error:
        raise PolicyError(name, list(_faults(error))) from error
    if faults := faults_of(policy):
        raise PolicyError(name, faults)
    return policy


def shipped_policies() -> list[str]:
    """Names of the policies that come with the system."""
    return sorted(
        p.name.removesuffix(SUFFIX) for p in _folder().iterdir() if p.name.endswith(SUFFIX)
    )


@lru_cache
def shipped_policy(name: str) -> Policy:
    """A policy that comes with the system. Raises KeyError for another name."""
    if name not in shipped_policies():
        raise KeyError(name)
    return parse_policy((_folder() / f"{name}{SUFFIX}").read_bytes(), name)


def find_policy(named: str) -> Policy:
    """A shipped policy by its name, else the one in the file of that path. Raises PolicyError."""
    if named in shipped_policies():
        return shipped_policy(named)
    path = Path(named)
    if not path.is_file():
        said = f"没有这个方案，也没有这个文件；随系统的方案有：{'、'.join(shipped_policies())}。"
        raise PolicyError(named, [PolicyFault("P001", named, said)])
    return read_policy(path)


def _folder() -> Any:
    return resources.files("xinglin.content") / "policies"


def _unread(error: OSError) -> str:
    why = "没有这个文件" if isinstance(error, FileNotFoundError) else "读取失败"
    return f"{why}，请核对路径。"


def _faults(error: ValidationError) -> Iterator[PolicyFault]:
    for found in error.errors():
        place = _place(found["loc"])
        yield _fault(found["type"], place, found)


def _fault(kind: str, place: str, found: Any) -> PolicyFault:
    name = str(found["loc"][-1])
    if kind == "extra_forbidden":
        return PolicyFault("P003", place, f"没有“{name}”这一项，请核对拼写或删去。{_near(found)}")
    if kind == "missing" and name == "clause":
        return PolicyFault("P005", place, "没有写依据（clause），请写明文件和条款。")
    if kind == "missing" and name == "status":
        said = (
            "没有写核实情况（status），请填 confirmed 已核实、unverified 待核实或 local 本地规定。"
        )
        return PolicyFault("P005", place, said)
    if kind == "missing":
        return PolicyFault("P004", place, "缺少这一项，请补写。")
    if kind == "value_error":
        return PolicyFault("P006", place, f"{found['ctx']['error']}。")
    if kind == "literal_error":
        return PolicyFault(
            "P007", place, f"只能填 {found['ctx']['expected'].replace(' or ', '、')}。"
        )
    if kind in ("too_short", "string_too_short"):
        return PolicyFault("P008", place, "不能空着，请填写。")
    if kind == "string_pattern_mismatch":
        return PolicyFault("P008", place, "只能用小写字母、数字和短横线，请改正。")
    return PolicyFault("P009", place, "类型不对，请对照样例方案改正。")


def _near(found: Any) -> str:
    known = _keys_at(found["loc"][:-1])
    close = get_close_matches(str(found["loc"][-1]), known, n=1)
    return f"是否想写“{close[0]}”？若是请改正。" if close else f"这里可写：{'、'.join(known)}。"


def _keys_at(loc: Sequence[Any]) -> list[str]:
    """The keys the form knows at a place."""
    model: Any = Policy
    for step in loc:
        if isinstance(step, str):
            model = _inner(model.model_fields[step].annotation)
    return list(model.model_fields)


def _inner(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = getattr(annotation, "__args__", ())
    return next(found for part in parts if (found := _inner(part)) is not None) if parts else None


def _place(loc: Sequence[Any]) -> str:
    text = ""
    for step in loc:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text or "（整个文件）"
