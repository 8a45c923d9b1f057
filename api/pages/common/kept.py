"""A form that could not be taken because a session had ended, or another had begun, since it was shown.

The next page shows what was typed and carries it in hidden fields, and the person who typed it sends it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from anyio import from_thread
from fastapi import Request

from api.pages.common import forgery
from api.pages.common.addresses import opened_again_at, within
from api.pages.common.forms import CONFIRMATION, CONFIRMATION_KEY, Form, typed_into
from api.web.problems.problem import TOLD

_PREFIX = "kept."
_ACTION, _PAGE, _FILES = "kept-action", "kept-page", "kept-files"
_SECRETS = frozenset({"password", "current", "new", "again", "key"})


@dataclass(frozen=True)
class Kept:
    """The typed fields of a form, the address to which the form goes, and the page on which it stood.

    `lost_files`: files were sent with it. They cannot be carried on, and without them the form may mean something else.
    """

    action: str
    page: str
    values: Mapping[str, tuple[str, ...]]
    lost_files: bool

    @property
    def words(self) -> list[str]:
        """The texts that a person wrote, to be read and copied. Values of one word are names and choices."""
        return [value for _, value in self.fields if " " in value.strip()]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields of the form, to be sent again."""
        return [(name, value) for name, typed in self.values.items() for value in typed]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The same fields as hidden fields of another form."""
        files = [(_FILES, "true")] if self.lost_files else []
        return [
            (_ACTION, self.action),
            (_PAGE, self.page),
            *files,
            *((_PREFIX + name, said) for name, said in self.fields),
        ]


def kept_of(request: Request) -> Kept | None:
    """Return the form of this request, or the one that it carries. Return None where it is not ours or holds a password.

    Call it in a thread.
    """
    if request.method != "POST" or not forgery.is_surely_from_here(request):
        return None
    try:
        form = from_thread.run(typed_into, request)
    except TOLD:  # it cannot be read
        return None
    if carried := kept_in(form):
        return carried
    if _SECRETS & set(form.values):
        return None
    return Kept(
        request.url.path,
        _page_of(request),
        form.without(forgery.FIELD, CONFIRMATION, CONFIRMATION_KEY).values,
        bool(form.files),
    )


def kept_in(form: Form) -> Kept | None:
    """Return the form that another form carries in hidden fields, None where it carries none."""
    if not (action := form.value(_ACTION)):
        return None
    values = {name.removeprefix(_PREFIX): typed for name, typed in form.values.items() if name.startswith(_PREFIX)}
    return Kept(within(action), within(form.value(_PAGE)), values, form.chosen(_FILES, "true"))


def _page_of(request: Request) -> str:
    """Return the page on which the form stood, from the Referer header. Without it, return the page above the form's address."""
    address = request.headers.get("referer", "")
    if forgery.host_in(address) != request.headers.get("host"):
        return opened_again_at(request)
    came_from = urlsplit(address)
    return within(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
