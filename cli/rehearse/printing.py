"""Prints a rehearsal in the terminal, step by step."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.office.rehearsal.telling import Clock, Happening, Rehearsal, RehearsedStep
from language.labels import local_time

_STYLES = {"limit_passed": "bold red", "escalated": "red", "reminded": "yellow", "limit_closed": "green"}


def print_rehearsal(console: Console, rehearsal: Rehearsal) -> None:
    """Print the course, what does not hold, and whether all holds."""
    console.rule(Text(f"{rehearsal.title} · {rehearsal.authority}"), align="left", style="dim")
    console.print(Text(rehearsal.source, style="cyan"))
    for step in rehearsal.steps:
        _print_step(console, step, rehearsal.time_zone)
    console.print()
    for each in rehearsal.missed:
        console.print(Text(f"✗ {each.step}: {each.what}", style="bold red"))
        console.print(Text(f"    phải là    {each.expected}\n    thực tế là {each.found}"))
    if not rehearsal.missed:
        console.print(Text("✓ Mọi điều ghi ở expect đều đúng.", style="green"))


def _print_step(console: Console, step: RehearsedStep, zone: str) -> None:
    done = f"{step.who}: {step.act}" if step.act else "Thời gian trôi qua"
    console.print()
    console.print(Text.assemble((local_time(step.at, zone), "bold"), "  ", (done, "bold"), (f"  ({step.key})", "dim")))
    if step.refused:
        style = "yellow" if step.refused.expected else "bold red"
        console.print(Padding(Text(f"Bị từ chối. {step.refused.sentence}", style=style), (0, 0, 0, 4)))
    for event in step.happened:
        console.print(Padding(_event_line(event, zone), (0, 0, 0, 4)))
    for sent in step.sent:
        console.print(
            Padding(Text(f"✉ {sent.on}: {sent.channel_label} → {', '.join(sent.to)}", style="dim"), (0, 0, 0, 4))
        )
    console.print(Padding(Text(f"Trạng thái: {step.status_name}"), (0, 0, 0, 4)))
    if step.clocks:
        console.print(Padding(_clocks(step.clocks, zone), (0, 0, 0, 4)))
    for each in step.may:
        acts = "; ".join(act.name for act in each.acts)
        console.print(Padding(Text(f"▸ {each.who} có thể: {acts}", style="dim"), (0, 0, 0, 4)))


def _event_line(event: Happening, zone: str) -> Text:
    line = Text(f"{local_time(event.at, zone)}  ", style="dim")
    line.append(event.what, style=_STYLES.get(event.kind, "not dim"))
    if event.article:
        line.append(f" [{event.article}]", style="not dim cyan")
    return line


def _clocks(clocks: tuple[Clock, ...], zone: str) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    for clock in clocks:
        due = local_time(clock.due, zone) if clock.due else "chưa có"
        state = "QUÁ HẠN" if clock.overdue else "tạm dừng" if clock.paused else ""
        article = clock.article + (" · hạn do đơn vị đặt" if clock.ours else "")
        table.add_row(
            Text(f"⏱ {clock.name}"), Text(f"đến hạn {due}"), Text(state, style="bold red"), clock.assignee,
            Text(article, style="cyan"),
        )  # fmt: skip
    return table
