"""Keeps the house: access on every route, names, sizes, documented settings, clean templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from flask import Flask

from tracker.config import Settings
from tracker.permissions import GRANTS, Permission, Role
from tracker.web.access import PUBLIC, access_of

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = sorted(path for path in (ROOT / "tracker/web/static").iterdir() if path.suffix in (".css", ".js"))
PAGES = [
    path
    for path in TEMPLATES
    if path.parts[-2] not in ("components", "errors", "print", "templates") and path.name[0] != "_"
]
UNLOVED = re.compile(r"(^|_)(util|utils|helper|helpers|common|misc|manager|handler)(_|$)")


def endpoints(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and not rule.endpoint.endswith(".static"):
            yield rule.endpoint


def test_every_route_declares_its_access(app: Flask) -> None:
    undeclared = [name for name in endpoints(app) if access_of(name, app) is None]

    assert undeclared == []


def test_only_the_door_is_public(app: Flask) -> None:
    doors = {name for name in endpoints(app) if access_of(name, app) == PUBLIC}

    probes = {"home.healthz", "home.readyz"}  # by address, see home/probes.py
    assert doors == {"accounts.login", "accounts.setup", "accounts.language", *probes}


def test_no_administrator_touches_the_work() -> None:
    work = {Permission.VIEW_WORK, Permission.EDIT_PLAN, Permission.ASSIGN_TASKS, Permission.REPORT_PROGRESS}

    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        assert not work & GRANTS[role]


def test_a_page_lies_where_its_endpoint_says(app: Flask) -> None:
    known = set(endpoints(app))

    lost = [str(path) for path in PAGES if f"{path.parent.name}.{path.stem}" not in known]

    assert lost == []


@pytest.mark.parametrize("path", [*SOURCES, *TEMPLATES, *STATIC], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_thing(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short_and_named_for_what_they_do(path: Path) -> None:
    longest = 25 if path.name == "views.py" else 40
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= longest, node.name
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            assert not UNLOVED.search(node.name.lower()), node.name


def test_every_setting_is_documented() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    missing = [setting.name for setting in fields(Settings) if f"TRACKER_{setting.name.upper()}" not in text]

    assert missing == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_have_no_inline_style_or_script_and_switch_no_escaping_off(path: Path) -> None:
    if "print" in path.parts:
        return
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|\|\s*safe|autoescape\s+false", text)


CAPABILITIES = 96  # rows of the table that the source documents were read into
NUMBERED = re.compile(r"def test_capability_((?:\d+_)+)")


def test_every_capability_asked_for_has_a_test_that_carries_its_number() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    carried = {int(number) for text in sources for found in NUMBERED.findall(text) for number in found[:-1].split("_")}

    assert set(range(1, CAPABILITIES + 1)) - carried == set()
