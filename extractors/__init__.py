"""One document in, facts out: the document model, the readers and one module a kind of fact."""
