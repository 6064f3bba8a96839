"""Audits of missed reports, repeated cards, contacts and travellers: short lists, dated limits."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

_AUDIT = "《传染病信息报告管理规范》（漏报检查，未核）"

AuditBook = read_code_set("audit_book.csv", name="AuditBook", label="抽查的登记簿", source=_AUDIT)
AuditResult = read_code_set(
    "audit_result.csv", name="AuditResult", label="漏报抽查结果", source=_AUDIT
)
CardWindow = read_code_set(
    "card_window.csv", name="CardWindow", label="报告卡比对的天数", source="规则书2.3"
)
Incubation = read_code_set(
    "incubation.csv", name="Incubation", label="最长潜伏期", source="传染病学（未核）"
)
ContactRelation = read_code_set(
    "contact_relation.csv", name="ContactRelation", label="与病例的关系", source="自编代码"
)
