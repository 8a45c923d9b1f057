"""Create the record: cases and their events, reports and reporters, notices to send, agencies, accounts, sessions.

It is plain SQL, because most of it is what only the database guards: checks, the search column, the trigger. A migration is
history, so it holds the statuses and roles of its time.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    for statement in (*_PROCEDURES, *_CASES, *_REPORTS, *_EVENTS, *_NOTICES, *_ACCOUNTS):
        op.execute(statement)


_PROCEDURES = (
    """
    CREATE TABLE procedures (
        digest   text PRIMARY KEY,
        id       text NOT NULL,
        body     jsonb NOT NULL,
        kept_at  timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE code_numbers (
        prefix  text,
        year    integer,
        last    integer NOT NULL CHECK (last > 0),
        PRIMARY KEY (prefix, year)
    )
    """,
)

_CASES = (
    """
    CREATE TABLE submissions (
        code             text PRIMARY KEY,
        idempotency_key  text NOT NULL UNIQUE,
        body_hash        text NOT NULL,
        tracking_hash    text NOT NULL
    )
    """,
    """
    CREATE TABLE cases (
        code              text PRIMARY KEY REFERENCES submissions,
        procedure_digest  text NOT NULL REFERENCES procedures,
        number            integer NOT NULL CHECK (number > 0),
        snapshot          jsonb NOT NULL CHECK (NOT snapshot ? 'procedure'),
        authority         text NOT NULL,
        status            text NOT NULL CHECK (status IN (
                              'unfiled', 'submitted', 'awaiting_supplement', 'verified', 'dispatched', 'returned',
                              'processing', 'awaiting_approval', 'approved', 'published', 'withheld', 'closed',
                              'refused', 'withdrawn')),
        field             text,
        urgency           text NOT NULL CHECK (urgency IN ('ordinary', 'instant')),
        lead              text,
        co_ordinating     text[] NOT NULL,
        received_at       timestamptz NOT NULL,
        due               timestamptz,
        overdue           boolean NOT NULL,
        paused            boolean NOT NULL,
        excerpt           text NOT NULL CHECK (excerpt IS NFC NORMALIZED),
        taken_at          timestamptz NOT NULL DEFAULT now(),
        started_at        timestamptz
    )
    """,
    # Lists are sorted by due date, then by code; cases without a due date come last. The expression makes this one order.
    "CREATE INDEX cases_of_authority ON cases (authority, (coalesce(due, 'infinity'::timestamptz)), code)",
    "CREATE INDEX cases_of_lead ON cases (authority, lead, (coalesce(due, 'infinity'::timestamptz)), code)",
    "CREATE INDEX cases_of_co_ordinating ON cases USING gin (co_ordinating)",
    "CREATE INDEX cases_not_started ON cases (taken_at) WHERE started_at IS NULL",
)

_REPORTS = (
    # Folds text for the search: lower case, no diacritics, words separated. Except for NFD nothing here depends on the
    # database's locale. A standard SQL body is parsed at creation, so later changes of names do not affect it.
    """
    CREATE FUNCTION folded(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(regexp_replace(
        translate(regexp_replace(normalize(words, NFD), '[\\u0300-\\u036f]', '', 'g'), 'Đđ', 'dd'),
        '[!-/:-@[-`{-~]+', ' ', 'g'
    ))
    """,
    """
    CREATE TABLE reports (
        code         text PRIMARY KEY REFERENCES cases,
        content      text NOT NULL CHECK (content IS NFC NORMALIZED),
        place        text NOT NULL CHECK (place IS NFC NORMALIZED),
        occurred_at  text NOT NULL CHECK (occurred_at IS NFC NORMALIZED),
        search       tsvector NOT NULL GENERATED ALWAYS AS
                         (to_tsvector('simple', folded(content || ' ' || place || ' ' || code))) STORED
    )
    """,
    "CREATE INDEX reports_search ON reports USING gin (search)",
    """
    CREATE TABLE reporters (
        code     text PRIMARY KEY REFERENCES cases,
        name     text NOT NULL CHECK (name IS NFC NORMALIZED),
        address  text NOT NULL CHECK (address IS NFC NORMALIZED),
        phone    text NOT NULL CHECK (phone IS NFC NORMALIZED),
        email    text CHECK (email IS NFC NORMALIZED)
    )
    """,
)

_EVENTS = (
    # Check each string separately: in the text of a document an escape such as `\n` may precede a combining mark.
    """
    CREATE FUNCTION is_composed(document jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (
        SELECT coalesce(bool_and((value #>> '{}') IS NFC NORMALIZED), true)
        FROM jsonb_path_query(document, 'strict $.**') AS value
        WHERE jsonb_typeof(value) = 'string'
    )
    """,
    """
    CREATE TABLE events (
        code          text REFERENCES cases,
        number        integer CHECK (number > 0),
        act_id        text NOT NULL,
        act_digest    text,
        by_role       text CHECK (by_role IN (
                          'reporter', 'centre_operator', 'centre_leader', 'agency_officer', 'agency_leader',
                          'authority_leader', 'auditor', 'admin')),
        by_authority  text,
        by_agency     text,
        by_account    text,
        kind          text NOT NULL CHECK (kind = body ->> 'kind'),
        at            timestamptz NOT NULL,
        body          jsonb NOT NULL CHECK (is_composed(body)),
        recorded_at   timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (code, number)
    )
    """,
    "CREATE UNIQUE INDEX events_of_act ON events (code, act_id, number)",
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)

_NOTICES = (
    """
    CREATE TABLE notices (
        id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        code          text NOT NULL,
        event_number  integer NOT NULL,
        role          text NOT NULL,
        agency        text,
        channel       text NOT NULL,
        status        text NOT NULL CHECK (status IN ('queued')),
        queued_at     timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (code, event_number) REFERENCES events (code, number)
    )
    """,
    "CREATE UNIQUE INDEX notices_once ON notices (code, event_number, role, (coalesce(agency, '')), channel)",
)

_ACCOUNTS = (
    """
    CREATE TABLE agencies (
        authority  text,
        id         text,
        name       text NOT NULL CHECK (name IS NFC NORMALIZED),
        PRIMARY KEY (authority, id)
    )
    """,
    """
    CREATE TABLE accounts (
        id             text PRIMARY KEY,
        username       text NOT NULL UNIQUE CHECK (username IS NFC NORMALIZED),
        role           text NOT NULL CHECK (role IN (
                           'centre_operator', 'centre_leader', 'agency_officer', 'agency_leader',
                           'authority_leader', 'auditor', 'admin')),
        authority      text,
        agency         text,
        display_name   text NOT NULL CHECK (display_name IS NFC NORMALIZED),
        password_hash  text NOT NULL,
        FOREIGN KEY (authority, agency) REFERENCES agencies (authority, id),
        -- Only who watches over all may belong to no authority; only an agency's own people belong to one.
        CHECK (authority IS NOT NULL OR role IN ('auditor', 'admin')),
        CHECK ((agency IS NOT NULL) = (role IN ('agency_officer', 'agency_leader')))
    )
    """,
    """
    CREATE TABLE sessions (
        token_hash  text PRIMARY KEY,
        account_id  text NOT NULL REFERENCES accounts,
        opened_at   timestamptz NOT NULL DEFAULT now(),
        expires_at  timestamptz NOT NULL,
        revoked_at  timestamptz
    )
    """,
)
