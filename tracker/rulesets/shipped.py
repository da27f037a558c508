"""The rule sets that ship with the program, read once from their file."""

import tomllib
from pathlib import Path

from tracker.rulesets.content import rules_of
from tracker.rulesets.rules import RuleSet

PRESETS: dict[str, RuleSet] = {
    key: rules_of(content)
    for key, content in tomllib.loads((Path(__file__).parent / "presets.toml").read_text(encoding="utf-8")).items()
}
