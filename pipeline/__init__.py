"""A corpus of published plans: files in, a dataset of Parquet tables out. `import safeplans` has what is for users."""
