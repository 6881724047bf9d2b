"""What the hub tells others: one module a family."""

from contracts.outbound import (
    charges,
    collections,
    contributions,
    letters,
    postings,
    referrals,
    tasks,
)

__all__ = [
    "charges",
    "collections",
    "contributions",
    "letters",
    "postings",
    "referrals",
    "tasks",
]
