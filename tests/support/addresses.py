"""An example of every address of ours."""

from werkzeug.routing import AnyConverter, Rule


def example_of(rule: Rule, name: str) -> object:
    """Return a value for a part of an address: one of its words where it takes words, else a number."""
    converter = rule._converters[name]
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else 2026 if name == "year" else 1
