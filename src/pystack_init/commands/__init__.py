"""One verb a module: a request in, an outcome out. Never prints, prompts or exits."""
