"""Rows: models from declarations, history, audit, scope, due moments.

Lives here: the database server of an installation, the rules the database itself keeps (history,
audit, row-level security, versions), and the Django models. Does not live here: who may take which
step (``actions``), what a register is (``language``). May import ``language`` and ``codes``.
"""
