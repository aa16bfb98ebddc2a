"""The yearly plan: read from the document, reviewed, activated, followed by milestones."""
