"""Discovery: what a source has published, from its feeds, sitemaps, listings and home page."""

from flows.discover.discover import Discovered, Notice, discover

__all__ = ["Discovered", "Notice", "discover"]
