"""Proof by counting: nothing is lost, nothing is double, the ledger is ink, and every figure is where it should be.

Each module looks at one thing and yields findings; none of them changes anything.
"""

from hub.reconciliation.findings import Finding
from hub.reconciliation.report import reconcile

__all__ = ["Finding", "reconcile"]
