"""Decisions on awards: drafted, numbered without gaps, issued, revoked; certificates."""
