"""Settings: read once from TRACKER_* variables and settings.toml, checked, and frozen."""

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import pairwise
from pathlib import Path

from tracker.errors import N_, TOO_OFTEN, RuleBroken

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh_Hans", "en")
CHOICES = {"language": LANGUAGES, "second_factor": ("", "administrators", "off"), "password_rule": ("gb", "asvs")}
RANGES = (
    ("idle_minutes", 5, 120), ("session_hours", 1, 24), ("upload_mb", 1, 200), ("task_files", 1, 10_000),
    ("user_files", 1, 10_000), ("user_mb", 1, 1_000_000), ("disk_percent", 1, 100),
)  # fmt: skip
CLAMD = re.compile(r"/.+|([\w.-]+|\[[0-9a-fA-F:.]+\]):\d{1,5}", re.ASCII)
KEY_BYTES = 32
FEWEST_HISTORY_DAYS = 184  # 网络安全法 23(三): six natural months
KEY_FILE = "secret_key"  # the key in use, then the former ones, each with the moment it was replaced
SAMPLE_KEYS = ("changeme", "changethis", "replaceme", "password", "secretkey", "yoursecret", "insecure", "default")


@dataclass(frozen=True)
class Settings:
    """Everything a machine can be told; each field is ``TRACKER_<NAME>`` or ``<name>`` in settings.toml."""

    instance: Path = field(
        default=ROOT / "instance", metadata={"about": "folder that holds everything this machine keeps"}
    )
    database_url: str = field(default="", metadata={"about": "SQLite in the instance folder, or postgresql://…"})
    files_url: str = field(default="", metadata={"about": "folder of evidence and attachments"})
    secret_key: str = field(default="", metadata={"about": "signs cookies and the history; made on first start"})
    language: str = field(default="zh_Hans", metadata={"about": "language before a person chooses: zh_Hans or en"})
    hosts: str = field(default="", metadata={"about": "host names that may be asked for, with commas; empty: any"})
    https: bool = field(default=False, metadata={"about": "pages are reached over HTTPS: secure cookies, HSTS"})
    plain_http: bool = field(
        default=False, metadata={"about": "serve other machines in clear, on an intranet without TLS"}
    )
    proxies: int = field(default=0, metadata={"about": "number of reverse proxies in front whose headers are believed"})
    password_rule: str = field(default="gb", metadata={"about": "gb: of several kinds, 90 days; asvs: long, no age"})
    history_days: int = field(default=1095, metadata={"about": "days for which the history is kept, at least 184"})
    second_factor: str = field(default="", metadata={"about": "who signs in with a code: administrators, or off"})
    idle_minutes: int = field(default=30, metadata={"about": "minutes without a request after which a session ends"})
    session_hours: int = field(default=10, metadata={"about": "hours after which a session ends in any case"})
    upload_mb: int = field(default=25, metadata={"about": "largest file that can be uploaded, in megabytes"})
    task_files: int = field(default=50, metadata={"about": "most files that the reports on one task may hold"})
    user_files: int = field(default=200, metadata={"about": "most files that one person may upload on a day"})
    user_mb: int = field(default=2000, metadata={"about": "room for all files of one person, in megabytes"})
    disk_percent: int = field(default=85, metadata={"about": "how full the disk may be for files to be taken in"})
    backup_folder: str = field(default="", metadata={"about": "folder of the worker's backups; in the instance folder"})
    backup_copy: str = field(
        default="", metadata={"about": "folder of another machine, mounted here, for a copy a day"}
    )
    probes: str = field(default="127.0.0.1, ::1", metadata={"about": "addresses that may ask /healthz and /readyz"})
    rates: str = field(
        default="exports 10, uploads 30, searches 60, requests 600",
        metadata={"about": "how much one person may ask for in a minute; empty: no limit"},
    )

    clamd: str = field(default="", metadata={"about": "virus scanner: path of clamd's socket, or host:port"})
    mail_server: str = field(
        default="", metadata={"about": "smtp://user:password@host:587 or smtps://…; empty: no mail"}
    )
    mail_sender: str = field(default="", metadata={"about": "address that mail comes from"})
    wecom_url: str = field(default="", metadata={"about": "address of a 企业微信 group robot, https only"})
    dingtalk_url: str = field(default="", metadata={"about": "address of a 钉钉 group robot, https only"})

    @property
    def needs_second_factor(self) -> bool:
        """Whether administrators sign in with a second step; unless it is said, where pages go over HTTPS."""
        return self.second_factor == "administrators" or (self.second_factor == "" and self.https)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite."""
        return self.database_url.startswith("sqlite")


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this machine, making its instance folder and secret key when they are missing.

    Raise RuleBroken naming the setting when a value cannot be used.
    """
    instance = Path(environ.get("TRACKER_INSTANCE") or ROOT / "instance").absolute()
    try:
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _refused("instance", instance, str(error)) from error
    written = _settings_file(instance / "settings.toml")
    values: dict[str, object] = {"instance": instance}
    for setting in fields(Settings):
        raw = environ.get(f"TRACKER_{setting.name.upper()}", written.get(setting.name))
        if setting.name != "instance" and raw is not None:
            values[setting.name] = _typed(setting.name, raw, setting.default)
    values["database_url"] = _database_url(str(values.get("database_url") or ""), instance)
    values["files_url"] = values.get("files_url") or str(instance / "files")
    values["secret_key"] = values.get("secret_key") or _own_key(instance / KEY_FILE)
    settings = Settings(**values)  # type: ignore[arg-type]  # each value was brought to its field's type above
    _check(settings)
    return settings


def _settings_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleBroken(N_("%(path)s cannot be read: %(why)s"), path=path, why=error) from error
    unknown = sorted(set(written) - {setting.name for setting in fields(Settings)})
    if unknown:
        raise RuleBroken(
            N_("%(path)s names settings that do not exist: %(names)s"), path=path, names=", ".join(unknown)
        )
    return written


def _typed(name: str, raw: object, default: object) -> object:
    text = str(raw).strip()
    if isinstance(default, bool):
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("", "0", "false", "no", "off"):
            return False
        raise _refused(name, raw, "true or false")
    if isinstance(default, int):
        if not (text.isascii() and text.isdigit()):
            raise _refused(name, raw, "a whole number")
        return int(text)
    return text


def _database_url(url: str, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'tracker.db'}"
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    if url.startswith("sqlite:///"):
        return f"sqlite:///{(instance / url.removeprefix('sqlite:///')).absolute()}"
    if url.startswith("postgresql+psycopg://"):
        return url
    raise _refused("database_url", url.split("://", 1)[0], "sqlite:///FILE or postgresql://…")


def _own_key(path: Path) -> str:
    """Return the key in use of those kept in ``path``, making one on the first start."""
    if not path.exists():
        write_secret(path, secrets.token_hex(KEY_BYTES))
    return (path.read_text(encoding="ascii").split() or [""])[0]


def write_secret(path: Path, text: str) -> None:
    """Write a new file that only its owner reads, and wait until it is on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def is_weak_key(key: str) -> bool:
    """Whether ``key`` is short, has few different characters, repeats itself, counts, or was left as in a sample."""
    small = key.lower()
    is_repeated = key in (key + key)[1:-1]
    steps = {ord(after) - ord(before) for before, after in pairwise(small)}
    is_sample = any(word in re.sub(r"[\W_]", "", small) for word in SAMPLE_KEYS)
    return len(key) < KEY_BYTES or len(set(key)) < 8 or is_repeated or len(steps) < 5 or is_sample


def _check(settings: Settings) -> None:
    if is_weak_key(settings.secret_key):
        raise _refused("secret_key", "…", f"at least {KEY_BYTES} characters drawn at random")
    for name, choices in CHOICES.items():
        if getattr(settings, name) not in choices:
            raise _refused(name, getattr(settings, name), " or ".join(filter(None, choices)))
    for name, least, most in RANGES:
        if not least <= getattr(settings, name) <= most:
            raise _refused(name, getattr(settings, name), f"{least} to {most}")
    if settings.history_days < FEWEST_HISTORY_DAYS:
        raise _refused("history_days", settings.history_days, f"at least {FEWEST_HISTORY_DAYS}, six months by law")
    _check_places(settings)
    _check_rates(settings)
    _check_channels(settings)


def _check_rates(settings: Settings) -> None:
    try:
        rates_in(settings.rates)
    except ValueError as error:
        raise _refused("rates", settings.rates, "such as: exports 10, uploads 30, searches 60, requests 600") from error


@cache
def rates_in(text: str) -> dict[str, int]:
    """Return what ``text`` allows in a minute, by kind; raise ValueError for what says nothing."""
    rates = {kind: int(most) for kind, most in (part.split() for part in text.split(",") if part.strip())}
    if set(rates) - set(TOO_OFTEN) or any(most < 1 for most in rates.values()):
        raise ValueError(text)
    return rates


def _check_places(settings: Settings) -> None:
    for name in ("backup_folder", "backup_copy"):
        if getattr(settings, name) and not Path(getattr(settings, name)).is_absolute():
            raise _refused(name, getattr(settings, name), "a whole path, such as /mnt/backups")
    if settings.clamd and not CLAMD.fullmatch(settings.clamd):
        raise _refused("clamd", settings.clamd, "the path of a socket, such as /run/clamav/clamd.ctl, or host:port")
    try:
        networks_in(settings.probes)
    except ValueError as error:
        raise _refused("probes", settings.probes, "addresses or networks with commas, such as 10.0.0.0/8") from error


def networks_in(text: str) -> list[IPv4Network | IPv6Network]:
    """Return the networks named in ``text``, with commas between; raise ValueError for what is none."""
    return [ip_network(part.strip()) for part in text.split(",") if part.strip()]


def _check_channels(settings: Settings) -> None:
    """Refuse channels that would send in the clear, or from nobody. Their addresses are secrets and are not shown."""
    for name in ("wecom_url", "dingtalk_url"):
        address = str(getattr(settings, name))
        if address and not address.startswith("https://"):
            raise _refused(name, "…", "https://…")
    if settings.mail_server and not settings.mail_server.startswith(("smtp://", "smtps://")):
        raise _refused("mail_server", "…", "smtp://host:port or smtps://host:port")
    if settings.mail_server and "@" not in settings.mail_sender:
        raise _refused("mail_sender", settings.mail_sender, "a mail address")


def _refused(name: str, value: object, wanted: str) -> RuleBroken:
    return RuleBroken(
        N_("Setting TRACKER_%(name)s cannot be %(value)s: %(wanted)s"), name=name.upper(), value=value, wanted=wanted
    )


_current: Settings | None = None


def use(settings: Settings) -> None:
    """Make ``settings`` those of this program run."""
    global _current
    _current = settings


def current() -> Settings:
    """Return the settings of this program run, loading them when nobody has."""
    if _current is None:
        use(load_settings())
    assert _current is not None  # noqa: S101 - set in the line above
    return _current
