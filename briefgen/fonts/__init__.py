"""Find, install and check the font files that stand for a theme's faces on this machine."""
