"""Units, people and duties, all dated; the official calendar of days off."""
