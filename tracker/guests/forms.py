"""The form that invites somebody to a round."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from tracker.web.forms import Form, choices


class GuestForm(Form):
    """Who is invited; the external supervisors are handed in."""

    person_id = SelectField(_l("External supervisor"))

    def __init__(self, people: Iterable[tuple[object, object]]) -> None:
        """Take the people to choose from."""
        super().__init__()
        self.person_id.choices = choices(people)
