"""Pages for people without a program: plain HTML over the same models."""
