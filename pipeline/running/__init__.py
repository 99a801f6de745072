"""A run: files in, a dataset out, over processes or a cluster; and the check of what it left."""
