"""The awards room keeps the law as data files; its tables come when officers change dated values."""
