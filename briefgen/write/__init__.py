"""Write a document as files: Word and PDF, from one theme."""
