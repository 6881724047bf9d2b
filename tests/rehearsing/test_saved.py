"""What one version makes of every account, kept in a file and held against what another makes of it."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from hub.errors import WrongUsage
from hub.ledger.store import read_council
from hub.rehearsing.accounts import Account
from hub.rehearsing.comparing import Change
from hub.rehearsing.outlook import Outlook
from hub.rehearsing.plans import of_present, of_saved
from hub.rehearsing.running import save
from hub.rehearsing.saved import Saved, held_against, read_header, read_saved
from hub.replaying import fact_count
from tests import builders as told
from tests.journeys.test_upratings import OTHER, RISES, before_april, on_benefits
from tests.rehearsing.rehearsed import run
from tests.stories import ALMANAC, Story


def saved_in(file: Path, story: Story, version: str = "1") -> Path:
    with story.connection() as connection, file.open("wb") as kept:
        save(connection, of_present(ALMANAC, read_council(connection), None), version, [kept.writelines])
    return file


def against(file: Path, story: Story) -> dict[str, Change]:
    header = read_header(file)
    with story.connection() as connection:
        rehearsal = of_saved(ALMANAC, read_council(connection), header, fact_count(connection))
    rows, _ = run(story, rehearsal, saved=read_saved(file, header))
    return {person: row.change for person, row in rows.items()}


def test_the_same_accounts_make_the_same_file_on_either_store(story: Story, quick_story: Story, tmp_path: Path) -> None:
    # "p" sorts after "P" here, and before it in some databases
    for its in (story, quick_story):
        before_april(its, *on_benefits("p-0001"))
    assert saved_in(tmp_path / "one", story).read_bytes() == saved_in(tmp_path / "other", quick_story).read_bytes()


def test_the_version_that_saved_a_file_comes_to_the_same(quick_story: Story, tmp_path: Path) -> None:
    before_april(quick_story)
    file = saved_in(tmp_path / "saved", quick_story)
    assert against(file, quick_story) == {"P-0042": Change.SAME, OTHER: Change.SAME}


def test_what_comes_to_something_else_is_told_with_its_lines(quick_story: Story, tmp_path: Path) -> None:
    before_april(quick_story)
    quick_story.open_day("2026-05-04")
    file = saved_in(tmp_path / "saved", quick_story)
    # a notice stands here for another version of the rules
    quick_story.live(told.a_notice(rates=RISES))
    header = read_header(file)
    with quick_story.connection() as connection:
        rehearsal = of_saved(ALMANAC, read_council(connection), header, fact_count(connection))
    rows, document = run(quick_story, rehearsal, saved=read_saved(file, header))
    assert document["about"]["Mind"].startswith("2 facts have come since")
    row = rows["P-0042"]
    assert (row.change, row.before, row.after, row.charged_difference) == (Change.RISES, 6270, 7655, 5540)
    assert row.moved == (("Attendance allowance", 280), ("State pension", 1105))


def test_people_who_came_or_went_since_are_told_at_their_place(quick_story: Story, tmp_path: Path) -> None:
    before_april(quick_story)
    file = saved_in(tmp_path / "saved", quick_story)
    lines = file.read_bytes().replace(b'"people":2', b'"people":3').splitlines(keepends=True)
    gone = lines[1].replace(b"P-0042", b"P-0001")
    file.write_bytes(b"".join([lines[0], gone, lines[2], lines[1].replace(b"P-0042", b"P-9999")]))
    assert list(against(file, quick_story).items()) == [
        ("P-0001", Change.ENDS),
        ("P-0042", Change.BEGINS),
        (OTHER, Change.SAME),
        ("P-9999", Change.ENDS),
    ]


def test_however_many_people_have_gone_none_is_lost() -> None:
    gone = [Saved(f"P-{number:04}", Outlook()) for number in range(1000)]
    chunks: Iterable[list[Account]] = [[("P-0500", "{}")]]
    known = [its.person for part in held_against(chunks, iter(gone)) for its in part]
    assert known == [its.person for its in gone]


@pytest.mark.parametrize(
    ("spoil", "told_so"),
    [
        (lambda lines: [b"{}", *lines[1:]], "line 1: expected what `hub rehearse --save` writes"),
        (lambda lines: [lines[0].replace(b"outlooks-1", b"outlooks-9"), *lines[1:]], "line 1: expected the format"),
        (lambda lines: [lines[0], b"no JSON"], "line 2: expected what"),
        (lambda lines: [lines[0], lines[2], lines[1]], "line 3: expected people in order"),
        (lambda lines: [lines[0], lines[1], lines[1]], "line 3: expected people in order"),
        (lambda lines: lines[:2], "line 2: expected 2 accounts, and the file ends here"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_by_its_line(
    quick_story: Story, tmp_path: Path, spoil: object, told_so: str
) -> None:
    before_april(quick_story)
    file = saved_in(tmp_path / "saved", quick_story)
    assert callable(spoil)
    file.write_bytes(b"\n".join(spoil(file.read_bytes().splitlines())))
    with pytest.raises(WrongUsage, match=told_so):
        against(file, quick_story)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="cannot be read"):
        read_header(tmp_path / "nothing")


def test_the_day_of_the_file_is_the_day_compared(quick_story: Story, tmp_path: Path) -> None:
    before_april(quick_story)
    file = saved_in(tmp_path / "saved", quick_story, "0.9")
    quick_story.open_day("2026-05-04")
    header = read_header(file)
    assert (header.day.isoformat(), header.business_day.isoformat(), header.version) == (
        *("2026-03-30", "2026-03-30", "0.9"),
    )
    # three facts about each of two people, and two days
    assert header.facts == 8
    assert against(file, quick_story)["P-0042"] is Change.SAME
