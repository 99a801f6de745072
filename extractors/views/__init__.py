"""The views of a document: its pieces as words in a row, where they break, and the fields that labels make of them."""
