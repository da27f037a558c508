"""The agency: its units with their aliases and posts, its people, the leading and the supervision group."""
