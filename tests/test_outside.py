"""Base rates of 17 April 2017, counted by hand from the tables of meetings, polls and treaties."""

from resetcycle import data, outside


def test_summits_are_meetings_arranged_for_the_two_countries():
    # Vancouver and Moscow, Washington 1994; Helsinki and Moscow 1998; Ljubljana, Washington with
    # Crawford, Moscow and St Petersburg; Bratislava and Washington; Moscow, Prague, Washington.
    assert outside.summits().to_dict() == {
        1993: 3,
        1997: 2,
        2001: 4,
        2005: 2,
        2009: 3,
        2013: 0,
    }


def test_what_is_left_out_is_in_the_register():
    meetings = data.load("meetings").set_index("meeting_id")["kind"]
    assert set(meetings[list(outside.NOT_ARRANGED)]) == {"bilateral"}


def test_each_class_of_cases_has_its_count():
    rates = outside.base_rates()
    counts = list(zip(rates["class of cases"], rates["yes"], rates["of"], strict=True))
    assert counts[:3] == [
        ("six terms since 1993", 5, 6),
        ("three new presidents", 3, 3),
        ("the years since 2011", 0, 6),
    ]
    # Two of six by the rule of Q18 (Moscow Treaty 2002, New START 2010); with uranium (1993) and
    # plutonium (2000), four.
    assert counts[5:] == [
        ("six terms since 1993", 2, 6),
        ("three presidencies", 2, 3),
        ("six terms since 1993", 4, 6),
    ]


def test_nothing_after_the_day_is_counted(data_copy):
    before = outside.base_rates().to_dict("list")
    path = data_copy / "meetings.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    later = [line for line in lines if line.startswith(("2018-07-16", "2021-06-16"))]
    assert later
    path.write_text("".join(line for line in lines if line not in later), encoding="utf-8")
    assert outside.base_rates().to_dict("list") == before
