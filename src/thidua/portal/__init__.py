"""Public pages: verification of a certificate."""
