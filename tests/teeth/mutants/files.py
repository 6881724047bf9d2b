"""Files of banks and of Bacs: read whole or refused whole, and never trusted."""

from tests.teeth.mutant import Mutant

ARUDD = "tests/sources/test_arudd.py"
BANKLINE = "tests/sources/test_bankline.py"
CAMT053 = "tests/sources/test_camt053.py"
XML = "tests/sources/test_xml.py"

MUTANTS = (
    Mutant(
        name="document-type-read",
        safeguard="XML with a document type is refused before it is read",
        promise="P1",
        does="lets a file bring entities of its own",
        file="producers/sources/xml.py",
        old='        raise Faulty("/", "DOCTYPE", "expected no document type")\n',
        new="        raise _RootReached\n",
        killed_by=(f"{XML}::test_a_billion_laughs_are_refused_before_the_first",),
    ),
    Mutant(
        name="returns-not-added-up",
        safeguard="A report of returns is checked against the totals it declares",
        promise="P1",
        does="believes the items whatever they add up to",
        file="producers/sources/bacs_arudd.py",
        old="    if declared.pence != found.pence:\n",
        new="    if False:\n",
        killed_by=(f"{ARUDD}::test_totals_that_are_wrong_by_account_and_right_together_are_refused",),
    ),
    Mutant(
        name="balances-not-tied",
        safeguard="A bank statement must lead from its opening to its closing balance",
        promise="P1",
        does="believes the entries whatever the balances say",
        file="producers/sources/bank_camt053.py",
        old="    if opening.amount + sum(entry.signed for entry in entries) != closing.amount:\n",
        new="    if False:\n",
        killed_by=(f"{CAMT053}::test_an_entry_the_other_way_unties_the_balances_and_one_without_a_way_is_refused",),
    ),
    Mutant(
        name="trailer-ignored",
        safeguard="A fixed-column statement is checked against its trailer",
        promise="P1",
        does="believes the records whatever the trailer says",
        file="producers/sources/bankline.py",
        old="        for name in _disagreeing(declared, tally):\n",
        new="        for name in ():\n",
        killed_by=(f"{BANKLINE}::test_a_count_of_balances_may_be_blank_but_not_wrong",),
    ),
    Mutant(
        name="file-read-in-part",
        safeguard="A file with a fault in it is refused whole",
        promise="P1",
        does="tells the events of a faulty file",
        file="producers/sources/reading.py",
        old="events = () if self._faults else tuple(self._events)",
        new="events = tuple(self._events)",
        killed_by=(f"{ARUDD}::test_a_report_with_one_thing_wrong_is_refused_whole_with_its_place_and_field",),
    ),
)
