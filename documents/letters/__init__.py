"""Letters to reporters: from a `Letter` to the bytes of a PDF or a DOCX, the same bytes whenever the letter is the same."""
