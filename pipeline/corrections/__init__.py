"""What reviewers correct: a file to fill in, its answers applied on every run, and gold made of them."""
