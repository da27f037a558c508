"""The values of this feature in the reader's words."""

from flask_babel import lazy_gettext as _l

from tracker.errors import N_
from tracker.permissions import Role

ROLES = {
    Role.SECTION: _l("Section"),
    Role.OFFICE: _l("Office"),
    Role.LEADERSHIP: _l("Leadership"),
    Role.SUPERVISION: _l("Supervision group"),
    Role.SYSTEM_ADMIN: _l("System administrator"),
    Role.SECURITY_ADMIN: _l("Security administrator"),
    Role.AUDIT_ADMIN: _l("Audit administrator"),
}
VALUES = {"role": ROLES}
PASSWORD_NOTES = {
    "gb": _l("at least 10 characters, three kinds of them"),
    "asvs": _l("at least 15 characters, such as several words"),
}
LANGUAGES = {"zh_Hans": _l("Chinese"), "en": _l("English")}
THEMES = {"light": _l("Light"), "dark": _l("Dark")}
SIZES = {"normal": _l("Normal letters"), "large": _l("Large letters")}
FIRST_PASSWORD = N_("Account %(name)s: the first password is %(first)s. It is shown only now and works for 24 hours.")
