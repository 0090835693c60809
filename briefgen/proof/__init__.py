"""Hold finished files against what they should be."""
