"""`hientruong deadline`: computes when a limit ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.working_time.in_force import RULE, Data, NoCalendar

if TYPE_CHECKING:
    from calendars.deadlines import Deadline
    from cli.working_time.office import Office
    from domain.time.amounts import Amount, Counting

app = typer.Typer()


# Unknown options count as arguments, so that "-1 wd" is refused as an amount and not as an option.
@app.command(context_settings={"ignore_unknown_options": True}, epilog=RULE)
def deadline(
    start: Annotated[str, typer.Argument(metavar="TỪ", help="2026-01-09 16:30 (giờ của cơ quan) hoặc ISO 8601.")],
    amount: Annotated[str, typer.Argument(metavar="THỜI_HẠN", help="0.5 wd, 4 wh (giờ làm việc), 2 h hoặc 30 min.")],
    procedure: Annotated[
        str | None, typer.Option(metavar="ID", help="Giờ làm việc của một quy trình (mã hoặc tệp .toml).")
    ] = None,
    hours: Annotated[
        str | None, typer.Option(metavar="GIỜ", help="Thứ Hai đến thứ Sáu; mặc định 08:00-12:00,13:00-17:00.")
    ] = None,
    agency: Annotated[
        str | None, typer.Option(metavar="MÃ", help="Kể cả ngày nghỉ riêng của một cơ quan; đi cùng --procedure.")
    ] = None,
    counting: Annotated[
        str, typer.Option(metavar="rolling|whole_day", help="Cách tính ngày làm việc: theo giờ, hoặc trọn ngày.")
    ] = "rolling",
    data: Data = None,
    explain: Annotated[bool, typer.Option("--explain", help="Kể các ngày không tính và căn cứ.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON: due, skipped, predicted.")] = False,
) -> None:
    """Tính hạn: từ một thời điểm, sau một khoảng thời gian."""
    # Imported here, because other commands need no calendar.
    from calendars import OutsideCalendar
    from calendars.deadlines import deadline as deadline_after
    from cli.working_time.office import UnknownOffice, office_of, reach, refuse

    try:
        at, limit, way = _moment(start), _amount(amount), _counting(counting)
        office = office_of(procedure, hours, data, on=_date_of(at), agency=agency)
    except (UnknownOffice, Unreadable) as error:
        refuse(str(error))
    except NoCalendar as error:
        refuse(str(error), code=1)
    at = at if at.tzinfo else at.replace(tzinfo=office.zone)
    try:
        answer = deadline_after(office.calendar, at, limit, way)
    except (OutsideCalendar, OverflowError):
        refuse(reach(office))
    if as_json:
        typer.echo(_json(answer, office))
    else:
        _print(at, answer, office, explain=explain)


class Unreadable(ValueError):
    """An argument cannot be parsed. The text is a Vietnamese sentence."""


def _moment(written: str) -> datetime:
    try:
        date.fromisoformat(written.strip())
    except ValueError:
        pass
    else:
        raise Unreadable(f"“{written}” thiếu giờ; viết như “2026-01-09 16:30”.")
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError as error:
        raise Unreadable(
            f"Không đọc được thời điểm “{written}”; viết như “2026-01-09 16:30” hoặc “2026-01-09T16:30:00+07:00”."
        ) from error


def _amount(written: str) -> Amount:
    from domain.time.amounts import Amount, ImpossibleAmount

    try:
        return Amount.parse(" ".join(written.replace(",", ".").split()))
    except ImpossibleAmount as error:
        # Imported here, because the labels bring every act and event with them.
        from language.labels import longest_amounts

        raise Unreadable(
            f"Không đọc được thời hạn “{written}”; viết như “5 wd” hay “0.5 wd” (ngày làm việc, chẵn hoặc nửa ngày), "
            "“4 wh” (giờ làm việc), “2 h” (giờ), “30 min” (phút); "
            f"dài nhất {longest_amounts()}."
        ) from error


def _counting(written: str) -> Counting:
    from domain.time.amounts import Counting

    try:
        return Counting(written)
    except ValueError as error:
        raise Unreadable(
            f"Không có cách tính “{written}”; chỉ có rolling (theo giờ) và whole_day (trọn ngày)."
        ) from error


def _date_of(at: datetime) -> date:
    """Return the day in Vietnam on which the procedure must be in force."""
    from calendars import VIETNAM

    try:
        return (at.astimezone(VIETNAM) if at.tzinfo else at).date()
    except OverflowError:
        return at.date()


def _json(answer: Deadline, office: Office) -> str:
    import json

    skipped = [
        {"day": day.day.isoformat(), "why": day.why, "basis": day.basis, "predicted": day.predicted}
        for day in answer.skipped
    ]
    due = answer.due.astimezone(office.zone).isoformat()
    return json.dumps({"due": due, "skipped": skipped, "predicted": answer.predicted}, ensure_ascii=False)


def _desk(at: datetime, office: Office) -> str:
    """Describe whether the desk is open at the start, and whether the limit runs then. The two may differ."""
    is_open, runs = office.calendar.is_desk_open(at), office.calendar.is_working(at)
    desk = "mở" if is_open else f"đóng, mở lại {_local(office.calendar.next_desk_opening(at), office)}"
    clock = "đang chạy" if runs else "chưa chạy"
    return f"bộ phận một cửa lúc {_local(at, office)}: {desk}; thời hạn {clock}"


def _local(at: datetime, office: Office) -> str:
    return f"{at.astimezone(office.zone):%H:%M %d/%m/%Y}"


def _print(at: datetime, answer: Deadline, office: Office, *, explain: bool) -> None:
    typer.echo(answer.due.astimezone(office.zone).isoformat())
    if explain:
        for day in answer.skipped:
            desk = " – bộ phận một cửa vẫn mở" if day.desk_open else ""
            expected = " – dự kiến" if day.predicted else ""
            typer.echo(f"không tính {day.day:%d/%m/%Y}: {day.why} ({day.basis}){desk}{expected}")
        if office.has_desk:
            typer.echo(_desk(at, office))
        typer.echo(f"theo {office.whose}")
    if answer.predicted:
        # To stderr, because a program may read the instant from stdout.
        typer.echo("Hạn dự kiến: chưa có quyết định chính thức về ngày nghỉ trong thời gian này.", err=True)
