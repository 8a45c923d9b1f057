"""Letters of a case over JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.letters.answers import FILE_ANSWERS, Event, MainCase, answer
from api.letters.views import LetterList, letter_views
from api.web.downloads import IfNoneMatch
from api.web.front import FrontDep
from api.web.identity.callers import CallerDep, require_case
from api.web.openapi import FOR_ANYBODY, CaseCode, problems
from records.letters.rows import LetterFormat

router = APIRouter(prefix="/complaints/{code}/letters", tags=["Văn bản gửi người phản ánh"])


@router.get(
    "",
    summary="Văn bản của một hồ sơ",
    description=(
        "Ai xem được hồ sơ đều biết có văn bản nào; tệp chỉ hiện với người gửi, cán bộ được biết danh tính, "
        "người ký, người phát hành và thủ trưởng cơ quan ban hành."
    ),
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def listing(code: CaseCode, front: FrontDep, caller: CallerDep) -> LetterList:
    """The letters of a case."""
    return LetterList(items=letter_views(front.record, *require_case(front, code, caller)))


@router.get(
    "/{event}.{form}",
    summary="Tải một văn bản",
    description=(
        "Người gửi kèm mã tra cứu; cán bộ được biết danh tính người gửi, người ký, người phát hành, "
        "thủ trưởng cơ quan ban hành kèm mã truy cập. Tệp không bao giờ thay đổi."
    ),
    response_class=Response,
    responses=FILE_ANSWERS | problems(401, 403, 404, 409, 422, 429, 503),
)
def download(
    code: CaseCode,
    event: Event,
    form: Annotated[LetterFormat, Path(description="Định dạng.", examples=["pdf"])],
    front: FrontDep,
    caller: CallerDep,
    if_none_match: IfNoneMatch = None,
    main: MainCase = None,
) -> Response:
    """Return one of a letter's files."""
    return answer(front.record, require_case(front, code, caller), event, form, if_none_match, main)
