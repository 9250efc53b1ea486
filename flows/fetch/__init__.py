"""Fetching: guarded, polite, bounded, archived. `Client` is the way in."""

from flows.fetch.archive import Archive, ArchiveError
from flows.fetch.client import Client, Fetched
from flows.fetch.outcome import GOOD, reject
from flows.fetch.settings import FetchSettings, Validator

__all__ = ["GOOD", "Archive", "ArchiveError", "Client", "FetchSettings", "Fetched", "Validator", "reject"]
