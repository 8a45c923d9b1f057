"""Takes one sample case through its course, by the rules of its regulation. Its alarms ring in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from calendars.filling import scheduled
from calendars.working import WorkingCalendar
from cli.sample.stories import Course, Story
from domain import acts
from domain.actors import REPORTER, Actor
from domain.acts import Act, Sealed
from domain.acts.specimens import SOMETHING, WORDS, specimens
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Event
from domain.limits import next_alarm
from domain.refusals import Refusal
from domain.time.amounts import Unit
from domain.words import ActKind, Role, Status
from records.cases.rows import NewEvents
from records.record import Record

Staff = Callable[[Role, str | None], Actor]
"""Returns the member of staff with a role, of an agency where the role is of one."""

_ONWARD = (
    ActKind.VERIFY,
    ActKind.DISPATCH,
    ActKind.FORWARD,
    ActKind.ACCEPT,
    ActKind.SUBMIT_RESULT,
    ActKind.APPROVE,
    ActKind.PUBLISH,
)
_MOST_STEPS = 20
_SAID: dict[ActKind, str] = {
    ActKind.ASK_SUPPLEMENT: "Đề nghị ghi rõ số nhà hoặc vật mốc gần nhất, và gửi thêm ảnh hiện trạng.",
    ActKind.REFUSE: "Nội dung đã được trả lời ở một phản ánh trước; đề nghị theo dõi kết quả ở đó.",
    ActKind.RETURN: "Tuyến này do đơn vị khác quản lý; đề nghị chuyển đúng nơi.",
    ActKind.WITHDRAW: "Tôi thấy đã có người xử lý rồi.",
}
_RATINGS = ("Xử lý nhanh, cảm ơn.", "Được, nhưng hơi chậm.", "Vẫn còn một đoạn chưa làm xong.")


@dataclass
class Walk:
    """A sample case in the record on its way. `staff` are the people who act, `agency` is the one that the rules name for
    it."""

    record: Record
    calendar: WorkingCalendar
    complaint: Complaint
    story: Story
    staff: Staff
    agency: str
    random: Random
    at: datetime
    now: datetime
    steps: int = 0

    def goes(self) -> Complaint:
        """Act and wait until the course is over or the present is reached."""
        while not self.complaint.status.is_final and self.steps < _MOST_STEPS:
            when = self._next_time()
            if when > self.now:
                break
            self._wait(when)
            if (found := self._next_act(when)) is None:
                break
            self._keep(*found)
            self.steps += 1
        self._wait(self.now)
        return self.complaint

    def _next_time(self) -> datetime:
        """Return when the next act comes: within the limit that is due first, or after it where the case is late."""
        due = min((limit.schedule.due for limit in self.complaint.running_limits if limit.schedule), default=None)
        longest = self.calendar.elapsed(self.at, due, Unit.WORKING_HOUR) if due else timedelta(hours=8)
        late = self.story.course is Course.LATE and self.complaint.status is Status.PROCESSING
        share = self.random.uniform(1.2, 2.0) if late else self.random.uniform(0.1, 0.7)
        running = max(longest, timedelta(minutes=20)) * share
        return self.calendar.advance(self.at, running, Unit.WORKING_HOUR)

    def _next_act(self, at: datetime) -> tuple[Actor, tuple[Event, ...]] | None:
        """Return who acts next with the events, None where nobody does."""
        for kind in self._kinds():
            for act in self._filled(kind, at):
                for by in self._actors(kind):
                    events = decide(self.complaint, act, by=by, at=at)
                    if not isinstance(events, Refusal):
                        return by, events
        return None

    def _kinds(self) -> tuple[ActKind, ...]:
        """Return the kinds of act that may come next, by the course."""
        status, course = self.complaint.status, self.story.course
        if status in (Status.SUBMITTED, Status.VERIFIED):
            first = {
                Course.NEW: (),
                Course.INCOMPLETE: (ActKind.ASK_SUPPLEMENT,),
                Course.REFUSED: (ActKind.REFUSE,),
                Course.WITHDRAWN: (ActKind.WITHDRAW,),
            }.get(course)
            return _ONWARD if first is None else first
        if status is Status.DISPATCHED:
            if course is Course.NOT_ACCEPTED:
                return ()
            if course is Course.RETURNED:
                return (ActKind.RETURN,)
        if status is Status.PROCESSING and course in (Course.STUCK, Course.BEING_HANDLED):
            return ()
        if status is Status.AWAITING_APPROVAL and course is Course.AWAITS_APPROVAL:
            return ()
        if status in (Status.AWAITING_SUPPLEMENT, Status.RETURNED):
            return ()
        if status is Status.PUBLISHED:
            return () if course is Course.UNRATED else (ActKind.RATE,)
        return _ONWARD

    def _filled(self, kind: ActKind, at: datetime) -> Iterator[Act]:
        """Yield the acts of a kind that this case and its regulation allow, in the words of a person."""
        rule = self.complaint.procedure.act(kind)
        if rule is None or self.complaint.status not in rule.when:
            return
        found = list(specimens(self.complaint, kind, at))
        if kind is ActKind.RATE:
            # Most are content.
            found = found[: 1 + int(self.random.random() > 0.5)] + found[2:] * int(self.random.random() > 0.8)
            self.random.shuffle(found)
        for act in found:
            yield self._in_words(kind, act)

    def _in_words(self, kind: ActKind, act: Act) -> Act:
        said: dict[str, Any] = {}
        for each in fields(act):
            value = getattr(act, each.name)
            if value == WORDS:
                said[each.name] = Sealed(self._words(kind, each.name))
            elif value == SOMETHING and each.name == "lead":
                said[each.name] = self.agency
            elif value == SOMETHING:
                said[each.name] = None
        return replace(act, **said)

    def _words(self, kind: ActKind, name: str) -> str:
        match kind:
            case ActKind.SUBMIT_RESULT:
                return (
                    self.story.told.result
                    if name == "result"
                    else "Việc đã xong khi kiểm tra, không còn hiện trạng để chụp."
                )
            case ActKind.RATE:
                return self.random.choice(_RATINGS)
            case _:
                return _SAID.get(kind, "Đã xem xét, đồng ý chuyển bước tiếp theo.")

    def _actors(self, kind: ActKind) -> Iterator[Actor]:
        rule = self.complaint.procedure.act(kind)
        for role in rule.by if rule else ():
            if role is Role.REPORTER:
                yield REPORTER
            elif not role.of_agency:
                yield self.staff(role, None)
            elif self.complaint.lead:
                yield self.staff(role, self.complaint.lead)

    def _wait(self, until: datetime) -> None:
        """Let time pass. Each alarm rings at its instant."""
        while not self.complaint.status.is_final and (alarm := next_alarm(self.complaint)) and alarm.at <= until:
            self.at = max(self.at, alarm.at)
            events = decide(self.complaint, acts.TimePassed(), by=None, at=self.at)
            if isinstance(events, Refusal) or not events:
                break
            self._keep(None, events)
        self.at = max(self.at, until)

    def _keep(self, by: Actor | None, events: tuple[Event, ...]) -> None:
        new = NewEvents(
            code=self.complaint.code,
            base=self.complaint.number,
            act_id=f"{self.complaint.code}-sample-{self.complaint.number}",
            by=by,
            events=events,
        )
        self.complaint = apply_all(self.complaint, self.record.cases.append(new, scheduled).events)
