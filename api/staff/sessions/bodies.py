"""The request bodies with which staff sign in and change their password."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.web.body import Body
from api.web.texts import Line, Password


class SignInBody(Body):
    """Tên đăng nhập và mật khẩu của cán bộ."""

    username: Line = Field(description="Tên đăng nhập.", examples=["trungtam"])
    password: Password = Field(description="Mật khẩu.", examples=["hientruong"], repr=False)


class ConfirmationBody(Body):
    """Mật khẩu, nhập lại trước một việc hệ trọng."""

    password: Password = Field(description="Mật khẩu đang dùng.", examples=["hientruong"], repr=False)


class NewPasswordBody(Body):
    """Mật khẩu đang dùng và mật khẩu mới."""

    current: Password = Field(description="Mật khẩu đang dùng.", examples=["hientruong"], repr=False)
    new: Annotated[Password, Field(min_length=10)] = Field(
        description="Mật khẩu mới, từ 10 ký tự.", examples=["một câu dài dễ nhớ"], repr=False
    )
