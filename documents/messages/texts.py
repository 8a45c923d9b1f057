"""Renders messages: one template for each kind of event and audience, `_other` for a kind without its own template.

A template has three blocks: `subject`, one line; `body`, paragraphs separated by an empty line; `short`, one line of at
most `LONGEST_SHORT` characters for SMS and push. An SMS to a reporter ends with the private link, which is not counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from documents.messages.facts import facts_of
from documents.messages.report_facts import facts_of_report
from domain.messages import AnyOccasion, MessageChannel, Occasion, Reader, StandingIn
from domain.procedure import Procedure
from domain.visibility import Audience
from domain.words import Role
from language.labels import local_time, role_name
from language.vietnamese import starting_small

LONGEST_SHORT = 160
"""The most UTF-16 code units of a short text, as telephones count. Correct Vietnamese does not fit GSM-7, so this takes
up to three SMS."""

MOST_LISTED = 100
"""The late alarms that a digest lists; it counts the others."""

TEMPLATES = Path(__file__).parents[2] / "templates" / "messages"
_OTHER = "_other"
_POINT = "- "


@dataclass(frozen=True)
class Text:
    """A rendered message, without its address."""

    subject: str
    paragraphs: tuple[str, ...]
    short: str


class Texts:
    """Renders messages. `site` is the address of the portal."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            autoescape=select_autoescape(("html.j2",)),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["starting_small"] = starting_small
        self._before_short = self._environment.get_template("staff/_before_short.j2")

    def text(
        self,
        occasion: AnyOccasion,
        reader: Reader,
        channel: MessageChannel,
        agencies: Mapping[str, str],
        *,
        link: str | None = None,
    ) -> Text:
        """Return the message for this reader on this channel. `link` is a reporter's private link, which nobody else may see."""
        template = self._template(occasion.kind, reader)
        if isinstance(occasion, Occasion):
            guarded = channel is MessageChannel.PORTAL
            context = asdict(facts_of(occasion, reader, agencies, site=self._site, guarded=guarded))
        else:
            context = asdict(facts_of_report(occasion, agencies, site=self._site))
        context |= _in_place(reader.standing_in, occasion.procedure.authority.time_zone)
        context |= {"unheld": _unheld(occasion.procedure, reader, agencies), "link": link}
        in_short = context | {"code": reader.own_code or occasion.code}  # reporters know their report by its own code
        short = shortened(_line(self._before_short.render(context) + _block(template, "short", in_short)))
        return Text(
            subject=_line(_block(template, "subject", in_short)),
            paragraphs=_paragraphs(_block(template, "body", context)),
            short=f"{short} {link}" if link and channel is MessageChannel.SMS else short,
        )

    def digest(self, occasions: Sequence[AnyOccasion], reader: Reader, agencies: Mapping[str, str]) -> Text:
        """Return one message about alarms that rang late together, or that an import found. It lists the first `MOST_LISTED` and
        counts the others."""
        told = [each for each in occasions if isinstance(each, Occasion)]
        facts = [facts_of(each, reader, agencies, site=self._site, guarded=False) for each in told[:MOST_LISTED]]
        context = {
            "count": len(occasions),
            "more": len(occasions) - len(facts),
            "alarms": [
                {
                    "code": each.code,
                    "label": starting_small(each.label),
                    "limit": each.limit.name if each.limit else None,
                    "due": each.limit.due if each.limit else None,
                    "rung": each.rung,
                }
                for each in facts
            ],
            "codes": list(dict.fromkeys(each.code for each in facts)),
            "imported": all(each.complaint.came_with_import(each.event) for each in told),
            "centre": occasions[0].procedure.authority.centre,
            "site": self._site,
            "unheld": _unheld(occasions[0].procedure, reader, agencies),
            **_in_place(reader.standing_in, occasions[0].procedure.authority.time_zone),
        }
        template = self._environment.get_template("staff/_digest.j2")
        return Text(
            subject=_line(_block(template, "subject", context)),
            paragraphs=_paragraphs(_block(template, "body", context)),
            short=shortened(_line(_block(template, "short", context))),
        )

    def html(self, text: Text) -> str:
        """Return the text as the HTML part of an e-mail."""
        blocks = [_block_of(paragraph) for paragraph in text.paragraphs]
        said = {"subject": text.subject, "blocks": blocks, "site": self._site}
        return self._environment.get_template("email.html.j2").render(said)

    def plain(self, text: Text) -> str:
        """Return the text as the plain part of an e-mail."""
        return self._environment.get_template("email.txt.j2").render(asdict(text) | {"site": self._site})

    def _template(self, kind: str, reader: Reader) -> Template:
        audience = _audience(reader)
        return self._environment.select_template([f"{audience}/{kind}.j2", f"{audience}/{_OTHER}.j2"])


def _in_place(standing_in: StandingIn | None, time_zone: str) -> dict[str, str | None]:
    """Return the leader whom the reader stands in for, and until when."""
    if standing_in is None:
        return {"in_place_of": None, "in_place_until": None}
    return {"in_place_of": standing_in.leader, "in_place_until": local_time(standing_in.until, time_zone)}


def _unheld(procedure: Procedure, reader: Reader, agencies: Mapping[str, str]) -> str | None:
    """Return the role, and its agency, that nobody holds and in whose place the reader is told."""
    if reader.unheld is None:
        return None
    agency = reader.unheld.agency
    name = role_name(procedure, reader.unheld.role)
    return f"{name} ({agencies.get(agency, agency)})" if agency else name


def _audience(reader: Reader) -> Audience:
    return Audience.REPORTER if reader.told.role is Role.REPORTER else Audience.STAFF


def _block(template: Template, name: str, context: Mapping[str, object]) -> str:
    return "".join(template.blocks[name](template.new_context(dict(context))))


def _line(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _paragraphs(text: str) -> tuple[str, ...]:
    """Split into paragraphs. Keep the line breaks that a person wrote inside each."""
    blocks = re.split(r"\n\s*\n", unicodedata.normalize("NFC", text).strip())
    return tuple("\n".join(" ".join(line.split()) for line in block.strip().splitlines()) for block in blocks)


def _block_of(paragraph: str) -> tuple[bool, list[str]]:
    """Return whether a paragraph is a list, and its lines or the points of the list. Some mail programs know no line breaks but
    those of HTML."""
    lines = paragraph.split("\n")
    if all(line.startswith(_POINT) for line in lines):
        return True, [line.removeprefix(_POINT) for line in lines]
    return False, lines


def length(text: str) -> int:
    """Return the length as a telephone counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def shortened(text: str) -> str:
    """Return the text, cut at a word if it is too long for a telephone."""
    if length(text) <= LONGEST_SHORT:
        return text
    words = text.split(" ")
    while words and length(" ".join(words)) > LONGEST_SHORT - 1:
        words.pop()
    return f"{' '.join(words)}…"
