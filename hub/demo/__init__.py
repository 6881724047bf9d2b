"""A council that does not exist, and a hundred days of its life: what `hub demo` runs.

Read `council` (who lives there), then `happenings` (what is told on which day), then `days` (how a day goes by).
Everything reaches the hub as it would in earnest: files of the real formats and events on the bus, taken in by the
real doors. What the world answers, it answers to what the hub has said: `bank` collects what is claimed, and those
who pay by transfer pay what their statement says.
"""
