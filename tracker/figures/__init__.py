"""Named figures of the work: how far it is, by unit, category and month."""
