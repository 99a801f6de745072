"""Who leads, does or answers for an action: names, cells and sentences. Import from `extractors.ownership.owners`."""
