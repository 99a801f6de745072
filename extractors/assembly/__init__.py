"""From drafts to facts: owners, dates and themes put to each row; groups, terms and figures; where each is printed."""
