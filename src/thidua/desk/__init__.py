"""The home pages of the signed-in roles, the frame of every page, search over several rooms."""
