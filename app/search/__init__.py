"""Finding visits by any word, one visit's whole case, and persons who were entered twice."""
