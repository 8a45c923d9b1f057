"""Add each answer that a reporter was given, and each rating of it."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

# What was answered, rated and reopened before, from the events. Trials have no outcome, so they come into neither table.
FILL_ANSWERS = """
    INSERT INTO answers (code, number, authority, field, lead, answered_at, reopened_at)
    SELECT
        answer.code, answer.number, outcomes.authority, outcomes.field, outcomes.lead, answer.at,
        (
            SELECT min(reopened.at) FROM events reopened
            WHERE reopened.code = answer.code AND reopened.kind = 'reopened' AND reopened.number > answer.number
            AND NOT EXISTS (
                SELECT FROM events later
                WHERE later.code = answer.code AND later.kind IN ('published', 'withheld')
                AND later.number > answer.number AND later.number < reopened.number
            )
        )
    FROM events answer JOIN outcomes USING (code) WHERE answer.kind IN ('published', 'withheld')
    """
FILL_RATINGS = """
    INSERT INTO ratings (code, number, report, authority, field, lead, rating, rated_at)
    SELECT DISTINCT ON (given.code, answer.number, report)
        given.code, answer.number, coalesce(given.body ->> 'report', given.code) AS report, answer.authority, answer.field,
        answer.lead, given.body ->> 'rating', given.at
    FROM events given
    JOIN LATERAL (
        SELECT * FROM answers WHERE answers.code = given.code AND answers.number < given.number ORDER BY number DESC LIMIT 1
    ) answer ON true
    WHERE given.kind = 'rated'
    ORDER BY given.code, answer.number, report, given.number DESC
    """

_STATEMENTS = (
    """
    CREATE TABLE answers (
        code         text NOT NULL REFERENCES cases,
        number       integer NOT NULL,
        authority    text NOT NULL,
        field        text,
        lead         text,
        answered_at  timestamptz NOT NULL,
        reopened_at  timestamptz,
        PRIMARY KEY (code, number)
    )
    """,
    "CREATE INDEX answers_reopened ON answers (authority, reopened_at) WHERE reopened_at IS NOT NULL",
    """
    CREATE TABLE ratings (
        code       text NOT NULL,
        number     integer NOT NULL,
        report     text NOT NULL,
        authority  text NOT NULL,
        field      text,
        lead       text,
        rating     text NOT NULL,
        rated_at   timestamptz NOT NULL,
        PRIMARY KEY (code, number, report),
        FOREIGN KEY (code, number) REFERENCES answers
    )
    """,
    "CREATE INDEX ratings_given ON ratings (authority, rated_at)",
    FILL_ANSWERS,
    FILL_RATINGS,
    "ALTER TABLE outcomes DROP COLUMN rating",
)


def upgrade() -> None:
    """Create the tables, and fill them from the events."""
    for statement in _STATEMENTS:
        op.execute(statement)
