"""The one principle of the hub: what should be, by all the facts, minus what has been posted or said.

Each module works out one part of what should be as a pure function of the standing, and acts on the
difference. `settle` runs them in the order in which they depend on one another.
"""
