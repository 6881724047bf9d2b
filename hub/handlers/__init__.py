"""What each inbound event means: one module a family, one pure function an event.

A handler takes the statement into the standing, by version and never by order of arrival, and says which
aspects of the account depend on it. `hub.differences.settle` works out the rest.
"""
