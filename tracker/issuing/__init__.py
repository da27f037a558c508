"""What every drafted document goes through: the gate, the chain of sign-off, and the issued paper that is kept."""
