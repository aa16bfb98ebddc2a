"""Files that are kept, checks of files that come in, and documents that are made."""
