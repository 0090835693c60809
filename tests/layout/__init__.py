"""The page, measured."""
