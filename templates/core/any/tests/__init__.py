"""What must hold: the contract in `api/`, and the traps beside it."""
