"""Rehearsals: a rise that goes too far waits, is told before it is charged, and is rehearsed as it will be."""

from tests.teeth.mutant import Mutant

HELD = "tests/journeys/test_held_upratings.py"
UPRATINGS = "tests/journeys/test_upratings.py"
REHEARSING = "tests/rehearsing"

MUTANTS = (
    Mutant(
        name="nobody-held",
        safeguard="A notice waits for an officer where it raises somebody further than the policy lets it",
        promise="P8",
        does="lets every notice hold for everybody",
        file="hub/differences/upratings.py",
        old="if before is None or after is None or not is_beyond(before, after, terms):",
        new="if True:",
        killed_by=(f"{HELD}::test_whoever_a_notice_raises_too_far_goes_on_paying_the_old_amount[sqlite]",),
    ),
    Mutant(
        name="held-for-another-cause",
        safeguard="A notice is held for the rise that it makes itself",
        promise="P8",
        does="holds a notice for whatever rises on its first day",
        file="hub/differences/upratings.py",
        old="if old is not None and is_beyond(old, after, terms):",
        new="if old is not None:",
        killed_by=(f"{HELD}::test_a_rise_that_the_notice_does_not_make_is_no_reason_to_hold_it",),
    ),
    Mutant(
        name="never-released",
        safeguard="An officer's release lets a notice hold from its own first day",
        promise="P8",
        does="holds a notice although it was released",
        file="hub/differences/upratings.py",
        old="or is_released or",
        new="or",
        killed_by=(
            f"{HELD}::test_a_release_lets_the_notice_hold_from_its_own_day_and_is_told_before_it_is_charged[sqlite]",
        ),
    ),
    Mutant(
        name="charged-before-told",
        safeguard="A new contribution is told before anything is charged at it",
        promise="P8",
        does="charges first and tells afterwards",
        file="hub/differences/charges.py",
        old="    settle_contribution(deciding, standing, segments, lower)\n"
        "    _post_differences(deciding, standing, wanted, lower)\n",
        new="    _post_differences(deciding, standing, wanted, lower)\n"
        "    settle_contribution(deciding, standing, segments, lower)\n",
        killed_by=(f"{UPRATINGS}::test_a_new_contribution_is_told_before_it_is_charged[sqlite]",),
    ),
    Mutant(
        name="days-gone-by-untold",
        safeguard="An amount of days gone by is told to whoever is charged it",
        promise="P8",
        does="tells of no amount that ended before the business day",
        file="hub/differences/notices.py",
        old="        day = _first_news(run, course)\n",
        new="        day = _first_news(run, course) if run.last >= deciding.today else None\n",
        killed_by=(f"{UPRATINGS}::test_an_amount_of_days_gone_by_is_told_to_whoever_is_charged_it",),
    ),
    Mutant(
        name="rehearsed-as-released",
        safeguard="A rehearsal holds what would be held",
        promise="P8",
        does="rehearses as if an officer had released everything",
        file="hub/rehearsing/outlook.py",
        old="        standing.released_upratings(),\n",
        new="        dict.fromkeys(rules.notices, 9),\n",
        killed_by=(
            f"{REHEARSING}/test_exactness.py"
            "::test_a_rehearsal_writes_nothing_on_either_store_and_applying_comes_to_it[sqlite]",
        ),
    ),
    Mutant(
        name="formula-in-a-cell",
        safeguard="No text in a spreadsheet becomes a formula",
        promise="P8",
        does="writes every text as it is",
        file="hub/rehearsing/rows_file.py",
        old="if text.startswith(_BEGINS_A_FORMULA) else",
        new="if False else",
        killed_by=(f"{REHEARSING}/test_reports.py::test_no_cell_is_a_formula[=1+1]",),
    ),
    Mutant(
        name="markup-from-outside",
        safeguard="What comes from outside is text on a page, and never markup",
        promise="P8",
        does="puts whatever a notice says on the page as it is",
        file="hub/rehearsing/page.py",
        old="autoescape=True",
        new="autoescape=False",
        killed_by=(f"{REHEARSING}/test_reports.py::test_what_comes_from_outside_is_text_and_never_markup[full]",),
    ),
)
