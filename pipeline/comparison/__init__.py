"""Partnerships compared: tables made from a dataset, beside its own (`pipeline.comparison_fields`)."""
