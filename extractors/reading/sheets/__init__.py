"""Spreadsheets to a `Document`: workbooks of Excel and LibreOffice, and comma-separated text.

A reader of each kind makes `grid.Sheet`s, cells as a person sees them; `regions` cuts a sheet into titles, tables and
notes, and `building` makes them blocks with a line for each paragraph of a cell.
"""
