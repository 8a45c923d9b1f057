"""The description of the API: problems, examples, the schema at /openapi.json."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Path
from fastapi.openapi.models import Example
from fastapi.openapi.utils import get_openapi

from api.web.problems.problem import MEDIA_TYPE, ProblemBody

_PROBLEMS = {
    400: "Nội dung gửi lên không phải JSON hợp lệ.",
    401: "Chưa đăng nhập, hoặc phiên đã hết hạn.",
    403: "Thao tác không thuộc quyền của người gọi.",
    404: "Không có, hoặc người gọi không được biết.",
    409: "Không làm được lúc này, hoặc khóa đã dùng cho việc khác.",
    412: "Người khác đã đổi mục này từ lúc đọc",
    413: "Nội dung gửi lên quá lớn.",
    416: "Phần của tệp mà `Range` nêu nằm ngoài tệp.",
    422: "Có mục chưa đúng; xem `errors`.",
    429: "Thử hoặc gửi quá nhiều lần; hãy đợi theo tiêu đề Retry-After.",
    503: "Cơ sở dữ liệu, Temporal hoặc nơi lưu tệp chưa trả lời; hãy gửi lại y như cũ.",
}
_SCHEMA = {"$ref": "#/components/schemas/ProblemBody"}

CaseCode = Annotated[str, Path(description="Mã hồ sơ.", examples=["KH-2026-000001"])]

FOR_ANYBODY: dict[str, Any] = {"security": [{}]}
"""Marks a route that needs neither a token nor a key."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the problems with which a route may answer, for its description."""
    return {
        status: {"description": _PROBLEMS[status], "content": {MEDIA_TYPE: {"schema": _SCHEMA}}} for status in statuses
    }


DECISION_EXAMPLES: dict[str, Example] = {
    "swap": {
        "summary": "Hoán đổi một ngày làm việc (xem trước)",
        "value": {
            "number": "12729/VPCP-KGVX",
            "source": "Công văn 12729/VPCP-KGVX ngày 25/12/2025",
            "date": "2025-12-25",
            "days": [
                {"why": "Nghỉ hoán đổi dịp Tết Dương lịch", "off": ["2026-01-02"]},
                {"why": "Làm bù cho ngày 02/01/2026", "worked": ["2026-01-10"], "hours_of": "friday"},
            ],
            "dry_run": True,
        },
    },
    "day_off": {
        "summary": "Cho nghỉ một ngày (lưu và báo các hồ sơ)",
        "value": {
            "number": "25/CĐ-TTg",
            "source": "Công điện 25/CĐ-TTg",
            "days": [{"why": "Nghỉ tránh bão", "off": ["2026-11-27"]}],
            "dry_run": False,
        },
    },
}


def describe(app: FastAPI) -> None:
    """Give the app its schema, with our problems instead of the framework's validation errors."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(problem.pop("$defs", {}))
            schemas["ProblemBody"] = problem
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
