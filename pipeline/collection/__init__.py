"""Documents fetched from the sites of partnerships and committees, politely, with where and when."""
