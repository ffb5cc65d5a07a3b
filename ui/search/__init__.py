"""The search that opens over any page, and the case it leads to."""

from ui.search.panel import Search

__all__ = ["Search"]
