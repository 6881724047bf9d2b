"""Statements: the four-weekly account, issued once a cycle has ended and its charges are posted."""

from datetime import timedelta

from contracts.outbound.charges import StatementIssued, StatementItem
from hub.deciding import Deciding
from hub.differences.account import account_of, charged_pence, paid_pence
from hub.standing.council import UNOPENED
from hub.standing.person import PersonStanding


def settle_statement(deciding: Deciding, standing: PersonStanding) -> None:
    """Issue the statement of the last cycle that ended, if the person has an account and is alive."""
    if deciding.today == UNOPENED:
        # No cycle has ended before the first business day.
        return
    said = standing.said
    policy = deciding.almanac.policy
    cycle = policy.cycle_of(policy.cycle_of(deciding.today).first - timedelta(days=1))
    if said.statements_to is not None and said.statements_to >= cycle.last:
        return
    charges, payments = charged_pence(standing), paid_pence(standing)
    if standing.died or not (charges or payments or said.statements_to):
        return
    statement = StatementIssued(
        statement=f"statement:{cycle.first.isoformat()}",
        period_from=cycle.first,
        period_to=cycle.last,
        opening_balance=said.statement_charges_pence - said.statement_money_pence,
        charges=charges - said.statement_charges_pence,
        payments=payments - said.statement_money_pence,
        closing_balance=charges - payments,
        items=tuple(
            StatementItem(
                item=item.item,
                due_on=item.due_on,
                charged=item.charged_pence,
                outstanding=item.outstanding_pence,
            )
            for item in account_of(standing, policy).items
            if item.outstanding_pence
        ),
    )
    said.statements_to = cycle.last
    said.statement_charges_pence = charges
    said.statement_money_pence = payments
    deciding.say(standing, statement, statement.statement)
