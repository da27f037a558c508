"""The Chinese of the pages: every message id has one translation, and the catalogues make one file."""

import gettext
import os
from functools import cache
from pathlib import Path

import pytest

from tracker.errors import RuleBroken
from tracker.setup.translations import CATALOGUES, MessageId, compile_catalogues, merged, missing, uses

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def write(folder: Path, name: str, *entries: str) -> Path:
    path = folder / name
    path.write_text(HEADER + "\n".join(entries), encoding="utf-8")
    return path


def entry(message_id: str, text: str) -> str:
    return f'\nmsgid "{message_id}"\nmsgstr "{text}"\n'


def compiled(folder: Path) -> gettext.GNUTranslations:
    with (folder / "messages.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@cache
def said() -> set[MessageId]:
    """Every message id of code and templates; looking for them takes seconds."""
    return {use.id for use in uses()}


def test_every_message_id_has_a_chinese_translation_with_the_same_placeholders() -> None:
    lacking = [f"{use.file}:{use.line}: {use.id}" for use in missing()]

    assert lacking == []


def test_every_translation_is_of_something_that_is_said() -> None:
    """A message inside an f-string is not found by every version of Python: let a line of its own say it."""
    translated = [message.id for message in merged(sorted(CATALOGUES.glob("*.po"))) if message.id]

    assert [message_id for message_id in translated if message_id not in said()] == []


def test_ids_are_found_in_code_and_in_templates() -> None:
    found = said()

    assert "Your role does not allow this." in found  # NotAllowed(N_(…))
    assert "Login name" in found  # lazy_gettext
    assert "Sign out" in found  # a template
    assert ("One thing to mend; what you typed is still here",
            "%(num)d things to mend; what you typed is still here") in found  # fmt: skip


def test_all_catalogues_make_one_file(tmp_path: Path) -> None:
    write(tmp_path, "plans.po", entry("Plan", "要点"), entry("Keep", "保存"))
    write(tmp_path, "tasks.po", entry("Task", "任务"), entry("Keep", "保存"))

    assert compile_catalogues(tmp_path)

    chinese = compiled(tmp_path)
    assert [chinese.gettext(word) for word in ("Plan", "Task", "Keep")] == ["要点", "任务", "保存"]


def test_a_count_is_compiled_with_its_one_chinese_form(tmp_path: Path) -> None:
    write(tmp_path, "web.po", '\nmsgid "One row"\nmsgid_plural "%(num)d rows"\nmsgstr[0] "%(num)d行"\n')

    compile_catalogues(tmp_path)

    chinese = compiled(tmp_path)
    assert [chinese.ngettext("One row", "%(num)d rows", number) for number in (1, 2)] == ["%(num)d行", "%(num)d行"]


def test_two_catalogues_that_differ_are_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, "plans.po", entry("Keep", "保存"))
    write(tmp_path, "tasks.po", entry("Keep", "保留"))

    with pytest.raises(RuleBroken, match=r"plans\.po and tasks\.po translate “Keep” differently"):
        compile_catalogues(tmp_path)

    assert not (tmp_path / "messages.mo").exists()


def test_nothing_is_done_until_a_catalogue_is_newer(tmp_path: Path) -> None:
    path = write(tmp_path, "plans.po", entry("Plan", "要点"))
    compile_catalogues(tmp_path)

    assert not compile_catalogues(tmp_path)
    saved = path.stat().st_mtime_ns
    write(tmp_path, "plans.po", entry("Plan", "工作要点"))
    os.utime(path, ns=(saved + 1, saved + 1))

    assert compile_catalogues(tmp_path)
    assert compiled(tmp_path).gettext("Plan") == "工作要点"


@pytest.mark.parametrize(
    "written",
    [
        "",
        entry("Rows %(first)d to %(last)d of %(total)d", ""),
        "#, fuzzy" + entry("Rows %(first)d to %(last)d of %(total)d", "第%(first)d至%(last)d行，共%(total)d行"),
        entry("Rows %(first)d to %(last)d of %(total)d", "第%(first)d至%(last)d行"),
    ],
    ids=["absent", "empty", "fuzzy", "a placeholder less"],
)
def test_what_is_not_wholly_translated_is_missing(tmp_path: Path, written: str) -> None:
    write(tmp_path, "web.po", written)

    assert "Rows %(first)d to %(last)d of %(total)d" in [use.id for use in missing(tmp_path)]
