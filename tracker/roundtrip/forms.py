"""The form that takes a filled sheet."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from tracker.web.forms import Form


class UploadForm(Form):
    """A filled sheet."""

    files = FileField(_l("The filled sheet"))
