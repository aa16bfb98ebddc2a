"""Are two things one: nominees, initiatives, reports? Pure Python, no Django. Nothing is decided here; a person decides."""
