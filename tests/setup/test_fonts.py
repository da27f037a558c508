"""The font kit is built once, says what it lacks, and is left alone afterwards."""

import time
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder

from tracker.documents.fonts import OFFICIAL_FAMILIES, config_file, families, kit_folder
from tracker.setup import fonts
from tracker.setup.faces import PACKAGES


def test_a_second_run_finds_nothing_to_do_at_once() -> None:
    said: list[str] = []
    started = time.process_time()

    done = fonts.build_kit(said.append)

    assert not done
    assert not said
    assert time.process_time() - started < 1


def test_the_kit_holds_every_face_with_its_licence_and_only_itself_is_configured() -> None:
    folder = kit_folder()

    for package, faces in PACKAGES.items():
        assert all((folder / face.target).stat().st_size > 10_000 for face in faces)
        assert (folder / "licences" / package / "copyright").exists()
    assert {"FandolFang", "Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL KaitiM GB"} <= families()
    assert config_file().read_text(encoding="utf-8").count("<dir>") == 1


def test_official_typefaces_of_the_machine_are_linked_in_and_others_are_not(tmp_path: Path) -> None:
    official, other = tmp_path / "simfang.ttf", tmp_path / "other.ttf"
    for path, family in ((official, "仿宋_GB2312"), (other, "Some Face")):
        made = FontBuilder(1000)
        made.setupGlyphOrder([".notdef"])
        made.setupCharacterMap({})
        made.setupNameTable({"familyName": family, "styleName": "Regular"})
        made.font.save(path)

    fonts._link_official(tmp_path, [official, other])

    assert [path.name for path in (tmp_path / "official").iterdir()] == ["simfang.ttf"]
    assert "仿宋_GB2312" in OFFICIAL_FAMILIES


def test_a_file_that_is_no_font_has_no_names(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")

    assert fonts._names(tmp_path / "broken.ttf") == set()


def test_without_apt_it_says_so_and_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", (tmp_path,))
    monkeypatch.setattr(fonts, "TEXLIVE", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    code = fonts.main()

    told = capsys.readouterr().err
    assert code == 1
    assert "apt-get is not there" in told
    assert "Type: sudo apt-get update && sudo apt-get install -y texlive-lang-chinese" in told
    assert not (tmp_path / "share" / "tracker" / "fonts").exists()
