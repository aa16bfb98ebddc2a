"""Councils, members, sessions, paper ballots entered twice, tallies."""
