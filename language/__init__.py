"""Vietnamese as screens say it: labels, folding of diacritics, words for system errors."""
