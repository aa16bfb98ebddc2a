"""Award rounds, submissions of units, dossiers and their appraisal."""
