"""One message a day for each person: which reasons are new, gathered and worded; nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.config import Settings
from tracker.holidays.queries import current_calendar, list_years_entered_since
from tracker.reminders import wording
from tracker.reminders.audiences import people_for
from tracker.reminders.queries import get_directory, get_ladder, made_reasons
from tracker.reminders.rows import Recipient, Subject, WatchedLimit
from tracker.reminders.rules import AT_ONCE, Audience, LimitFacts, reminders_due
from tracker.reminders.sending import Channel, Draft
from tracker.reminders.watching import list_watched_limits
from tracker.workdays.calendar import Calendar, YearMissing

MOST_CALLED = 15  # telephones that a robot calls out
ROBOTS = {Channel.WECOM: "wecom_url", Channel.DINGTALK: "dingtalk_url"}


@dataclass(frozen=True)
class Notice:
    """One thing that a person is reminded of, the reason as it is kept, and the line that says it."""

    subject: Subject
    reason: str
    due_on: date | None
    line: str
    is_late: bool = False


@dataclass(frozen=True)
class Digest:
    """Everything that one person is reminded of at once."""

    person: Recipient
    notices: Sequence[Notice]

    @property
    def late(self) -> int:
        """How many of the limits have passed."""
        return sum(notice.is_late for notice in self.notices)

    @property
    def counts(self) -> str:
        """How many are late and how many will be due."""
        return wording.counts_text(self.late, len(self.notices) - self.late)


def plan_digests(today: date, last_run: date | None) -> list[Digest]:
    """Return what everybody is to be reminded of on ``today``, when reminders were last made on ``last_run``.

    After a stop that is one message with the latest step of each limit. What somebody was reminded of for the same
    reason before is left out, and so are limits in a year whose calendar is unknown.
    """
    calendar, ladder, directory = current_calendar(), get_ladder(), get_directory(today)
    steps: dict[tuple[int, str], int] = {}
    limits = {limit.subject.key: limit for limit in list_watched_limits(today, calendar)}
    fresh = list_years_entered_since(last_run) if last_run else set()
    for key, limit in limits.items():
        since = limit.assigned_on if limit.due_on.year in fresh else last_run
        try:
            due = reminders_due(LimitFacts(key, limit.due_on, limit.assigned_on), since, today, ladder, calendar)
        except YearMissing:
            continue
        told = [(step.audience, step.offset) for step in due]
        if limit.is_told_at_once and (last_run or today) <= limit.assigned_on:
            told += [(audience, AT_ONCE) for audience in (Audience.OFFICER, Audience.HEAD)]
        for audience, offset in told:
            for person in people_for(audience, limit, directory):
                steps[person.id, key] = max(steps.get((person.id, key), offset), offset)
    found: dict[int, list[Notice]] = defaultdict(list)
    for (person_id, key), offset in steps.items():
        found[person_id].append(_notice(limits[key], offset, today, calendar))
    return [
        Digest(directory.people[person_id], notices)
        for person_id, notices in sorted(_without_known(found).items())
        if notices
    ]


def _notice(limit: WatchedLimit, offset: int, today: date, calendar: Calendar) -> Notice:
    subject = limit.subject
    left = wording.limit_text(limit.due_on, today, calendar)
    line = wording.subject_text(subject.name, left, subject.part, limit.lead_names)
    return Notice(subject, f"{subject.key} {limit.due_on} {offset:+d}", limit.due_on, line, limit.due_on < today)


def _without_known(found: dict[int, list[Notice]]) -> dict[int, list[Notice]]:
    known = made_reasons({notice.reason for notices in found.values() for notice in notices})
    return {
        person_id: sorted(
            (notice for notice in notices if (notice.reason, person_id) not in known),
            key=lambda notice: notice.due_on or date.max,  # of one day in the order they are watched in: by number
        )
        for person_id, notices in found.items()
    }


def drafts_of(digests: Sequence[Digest], today: date, settings: Settings) -> list[Draft]:
    """Return the messages of a day: in the app always, by mail and robot where those are set up."""
    subjects = {
        digest.person.id: wording.digest_subject(today, digest.late, len(digest.notices) - digest.late)
        for digest in digests
    }
    texts = {
        digest.person.id: wording.digest_text(digest.person.name, [notice.line for notice in digest.notices])
        for digest in digests
    }
    head = f"政务公开工作提醒（{wording.day_text(today)}）"
    return [
        *personal(f"digest {today}", [digest.person for digest in digests], subjects, texts, settings),
        *robots(f"digest {today}", head, [(one.person, one.counts) for one in digests], settings),
    ]


def personal(
    key: str, people: Iterable[Recipient], subjects: dict[int, str], texts: dict[int, str], settings: Settings
) -> list[Draft]:
    """Return the messages to each person: on the pages for who can sign in, by mail for who has an address."""
    drafts = []
    for person in people:
        ways = [(Channel.APP, "")] if person.can_sign_in else []
        if settings.mail_server and person.mail:
            ways.append((Channel.MAIL, person.mail))
        drafts += [
            Draft(
                key=f"{key} {way} {person.id}",
                channel=way,
                person_id=person.id,
                to=person.called,
                address=address,
                subject=subjects[person.id],
                text=texts[person.id],
            )
            for way, address in ways
        ]
    return drafts


def robots(key: str, head: str, told: Sequence[tuple[Recipient, str]], settings: Settings) -> list[Draft]:
    """Return one message for each robot that is set up, calling out everybody by name and telephone."""
    if not told:
        return []
    text = wording.robot_text(head, [f"{person.called}：{counts}" for person, counts in told])
    phones = list(dict.fromkeys(person.phone for person, _ in told if person.phone.isdigit()))
    return [
        Draft(f"{key} {way}", way, None, str(way), ",".join(phones[:MOST_CALLED]), head, text)
        for way, name in ROBOTS.items()
        if getattr(settings, name)
    ]
