"""Users, the tokens of other systems, and what kind of installation this is."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from xinglin.store.models.columns import text, texts


class InstallationMark(models.Model):
    """What kind of installation this is; one row, written by the owner."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    simulated_clock = models.BooleanField("可用模拟时钟", default=False, db_default=False)

    class Meta:
        db_table = "xinglin_installation"
        verbose_name = "安装信息"
        constraints: ClassVar = [
            models.CheckConstraint(name="xinglin_installation_one_row", condition=models.Q(id=1))
        ]

    def __str__(self) -> str:
        return "模拟时钟" if self.simulated_clock else "真实时钟"


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they log in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """One person who logs in (用户), and what the database lets them reach.

    Empty ``unit`` and scopes reach nothing: the database refuses such a user's queries. The scope
    columns are changed by ``xinglin.save_user`` alone, or by the owner.
    """

    username = models.TextField("用户名", unique=True)
    name = text("姓名")
    role = text("角色")
    unit = models.TextField("所在机构", blank=True, null=True)  # noqa: DJ001 - none is not unknown
    scope_units = texts("可见机构")
    scope_places = texts("可见地区")
    scope_lines = texts("可用业务线")
    is_everything = models.BooleanField("可见全部", default=False, db_default=False)
    is_active = models.BooleanField("在用", default=True, db_default=True)
    password_until = models.DateTimeField("一次性密码有效至", null=True, blank=True)
    """Set while the password is the one that was handed out: it opens the page to change it."""

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        verbose_name = "用户"

    def __str__(self) -> str:
        return self.username


class ApiToken(models.Model):
    """One key by which a program acts for a user (接口令牌); only its digest is kept.

    ``permissions`` narrows what the user's post carries; it never adds to it.
    """

    token_sha256 = models.TextField("令牌摘要", primary_key=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="用户")
    label = text("用途")
    created_at = models.DateTimeField("建立时间", db_default=Now())
    expires_at = models.DateTimeField("失效时间", null=True, blank=True)
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)
    permissions = texts("权限")

    class Meta:
        verbose_name = "接口令牌"

    def __str__(self) -> str:
        return self.label or self.token_sha256[:8]


class ApiIdempotency(models.Model):
    """What a program was answered when it first sent a request under a key (重复请求的答复)."""

    pk = models.CompositePrimaryKey("token_id", "key")
    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="+", verbose_name="令牌")
    key = models.TextField("请求键")
    request_sha256 = models.TextField("请求摘要")
    status = models.SmallIntegerField("答复状态")
    body = models.JSONField("答复", default=dict)
    created_at = models.DateTimeField("时间", db_default=Now())

    class Meta:
        verbose_name = "接口请求键"

    def __str__(self) -> str:
        return self.key
