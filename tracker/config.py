"""Settings: read once from TRACKER_* variables and settings.toml, checked, and frozen."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from tracker.errors import N_, RuleBroken

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh_Hans", "en")
KEY_BYTES = 32


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
    proxies: int = field(default=0, metadata={"about": "number of reverse proxies in front whose headers are believed"})
    idle_minutes: int = field(default=30, metadata={"about": "minutes without a request after which a session ends"})
    session_hours: int = field(default=10, metadata={"about": "hours after which a session ends in any case"})
    upload_mb: int = field(default=25, metadata={"about": "largest file that can be uploaded, in megabytes"})

    mail_server: str = field(
        default="", metadata={"about": "smtp://user:password@host:587 or smtps://…; empty: no mail"}
    )
    mail_sender: str = field(default="", metadata={"about": "address that mail comes from"})
    wecom_url: str = field(default="", metadata={"about": "address of a 企业微信 group robot, https only"})
    dingtalk_url: str = field(default="", metadata={"about": "address of a 钉钉 group robot, https only"})

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
    values["secret_key"] = values.get("secret_key") or _own_key(instance / "secret_key")
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
        if not text.isdigit():
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
    """Return the key kept in ``path``, making it (mode 0600) on the first start."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
    return path.read_text(encoding="ascii").strip()


def _check(settings: Settings) -> None:
    if len(settings.secret_key) < KEY_BYTES or len(set(settings.secret_key)) < 5:
        raise _refused("secret_key", "…", f"at least {KEY_BYTES} characters that differ")
    if settings.language not in LANGUAGES:
        raise _refused("language", settings.language, " or ".join(LANGUAGES))
    if not 5 <= settings.idle_minutes <= 120:
        raise _refused("idle_minutes", settings.idle_minutes, "5 to 120")
    if not 1 <= settings.session_hours <= 24:
        raise _refused("session_hours", settings.session_hours, "1 to 24")
    if not 1 <= settings.upload_mb <= 200:
        raise _refused("upload_mb", settings.upload_mb, "1 to 200")
    _check_channels(settings)


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
