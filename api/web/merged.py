"""Finds the case that answers a report, its own or the one that it was merged into, and tells staff of it."""

from __future__ import annotations

from typing import Protocol

from api.web.problems.problem import Problem, refused
from domain.actors import Actor
from domain.complaint import Complaint
from domain.refusals import Refusal
from domain.words import Role
from records.cases.rows import CaseRecord


class MergedCases(Protocol):
    """The record as following merges needs it; `records.cases.repository.Cases` is the real one."""

    def find(self, code: str) -> CaseRecord | None:
        """Return a case as it stands, None for an unknown code."""
        ...

    def main_of(self, code: str) -> str:
        """Return the case that a report is part of, through however many merges: its own code where it was not merged."""
        ...


def answering(cases: MergedCases, case: CaseRecord) -> CaseRecord:
    """Return the case that answers this report: the case itself, unless it was merged into another."""
    if not is_merged(case.complaint):
        return case
    return cases.find(cases.main_of(case.code)) or case


def refused_to(cases: MergedCases, complaint: Complaint, by: Actor, refusal: Refusal) -> Problem:
    """Return the core's refusal as this person reads it. Staff at a merged report are told which case it is part of."""
    main = cases.main_of(complaint.code) if is_merged(complaint) else None
    return refused(refusal, complaint.procedure, to_staff=by.role is not Role.REPORTER, main=main)


def is_merged(complaint: Complaint) -> bool:
    """Tell whether the report is part of another case."""
    return complaint.merged_into is not None
