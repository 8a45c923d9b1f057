"""The people who acted and who were notified. Only staff see names of staff. Never shows who reported."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.web.names import Agencies, Name, People
from domain.actors import Actor, Told
from domain.procedure import Procedure
from domain.words import Role
from language.labels import role_name


class PersonView(BaseModel):
    """Một vai trò, trong một cơ quan nếu là vai trò của cơ quan. Không bao giờ là danh tính người gửi."""

    role: Role
    role_label: str = Field(examples=["cán bộ chuyên môn"])
    agency: Name | None
    account: Name | None = Field(default=None, description="Tài khoản đã thao tác; chỉ cán bộ thấy.")
    on_behalf_of: Name | None = Field(default=None, description="Thay cho lãnh đạo nào đang vắng; chỉ cán bộ thấy.")


def person_view(told: Told, procedure: Procedure, agencies: Agencies) -> PersonView:
    """Return a role with its agency's name."""
    agency = agencies.name(told.agency) if told.agency else None
    return PersonView(role=told.role, role_label=role_name(procedure, told.role), agency=agency)


def actor_view(actor: Actor, procedure: Procedure, agencies: Agencies, people: People | None) -> PersonView:
    """Return who acted. The account is shown where `people` is given, that is, to staff."""
    person = person_view(Told(actor.role, actor.agency), procedure, agencies)
    if people is None:
        return person
    return person.model_copy(
        update={
            "account": people.name(actor.account) if actor.account else None,
            "on_behalf_of": people.name(actor.on_behalf_of) if actor.on_behalf_of else None,
        }
    )
