"""Partnerships compared: tables made from a dataset, beside its own (`schema.comparison_fields`)."""
