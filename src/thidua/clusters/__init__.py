"""Emulation clusters and blocks (cụm, khối thi đua) and their members."""
