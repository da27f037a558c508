"""The private font kit: free typefaces taken out of Debian packages, without installing anything.

Official documents ask for typefaces that may not be given away, so free ones stand in for them. They come from the
packages of Debian or Ubuntu, are cut down to the Simplified Chinese faces and laid beside the virtual environment
with a fontconfig file that names them alone: equal text then gives an equal PDF on every machine. Official typefaces
that the machine has are linked in beside them and win. ``python -m tracker.setup.fonts`` builds the kit.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

from tracker.documents.fonts import OFFICIAL_FAMILIES, config_file, kit_folder
from tracker.setup.faces import PACKAGES, cut_face

RECIPE = 3  # raise it when the same packages must give another kit
SYSTEM_FOLDERS = (
    *(Path("/usr/share/fonts"), Path("/usr/local/share/fonts")),
    *(Path.home() / ".local/share/fonts", Path.home() / ".fonts"),
)
TEXLIVE = Path("/usr/share/texlive")
FONT_ENDINGS = (".ttf", ".otf", ".ttc")
TO_TYPE = (
    "sudo apt-get update && sudo apt-get install -y "
    "texlive-lang-chinese fonts-noto-cjk fonts-arphic-gkai00mp fonts-lxgw-wenkai && {python} -m tracker.setup.fonts"
)


class KitFailed(Exception):
    """The kit could not be built: the message says why and what to type."""


def build_kit(say: Callable[[str], None]) -> bool:
    """Make the kit if it is not there or out of date; return whether anything was done. Raises KitFailed."""
    system = list(_system_fonts())
    stamp = {"recipe": RECIPE, "system": _fingerprint(system)}
    if _is_current(stamp):
        return False
    folder = kit_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fonts-", dir=folder.parent) as made:
        staging, sources = Path(made, "kit"), Path(made, "sources")
        sources.mkdir()
        shutil.copytree(folder, staging, symlinks=True) if _has_faces(folder) else staging.mkdir()
        if not _has_faces(folder):
            _collect(sources, staging, system, say)
            _cut(sources, staging, say)
        _link_official(staging, system)
        listed = json.dumps(stamp | {"families": _families(staging)}, ensure_ascii=False, indent=1)
        (staging / "kit.json").write_text(listed, encoding="utf-8")
        _put_in_place(staging, folder)
    _write_config()
    say(f"fonts: ready in {folder}")
    return True


def _is_current(stamp: dict[str, object]) -> bool:
    try:
        listed = json.loads((kit_folder() / "kit.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    return all(listed.get(key) == value for key, value in stamp.items()) and config_file().exists()


def _has_faces(folder: Path) -> bool:
    """Tell whether the faces of this recipe are there already, so that only the links need to be made again."""
    try:
        recipe = json.loads((folder / "kit.json").read_text(encoding="utf-8")).get("recipe")
    except (FileNotFoundError, ValueError):
        return False
    return recipe == RECIPE and all((folder / face.target).exists() for faces in PACKAGES.values() for face in faces)


def _system_fonts() -> Iterator[Path]:
    """Give the font files of the machine, but for links into the kit itself."""
    for folder in SYSTEM_FOLDERS:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in FONT_ENDINGS and not path.resolve().is_relative_to(kit_folder()):
                yield path


def _fingerprint(files: list[Path]) -> str:
    """Sum up the machine's own fonts, so that an official typeface installed later is noticed."""
    facts = "\n".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files if path.exists())
    return hashlib.sha256(facts.encode()).hexdigest()


def _collect(sources: Path, staging: Path, system: list[Path], say: Callable[[str], None]) -> None:
    """Bring the source files together: those that packages have installed already, the rest out of packages."""
    packaged = (path for path in system if path.is_relative_to(SYSTEM_FOLDERS[0]))
    installed = {path.name: path for path in (*packaged, *TEXLIVE.rglob("Fandol*.otf"))}
    for package, faces in PACKAGES.items():
        if all(face.source in installed for face in faces):
            for face in faces:
                shutil.copyfile(installed[face.source], sources / face.source)
            (staging / "licences" / package).mkdir(parents=True, exist_ok=True)
            shutil.copy(Path("/usr/share/doc", package, "copyright"), staging / "licences" / package)
            continue
        wanted = {face.source for face in faces}
        say(f"fonts: fetching {package} ({', '.join(sorted(wanted))})")
        archive = _download(package, sources)
        _unpack(archive, wanted, sources, staging / "licences" / package)
        archive.unlink()


def _download(package: str, folder: Path) -> Path:
    """Fetch one package file with the machine's package lists, or with lists of our own where it has none."""
    own = [f"Dir::State::lists={folder}/lists", f"Dir::Cache={folder}/cache"]
    (folder / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    attempts: list[tuple[list[str], ...]] = [(["download", package],), (["update"], ["download", package])]
    if any((folder / "lists").glob("*Packages*")):
        attempts = [(["download", package],)]
    last = ""
    for commands in attempts:
        settings = own if len(commands) == 2 or len(attempts) == 1 else []
        for command in commands:
            last = _apt(command, settings, folder)
        if found := list(folder.glob(f"{package}_*.deb")):
            return found[0]
    raise KitFailed(f"{package} could not be fetched. {last}")


def _apt(command: list[str], settings: list[str], folder: Path) -> str:
    """Run apt-get in ``folder``; return its last complaint, if any. It installs nothing and needs no root."""
    settings = [*settings, "Acquire::Retries=2", "Acquire::http::Timeout=30", "Acquire::https::Timeout=30"]
    if os.geteuid() == 0:
        settings.append("APT::Sandbox::User=root")  # the folder is private to us
    options = [part for setting in settings for part in ("-o", setting)]
    try:
        ran = subprocess.run(  # noqa: S603 - fixed words only
            ["apt-get", "-q", *options, *command],  # noqa: S607 - wherever the system keeps it
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
    except FileNotFoundError as missing:
        raise KitFailed("apt-get is not there: the fonts come from the packages of Debian or Ubuntu.") from missing
    except subprocess.TimeoutExpired as late:
        raise KitFailed("apt-get gave no answer within 15 minutes.") from late
    complaints = [line for line in ran.stderr.splitlines() if line.startswith(("E:", "W:"))]
    return complaints[-1] if complaints and ran.returncode else ""


def _unpack(archive: Path, wanted: set[str], sources: Path, licences: Path) -> None:
    """Take the wanted files and the licence out of a package, and nothing else."""
    licences.mkdir(parents=True, exist_ok=True)
    command = ["dpkg-deb", "--fsys-tarfile", str(archive)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as stream,  # noqa: S603
        tarfile.open(fileobj=stream.stdout, mode="r|") as members,
    ):
        for member in members:
            name = Path(member.name).name
            content = members.extractfile(member) if member.isreg() else None
            if content and (name in wanted or name == "copyright"):
                ((licences if name == "copyright" else sources) / name).write_bytes(content.read())
    if missing := sorted(name for name in wanted if not (sources / name).exists()):
        raise KitFailed(f"{archive.name} does not hold {', '.join(missing)}.")


def _cut(sources: Path, staging: Path, say: Callable[[str], None]) -> None:
    say("fonts: keeping the Simplified Chinese faces")
    faces = [face for faces in PACKAGES.values() for face in faces]
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        for face in pool.map(cut_face, faces, [sources] * len(faces), [staging] * len(faces)):
            say(f"fonts: {face.target}")


def _link_official(staging: Path, system: list[Path]) -> None:
    """Link the official typefaces of the machine into the kit, one by one, so that no other font comes with them."""
    links = staging / "official"
    shutil.rmtree(links, ignore_errors=True)
    for path in system:
        if OFFICIAL_FAMILIES.intersection(_names(path)):
            links.mkdir(exist_ok=True)
            (links / path.name).unlink(missing_ok=True)
            (links / path.name).symlink_to(path)


def _families(folder: Path) -> dict[str, list[str]]:
    files = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in FONT_ENDINGS)
    return {str(path.relative_to(folder)): sorted(_names(path)) for path in files}


def _names(path: Path) -> set[str]:
    """Return the family names written in a font file; none if it cannot be read."""
    try:
        with path.open("rb") as file:
            fonts = TTCollection(file, lazy=True).fonts if path.suffix.lower() == ".ttc" else [TTFont(file, lazy=True)]
            return {name.toUnicode() for font in fonts for name in font["name"].names if name.nameID in (1, 16)}
    except (TTLibError, OSError, KeyError, UnicodeError):
        return set()


def _put_in_place(staging: Path, folder: Path) -> None:
    """Replace the kit in one step, so that a print running now finds either the old or the new one."""
    if folder.exists():
        folder.rename(staging.with_name("old"))
    staging.rename(folder)
    folder.chmod(0o755)


def _write_config() -> None:
    """Write the fontconfig file and let fontconfig list the fonts now rather than at the first print."""
    folder = kit_folder()
    cache = folder.with_name("font-cache")  # beside the fonts: writing to it must not make the list look old
    cache.mkdir(exist_ok=True)
    config_file().write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{folder}</dir>\n  <cachedir>{cache}</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )
    if lister := shutil.which("fc-cache"):
        environment = {"FONTCONFIG_FILE": str(config_file()), "PATH": os.environ.get("PATH", "")}
        subprocess.run([lister, "-f"], env=environment, capture_output=True, check=False, timeout=120)  # noqa: S603


def main() -> int:
    """Build the kit from the shell; on failure say why and print the one line to type."""
    try:
        build_kit(lambda line: print(line, flush=True))  # noqa: T201 - this is a command
    except (KitFailed, OSError) as failure:
        print(f"fonts: {failure}\nType: {TO_TYPE.format(python=sys.executable)}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
