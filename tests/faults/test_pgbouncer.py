"""Everything works through PgBouncer in transaction mode, whether it refuses the settings of a session or ignores them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from records.engine import connect, transaction
from records.migrations import upgrade
from tests.support.fronts.desk import NHA_TRANG, REPORT
from tests.support.fronts.real_desk import RealDesk
from tests.support.stack.pgbouncer import PROGRAM, pgbouncer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.fault("PgBouncer pools by transaction"),
    pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed; `make fault-tools` brings it on Debian"),
]


@pytest.fixture(scope="session")
def database_template(furnished_template: str) -> str:
    return furnished_template


@pytest.fixture(
    params=[{}, {"ignore_startup_parameters": "options,extra_float_digits"}], ids=["refuses settings", "ignores them"]
)
def pooled(database_url: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    with pgbouncer(database_url, **request.param) as url:
        upgrade(url)
        engine = connect(url, pool_size=16)
        yield engine
        engine.dispose()


def test_eighty_reports_at_once_and_their_acts_are_all_kept(pooled: Engine) -> None:
    desk = RealDesk(pooled)
    with ThreadPoolExecutor(16) as people:
        filed = list(people.map(lambda n: desk.sends(REPORT | {"place": f"Trước số {n} Trần Phú"}), range(80)))
        assert [answer.status_code for answer in filed] == [201] * 80
        codes = [answer.json()["code"] for answer in filed]
        assert len(set(codes)) == 80
        for act, who, words in (("dispatch", "operator", {"lead": NHA_TRANG}), ("accept", "officer", {})):
            done = people.map(lambda code, act=act, who=who, words=words: desk.acts(code, act, who, **words), codes)
            assert [answer.status_code for answer in done] == [200] * 80


@pytest.mark.parametrize(
    ("setting", "value"),
    [("statement_timeout", "8s"), ("lock_timeout", "5s"), ("TimeZone", "UTC"), ("jit", "off")],
)
def test_each_transaction_has_the_settings_of_a_direct_connection(pooled: Engine, setting: str, value: str) -> None:
    with transaction(pooled) as session:
        assert session.execute(text(f"SHOW {setting}")).scalar_one() == value


def test_nothing_is_left_with_the_poolers_sessions(pooled: Engine) -> None:
    for _ in range(12):  # psycopg prepares a statement that was used five times
        with transaction(pooled) as session:
            session.execute(text("SELECT code FROM cases WHERE code = :code"), {"code": "none"})
    with transaction(pooled) as session:
        assert session.execute(text("SELECT count(*) FROM pg_prepared_statements")).scalar_one() == 0
