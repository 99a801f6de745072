"""What a document says of itself: title, kind, partnership, period, day of publication."""
