"""What the terminal shows of a document or a run."""
