"""Tasks out of plan items: who owes what by when."""
