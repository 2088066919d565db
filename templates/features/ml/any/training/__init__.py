"""Programs that make the models. The service does not import them."""
