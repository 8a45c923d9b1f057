"""Puts the front together: the JSON API, the pages, and what all requests pass through."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from api.attachments import routes as attachments
from api.auditing import routes as auditing
from api.backlog import routes as imports
from api.calendar import routes as calendar
from api.cases import routes as cases
from api.cases.differences import routes as differences
from api.cases.masking import routes as masking
from api.figures import routes as statistics
from api.figures.periods import routes as accounts
from api.letters import routes as letters
from api.notices import routes as notices
from api.office.routes import agencies, places, regulations
from api.office.routes import changes as office_changes
from api.office.routes import entries as admin_office
from api.open311 import routes as open311
from api.pages import about, home, pictures, root_files, staff
from api.pages.account import language as choosing
from api.pages.account import own as account
from api.pages.account import passkeys, provider_sign_in, second_factor, signing_in
from api.pages.admin import rooms
from api.pages.citizen import case_page, continuing, following, offline, sending
from api.pages.common.assets_folder import serve_assets
from api.pages.maps import routes as maps
from api.pages.problem_page import tell
from api.pages.public import case_page as public_case_page
from api.pages.public import following as public_following
from api.pages.public import listing as public_listing
from api.pages.statistics import period as period_statistics
from api.pages.statistics import public as public_statistics
from api.pages.statistics import staff as staff_statistics
from api.pages.statistics import today as staff_today
from api.papers import routes as papers
from api.personal_data import routes as personal_data
from api.public import routes as public
from api.reports import routes as reports
from api.staff.accounts import routes as admin_accounts
from api.staff.colleagues import routes as colleagues
from api.staff.delegations import routes as delegations
from api.staff.factors import routes as second_factors
from api.staff.handovers import routes as handovers
from api.staff.looks import routes as looks
from api.staff.machines import routes as machines
from api.staff.reorganisations import routes as reorganisations
from api.staff.sessions import routes as sessions
from api.staff.successions import routes as successions
from api.today import routes as today
from api.web import codec, health
from api.web.docs import show_docs
from api.web.forwarding import forward_joined
from api.web.front import Front
from api.web.guard import Guard
from api.web.openapi import describe
from api.web.problems.problem import tell_problems

PREFIX = "/api/v1"
_ROUTERS = (
    # In the order in which the API's page shows them.
    cases.router,
    public.router,
    cases.acts_router,
    letters.router,
    attachments.router,
    masking.router,
    cases.dispatching_router,
    notices.router,
    statistics.router,
    accounts.router,
    today.router,
    sessions.router,
    second_factors.own_router,
    looks.router,
    auditing.router,
    auditing.past_router,
    differences.router,
    papers.router,
    reports.router,
    personal_data.router,
    regulations.router,
    places.router,
    agencies.router,
    colleagues.router,
    delegations.router,
    handovers.router,
    admin_accounts.router,
    second_factors.router,
    office_changes.router,
    admin_office.router,
    successions.router,
    reorganisations.router,
    machines.token_router,
    machines.router,
    imports.router,
    calendar.router,
    health.router,
)

_PAGES = (
    home,
    about,
    root_files,
    maps,
    sending,
    following,
    continuing,
    case_page,
    pictures,
    offline,
    public_case_page,
    public_following,
    public_listing,
    signing_in,
    provider_sign_in,
    second_factor,
    passkeys,
    choosing,
    account,
    staff,
    rooms,
    staff_statistics,
    period_statistics,
    staff_today,
    public_statistics,
)

_DESCRIPTION = """
Gửi phản ánh, kiến nghị hiện trường; theo dõi và xử lý theo đúng quy chế của từng địa phương.

- **Người gửi** không cần tài khoản: khi gửi sẽ nhận mã hồ sơ và mã tra cứu, gửi mã tra cứu trong tiêu đề `X-Tracking-Key`.
- **Cán bộ** đăng nhập tại `POST /api/v1/sessions`, gửi mã truy cập trong tiêu đề `Authorization: Bearer …`.
- Mọi lỗi theo RFC 9457 (`application/problem+json`): `type` không đổi, `detail` nói điều gì sai và nên làm gì.
- Thời điểm là UTC; các mục `…_text` ghi giờ địa phương.
"""


def create_app(front: Front) -> FastAPI:
    """Return the front over these parts."""
    app = FastAPI(
        title="Hiện trường",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        strict_content_type=False,
    )
    app.state.front = front
    v1 = APIRouter(prefix=PREFIX)
    for router in _ROUTERS:
        v1.include_router(router)
    app.include_router(v1)
    app.include_router(open311.router)
    app.include_router(auditing.keys_router)
    app.include_router(codec.router)
    app.include_router(health.router, include_in_schema=False)  # where supervisors and load balancers look
    for each in _PAGES:
        app.include_router(each.router, include_in_schema=False)
    serve_assets(app)
    show_docs(app)
    tell_problems(app, tell)
    forward_joined(app)
    describe(app)
    app.add_middleware(Guard, answer=tell)
    return app
