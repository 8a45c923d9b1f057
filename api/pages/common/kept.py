"""A form that came when it could not be taken, for a session had ended or another had begun meanwhile: what was typed is shown,
travels on in the page, and is sent again by the person who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from anyio import from_thread
from fastapi import Request

from api.pages.common import forgery
from api.pages.common.addresses import HOME, within
from api.pages.common.forms import Form, typed_into
from api.web.problems.problem import TOLD

_PREFIX = "kept."
_ACTION, _PAGE, _FILES = "kept-action", "kept-page", "kept-files"
_SECRETS = frozenset({"password", "current", "new", "again", "key"})


@dataclass(frozen=True)
class Kept:
    """What was typed, where it was to go, and the page on which it was typed. `lost_files` is whether files were sent along:
    those cannot be kept, and without them the form may say something else."""

    action: str
    page: str
    values: Mapping[str, tuple[str, ...]]
    lost_files: bool

    @property
    def words(self) -> list[str]:
        """What a person wrote, to be read and copied; names and choices are of one word."""
        return [value for _, value in self.fields if " " in value.strip()]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The form, to be sent again."""
        return [(name, value) for name, typed in self.values.items() for value in typed]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The same within another form."""
        files = [(_FILES, "true")] if self.lost_files else []
        return [
            (_ACTION, self.action),
            (_PAGE, self.page),
            *files,
            *((_PREFIX + name, said) for name, said in self.fields),
        ]


def kept_of(request: Request) -> Kept | None:
    """The form that came with this request; None where there is none of ours, or it holds a password. Call it in a thread."""
    if request.method != "POST" or not forgery.is_surely_from_here(request):
        return None
    try:
        form = from_thread.run(typed_into, request)
    except TOLD:  # it cannot be read
        return None
    if _SECRETS & set(form.values):
        return None
    return Kept(request.url.path, _page_of(request), form.without(forgery.FIELD).values, bool(form.files))


def kept_in(form: Form) -> Kept | None:
    """What another form carries along."""
    if not (action := form.value(_ACTION)):
        return None
    values = {name.removeprefix(_PREFIX): typed for name, typed in form.values.items() if name.startswith(_PREFIX)}
    return Kept(within(action), within(form.value(_PAGE)), values, form.chosen(_FILES, "true"))


def _page_of(request: Request) -> str:
    """The page on which the form stood, as the browser says."""
    address = request.headers.get("referer", "")
    if forgery.host_in(address) != request.headers.get("host"):
        return HOME
    came_from = urlsplit(address)
    return within(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
