"""Files in and out: spreadsheets, mappings, previews."""
