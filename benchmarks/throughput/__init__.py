"""How many messages a second: the hub and its rivals, on one broker and one database, to the same end state."""
