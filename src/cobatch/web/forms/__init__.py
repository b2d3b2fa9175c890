"""The default form of any payload: fields from the model, values from the record, errors in the user's words."""
