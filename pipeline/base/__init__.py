"""What every room uses: words and links for people, spreadsheets, data files, the version."""
