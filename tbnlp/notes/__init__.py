"""What flows: frozen records from the raw note to the reviewed passage."""
