"""Words and weights by which statements are compared: data files, read by `comparison.likeness`."""
