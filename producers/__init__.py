"""The doors out: the publisher, the relay, and the translators of files into events."""
