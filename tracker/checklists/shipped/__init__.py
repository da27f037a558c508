"""The check lists that come with the program: one file each, the first line its name, then an item on each line."""

from pathlib import Path

from tracker.checklists.rules import ItemContent, read_items

HERE = Path(__file__).parent


def shipped_lists() -> list[tuple[str, str, list[ItemContent]]]:
    """Return key, name and items of each shipped list."""
    found = []
    for path in sorted(HERE.glob("*.tsv")):
        name, _, items = path.read_text(encoding="utf-8").partition("\n")
        found.append((path.stem, name, read_items(items)))
    return found
