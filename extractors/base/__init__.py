"""What every part uses: documents with their places, facts, the closed lists of methods, settings, where models are."""
