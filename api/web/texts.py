"""Texts that come in: normalised, cleaned of invisible characters, and otherwise kept as they are. HTML is plain text."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from language.vietnamese import normal, unwelcome, whole

OUR_SENTENCE = "sentence"
"""The type of a validation error whose message is already a sentence for people."""

LONGEST_WORDS = 10_000
LONGEST_LINE = 500
_MOBILE = re.compile(r"0[35789][0-9]{8}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


def wrong(sentence: str) -> PydanticCustomError:
    """Return a validation error whose sentence says what is wrong with a field and what to do."""
    return PydanticCustomError(OUR_SENTENCE, "{sentence}", {"sentence": sentence})


def _words(text: Any) -> Any:
    return normal(_readable(text)) if isinstance(text, str) else text


def _line(text: Any) -> Any:
    return normal(_readable(text), lines=False) if isinstance(text, str) else text


def _readable(text: str) -> str:
    return text if text.isascii() else whole(text)


def _password(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    if unwelcome(text, lines=False):
        raise wrong("Mật khẩu có ký tự không nhìn thấy được; hãy nhập lại.")
    return text


def _phone(text: str) -> str:
    digits = re.sub(r"[\s.\-()]", "", text)
    national = re.sub(r"^(\+84|0084|84(?=[0-9]{9}$))0?", "0", digits)
    if not digits or _MOBILE.fullmatch(national):
        return national if digits else ""
    raise wrong("Số điện thoại di động không đúng; hãy ghi 10 chữ số như 0905 123 456 hoặc +84 905 123 456.")


def _email(text: str) -> str:
    if not text or (len(text) <= 254 and _EMAIL.fullmatch(text)):
        return text
    raise wrong("Địa chỉ thư điện tử không đúng; hãy ghi như ten@vidu.vn, hoặc bỏ trống nếu không có.")


def matching(pattern: str, sentence: str) -> AfterValidator:
    """Return a check that a text matches the pattern. Where it does not, the sentence says how to write it."""

    def check(text: str) -> str:
        if re.fullmatch(pattern, text):
            return text
        raise wrong(sentence)

    return AfterValidator(check)


Words = Annotated[str, BeforeValidator(_words), Field(max_length=LONGEST_WORDS)]
"""Words that a person wrote, of one or several lines."""

Line = Annotated[str, BeforeValidator(_line), Field(max_length=LONGEST_LINE)]
"""A single line of text, a name or an identifier."""

Password = Annotated[str, AfterValidator(_password), Field(max_length=200)]
"""A password: normalised, so that keyboards that compose letters differently give the same one; spaces are kept."""

Phone = Annotated[Line, AfterValidator(_phone)]
"""A Vietnamese mobile number, in any notation, kept as its ten digits. Empty stays empty."""

Email = Annotated[Line, AfterValidator(_email)]
"""An e-mail address, checked lightly: only a message sent to it could tell more. Empty stays empty."""
