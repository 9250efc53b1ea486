"""What a person in charge decides about names that no list knows, and what the coder is then given.

A decision is a row of its own, keyed by the person as listed, and touched by nothing but another decision: loading,
coding again and publishing leave it. `give` makes a snapshot of accepted and learned lines, which is what the coder
gets from then on (see `parsers.coder.tenures` for why it is a snapshot).
"""

from warehouse.review.decisions import Decision, decide, find
from warehouse.review.given import Given, current, give

__all__ = ["Decision", "Given", "current", "decide", "find", "give"]
