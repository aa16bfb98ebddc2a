"""Reads the document of a plan: tasks, the council's programme, what is doubtful. Pure Python, no Django.

`read.read_plan` is the entry; `shapes` says what comes out. Messages are Vietnamese sentences for the person.
"""
