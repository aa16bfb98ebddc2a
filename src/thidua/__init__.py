"""Thi Đua: emulation and commendation work of a city, from the yearly plan to the certificate."""
