"""Schema contract: compare the SQLModel tables with the Django models that own them."""
