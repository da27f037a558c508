"""Supervised matters (督办): what a leader, a meeting or a document demands, until its result is accepted."""
