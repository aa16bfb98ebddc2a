"""Whom to remind of a milestone, on which working day, in what words. Pure: dates and plain rows in, plain rows out."""
