"""The command line: parse, run, write, exit code."""
