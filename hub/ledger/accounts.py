"""The chart of accounts, as far as contributions need it."""

from enum import StrEnum

from contracts.inbound.care_packages import Setting


class Account(StrEnum):
    """A ledger account; debits are positive, credits negative."""

    CONTRIBUTION_DEBTORS = "contribution_debtors"
    DEFERRED_PAYMENT_DEBTORS = "deferred_payment_debtors"
    BANK = "bank"
    DIRECT_DEBIT_CONTROL = "direct_debit_control"
    SUSPENSE = "suspense"
    INCOME_COMMUNITY = "income_community"
    INCOME_CARE_HOME = "income_care_home"


INCOME_OF_SETTING = {
    Setting.COMMUNITY: Account.INCOME_COMMUNITY,
    Setting.CARE_HOME: Account.INCOME_CARE_HOME,
}
