"""The ledgers (台账): what is counted, each thing counted, monthly numbers, and the figures they give."""
