"""Who is waited on, since when, until when; reminders and mail."""
