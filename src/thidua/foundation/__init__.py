"""Clock, working-day calendar, Vietnamese text, dates, numbers, money and answers.

Pure Python, the lowest room: it imports no other room and no Django.
"""
