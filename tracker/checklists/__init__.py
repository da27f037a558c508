"""Check lists: items with weight, method, basis and expected evidence, kept version by version, used in rounds."""
