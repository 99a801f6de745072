"""A comparison as a workbook for people who live in spreadsheets, or as a folder of CSV files."""
