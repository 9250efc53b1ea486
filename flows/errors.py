"""Errors that end a command with one line that says what to do."""


class DragomanError(Exception):
    """The command cannot go on (exit code 1)."""


class UsageError(DragomanError):
    """The command was called wrongly (exit code 2)."""
