"""The tour: a day and its follow-up, driven by keys, with pictures and papers."""
