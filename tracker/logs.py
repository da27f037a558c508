"""What the program says about itself: one line of JSON for each thing, with its moment and zone."""

import json
import logging
import re

from tracker import clock

_CONTROL = re.compile("[\x7f-\x9f\u2028\u2029]")


class Lines(logging.Formatter):
    """Writes an entry as one line; whatever somebody typed into it stays on that line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an entry."""
        entry = {
            "at": clock.local(clock.now()).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "of": record.name,
            "said": record.getMessage(),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        line = json.dumps(entry, ensure_ascii=False)
        return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def start() -> None:
    """Write to standard error from here on, unless somebody listens already."""
    if not logging.root.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(Lines())
        logging.root.addHandler(handler)
