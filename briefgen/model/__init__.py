"""The nouns of briefgen: frozen values that every room reads and none changes."""
