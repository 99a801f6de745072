"""Rows as people read them: joined, with labels and headings. Workbook, site and questions show them."""
