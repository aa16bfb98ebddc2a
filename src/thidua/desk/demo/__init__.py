"""The demonstration city: an invented but credible city, the same every time, so that every screen looks alive.

Names of wards and communes are the public ones of 01/07/2025; every person, enterprise, decision and number is
invented.
"""
