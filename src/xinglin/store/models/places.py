"""Divisions and what lies below which."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from xinglin.store.models.columns import text


class Division(models.Model):
    """One administrative division (行政区划), from country to village, with its dates."""

    code = models.TextField("代码", primary_key=True)
    name = models.TextField("名称")
    short_name = text("简称")
    level = models.TextField("级别")
    parent_code = text("上级代码")
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)
    successor_code = text("并入代码")
    country = models.TextField("国家", default="CN", db_default="CN")
    fictitious = models.BooleanField("虚构", default=False, db_default=False)

    class Meta:
        verbose_name = "行政区划"
        indexes: ClassVar = [models.Index(fields=["parent_code"], name="store_division_parent")]

    def __str__(self) -> str:
        return self.name


class DivisionClosure(models.Model):
    """One pair of a division and one above it, itself included; kept by the database."""

    pk = models.CompositePrimaryKey("ancestor", "descendant")
    ancestor = models.TextField("上级")
    descendant = models.TextField("下级")

    class Meta:
        verbose_name = "区划隶属"
        indexes: ClassVar = [models.Index(fields=["descendant"], name="store_closure_descendant")]

    def __str__(self) -> str:
        return f"{self.ancestor} > {self.descendant}"
