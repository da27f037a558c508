"""Forms of the agency, its units, people, posts and seats."""

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import DataRequired, NumberRange, Optional, Regexp

from tracker.organisation.rules import LONGEST_NAME, Seat, UnitKind
from tracker.organisation.words import FIELDS, KINDS
from tracker.web.forms import Form, Line, Paragraphs, choices

_BETWEEN_NAMES = re.compile(r"[\n、，,；;]+")


class AgencyForm(Form):
    """The agency this instance belongs to."""

    name = Line(FIELDS["name"], [DataRequired()], longest=LONGEST_NAME)
    short_name = Line(FIELDS["short_name"], longest=30)
    document_code = Line(FIELDS["document_code"], longest=30)
    check_word = Line(FIELDS["check_word"], [DataRequired()], longest=10, default="督办")
    light_preset = SelectField(FIELDS["light_preset"])

    def __init__(self, *, presets: list[Any], **kwargs: Any) -> None:
        """Take the rules of the lights to choose from."""
        super().__init__(**kwargs)
        self.light_preset.choices = presets

    def typed(self) -> dict[str, Any]:
        """Return what was typed, by the names the service knows."""
        names = ("name", "short_name", "document_code", "check_word", "light_preset")
        return {name: self[name].data or "" for name in names}


class UnitForm(Form):
    """A unit with its other names."""

    name = Line(FIELDS["name"], [DataRequired()], longest=LONGEST_NAME)
    kind = SelectField(FIELDS["kind"], default=UnitKind.SECTION)
    aliases = Paragraphs(FIELDS["aliases"], longest=2000)
    position = IntegerField(FIELDS["position"], [Optional(), NumberRange(0, 9999)], default=0)
    from_on = DateField(FIELDS["from_on"], [Optional()])

    def __init__(self, *, aliases: Iterable[str] = (), **kwargs: Any) -> None:
        """Offer the kinds of units; show its other names one a line."""
        super().__init__(aliases="\n".join(aliases), **kwargs)
        self.kind.choices = choices(KINDS.items())

    def typed(self) -> dict[str, Any]:
        """Return what was typed, by the names the service knows."""
        aliases = [name.strip() for name in _BETWEEN_NAMES.split(self.aliases.data or "")]
        return {
            "name": self.name.data or "", "kind": UnitKind(self.kind.data), "position": self.position.data or 0,
            "from_on": self.from_on.data, "aliases": [name for name in aliases if name],
        }  # fmt: skip


class UnitListForm(Form):
    """Units pasted from a table."""

    text = Paragraphs(_l("One unit a line"), [DataRequired()])


class DayForm(Form):
    """The last day of something."""

    to_on = DateField(FIELDS["to_on"], [DataRequired()])


class PersonForm(Form):
    """A person; the last day only where they leave."""

    name = Line(_l("Full name"), [DataRequired()], longest=50)
    title = Line(FIELDS["title"], longest=50)
    unit_id = SelectField(FIELDS["unit_id"])
    phone = Line(FIELDS["phone"], [Optional(), Regexp(r"^[0-9+() -]*$", message=_l("Digits only."))], longest=30)
    mail = Line(FIELDS["mail"], [Optional(), Regexp(r"^[^@\s]+@[^@\s]+$", message=_l("Not a mail address."))])
    from_on = DateField(FIELDS["from_on"], [Optional()])
    to_on = DateField(FIELDS["to_on"], [Optional()])

    def __init__(self, *, units: list[Any], **kwargs: Any) -> None:
        """Take the units to choose from."""
        super().__init__(**kwargs)
        self.unit_id.choices = units

    def typed(self) -> dict[str, Any]:
        """Return what was typed, by the names the service knows; a new person has no last day."""
        texts = {name: self[name].data or "" for name in ("name", "title", "phone", "mail")}
        days = {name: self[name].data for name in ("from_on", "to_on") if name in self}
        return {**texts, **days, "unit_id": int(self.unit_id.data) if self.unit_id.data else None}


class PostForm(Form):
    """Who has a post from when on."""

    person_id = SelectField(_l("Person"))
    from_on = DateField(FIELDS["from_on"], [DataRequired()])

    def __init__(self, *, people: list[Any], **kwargs: Any) -> None:
        """Take the people to choose from."""
        super().__init__(**kwargs)
        self.person_id.choices = people


class SeatForm(PostForm):
    """Who sits in a group from when on."""

    seat = SelectField(FIELDS["seat"], default=Seat.MEMBER)
    position = IntegerField(FIELDS["position"], [Optional(), NumberRange(0, 9999)], default=0)

    def __init__(self, *, seats: list[Any], **kwargs: Any) -> None:
        """Take the seats of the group too."""
        super().__init__(**kwargs)
        self.seat.choices = seats
