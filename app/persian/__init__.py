"""Persian letters, digits, Jalali days and the codes of people: what every other package stands on."""
