"""How the large tables of `codes/data` were made from published packages.

Run by a developer when a package has news: `python -m xinglin.codes.seeds.divisions`. The program
itself reads the tables only; the packages named here are needed for making and testing them.
"""
