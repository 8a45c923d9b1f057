"""Derives the rows that figures are counted from anew from the events of a case."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from domain.accounts.steps import FollowedStep
from domain.complaint import Complaint
from domain.endings import TAKES_ANSWER_BACK
from domain.events import Event
from domain.texts.known import filed_under
from records.auditing.rows import Row
from records.figures.accounting import Accounting, outcome_columns, step_columns

Course = list[tuple[Row, Event, Complaint]]


def expected_figures(course: Course) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table for a case with these events. A trial has none."""
    if not course or course[-1][2].test:
        return {"outcomes": [], "steps": [], "answers": [], "ratings": []}
    last = course[-1][2]
    steps = _steps(course)
    mine = any(step["missed"] and step["agency"] == last.lead for step in steps)
    outcome = {**outcome_columns(last), "missed_by_lead": last.lead is not None and mine}
    answers, ratings = _answers(course)
    return {"outcomes": [outcome], "steps": steps, "answers": answers, "ratings": ratings}


def _steps(course: Course) -> list[dict[str, Any]]:
    """Return the row of each limit that binds, as the case stands at last."""
    last = course[-1][2]
    steps: dict[tuple[str, datetime], FollowedStep] = {}
    fields: dict[tuple[str, datetime], str | None] = {}
    before = Complaint(code=last.code, procedure=filed_under(last.procedure))
    for _, act in groupby(course, key=lambda each: each[0]["act_id"]):
        accounting = Accounting(before)
        for _, event, before in act:
            accounting.follow(event, before)
        for step in accounting.followed:
            steps[step.key] = step.after(steps.get(step.key))
            fields[step.key] = before.field
    return [{**step_columns(step, last), "field": fields[key]} for key, step in steps.items()]


def _answers(course: Course) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the answers that were given, and the ratings of each."""
    answers: list[dict[str, Any]] = []
    ratings: dict[tuple[int, str], dict[str, Any]] = {}
    for _, event, after in course:
        if event.kind in ("published", "withheld"):
            answers.append(
                {
                    "number": after.number,
                    "field": after.field,
                    "lead": after.lead,
                    "answered_at": event.at,
                    "reopened_at": None,
                }
            )
        elif event.kind == "rated" and answers:
            answer = answers[-1]
            report = getattr(event, "report", None) or after.code
            ratings[answer["number"], report] = {
                **{name: answer[name] for name in ("number", "field", "lead")},
                "report": report,
                "rating": event.rating,
                "rated_at": event.at,
            }
        elif event.kind in TAKES_ANSWER_BACK and answers:
            answers[-1]["reopened_at"] = answers[-1]["reopened_at"] or event.at
    return answers, list(ratings.values())
