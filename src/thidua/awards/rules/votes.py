"""Votes against the share an award needs: the arithmetic all rooms share."""

from thidua.foundation.shares import minimum_yes, passes

__all__ = ["minimum_yes", "passes"]
