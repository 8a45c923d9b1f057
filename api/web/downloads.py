"""Files over HTTP: the header that asks for them again, and tables as CSV or XLSX."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Header, Path
from starlette.responses import Response, StreamingResponse

from documents.tables.table import CSV_MEDIA_TYPE, XLSX_MEDIA_TYPE, Table, TableFormat, as_csv, as_xlsx

PDF_MEDIA_TYPE = "application/pdf"
DOCX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

IfNoneMatch = Annotated[str | None, Header(description="ETag của tệp đã có.")]
Form = Annotated[TableFormat, Path(description="`csv` hoặc `xlsx`.")]

FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Bảng: CSV (UTF-8, có BOM) hoặc XLSX. Chữ do người viết không bao giờ thành công thức.",
        "content": {
            CSV_MEDIA_TYPE: {"schema": {"type": "string"}},
            XLSX_MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
"""The description of a route that answers with a table."""


def download(name: str, form: TableFormat, table: Table, *more: Table) -> Response:
    """Return the file `name.csv` or `name.xlsx`. A CSV holds one table, sent row by row; XLSX has a sheet for each table."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form is TableFormat.CSV:
        return StreamingResponse(as_csv(table), media_type=f"{CSV_MEDIA_TYPE}; charset=utf-8", headers=headers)
    return Response(as_xlsx(table, *more), media_type=XLSX_MEDIA_TYPE, headers=headers)
