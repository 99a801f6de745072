"""What each word of a view is: the cues that a reader has, the odds that models make of them, and the labels."""
