"""`tracker plan` from the shell."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.files import making
from tracker.cli import RefusingGroup
from tracker.history.queries import list_history_of
from tracker.plans.commands import plan
from tracker.plans.queries import list_items, list_plans
from tracker.plans.rules import PlanState

TEXT = (
    "政务公开工作要点\n一、主动公开\n1.公开规划成果，不少于12期。（牵头单位：规划科；配合单位：各科室；6月底前、年底前完成）\n"
    "2.公开用地审批结果。（责任单位：用途管制科）\n"
)
Type = Callable[..., Result]


@pytest.fixture
def shell() -> Type:
    """Types a command, as the program would take it."""
    program = RefusingGroup(commands={"plan": plan})
    return lambda *words: CliRunner().invoke(program, ["plan", *map(str, words)], obj=nullcontext)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "要点.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_reading_as_json_has_the_promised_shape(shell: Type, file: Path) -> None:
    answer = shell("read", file, "--year", 2026, "--json")

    read = json.loads(answer.stdout)
    assert set(read) == {"title", "year", "items", "warnings"}
    assert read["year"] == 2026
    assert read["items"][0] == {
        "number": "1", "heading_path": ["一、主动公开"], "text": "公开规划成果，不少于12期。", "lead": ["规划科"],
        "coop": ["各科室"], "collective": ["各科室"], "deadline_phrase": "6月底前;年底前", "due": "2026-12-31",
        "milestones": ["2026-06-30", "2026-12-31"], "ongoing": False, "frequency": None, "target": "不少于12期",
        "source": read["items"][0]["source"],
    }  # fmt: skip
    assert read["items"][0]["source"]


def test_reading_for_people_prints_lines_and_warns_on_the_other_channel(shell: Type, file: Path) -> None:
    answer = shell("read", file)

    assert answer.exit_code == 0
    assert "  1  公开规划成果，不少于12期。" in answer.stdout
    assert "lead: 规划科; with: 各科室" in answer.stdout
    assert answer.stdout.rstrip().endswith("2 items")
    assert "year" in answer.stderr
    assert "Enter the year" not in answer.stdout


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("旧.doc", making.old_office("WordDocument")),
        ("空.docx", b""),
        ("坏.docx", b"PK\x03\x04"),
        ("图.png", making.png()),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_exit_code_2(
    shell: Type, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    answer = shell("read", path)

    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("tracker: ")
    assert answer.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_exit_code_2(shell: Type, tmp_path: Path) -> None:
    assert shell("read", tmp_path / "没有.docx").exit_code == 2


def test_importing_saves_a_draft_in_the_name_of_the_console(context: None, shell: Type, file: Path) -> None:
    answer = shell("import", file, "--year", 2026)

    (row,) = list_plans()
    assert (row.year, row.state, row.items) == (2026, PlanState.DRAFT, 2)
    assert str(list_items(row.id)[0].limit_due_on) == "2026-12-31"
    assert list_history_of("plan", row.id)[0].actor_name == "console"
    assert "2026" in answer.stdout


def test_importing_needs_a_year_and_takes_each_once(context: None, shell: Type, file: Path) -> None:
    shell("import", file, "--year", 2026)

    again = shell("import", file, "--year", 2026)

    assert (again.exit_code, len(list_plans())) == (2, 1)
    assert "already" in again.stderr
    assert shell("import", file).exit_code == 2


def test_reading_saves_nothing(context: None, shell: Type, file: Path) -> None:
    shell("read", file)

    assert list_plans() == []
