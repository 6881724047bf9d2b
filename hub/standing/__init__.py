"""What the hub knows, folded from the facts: of one person (`person`) and of everybody (`council`).

A standing is a cache: `hub replay --verify` proves it equal to the fold of the facts.
It has two halves that never mix: what the facts say, and what has been posted and said because of them.
"""
