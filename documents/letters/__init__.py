"""Makes letters to reporters as PDF and DOCX. The same `Letter` always gives the same bytes."""
