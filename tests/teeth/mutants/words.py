"""Words: nobody is told more than they may know, and no word changes under those who rely on it."""

from tests.teeth.mutant import Mutant

STORE = "tests/ledger/test_store_settings.py"
PERMITTED = "tests/contracts/test_permitted_fields.py"
RULES = "tests/contracts/test_rules.py"
UPCASTERS = "tests/contracts/test_upcasters.py"
DRIFT = "tests/contracts/test_drift.py"

MUTANTS = (
    Mutant(
        name="field-too-many",
        safeguard="What is sent to others carries no field that its contract does not name",
        promise="P10",
        does="sends along whatever it is given",
        file="contracts/base.py",
        old='extra="forbid"',
        new='extra="ignore"',
        killed_by=(
            f"{PERMITTED}::test_a_referral_with_one_field_too_many_is_refused[savings-tracing_referral.sent.v1]",
        ),
    ),
    Mutant(
        name="agent-knows-more",
        safeguard="Each kind of agent is told its permitted fields",
        promise="P10",
        does="tells a tracing agent what is owed",
        file="contracts/outbound/referrals.py",
        old='    date_of_birth: Day = Field(description="Date of birth.")\n',
        new='    date_of_birth: Day = Field(description="Date of birth.")\n'
        '    amount: PositiveAmount = Field(default=1, description="Sum owed.")\n',
        killed_by=(f"{PERMITTED}::test_a_referral_carries_exactly_its_permitted_fields[tracing_referral.sent.v1]",),
    ),
    Mutant(
        name="fault-shows-the-value",
        safeguard="A fault in a contract does not repeat what it found",
        promise="P10",
        does="lets pydantic quote the input",
        file="contracts/envelope.py",
        old='extra="ignore", hide_input_in_errors=True',
        new='extra="ignore"',
        killed_by=(f"{RULES}::test_a_refusal_never_repeats_what_it_found",),
    ),
    Mutant(
        name="refusal-tells-the-value",
        safeguard="A refusal names the field and what was expected, and never the value",
        promise="P10",
        does="tells in the refusal what it found",
        file="hub/reading.py",
        old="faults = error.errors(include_url=False, include_context=False, include_input=False)",
        new="""faults = [{**its, "msg": f"{its['msg']}: {its['input']}"} for its in error.errors()]""",
        killed_by=("tests/intake/test_poison.py::test_several_faults_are_told_together",),
    ),
    Mutant(
        name="log-tells-the-error",
        safeguard="A log tells where our code failed, and not with what",
        promise="P10",
        does="logs the text of the error",
        file="hub/telemetry.py",
        old='    return f"{type(error).__name__} in {last.name}, line {last.lineno}"\n',
        new='    return f"{error} in {last.name}, line {last.lineno}"\n',
        killed_by=("tests/intake/test_logs.py::test_a_failure_of_our_own_is_logged_without_what_it_failed_on",),
    ),
    Mutant(
        name="store-error-tells-sqlite",
        safeguard="An error of SQLite does not print what it was given",
        promise="P10",
        does="prints the row that SQLite refused",
        file="hub/ledger/engine.py",
        old='"hide_parameters": True}',
        new='"hide_parameters": False}',
        killed_by=(f"{STORE}::test_an_error_of_the_store_does_not_print_what_it_was_given[sqlite]",),
    ),
    Mutant(
        name="store-error-tells-postgresql",
        safeguard="An error of PostgreSQL does not print what it was given",
        promise="P10",
        does="prints the row that PostgreSQL refused",
        file="hub/ledger/engine.py",
        old="        hide_parameters=True,\n",
        new="        hide_parameters=False,\n",
        killed_by=(f"{STORE}::test_an_error_of_the_store_does_not_print_what_it_was_given[postgresql]",),
    ),
    Mutant(
        name="upcaster-off",
        safeguard="An older version of a word is read as the newest",
        promise="P13",
        does="reads an older version as it is",
        file="hub/reading.py",
        old="newest = _newest(word, head)",
        new="newest = None",
        killed_by=(f"{UPCASTERS}::test_an_older_version_is_read_as_the_newest",),
    ),
    Mutant(
        name="lifted-unchecked",
        safeguard="What an upcaster makes must fit the newest version",
        promise="P13",
        does="trusts what an upcaster makes",
        file="hub/reading.py",
        old="event = word.event.model_validate_json(orjson.dumps(lifted))",
        new="event = word.event.model_construct(**lifted)",
        killed_by=(f"{UPCASTERS}::test_what_fits_the_older_version_and_not_the_newest_is_refused",),
    ),
    Mutant(
        name="breaking-schema-written",
        safeguard="A published schema is not overwritten with one that breaks it",
        promise="P13",
        does="writes whatever the contracts say",
        file="hub/command_line/schemas.py",
        old="    if not allow_breaking:\n",
        new="    if False:\n",
        killed_by=(f"{DRIFT}::test_a_schema_is_not_overwritten_with_one_that_breaks_it",),
    ),
    Mutant(
        name="drift-unseen",
        safeguard="Committed schemas that differ from the contracts are named",
        promise="P13",
        does="compares no schema with its contract",
        file="hub/command_line/schemas.py",
        old='elif path.read_text(encoding="utf-8") != text:',
        new="elif False:",
        killed_by=(f"{DRIFT}::test_a_schema_that_differs_is_named",),
    ),
    Mutant(
        name="outbound-let-in",
        safeguard="Words that only the hub sends are refused at its doors",
        promise="P2",
        does="takes any word it knows",
        file="hub/reading.py",
        old="if word is not None and word.direction is Direction.INBOUND:",
        new="if word is not None:",
        killed_by=(
            "tests/intake/test_poison.py::test_a_type_nobody_can_take_is_set_aside_with_what_is_expected"
            "[an outbound type sent in]",
        ),
    ),
)
