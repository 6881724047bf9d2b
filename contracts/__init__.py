"""The words on the wire: shapes and names only, pydantic and nothing else.

Read `envelope`, then one family in `inbound`, then `registry`, which lists every word.
A change is additive, or it is a new version with an upcaster: see `CHANGES.md`.
"""
