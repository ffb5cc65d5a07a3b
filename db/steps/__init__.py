"""The steps of the schema, in order; a step that has shipped is never edited."""
