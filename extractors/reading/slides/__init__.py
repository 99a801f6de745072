"""Slides to a `Document`: each slide a page, its title a heading, its boxes in the order in which they are read."""
