"""The regulations that the workers of tests know: those that are shipped, and those that recorded histories need."""

from __future__ import annotations

import json
from pathlib import Path

from domain.procedure import Procedure
from domain.texts.known import REGULATIONS
from procedures import all_procedures
from records.codec import procedure_from_json, procedure_to_json

KEPT = Path(__file__).parents[2] / "histories" / "regulations"
"""The regulations that histories name, each as it was then. The shipped ones may change; a history never does."""

_digests: dict[int, tuple[Procedure, str]] = {}


def digest_of(procedure: Procedure) -> str:
    """Return the digest of a procedure, and make it known to the workflows of this process."""
    if id(procedure) not in _digests:
        _digests[id(procedure)] = (procedure, procedure_to_json(procedure)[0])
        REGULATIONS.learn({_digests[id(procedure)][1]: procedure})
    return _digests[id(procedure)][1]


def keep(procedure: Procedure) -> None:
    """Write a procedure beside the histories, under its digest."""
    digest, body = procedure_to_json(procedure)
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{digest}.json").write_text(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n")


def learn_kept() -> None:
    """Make the regulations beside the histories known, and no other."""
    REGULATIONS.learn({path.stem: procedure_from_json(json.loads(path.read_text())) for path in KEPT.glob("*.json")})


def learn_shipped() -> None:
    """Make the shipped regulations known."""
    for procedure in all_procedures().values():
        digest_of(procedure)
