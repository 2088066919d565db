"""One command a module: request in, result out. Never prints, prompts or exits."""
