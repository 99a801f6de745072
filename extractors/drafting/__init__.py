"""From records to a plan: objectives and drafts of actions with their cells as printed, before words are understood."""
