"""Files over HTTP: the header that asks for them again, and tables as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Annotated, Any

from fastapi import Header, Path
from starlette.responses import Response, StreamingResponse

from api.web import media_types
from documents.tables.table import Table, TableFormat, as_csv, as_xlsx, write_xlsx

_PART = 64 * 1024

IfNoneMatch = Annotated[str | None, Header(description="ETag của tệp đã có.")]
Form = Annotated[TableFormat, Path(description="`csv` hoặc `xlsx`.")]

FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Bảng: CSV (UTF-8, có BOM) hoặc XLSX. Chữ do người viết không bao giờ thành công thức.",
        "content": {
            media_types.CSV: {"schema": {"type": "string"}},
            media_types.XLSX: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
"""The description of a route that answers with a table."""


def download(name: str, form: TableFormat, table: Table, *more: Table) -> Response:
    """Return the file `name.csv` or `name.xlsx`. A CSV holds one table, sent row by row; XLSX has a sheet for each table."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form is TableFormat.CSV:
        return StreamingResponse(as_csv(table), media_type=f"{media_types.CSV}; charset=utf-8", headers=headers)
    return Response(as_xlsx(table, *more), media_type=media_types.XLSX, headers=headers)


def large_download(name: str, form: TableFormat, table: Table, *more: Table) -> Response:
    """Return the same file for tables of any length. It is written to disk first, so that the rows are read as fast as they
    come and not as slowly as somebody downloads them."""
    file = TemporaryFile()  # noqa: SIM115 - it is closed when it was sent
    try:
        if form is TableFormat.CSV:
            file.writelines(row.encode() for row in as_csv(table))
        else:
            write_xlsx(file, table, *more)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    kind = f"{media_types.CSV}; charset=utf-8" if form is TableFormat.CSV else media_types.XLSX
    return StreamingResponse(_parts(file), media_type=kind, headers=headers)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_PART):
            yield part
