"""The document between composing and writing: blocks and inlines without fonts, the theme, kinds, the trace."""
