"""Persian letters, digits, days and identifiers: what every other package stands on."""
