"""The outlines of year-end documents: shipped for a section, an agency, a government, changed by each agency."""
