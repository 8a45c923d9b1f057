"""The agency that the routing rules name for a case, as the centre is shown it before it dispatches."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.cases.suggesting import suggestion_for
from api.web.names import Agencies, Name, named
from domain.offices.routing import RoutingRule
from records.cases.rows import CaseRecord
from records.offices.repository import Offices


class SuggestedAgencyView(BaseModel):
    """Cơ quan mà quy tắc phân phối chỉ ra. Trung tâm vẫn là nơi quyết định."""

    agency: Name
    rule: str = Field(description="Mã quy tắc.", examples=["giao-thong-nha-trang"])
    why: str = Field(examples=["Lĩnh vực Giao thông, đường sá tại Thành phố Nha Trang"])
    article: str = Field(examples=["Điều 6 khoản 2 điểm b"])
    ours: bool = Field(description="Văn bản để ngỏ; đây là lựa chọn của đơn vị vận hành.")


class SuggestionsView(BaseModel):
    """Gợi ý khi phân phối."""

    agency: SuggestedAgencyView | None = Field(description="null: không có quy tắc nào cho trường hợp này.")


def suggested_agency(offices: Offices, case: CaseRecord) -> SuggestedAgencyView | None:
    """Return the agency that the rules name for the case as it now stands, None where no rule fits."""
    found = suggestion_for(offices, case)
    if found is None:
        return None
    return SuggestedAgencyView(
        agency=Agencies(offices, case.complaint.procedure.id).name(found.route.agency),
        rule=found.route.rule,
        why=_why(offices, case, found.rule),
        article=found.route.source,
        ours=found.route.ours,
    )


def _why(offices: Offices, case: CaseRecord, rule: RoutingRule) -> str:
    procedure = case.complaint.procedure
    field = named(procedure.fields, rule.field)
    place = next((each.name for each in offices.places(procedure.id) if each.id == rule.place), rule.place)
    of_field = f"Lĩnh vực {field.name}" if field else "Mọi lĩnh vực"
    return f"{of_field} tại {place}" if place else of_field
