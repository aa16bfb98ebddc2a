"""Who signs in: users, sessions, lockout, second factor."""
