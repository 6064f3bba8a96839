"""Short code lists of health education and patriotic health (健康教育与爱国卫生)."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

_EDUCATION = "国家基本公共卫生服务规范·健康教育（未核）"
_HYGIENE, _OWN = "爱国卫生工作文件（本地）", "自编代码（本地）"

MaterialKind = read_code_set(
    "material_kind.csv", name="MaterialKind", label="健康教育资料种类", source=_EDUCATION
)
MessageChannel = read_code_set(
    "message_channel.csv", name="MessageChannel", label="健康信息发布渠道", source=_EDUCATION
)
LectureKind = read_code_set(
    "lecture_kind.csv", name="LectureKind", label="健康教育活动类别", source=_EDUCATION
)
HygieneTitle = read_code_set(
    "hygiene_title.csv", name="HygieneTitle", label="卫生称号", source=_HYGIENE
)
HygieneLevel = read_code_set(
    "hygiene_level.csv", name="HygieneLevel", label="命名级别", source=_HYGIENE
)
HygieneUnitKind = read_code_set(
    "hygiene_unit_kind.csv", name="HygieneUnitKind", label="卫生单位类型", source=_OWN
)
VectorTarget = read_code_set(
    "vector_target.csv", name="VectorTarget", label="防制对象", source=_HYGIENE
)
RectificationSource = read_code_set(
    "rectification_source.csv", name="RectificationSource", label="问题来源", source=_HYGIENE
)
