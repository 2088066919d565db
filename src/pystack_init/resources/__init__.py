"""The model of a generated resource: fields with their types and modifiers, and the words that write them."""
