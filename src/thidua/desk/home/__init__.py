"""What the home page shows each duty: the five next acts, counters that are links, the next 30 days."""
