"""What can go wrong with a store, said in one line."""


class StoreError(Exception):
    """The warehouse cannot do what was asked; the message says why and what to do."""
